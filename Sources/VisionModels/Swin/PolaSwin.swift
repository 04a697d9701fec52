// Pola-Swin: polarity-aware linear attention in large windows, softmax in the later stages (PolaFormer).
import Checkpoints

enum PolaSwin: SwinFamily {
  static let name = "pola_swin"

  static func recognizes(_ checkpoint: Checkpoint) -> Bool {
    isHierarchy(checkpoint) && checkpoint.names.contains { $0.hasSuffix(".attn.power") }
  }

  static let landmarks = [
    "patch_embed.proj.weight", "layers.0.blocks.0.attn.qkvg.weight", "layers.0.blocks.0.attn.power",
  ]

  static let configuration = ConfigurationFields.linearSwin.adding(["model_args.alpha": .honored])
  static let savedConfiguration = ConfigurationFields.savedLinearSwin

  static func layout(_ context: ModelContext) throws -> SwinLayout {
    .original(transform: .squash, linearAttention: try .polarity(context))
  }
}
