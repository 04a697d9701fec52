// InLine-PVT: a pyramid of InLine attention, some stages softmax (Han et al., NeurIPS 2024).
import Checkpoints

enum InLinePVT: PyramidFamily {
  static let name = "inline_pvt"

  static func recognizes(_ checkpoint: Checkpoint) -> Bool {
    isPyramid(checkpoint) && checkpoint.names.contains { $0.hasSuffix(".attn.residual.0.weight") }
  }

  static let landmarks = [
    "patch_embed1.proj.weight", "pos_embed1", "block1.0.attn.q.weight", "block1.0.attn.kv.weight",
    "block1.0.attn.residual.0.weight",
  ]

  static let configuration = ConfigurationFields.linearPyramid
  static let savedConfiguration = ConfigurationFields.savedConvolved.adding([
    "MODEL.INLINE.ATTN_TYPE": .repeats(.attention),
    "MODEL.INLINE.PVT_LA_SR_RATIOS": .repeats(.linearReductions),
  ])

  static func layout(_ context: ModelContext) throws -> PyramidLayout {
    .original(transform: .squash, convolvedAttention: .inline)
  }
}
