// ViT, DeiT, DeiT-III, DINOv2, CLIP's and other plain vision transformers under timm's names.
import Checkpoints

enum TimmViT: ViTFamily {
  static let name = "vit"
  static let architecturePrefixes = ["vit_", "deit", "test_vit", "flexivit"]

  static func recognizes(_ checkpoint: Checkpoint) -> Bool {
    checkpoint.tensors["blocks.0.attn.qkv.weight"] != nil && checkpoint.tensors["pos_embed"] != nil
      && checkpoint.tensors["mask_token"] == nil && checkpoint.tensors["blocks.0.gamma_1"] == nil
  }

  static let landmarks = [
    "patch_embed.proj.weight", "cls_token", "pos_embed", "blocks.0.norm1.weight", "blocks.0.attn.qkv.weight",
    "norm.weight",
  ]

  static let configuration = ConfigurationFields.timmViT

  static func layout(_ context: ModelContext) throws -> ViTLayout {
    func block(_ index: Int) -> ViTLayout.Block {
      .timm("blocks.\(index)", layerScale: ("ls1.gamma", "ls2.gamma"))
    }
    return ViTLayout(
      title: "ViT of timm", block: block, positions: .timm(.bicubicAntialiased),
      mlp: block(0).parts.mlp.form(context.reader, otherwise: try activation(context)),
      // timm's CLIP models, the only ones with a norm before the blocks, keep PyTorch's ε.
      norms: context.reader.has("norm_pre.weight")
        ? NormRule(epsilon: Sourced(value: 1e-5, source: .tensors("norm_pre"))) : NormRule(epsilon: 1e-6),
      heads: .timmViT, transform: .timm)
  }

  /// Nothing in the tensors distinguishes approximations of GELU; names of architectures do.
  ///
  /// - Throws: `ModelError.invalid` for an architecture with the tanh form.
  private static func activation(_ context: ModelContext) throws -> Sourced<FeedForward.Form> {
    guard let name = context.architecture else { return .gelu }
    let tanhNames = [
      "vit_base_patch32_siglip", "vit_giantopt_", "vit_large_patch16_siglip_512",
      "vit_large_patch16_siglip_gap_512", "vit_so400m_patch16_siglip",
    ]
    guard !tanhNames.contains(where: name.hasPrefix) else {
      throw ModelError.invalid(
        path: context.path, reason: "\(name) uses the tanh form of GELU, which is not computed here")
    }
    guard name.contains("quickgelu") else { return .gelu }
    return Sourced(value: .plain(.quickGELU), source: .configuration("name of architecture \(name)"))
  }
}
