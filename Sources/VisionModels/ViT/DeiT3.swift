// DeiT-III as its own repository saves it: timm's names but for the layer scale; positions on patches only.
import Checkpoints

enum DeiT3: ViTFamily {
  static let name = "vit"
  static let architecturePrefixes = ["deit3", "deit_"]

  static func recognizes(_ checkpoint: Checkpoint) -> Bool {
    checkpoint.tensors["blocks.0.gamma_1"] != nil && checkpoint.tensors["blocks.0.attn.qkv.weight"] != nil
      && checkpoint.tensors["pos_embed"] != nil
  }

  static let landmarks = [
    "patch_embed.proj.weight", "cls_token", "pos_embed", "blocks.0.norm1.weight", "blocks.0.attn.qkv.weight",
    "norm.weight", "blocks.0.gamma_1",
  ]

  static let configuration = ConfigurationFields.timmViT

  static func layout(_ context: ModelContext) throws -> ViTLayout {
    func block(_ index: Int) -> ViTLayout.Block {
      .timm("blocks.\(index)", layerScale: ("gamma_1", "gamma_2"))
    }
    return ViTLayout(
      title: "DeiT-III", block: block,
      // F.interpolate(mode="bicubic", align_corners=False) of DeiT's main.py.
      positions: .timm(.bicubic),
      mlp: block(0).parts.mlp.form(context.reader, otherwise: Sourced<Activation>.gelu),
      norms: NormRule(epsilon: 1e-6), heads: .timmViT, transform: .original)
  }
}
