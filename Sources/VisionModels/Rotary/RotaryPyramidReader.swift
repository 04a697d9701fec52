// Reads a hierarchy with a convolutional stem and rotary blocks in any layout: MLLA, NaLaFormer, RALA.
import Attention
import Checkpoints
import Compute

/// How a layout of such a hierarchy names its parts, and what its code does that follows from no tensor.
struct RotaryPyramidLayout {
  typealias Convolutions = RotaryPyramidNetwork.Convolutions

  let title: String
  /// Stem, with the channels of the first stage.
  let stem: (_ reader: ParameterReader) throws -> (Convolutions, channels: Int)
  /// What leads from a stage to the next, with the channels there.
  let downsampling:
    (_ reader: ParameterReader, _ stage: Int, _ channels: Int) throws -> (Convolutions, channels: Int)
  /// The names of a block, without `.weight`.
  let block: (_ prefix: String) -> TransformerBlock.Names
  let blockNorms: NormRule
  let form: FeedForward.Form
  /// The readout, and the channels that the head reads.
  let readout:
    (_ reader: ParameterReader, _ channels: Int) throws -> (RotaryPyramidNetwork.Readout, channels: Int)
  let transform: EvaluationTransform
  /// What a tensor says of the first stage's grid.
  let trainedGrid: TokenGrid?
  /// The attention of a block.
  let attention: (_ place: Place) throws -> any AttentionLayer

  /// A block of the model at its input size.
  struct Place {
    let stage: Int
    let index: Int
    /// Of the stage.
    let depth: Int
    let channels: Int
    let grid: TokenGrid

    var prefix: String { "layers.\(stage).blocks.\(index)" }
  }
}

struct RotaryPyramidReader {
  let context: ModelContext
  let family: String
  let layout: RotaryPyramidLayout

  private var reader: ParameterReader { context.reader }
  /// Pixels of a token of the first stage.
  private static let patch = 4

  /// - Throws: `ModelError`, `CheckpointError`.
  func model() throws -> VisionModel {
    let depths = try depths()
    let size = try context.inputSize(
      trained: layout.trainedGrid.map { ($0.rows * Self.patch, $0.columns * Self.patch) },
      multiple: Self.patch << (depths.count - 1), cell: Self.patch,
      evaluated: layout.trainedGrid == nil
        ? Sourced(
          value: (224, 224), source: .guess("no tensor says it, and published models have this size")) : nil)
    let (stem, width) = try layout.stem(reader)
    var grid = stem.grid(after: TokenGrid(rows: size.height, columns: size.width))
    var channels = width
    var stages: [RotaryPyramidNetwork.Stage] = []
    var facts: [StageFacts] = []
    var layers: [AttentionLayerDescription] = []
    for (stage, depth) in depths.enumerated() {
      let blocks = try (0..<depth).map { index in
        try block(
          .init(stage: stage, index: index, depth: depth, channels: channels, grid: grid))
      }
      let described = blocks.enumerated().map {
        $1.attention.description(index: layers.count + $0, on: grid)
      }
      facts.append(StageFacts(channels: channels, layers: described, mlp: blocks.first?.mlp))
      layers += described
      guard stage < depths.count - 1 else {
        stages.append(.init(blocks: blocks, downsampling: nil))
        break
      }
      let (downsampling, next) = try layout.downsampling(reader, stage, channels)
      stages.append(.init(blocks: blocks, downsampling: downsampling))
      (channels, grid) = (next, downsampling.grid(after: grid))
    }
    let (readout, outputs) = try layout.readout(reader, channels)
    let classes = reader.shape(of: "head.weight")?.first
    let network = RotaryPyramidNetwork(
      stem: stem, stages: stages, readout: readout,
      head: try classes.map { try reader.linear("head", inputs: outputs, outputs: $0) })
    try reader.verify(family: layout.title) {
      $0.hasSuffix(".num_batches_tracked") || $0.hasSuffix(".rope.rotations")
    }
    context.note("embed dims", list(facts.map(\.channels)), from: .tensors("blocks"))
    context.note("depths", list(depths), from: .tensors("blocks"))
    context.note("attention", layers.map(\.letter).joined(), from: .familyDefault)
    context.note("activation", form.value.title, from: form.source)
    context.note("eps", "blocks \(layout.blockNorms.epsilon.value), others 1e-5", from: .familyDefault)
    context.note(
      "pooling", "mean over tokens", from: context.poolingSource(.mean, otherwise: .familyDefault))
    context.record(facts)
    context.record(.patch, .size(Self.patch, Self.patch))
    if let trained = layout.trainedGrid {
      context.record(.trainedSize, .size(trained.rows * Self.patch, trained.columns * Self.patch))
    }
    return context.model(
      family: family, size: size, transform: layout.transform, layers: layers, classCount: classes,
      network: network)
  }

  /// The MLPs of the layout, plain ones with the activation that a flag gives.
  private var form: Sourced<FeedForward.Form> {
    if case .plain = layout.form, let activation = context.overrides.activation {
      return Sourced(value: .plain(activation), source: .flag("--activation"))
    }
    return Sourced(value: layout.form, source: .familyDefault)
  }

  private func list(_ numbers: [Int]) -> String { numbers.map(String.init).joined(separator: ", ") }

  private func block(_ place: RotaryPyramidLayout.Place) throws -> TransformerBlock {
    var names = layout.block(place.prefix)
    if let scale = names.layerScale, !reader.has(scale.0), !reader.has(scale.1) { names.layerScale = nil }
    return try TransformerBlock(
      reader, names: names, channels: place.channels, norms: layout.blockNorms, form: form.value,
      attention: try layout.attention(place))
  }

  /// Blocks of each stage.
  private func depths() throws -> [Int] {
    func exists(_ stage: Int, _ index: Int) -> Bool {
      reader.has("\(layout.block("layers.\(stage).blocks.\(index)").norm1).weight")
    }
    var depths: [Int] = []
    while exists(depths.count, 0) {
      var depth = 1
      while exists(depths.count, depth) { depth += 1 }
      depths.append(depth)
    }
    guard (1...8).contains(depths.count) else {
      throw ModelError.invalid(path: context.path, reason: "has \(depths.count) stages, expected 1 to 8")
    }
    return depths
  }
}

extension ParameterReader {
  /// Inputs and outputs of the convolution `name`, [outputs × inputs × kernel × kernel].
  ///
  /// - Throws: `ModelError.invalid` where it has no such shape, or other inputs than `inputs`.
  func convolutionShape(_ name: String, inputs: Int? = nil) throws -> (inputs: Int, outputs: Int) {
    let shape = shape(of: "\(name).weight") ?? []
    guard shape.count == 4, shape.allSatisfy({ $0 > 0 }), shape[2] == shape[3], shape[1] == inputs ?? shape[1]
    else {
      throw ModelError.invalid(
        path: checkpoint.path,
        reason: "\(name).weight has shape \(shape), which is no convolution"
          + (inputs.map { " of \($0) channels" } ?? ""))
    }
    return (shape[1], shape[0])
  }
}
