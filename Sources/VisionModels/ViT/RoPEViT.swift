// RoPE-ViT in timm's names: axial rotary positions, or frequencies that every head of every layer learned.
import Checkpoints
import Files

/// Heo et al. 2024, arXiv:2403.13298; with absolute positions besides where the file has them.
enum RoPEViT: ViTFamily {
  static let name = "vit"
  static let architecturePrefixes = ["small", "base", "large"].map { "vit_\($0)_patch16_rope_" }

  /// Axial positions with absolute ones besides have the tensors of DeiT-III: only the name of the file says so.
  static func recognizes(_ checkpoint: Checkpoint) -> Bool {
    func has(_ name: String) -> Bool { checkpoint.tensors[name] != nil }
    guard has("cls_token"), has("blocks.0.gamma_1"), has("blocks.0.attn.qkv.bias") else { return false }
    if has("rope.freqs") { return true }
    if has("pos_embed") {
      return checkpoint.path.split(separator: "/").suffix(2).contains { $0.contains("_rope_ape_") }
    }
    return !has("reg_token") && !has("storage_tokens") && has("norm.weight")
      && !has("blocks.0.attn.relative_position_bias_table")
  }

  static let landmarks = [
    "patch_embed.proj.weight", "cls_token", "blocks.0.gamma_1", "blocks.0.attn.qkv.bias", "norm.weight",
  ]

  static let configuration = ConfigurationFields.timmEVA

  static func layout(_ context: ModelContext) throws -> ViTLayout {
    let reader = context.reader
    let rotation =
      reader.has("rope.freqs")
      ? RotaryPositions(
        pairs: .neighbors, angles: .mixed(frequencies: "rope.freqs"),
        title: "rotary, frequencies of every layer and head in the file")
      : RotaryPositions(
        pairs: .neighbors,
        angles: .axial(
          base: 100, factor: 1, coordinate: .index(offset: 0, reference: nil), columnsFirst: true),
        title: "rotary, base 100")
    func block(_ index: Int) -> ViTLayout.Block { .eva("blocks.\(index)", reader, steps: [rotation]) }
    return ViTLayout(
      title: "RoPE-ViT of timm", block: block,
      positions: reader.has("pos_embed") ? .timm(.bicubicAntialiased) : nil, mlp: .gelu,
      norms: NormRule(epsilon: 1e-6), heads: .timmViT, transform: .timm, recipe: .ofName,
      evaluatedSide: reader.has("pos_embed") ? nil : 224,
      pooling: try context.pooling(["model_args.global_pool", "global_pool"]))
  }
}
