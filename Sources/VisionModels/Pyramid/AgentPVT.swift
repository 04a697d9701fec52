// Agent-PVT: a pyramid of Agent attention, some stages softmax (Han et al., ECCV 2024).
import Checkpoints

enum AgentPVT: PyramidFamily {
  static let name = "agent_pvt"

  static func recognizes(_ checkpoint: Checkpoint) -> Bool {
    isPyramid(checkpoint) && checkpoint.names.contains { $0.hasSuffix(".attn.an_bias") }
  }

  static let landmarks = [
    "patch_embed1.proj.weight", "pos_embed1", "block1.0.attn.q.weight", "block1.0.attn.kv.weight",
    "block1.0.attn.an_bias",
  ]

  static let configuration = ConfigurationFields.linearPyramid.adding([
    "model_args.agent_sr_ratios": .repeats(.linearReductions), "model_args.agent_num": .repeats(.agents),
  ])
  static let savedConfiguration = ConfigurationFields.savedConvolved.adding([
    "MODEL.AGENT.ATTN_TYPE": .repeats(.attention), "MODEL.AGENT.NUM": .repeats(.agents),
    "MODEL.AGENT.PVT_LA_SR_RATIOS": .repeats(.linearReductions),
  ])

  static func layout(_ context: ModelContext) throws -> PyramidLayout {
    .original(transform: .squash, convolvedAttention: .agent)
  }
}
