// InLine-Swin: InLine attention in large windows, softmax in the later stages (Han et al., NeurIPS 2024).
import Checkpoints

enum InLineSwin: SwinFamily {
  static let name = "inline_swin"

  static func recognizes(_ checkpoint: Checkpoint) -> Bool {
    isHierarchy(checkpoint) && checkpoint.names.contains { $0.hasSuffix(".attn.residual.0.weight") }
  }

  static let landmarks = [
    "patch_embed.proj.weight", "layers.0.blocks.0.attn.qkv.weight",
    "layers.0.blocks.0.attn.residual.0.weight",
  ]

  static let configuration = ConfigurationFields.linearSwin
  static let savedConfiguration = ConfigurationFields.savedSwin.adding([
    "MODEL.INLINE.ATTN_TYPE": .repeats(.attention)
  ])

  static func layout(_ context: ModelContext) throws -> SwinLayout {
    .original(transform: .squash, convolvedAttention: .inline)
  }
}
