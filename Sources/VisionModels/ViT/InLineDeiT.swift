// InLine-DeiT: DeiT with InLine attention (Han et al., NeurIPS 2024).
import Checkpoints

enum InLineDeiT: ViTFamily {
  static let name = "inline_deit"

  static func recognizes(_ checkpoint: Checkpoint) -> Bool {
    checkpoint.tensors["blocks.0.attn.residual.0.weight"] != nil && checkpoint.tensors["pos_embed"] != nil
  }

  static let landmarks = [
    "patch_embed.proj.weight", "cls_token", "pos_embed", "blocks.0.norm1.weight", "blocks.0.attn.qkv.weight",
    "blocks.0.attn.residual.0.weight", "norm.weight",
  ]

  static let configuration = ConfigurationFields.timmViT
  static let savedConfiguration = ConfigurationFields.savedConvolved

  static func layout(_ context: ModelContext) throws -> ViTLayout {
    .convolvedDeiT("InLine-DeiT", family: name, .inline)
  }
}

extension ViTLayout {
  /// DeiT in its own names, some or all of whose blocks have an attention of this kind.
  static func convolvedDeiT(_ title: String, family: String, _ kind: ConvolvedAttentionKind) -> ViTLayout {
    ViTLayout(
      title: title, family: family,
      block: { .timm("blocks.\($0)", layerScale: ("ls1.gamma", "ls2.gamma")) },
      positions: .timm(.bicubicAntialiased), mlp: .gelu, norms: NormRule(epsilon: 1e-6),
      convolvedAttention: kind,
      heads: HeadSources(
        configuration: [], tensor: (kind.heads("blocks.0.attn"), "blocks.0.attn.\(kind.headsTensor)")),
      transform: .squash)
  }
}
