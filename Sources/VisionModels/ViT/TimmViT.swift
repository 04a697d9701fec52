// ViT, DeiT, DeiT-III, DINOv2, CLIP's and other plain vision transformers under timm's names.
import Checkpoints

enum TimmViT: ModelFamily {
  static let name = "vit"
  static let architecturePrefixes = ["vit_", "deit", "test_vit", "flexivit"]

  static func recognises(_ checkpoint: Checkpoint) -> Bool {
    checkpoint.tensors["blocks.0.attn.qkv.weight"] != nil && checkpoint.tensors["pos_embed"] != nil
      && checkpoint.tensors["mask_token"] == nil && checkpoint.tensors["blocks.0.gamma_1"] == nil
  }

  static let landmarks = [
    "patch_embed.proj.weight", "cls_token", "pos_embed", "blocks.0.norm1.weight", "blocks.0.attn.qkv.weight",
    "norm.weight",
  ]

  static func load(_ context: ModelContext) throws -> VisionModel {
    let isCLIP = context.reader.has("norm_pre.weight")
    let layout = ViTLayout(
      title: "ViT of timm",
      block: { .timm("blocks.\($0)", layerScale: ("ls1.gamma", "ls2.gamma")) },
      // timm's CLIP models, the only ones with a norm before the blocks, keep PyTorch's eps.
      epsilon: isCLIP
        ? Sourced(value: 1e-5, source: .tensors("norm_pre")) : Sourced(value: 1e-6, source: .familyDefault),
      interpolation: .bicubicAntialiased, recipe: .vit)
    return try ViTReader(context: context, layout: layout).model()
  }
}

extension FamilyPreprocessing {
  /// timm's DeiT: short side 248, centre 224, bicubic, ImageNet normalisation.
  static let vit = FamilyPreprocessing(cropFraction: 0.9, resizing: .shortSide, filter: .bicubic)
}
