// Perception Encoders (core, spatial, lang) in timm's names: added and rotary positions, pooling by attention in core.
import Checkpoints

/// PE (Bolya et al. 2025, arXiv:2504.13181).
enum PerceptionEncoder: ViTFamily {
  static let name = "vit"
  static let architecturePrefixes = ["vit_pe_"]

  /// CLIP in timm's names has a norm before the blocks too, and no pooling head nor layer scale; PE-spatial without layer
  /// scale lacks every norm after the blocks.
  static func recognizes(_ checkpoint: Checkpoint) -> Bool {
    func has(_ name: String) -> Bool { checkpoint.tensors[name] != nil }
    guard has("norm_pre.weight"), has("blocks.0.attn.qkv.bias"), has("pos_embed"),
      !has("patch_embed.proj.bias")
    else { return false }
    return has("attn_pool.latent") || has("blocks.0.gamma_1")
      || !has("norm.weight") && !has("fc_norm.weight")
  }

  static let landmarks = [
    "patch_embed.proj.weight", "pos_embed", "norm_pre.weight", "blocks.0.attn.qkv.weight", "attn_pool.latent",
  ]

  static let configuration = ConfigurationFields.timmEVA

  static func layout(_ context: ModelContext) throws -> ViTLayout {
    let reader = context.reader
    let side = try referenceSide(context)
    let offset: Double = reader.has("cls_token") ? 1 : 0
    let rotation = RotaryPositions(
      pairs: .neighbors,
      angles: .axial(
        base: 10_000, factor: 1, coordinate: .index(offset: offset, reference: Double(side.value)),
        columnsFirst: true),
      title: "rotary, base 10000, coordinates of a \(side.value)×\(side.value) grid from \(decimal(offset))")
    context.note("rotary grid", "\(side.value)×\(side.value)", from: side.source)
    func block(_ index: Int) -> ViTLayout.Block { .eva("blocks.\(index)", reader, steps: [rotation]) }
    return ViTLayout(
      title: "PE of timm", normIsOptional: true, attentionPool: .timm, block: block,
      positions: .timm(.bicubicAntialiased), mlp: .gelu, norms: NormRule(epsilon: 1e-5), heads: .timmViT,
      poolHeads: 8, transform: .half, recipe: .ofName,
      pooling: try context.pooling(["model_args.global_pool", "global_pool"]))
  }

  /// The grid on which positions count: that of training for core, 32 for spatial, lang and the gigantic ones.
  private static func referenceSide(_ context: ModelContext) throws -> Sourced<Int> {
    let reader = context.reader
    if let source = context.provenance(ofName: { $0.hasPrefix("vit_pe_core_base") }) {
      return Sourced(value: 14, source: source)
    }
    if !reader.has("attn_pool.latent") { return Sourced(value: 32, source: .tensors("no attn_pool.latent")) }
    if !reader.has("cls_token") { return Sourced(value: 32, source: .tensors("no cls_token")) }
    let width = reader.shape(of: "patch_embed.proj.weight")?.first ?? 0
    return Sourced(value: width == 768 ? 14 : 24, source: .tensors("patch_embed.proj"))
  }
}
