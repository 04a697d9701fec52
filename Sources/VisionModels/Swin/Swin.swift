// Swin Transformer: softmax attention in shifted windows, in the original layout and timm's.
import Checkpoints

enum Swin: SwinFamily {
  static let name = "swin"
  static let architecturePrefixes = ["swin_"]

  static func recognizes(_ checkpoint: Checkpoint) -> Bool {
    isHierarchy(checkpoint)
      && !checkpoint.names.contains { $0.hasSuffix(".attn.dwc.weight") }
  }

  static let landmarks = [
    "patch_embed.proj.weight", "layers.0.blocks.0.attn.qkv.weight",
    "layers.0.blocks.0.attn.relative_position_bias_table",
  ]

  static let configuration = ConfigurationFields.swin
  static let savedConfiguration = ConfigurationFields.savedSwin

  static func layout(_ context: ModelContext) throws -> SwinLayout {
    let isTimm =
      context.reader.has("layers.1.downsample.norm.weight")
      && !context.reader.has("layers.0.downsample.norm.weight")
    return isTimm ? .timm : .original(transform: .original)
  }
}
