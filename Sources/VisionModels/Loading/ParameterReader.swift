// Reads a checkpoint's tensors as layers, and keeps account of what is missing, misshapen or left over.
import Checkpoints
import Compute

/// Reads parameters by name and expected shape.
///
/// A tensor that is missing or has another shape is noted and read as zeros, so that one error can list them
/// all: call `verify` before using what was read.
final class ParameterReader {
  let checkpoint: Checkpoint
  let engine: Engine
  private var used: Set<String> = []
  private var missing: [String] = []
  private var misshapen: [String] = []

  private let progress: ((Double) -> Void)?

  /// - Parameter progress: called with the share of tensors read, 0…1.
  init(_ checkpoint: Checkpoint, engine: Engine, progress: ((Double) -> Void)? = nil) {
    self.checkpoint = checkpoint
    self.engine = engine
    self.progress = progress
  }

  /// The shape of a tensor, nil where there is none.
  func shape(of name: String) -> [Int]? { checkpoint.tensors[name]?.shape }

  func has(_ name: String) -> Bool { checkpoint.tensors[name] != nil }

  /// The tensor's values in row-major order.
  func values(_ name: String, shape: [Int]) throws -> [Float] {
    used.insert(name)
    progress?(Double(used.count) / Double(max(checkpoint.tensors.count, used.count)))
    guard let tensor = checkpoint.tensors[name] else {
      missing.append(name)
      return [Float](repeating: 0, count: shape.reduce(1, *))
    }
    guard tensor.shape == shape else {
      misshapen.append("\(name) \(tensor.shape), not \(shape)")
      return [Float](repeating: 0, count: shape.reduce(1, *))
    }
    return try checkpoint.floats(name)
  }

  func layerNorm(_ prefix: String, channels: Int, epsilon: Float) throws -> LayerNorm {
    LayerNorm(
      weight: try values("\(prefix).weight", shape: [channels]),
      bias: try values("\(prefix).bias", shape: [channels]), epsilon: epsilon)
  }

  func linear(_ prefix: String, inputs: Int, outputs: Int) throws -> Linear {
    try linearWeights(prefix, inputs: inputs, outputs: outputs).packed(on: engine)
  }

  /// Weights that are still to be changed or split before packing; the bias is optional in the file.
  func linearWeights(_ prefix: String, inputs: Int, outputs: Int) throws -> LinearWeights {
    LinearWeights(
      inputs: inputs,
      weight: try values("\(prefix).weight", shape: [outputs, inputs]),
      bias: has("\(prefix).bias")
        ? try values("\(prefix).bias", shape: [outputs]) : [Float](repeating: 0, count: outputs))
  }

  /// A convolution whose stride is its kernel; the kernel is taken from the tensor.
  func patchConvolution(_ prefix: String, inputs: Int, outputs: Int, kernel: Int) throws -> PatchConvolution {
    PatchConvolution(
      weight: try values("\(prefix).weight", shape: [outputs, inputs, kernel, kernel]),
      bias: try values("\(prefix).bias", shape: [outputs]), inputs: inputs, outputs: outputs,
      kernel: kernel, engine: engine)
  }

  /// Checks that every tensor was there in the right shape, and that none is left over.
  ///
  /// - Parameter isExpectedLeftover: tensors that published checkpoints hold and the model does not use.
  /// - Throws: `ModelError.tensorMismatch` with all names.
  func verify(family: String, isExpectedLeftover: (String) -> Bool) throws {
    let unknown = checkpoint.names.filter { !used.contains($0) && !isExpectedLeftover($0) }
    guard missing.isEmpty, misshapen.isEmpty, unknown.isEmpty else {
      throw ModelError.tensorMismatch(
        path: checkpoint.path, family: family, missing: missing, misshapen: misshapen, unknown: unknown)
    }
  }
}

/// A linear layer as it stands in the file: weight [outputs × inputs] and bias.
struct LinearWeights {
  let inputs: Int
  var weight: [Float]
  var bias: [Float]

  var outputs: Int { bias.count }

  /// Some of the outputs, as a layer of their own.
  func outputs(_ range: Range<Int>) -> LinearWeights {
    LinearWeights(
      inputs: inputs, weight: Array(weight[range.lowerBound * inputs..<range.upperBound * inputs]),
      bias: Array(bias[range]))
  }

  /// The layer whose outputs are those of this one times `factors`, output by output.
  func scaled(by factors: [Float]) -> LinearWeights {
    var scaled = self
    for (output, factor) in factors.enumerated() {
      for input in 0..<inputs { scaled.weight[output * inputs + input] *= factor }
      scaled.bias[output] *= factor
    }
    return scaled
  }

  /// The outputs of `self`, then those of `other`.
  func followed(by other: LinearWeights) -> LinearWeights {
    LinearWeights(inputs: inputs, weight: weight + other.weight, bias: bias + other.bias)
  }

  func packed(on engine: Engine) -> Linear {
    Linear(weight: weight, bias: bias, inputs: inputs, outputs: outputs, engine: engine)
  }
}
