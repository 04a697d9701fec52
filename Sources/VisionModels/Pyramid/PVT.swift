// PVT v1: a softmax pyramid with spatially reduced keys, whose class token joins in the last stage.
import Checkpoints

enum PVT: PyramidFamily {
  static let name = "pvt_v1"
  static let architecturePrefixes = ["pvt_v1", "pvt_tiny", "pvt_small", "pvt_medium", "pvt_large"]

  static func recognizes(_ checkpoint: Checkpoint) -> Bool {
    isPyramid(checkpoint, hasClassToken: true)
  }

  static let landmarks = [
    "patch_embed1.proj.weight", "block1.0.attn.q.weight", "block1.0.attn.kv.weight", "pos_embed1",
    "cls_token",
  ]

  static let configuration = ConfigurationFields.pyramid

  static func layout(_ context: ModelContext) throws -> PyramidLayout {
    .original(transform: .original)
  }
}
