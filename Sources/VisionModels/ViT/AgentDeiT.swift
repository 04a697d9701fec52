// Agent-DeiT: DeiT with Agent attention in all or the first of its blocks (Han et al., ECCV 2024).
import Checkpoints

enum AgentDeiT: ViTFamily {
  static let name = "agent_deit"

  static func recognizes(_ checkpoint: Checkpoint) -> Bool {
    checkpoint.tensors["blocks.0.attn.an_bias"] != nil && checkpoint.tensors["pos_embed"] != nil
  }

  static let landmarks = [
    "patch_embed.proj.weight", "cls_token", "pos_embed", "blocks.0.norm1.weight", "blocks.0.attn.qkv.weight",
    "blocks.0.attn.an_bias", "norm.weight",
  ]

  // Which blocks have how many agents is in their tensors.
  static let configuration = ConfigurationFields.timmViT.ignoring(
    ["agent_num", "agent_layer"], under: "model_args.")
  static let savedConfiguration = ConfigurationFields.savedConvolved

  static func layout(_ context: ModelContext) throws -> ViTLayout {
    .convolvedDeiT("Agent-DeiT", family: name, .agent)
  }
}
