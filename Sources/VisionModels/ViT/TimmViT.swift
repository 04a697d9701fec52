// ViT, DeiT, DeiT-III, DINOv2, CLIP's and other plain vision transformers under timm's names.
import Checkpoints

enum TimmViT: ViTFamily {
  static let name = "vit"
  static let architecturePrefixes = ["vit_", "deit", "test_vit", "flexivit", "eva_large_", "beit3_", "mae_"]

  static func recognizes(_ checkpoint: Checkpoint) -> Bool {
    checkpoint.tensors["blocks.0.attn.qkv.weight"] != nil && checkpoint.tensors["pos_embed"] != nil
      && checkpoint.tensors["blocks.0.gamma_1"] == nil
      && (checkpoint.tensors["mask_token"] == nil || checkpoint.tensors["decoder_pos_embed"] != nil)
  }

  static let landmarks = [
    "patch_embed.proj.weight", "cls_token", "pos_embed", "blocks.0.norm1.weight", "blocks.0.attn.qkv.weight",
    "norm.weight",
  ]

  static let configuration = ConfigurationFields.timmViT

  static func layout(_ context: ModelContext) throws -> ViTLayout {
    func block(_ index: Int) -> ViTLayout.Block {
      var block = ViTLayout.Block.timm("blocks.\(index)", layerScale: ("ls1.gamma", "ls2.gamma"))
      // BEiT-3's image tower.
      block.attention.norm = "blocks.\(index).attn.norm"
      block.parts.mlp.norm = "blocks.\(index).mlp.norm"
      return block
    }
    // timm's CLIP models, the only ones with a norm before the blocks, and BEiT-3 keep PyTorch's ε.
    let marks = ["norm_pre", "blocks.0.attn.norm"]
    let epsilon = marks.first { context.reader.has("\($0).weight") }.map {
      Sourced(value: 1e-5, source: .tensors($0))
    }
    return ViTLayout(
      title: "ViT of timm", normIsOptional: true, attentionPool: .timm, block: block,
      positions: .timm(.bicubicAntialiased),
      mlp: block(0).parts.mlp.form(context.reader, otherwise: try activation(context)),
      norms: epsilon.map { NormRule(epsilon: $0) } ?? NormRule(epsilon: 1e-6),
      normOrder: normOrder(context), heads: .timmViT,
      // `pool_include_prefix`, which one published architecture has.
      poolIncludesPrefix: context.field("model_args.pool_include_prefix")?.bool
        ?? (context.provenance { $0.hasPrefix("test_vit3") } != nil),
      transform: .timm, recipe: .ofName,
      pooling: try context.pooling(["model_args.global_pool", "global_pool"]))
  }

  /// Nothing in the tensors distinguishes approximations of GELU; names of architectures do.
  private static func activation(_ context: ModelContext) throws -> Sourced<Activation> {
    let tanhNames = [
      "vit_base_patch32_siglip", "vit_giantopt_", "vit_large_patch16_siglip_512",
      "vit_large_patch16_siglip_gap_512", "vit_so400m_patch16_siglip",
    ]
    var named = Sourced<Activation>.gelu
    if let source = context.provenance(ofName: { name in tanhNames.contains(where: name.hasPrefix) }) {
      named = Sourced(value: .tanhGELU, source: source)
    } else if let source = context.provenance(ofName: { $0.contains("quickgelu") }) {
      named = Sourced(value: .quickGELU, source: source)
    }
    return try context.activation(["model_args.act_layer"], otherwise: named)
  }

  /// Nothing in the tensors says where norms are; the only names with norms after attention and MLP do.
  private static func normOrder(_ context: ModelContext) -> Sourced<TransformerBlock.NormOrder> {
    guard let source = context.provenance(ofName: { $0.hasPrefix("vit_") && $0.contains("_rpn_") }) else {
      return Sourced(value: .before, source: .familyDefault)
    }
    return Sourced(value: .afterBranch, source: source)
  }
}
