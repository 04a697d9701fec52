// MLLA: a hierarchy of Mamba-like linear attention (Han et al., NeurIPS 2024).
import Attention
import Checkpoints
import Compute

enum MLLA: ModelFamily {
  static let name = "mlla"

  static func recognizes(_ checkpoint: Checkpoint) -> Bool {
    checkpoint.tensors["patch_embed.conv1.conv.weight"] != nil
      && checkpoint.tensors["layers.0.blocks.0.act_proj.weight"] != nil
  }

  static let landmarks = [
    "patch_embed.conv1.conv.weight", "layers.0.blocks.0.in_proj.weight", "layers.0.blocks.0.act_proj.weight",
    "layers.0.blocks.0.attn.qk.weight", "layers.0.blocks.0.cpe1.weight",
  ]

  static let configuration = ConfigurationFields.swin.ignoring(["drop_path_rate"], under: "model_args.")
  static let savedConfiguration: ConfigurationFields = [
    "MODEL.NUM_CLASSES": .repeats(.classes), "DATA.IMG_SIZE": .repeats(.trainedSize),
  ]

  /// No tensor has the heads; every published model has 32 channels a head.
  private static let heads = HeadSources(stated: .init(channels: 32, source: .familyDefault))

  static func load(_ context: ModelContext) throws -> VisionModel {
    let reader = context.reader
    let rotations = reader.shape(of: "layers.0.blocks.0.attn.rope.rotations") ?? []
    let layout = RotaryPyramidLayout(
      title: "MLLA", stem: stem, downsampling: downsampling, block: block,
      blockNorms: NormRule(epsilon: 1e-5), form: .plain(.gelu),
      readout: { (.norm(try $0.norm("norm", channels: $1, NormRule(epsilon: 1e-5))), $1) },
      transform: .original,
      trainedGrid: rotations.count == 4 ? TokenGrid(rows: rotations[0], columns: rotations[1]) : nil
    ) { place in
      try MLLALayer(
        reader, place.prefix, channels: place.channels,
        heads: try context.heads(heads, channels: place.channels, stage: place.stage), grid: place.grid)
    }
    return try RotaryPyramidReader(context: context, family: name, layout: layout).model()
  }

  private static func stem(
    _ reader: ParameterReader
  ) throws -> (RotaryPyramidNetwork.Convolutions, channels: Int) {
    let names = ["conv1", "conv2.0", "conv2.1", "conv3.0", "conv3.1"].map { "patch_embed.\($0)" }
    var inputs = 3
    let convolutions = try zip(names, [(2, Activation.relu), (1, .relu), (1, nil), (2, .relu), (1, nil)]).map
    {
      name, rule in
      let outputs = try reader.convolutionShape("\(name).conv", inputs: inputs).outputs
      defer { inputs = outputs }
      return try PaddedConvolution(
        reader, "\(name).conv", norm: "\(name).norm", inputs: inputs, outputs: outputs, stride: rule.0,
        activation: rule.1)
    }
    guard convolutions[0].outputs == convolutions[2].outputs else {
      throw ModelError.invalid(
        path: reader.checkpoint.path,
        reason:
          "patch_embed.conv2 gives \(convolutions[2].outputs) channels, which are added to \(convolutions[0].outputs)"
      )
    }
    return (
      RotaryPyramidNetwork.Convolutions(steps: [
        .plain(convolutions[0]), .residual(convolutions[1], convolutions[2]), .plain(convolutions[3]),
        .plain(convolutions[4]),
      ]), inputs
    )
  }

  private static func downsampling(
    _ reader: ParameterReader, _ stage: Int, _ channels: Int
  ) throws -> (RotaryPyramidNetwork.Convolutions, channels: Int) {
    let names = (0..<3).map { "layers.\(stage).downsample.conv.\($0)" }
    let inner = try reader.convolutionShape("\(names[0]).conv", inputs: channels).outputs
    let outputs = try reader.convolutionShape("\(names[2]).conv", inputs: inner).outputs
    return (
      RotaryPyramidNetwork.Convolutions(steps: [
        .plain(
          try PaddedConvolution(
            reader, "\(names[0]).conv", inputs: channels, outputs: inner, activation: .relu)),
        .halving(try reader.depthwiseConvolution("\(names[1]).conv", filters: inner)),
        .plain(
          try PaddedConvolution(
            reader, "\(names[2]).conv", norm: "\(names[2]).norm", inputs: inner, outputs: outputs)),
      ]), outputs
    )
  }

  private static func block(_ prefix: String) -> TransformerBlock.Names {
    var names = TransformerBlock.Names.timm(prefix)
    names.projection = "\(prefix).out_proj"
    names.convolutions = ("\(prefix).cpe1", "\(prefix).cpe2")
    return names
  }
}
