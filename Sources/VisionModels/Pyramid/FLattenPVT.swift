// FLatten-PVT: a pyramid of focused linear attention, some stages softmax (FLatten Transformer, ICCV 2023).
import Checkpoints

enum FLattenPVT: ModelFamily {
  static let name = "flatten_pvt"

  static func recognises(_ checkpoint: Checkpoint) -> Bool {
    PyramidReader.isPyramid(checkpoint)
      && checkpoint.names.contains { $0.hasSuffix(".attn.dwc.weight") }
      && !checkpoint.names.contains { $0.hasSuffix(".attn.power") }
  }

  static let landmarks = [
    "patch_embed1.proj.weight", "block1.0.attn.q.weight", "block1.0.attn.kv.weight", "pos_embed1",
    "block1.0.attn.dwc.weight",
  ]

  static func load(_ context: ModelContext) throws -> VisionModel {
    try PyramidReader(
      context: context, family: name, recipe: .squash, linearAttention: .focused(context)
    ).model()
  }
}
