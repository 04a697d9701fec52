// FLatten-Swin: focused linear attention in large windows, softmax in the later stages.
import Checkpoints

enum FLattenSwin: ModelFamily {
  static let name = "flatten_swin"

  static func recognises(_ checkpoint: Checkpoint) -> Bool {
    SwinReader.isHierarchy(checkpoint)
      && checkpoint.names.contains { $0.hasSuffix(".attn.dwc.weight") }
      && !checkpoint.names.contains { $0.hasSuffix(".attn.power") }
  }

  static let landmarks = [
    "patch_embed.proj.weight", "layers.0.blocks.0.attn.qkv.weight", "layers.0.blocks.0.attn.dwc.weight",
  ]

  static func load(_ context: ModelContext) throws -> VisionModel {
    try SwinReader(
      context: context, family: name, recipe: .squash, layout: .original,
      linearAttention: .focused(context)
    ).model()
  }
}
