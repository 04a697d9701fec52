// Pola-Swin: polarity-aware linear attention in large windows, softmax in the later stages (PolaFormer).
import Checkpoints

enum PolaSwin: ModelFamily {
  static let name = "pola_swin"

  static func recognises(_ checkpoint: Checkpoint) -> Bool {
    SwinReader.isHierarchy(checkpoint) && checkpoint.names.contains { $0.hasSuffix(".attn.power") }
  }

  static let landmarks = [
    "patch_embed.proj.weight", "layers.0.blocks.0.attn.qkvg.weight", "layers.0.blocks.0.attn.power",
  ]

  static func load(_ context: ModelContext) throws -> VisionModel {
    try SwinReader(
      context: context, family: name, recipe: .squash, layout: .original,
      linearAttention: .polarity(context)
    ).model()
  }
}
