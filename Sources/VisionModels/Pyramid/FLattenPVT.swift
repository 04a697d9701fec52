// FLatten-PVT: a pyramid of focused linear attention, some stages softmax (FLatten Transformer, ICCV 2023).
import Checkpoints

enum FLattenPVT: PyramidFamily {
  static let name = "flatten_pvt"

  static func recognizes(_ checkpoint: Checkpoint) -> Bool {
    isPyramid(checkpoint)
      && checkpoint.names.contains { $0.hasSuffix(".attn.dwc.weight") }
      && !checkpoint.names.contains { $0.hasSuffix(".attn.power") }
  }

  static let landmarks = [
    "patch_embed1.proj.weight", "block1.0.attn.q.weight", "block1.0.attn.kv.weight", "pos_embed1",
    "block1.0.attn.dwc.weight",
  ]

  static let configuration = ConfigurationFields.linearPyramid.adding(["model_args.focusing_factor": .honored]
  )
  static let savedConfiguration = ConfigurationFields.savedLinearPyramid

  static func layout(_ context: ModelContext) throws -> PyramidLayout {
    .original(transform: .squash, linearAttention: try .focused(context))
  }
}
