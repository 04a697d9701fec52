// What NaLaFormer and RALA share: stem, downsampling, MLP with a convolution, readout, and which blocks are linear.
import Attention
import Checkpoints
import Compute

/// A family of that skeleton.
protocol GatedRotaryFamily: ModelFamily {
  static var title: String { get }
  static var kind: GatedRotaryLayer.Kind { get }
  /// The convolutions that are added before attention and before the MLP, under a block.
  static func convolutions(_ prefix: String) -> (before: String, between: String?)
}

extension ConfigurationFields {
  /// The arguments of NaLaFormer's and RAVLT's classes.
  static let gatedRotary = timm.adding([
    "model_args.img_size": .repeats(.trainedSize), "model_args.embed_dims": .repeats(.widths),
    "model_args.depths": .repeats(.depths), "model_args.num_heads": .repeats(.headsPerStage),
    "model_args.mlp_ratios": .repeats(.mlpRatios), "model_args.flagss": .honored,
  ]).ignoring(["projection", "layerscales", "layer_init_values", "init_values"], under: "model_args.")
}

extension GatedRotaryFamily {
  static func load(_ context: ModelContext) throws -> VisionModel {
    let reader = context.reader
    reader.takesPointwiseConvolutions = true
    let letters = try letters(context)
    let layout = RotaryPyramidLayout(
      title: title, stem: stem, downsampling: downsampling, block: block,
      blockNorms: NormRule(epsilon: 1e-6), form: .smoothed, readout: readout, transform: .original,
      trainedGrid: nil
    ) { place in
      let heads = try heads(reader, place)
      // d/4 angles, each stored twice.
      let stored = try reader.values("layers.\(place.stage).RoPE.angle", shape: [place.channels / heads / 2])
      let angles = stride(from: 0, to: stored.count, by: 2).map { Double(stored[$0]) }
      return try GatedRotaryLayer(
        reader, place.prefix, kind: kind, channels: place.channels, heads: heads,
        rotation: PairRotation(angles: angles, on: place.grid),
        isLinear: try isLinear(place, letters, context))
    }
    return try RotaryPyramidReader(context: context, family: name, layout: layout).model()
  }

  // MARK: Attention

  /// Two channels of a head are a pair, and half of the pairs have an angle, which is stored twice.
  private static func heads(_ reader: ParameterReader, _ place: RotaryPyramidLayout.Place) throws -> Int {
    let tensor = "layers.\(place.stage).RoPE.angle"
    let shape = reader.shape(of: tensor) ?? []
    guard shape.count == 1, shape[0] > 0, shape[0] % 2 == 0, shape[0] <= place.channels,
      place.channels % (2 * shape[0]) == 0
    else {
      throw ModelError.invalid(
        path: reader.checkpoint.path,
        reason: reader.has(tensor)
          ? "\(tensor) has shape \(shape), which does not split \(place.channels) channels into heads of twice as many"
          : "has no tensor \(tensor)")
    }
    return place.channels / (2 * shape[0])
  }

  /// `l` or `v` for every block of every stage that the configuration has; nil where it has none.
  ///
  /// - Throws: `ModelError.invalid` for what are no such letters.
  private static func letters(_ context: ModelContext) throws -> [[String]]? {
    try context.decoded("model_args.flagss", as: "\"l\" or \"v\" for each block of each stage") { value in
      let stages = value.array?.map { stage in
        stage.array?.compactMap(\.string) ?? stage.string.map { $0.map(String.init) } ?? []
      }
      guard let stages, stages.joined().allSatisfy({ $0 == "l" || $0 == "v" }) else { return nil }
      return stages
    }
  }

  private static func isLinear(
    _ place: RotaryPyramidLayout.Place, _ letters: [[String]]?, _ context: ModelContext
  ) throws -> Bool {
    if let letters {
      guard let stage = letters[safe: place.stage], stage.count == place.depth else {
        throw ModelError.invalid(
          path: context.path,
          reason:
            "config.json model_args.flagss does not have \(place.depth) letters for stage \(place.stage)")
      }
      context.note(
        "blocks of stage \(place.stage)", stage.joined(),
        from: .configuration("config.json model_args.flagss"))
      return stage[place.index] == "l"
    }
    let isLinear = place.stage < 2
    context.note(
      "blocks of stage \(place.stage)", isLinear ? "linear" : "softmax",
      from: .guess(
        "no tensor tells linear from softmax blocks; published models have linear ones in the first two stages"
      ))
    return isLinear
  }

  // MARK: Convolutions

  private static func stem(
    _ reader: ParameterReader
  ) throws -> (RotaryPyramidNetwork.Convolutions, channels: Int) {
    var inputs = 3
    let steps = try [(0, 2), (3, 1), (6, 1), (9, 2)].map { index, stride in
      let name = "patch_embed.proj.\(index)"
      let outputs = try reader.convolutionShape(name, inputs: inputs).outputs
      defer { inputs = outputs }
      return RotaryPyramidNetwork.Convolutions.Step.plain(
        try PaddedConvolution(
          reader, name, norm: "patch_embed.proj.\(index + 1)", inputs: inputs, outputs: outputs,
          stride: stride,
          activation: index == 9 ? nil : .gelu))
    }
    return (RotaryPyramidNetwork.Convolutions(steps: steps), inputs)
  }

  private static func downsampling(
    _ reader: ParameterReader, _ stage: Int, _ channels: Int
  ) throws -> (RotaryPyramidNetwork.Convolutions, channels: Int) {
    let prefix = "layers.\(stage).downsample"
    let outputs = try reader.convolutionShape("\(prefix).reduction", inputs: channels).outputs
    let convolution = try PaddedConvolution(
      reader, "\(prefix).reduction", norm: "\(prefix).norm", inputs: channels, outputs: outputs, stride: 2)
    return (RotaryPyramidNetwork.Convolutions(steps: [.plain(convolution)]), outputs)
  }

  private static func readout(
    _ reader: ParameterReader, _ channels: Int
  ) throws -> (RotaryPyramidNetwork.Readout, channels: Int) {
    let shape = reader.shape(of: "proj.weight") ?? []
    guard let outputs = shape.first, outputs > 0 else {
      throw ModelError.invalid(path: reader.checkpoint.path, reason: "has no tensor proj.weight")
    }
    return (
      .projection(
        try PaddedConvolution(
          reader, "proj", norm: "norm", inputs: channels, outputs: outputs, activation: .silu)),
      outputs
    )
  }

  private static func block(_ prefix: String) -> TransformerBlock.Names {
    let added = convolutions(prefix)
    return TransformerBlock.Names(
      norm1: "\(prefix).norm1.norm", norm2: "\(prefix).norm2.norm",
      mlp: .init(fc1: ["\(prefix).ffn.fc1"], fc2: "\(prefix).ffn.fc2", convolution: "\(prefix).ffn.dwconv"),
      projection: "\(prefix).attn.\(kind.projection)", layerScale: ("\(prefix).gamma_1", "\(prefix).gamma_2"),
      convolutions: (added.before, added.between))
  }
}
