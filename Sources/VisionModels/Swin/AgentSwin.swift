// Agent-Swin: Agent attention in large windows, softmax in the later stages (Han et al., ECCV 2024).
import Checkpoints

enum AgentSwin: SwinFamily {
  static let name = "agent_swin"

  static func recognizes(_ checkpoint: Checkpoint) -> Bool {
    isHierarchy(checkpoint) && checkpoint.names.contains { $0.hasSuffix(".attn.an_bias") }
  }

  static let landmarks = [
    "patch_embed.proj.weight", "layers.0.blocks.0.attn.qkv.weight", "layers.0.blocks.0.attn.an_bias",
  ]

  static let configuration = ConfigurationFields.linearSwin.adding([
    "model_args.agent_num": .repeats(.agents)
  ])
  static let savedConfiguration = ConfigurationFields.savedSwin.adding([
    "MODEL.AGENT.ATTN_TYPE": .repeats(.attention), "MODEL.AGENT.NUM": .repeats(.agents),
  ])

  static func layout(_ context: ModelContext) throws -> SwinLayout {
    .original(transform: .squash, convolvedAttention: .agent)
  }
}
