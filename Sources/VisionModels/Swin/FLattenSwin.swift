// FLatten-Swin: focused linear attention in large windows, softmax in the later stages.
import Checkpoints

enum FLattenSwin: SwinFamily {
  static let name = "flatten_swin"

  static func recognizes(_ checkpoint: Checkpoint) -> Bool {
    isHierarchy(checkpoint)
      && checkpoint.names.contains { $0.hasSuffix(".attn.dwc.weight") }
      && !checkpoint.names.contains { $0.hasSuffix(".attn.power") }
  }

  static let landmarks = [
    "patch_embed.proj.weight", "layers.0.blocks.0.attn.qkv.weight", "layers.0.blocks.0.attn.dwc.weight",
  ]

  static let configuration = ConfigurationFields.linearSwin.adding(["model_args.focusing_factor": .honored])
  static let savedConfiguration = ConfigurationFields.savedLinearSwin

  static func layout(_ context: ModelContext) throws -> SwinLayout {
    .original(transform: .squash, linearAttention: try .focused(context))
  }
}
