// NaLaFormer: norm-aware linear attention in the first stages, softmax in the later ones (Meng et al. 2025).
import Attention
import Checkpoints

enum NaLaFormer: GatedRotaryFamily {
  static let name = "nalaformer"
  static let title = "NaLaFormer"
  static var kind: GatedRotaryLayer.Kind {
    GatedRotaryLayer.Kind(all: "qkvg", projection: "out_proj", norm: "ln", activation: .silu) {
      NaLaAttention(rotation: $0)
    }
  }

  static func convolutions(_ prefix: String) -> (before: String, between: String?) {
    ("\(prefix).cpe1", "\(prefix).cpe2")
  }

  static func recognizes(_ checkpoint: Checkpoint) -> Bool {
    checkpoint.tensors["patch_embed.proj.0.weight"] != nil
      && checkpoint.tensors["layers.0.blocks.0.attn.qkvg.weight"] != nil
  }

  static let landmarks = [
    "patch_embed.proj.0.weight", "layers.0.RoPE.angle", "layers.0.blocks.0.attn.qkvg.weight",
    "layers.0.blocks.0.attn.ln.weight", "layers.0.blocks.0.cpe1.weight",
  ]

  static let configuration = ConfigurationFields.gatedRotary
}
