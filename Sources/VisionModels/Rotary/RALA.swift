// RAVLT: rank-augmented linear attention in the first stages, softmax in the later ones (Fan et al., CVPR 2025).
import Attention
import Checkpoints

enum RALA: GatedRotaryFamily {
  static let name = "ravlt"
  static let title = "RAVLT (RALA)"
  static var kind: GatedRotaryLayer.Kind {
    GatedRotaryLayer.Kind(all: "qkvo", projection: "proj") { RALAAttention(rotation: $0) }
  }

  static func convolutions(_ prefix: String) -> (before: String, between: String?) { ("\(prefix).pos", nil) }

  static func recognizes(_ checkpoint: Checkpoint) -> Bool {
    checkpoint.tensors["patch_embed.proj.0.weight"] != nil
      && checkpoint.tensors["layers.0.blocks.0.attn.qkvo.weight"] != nil
  }

  static let landmarks = [
    "patch_embed.proj.0.weight", "layers.0.RoPE.angle", "layers.0.blocks.0.attn.qkvo.weight",
    "layers.0.blocks.0.pos.weight",
  ]

  static let configuration = ConfigurationFields.gatedRotary
}
