// Weights of a linear layer that are still in the file: split, scaled and joined first, then packed as they are read.
import Checkpoints
import Compute

/// A linear layer as the file has it: rows of weight tensors [outputs × inputs], and a bias that is empty
/// where values are not read.
///
/// Weights are held twice for a few rows at a time only, whatever is done to them.
struct LinearWeights {
  /// Some rows of a tensor, each with a factor where they are scaled.
  private struct Rows {
    let name: String
    var range: Range<Int>
    var factors: [Float]?
  }

  /// Inputs of the layer, or of one tap of a convolution.
  private let channels: Int
  private let taps: Int
  private let checkpoint: Checkpoint
  private let engine: Engine
  private let readsValues: Bool
  private var parts: [Rows]
  private var bias: [Float]

  /// All rows of the tensor `name`, whose shape is [outputs × inputs] or [outputs × inputs × kernel × kernel].
  init(
    _ name: String, of checkpoint: Checkpoint, shape: [Int], bias: [Float], engine: Engine, readsValues: Bool
  ) {
    self.checkpoint = checkpoint
    self.engine = engine
    self.readsValues = readsValues
    channels = shape[1]
    taps = shape.dropFirst(2).reduce(1, *)
    parts = [Rows(name: name, range: 0..<shape[0])]
    self.bias = bias
  }

  private var inputs: Int { channels * taps }

  private var outputs: Int { parts.reduce(0) { $0 + $1.range.count } }

  /// The `index`-th of `count` equal parts of the outputs of a layer that is one tensor.
  func part(_ index: Int, of count: Int) -> LinearWeights {
    precondition(parts.count == 1 && parts[0].factors == nil)
    var part = self
    let length = outputs / count
    let range = index * length..<(index + 1) * length
    part.parts[0].range =
      parts[0].range.lowerBound + range.lowerBound..<parts[0].range.lowerBound + range.upperBound
    if readsValues { part.bias = Array(bias[range]) }
    return part
  }

  /// The layer whose outputs are those of this one times `factors`, output by output.
  func scaled(by factors: [Float]) -> LinearWeights {
    guard readsValues else { return self }
    precondition(parts.count == 1 && parts[0].factors == nil && factors.count == outputs)
    var scaled = self
    scaled.parts[0].factors = factors
    for (output, factor) in factors.enumerated() { scaled.bias[output] *= factor }
    return scaled
  }

  /// The layer whose outputs are those of this one plus `offsets`, output by output.
  func shifted(by offsets: [Float]) -> LinearWeights {
    guard readsValues else { return self }
    var shifted = self
    for (output, offset) in offsets.enumerated() { shifted.bias[output] += offset }
    return shifted
  }

  /// The outputs of `self`, then those of `other`.
  func followed(by other: LinearWeights) -> LinearWeights {
    var joined = self
    joined.parts += other.parts
    joined.bias += other.bias
    return joined
  }

  /// Reads and packs the weights; a layer without inputs and outputs where values are not read.
  ///
  /// - Throws: `CheckpointError`.
  func packed() throws -> Linear {
    guard readsValues else {
      return Linear(weight: [], bias: nil, inputs: 0, outputs: 0, engine: engine)
    }
    // Of a tensor in another order, a few rows cost as much as all.
    let readsInParts = parts.allSatisfy { checkpoint.tensors[$0.name]?.isContiguous ?? true }
    return try Linear(
      channels: channels, taps: taps, outputs: outputs, bias: bias, engine: engine,
      readsInParts: readsInParts, readRows: read)
  }

  /// Reads the outputs `wanted` into `values`, [outputs × inputs], and returns what takes them into the digest.
  private func read(
    _ wanted: Range<Int>, into values: UnsafeMutableBufferPointer<Float>
  ) throws -> [() -> Void] {
    var start = 0
    var digesting: [() -> Void] = []
    for part in parts {
      let rows = wanted.clamped(to: start..<start + part.range.count)
      defer { start += part.range.count }
      if rows.isEmpty { continue }
      let place =
        (rows.lowerBound - wanted.lowerBound) * inputs..<(rows.upperBound - wanted.lowerBound) * inputs
      let target = UnsafeMutableBufferPointer(rebasing: values[place])
      let first = rows.lowerBound - start
      let element = (part.range.lowerBound + first) * inputs
      guard let factors = part.factors else {
        if let work = try checkpoint.readLeavingDigest(part.name, from: element, into: target) {
          digesting.append(work)
        }
        continue
      }
      try checkpoint.read(part.name, from: element, into: target)
      for row in 0..<rows.count {
        for input in row * inputs..<(row + 1) * inputs { target[input] *= factors[first + row] }
      }
    }
    return digesting
  }
}
