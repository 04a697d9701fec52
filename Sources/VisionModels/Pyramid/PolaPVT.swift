// Pola-PVT: a pyramid of polarity-aware linear attention, some stages softmax (PolaFormer, ICLR 2025).
import Checkpoints

enum PolaPVT: PyramidFamily {
  static let name = "pola_pvt"

  /// A pyramid without class token; all-softmax ones included, which only Pola-PVT's code makes.
  static func recognizes(_ checkpoint: Checkpoint) -> Bool {
    isPyramid(checkpoint)
      && (checkpoint.names.contains { $0.hasSuffix(".attn.power") }
        || !checkpoint.names.contains { $0.hasSuffix(".attn.dwc.weight") })
  }

  static let landmarks = [
    "patch_embed1.proj.weight", "pos_embed1", "block1.0.attn.qg.weight", "block1.0.attn.kv.weight",
    "block1.0.attn.power",
  ]

  static let configuration = ConfigurationFields.linearPyramid.adding(["model_args.alpha": .honored])
  static let savedConfiguration = ConfigurationFields.savedLinearPyramid

  static func layout(_ context: ModelContext) throws -> PyramidLayout {
    .original(transform: .squash, linearAttention: try .polarity(context))
  }
}
