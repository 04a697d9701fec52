// DeiT-III as its own repository saves it: timm's names but for the layer scale; positions on patches only.
import Checkpoints

enum DeiT3: ModelFamily {
  static let name = "vit"
  static let architecturePrefixes = ["deit3", "deit_"]

  static func recognises(_ checkpoint: Checkpoint) -> Bool {
    checkpoint.tensors["blocks.0.gamma_1"] != nil && checkpoint.tensors["blocks.0.attn.qkv.weight"] != nil
      && checkpoint.tensors["pos_embed"] != nil
  }

  static let landmarks = [
    "patch_embed.proj.weight", "cls_token", "pos_embed", "blocks.0.norm1.weight", "blocks.0.attn.qkv.weight",
    "norm.weight", "blocks.0.gamma_1",
  ]

  static func load(_ context: ModelContext) throws -> VisionModel {
    let layout = ViTLayout(
      title: "DeiT-III",
      block: { .timm("blocks.\($0)", layerScale: ("gamma_1", "gamma_2")) },
      epsilon: Sourced(value: 1e-6, source: .familyDefault),
      // F.interpolate(mode="bicubic", align_corners=False) of DeiT's main.py.
      interpolation: .bicubic, recipe: .original)
    return try ViTReader(context: context, layout: layout).model()
  }
}
