// Swin Transformer: softmax attention in shifted windows, in the original layout and timm's.
import Checkpoints

enum Swin: ModelFamily {
  static let name = "swin"
  static let architecturePrefixes = ["swin_"]

  static func recognises(_ checkpoint: Checkpoint) -> Bool {
    SwinReader.isHierarchy(checkpoint)
      && !checkpoint.names.contains { $0.hasSuffix(".attn.dwc.weight") }
  }

  static let landmarks = [
    "patch_embed.proj.weight", "layers.0.blocks.0.attn.qkv.weight",
    "layers.0.blocks.0.attn.relative_position_bias_table",
  ]

  static func load(_ context: ModelContext) throws -> VisionModel {
    let isTimm =
      context.reader.has("layers.1.downsample.norm.weight")
      && !context.reader.has("layers.0.downsample.norm.weight")
    return try SwinReader(
      context: context, family: name, recipe: isTimm ? .vit : .original,
      layout: isTimm ? .timm : .original
    ).model()
  }
}

extension SwinLayout {
  /// Microsoft's repository, and FLatten's and PolaFormer's, which grew from it.
  static var original: SwinLayout {
    SwinLayout(
      title: "Swin", patches: "patch_embed.proj", embeddingNorm: "patch_embed.norm",
      blockPrefix: { "layers.\($0).blocks.\($1)" },
      block: { (.original("\($0).attn"), .timm($0)) },
      merging: { "layers.\($0).downsample" }, norm: "norm", head: "head",
      epsilon: Sourced(value: 1e-5, source: .familyDefault), shiftRule: .bothAxesOrNone)
  }

  /// timm keeps the merging with the stage that it leads to.
  static var timm: SwinLayout {
    var layout = original
    layout.title = "Swin of timm"
    layout.merging = { "layers.\($0 + 1).downsample" }
    layout.head = "head.fc"
    layout.shiftRule = .eachAxis
    return layout
  }
}
