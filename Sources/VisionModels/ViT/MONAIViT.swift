// MONAI's ViT for images of two dimensions.
import Checkpoints

/// `monai.networks.nets.ViT` with classification head: blocks with one projection to queries, keys and values without
/// bias, and no norm in the head.
enum MONAIViT: ViTFamily {
  static let name = "vit"
  static let architecturePrefixes: [String] = []

  private static let patches = "patch_embedding.patch_embeddings"

  static func recognizes(_ checkpoint: Checkpoint) -> Bool {
    checkpoint.tensors["patch_embedding.position_embeddings"] != nil
      && checkpoint.tensors["blocks.0.mlp.linear1.weight"] != nil
  }

  static let landmarks = [
    "patch_embedding.position_embeddings", "blocks.0.attn.qkv.weight", "blocks.0.mlp.linear1.weight",
    "norm.weight",
  ]

  static let configuration = ConfigurationFields.timm

  static func layout(_ context: ModelContext) throws -> ViTLayout {
    let reader = context.reader
    func block(_ index: Int) -> ViTLayout.Block {
      let prefix = "blocks.\(index)"
      return ViTLayout.Block(
        attention: .init(
          layer: "\(prefix).attn", queryKeyValue: ["\(prefix).attn.qkv"],
          projection: "\(prefix).attn.out_proj"),
        parts: .init(
          norm1: "\(prefix).norm1", norm2: "\(prefix).norm2",
          mlp: .init(fc1: ["\(prefix).mlp.linear1"], fc2: "\(prefix).mlp.linear2"),
          projection: "\(prefix).attn.out_proj"))
    }
    // The perceptron form embeds patches by a linear layer in the order row, column, channel.
    let isLinear = reader.has("\(patches).1.weight")
    return ViTLayout(
      title: "ViT of MONAI",
      patches: isLinear
        ? .linear("\(patches).1", before: "\(patches).none", after: "\(patches).none")
        : .convolution(patches),
      // The module's default ends with tanh, in a sequence of two.
      head: reader.has("classification_head.0.weight") ? "classification_head.0" : "classification_head",
      headEndsWithTanh: reader.has("classification_head.0.weight"),
      block: block,
      // Blocks may hold a cross attention that is used only with a context, and a causal mask of no effect.
      isExpectedLeftover: { $0.contains(".cross_attn.") || $0.contains(".norm_cross_attn.") },
      positions: .learned("patch_embedding.position_embeddings", .bicubic), mlp: .gelu,
      norms: NormRule(epsilon: 1e-5), heads: .vit(), transform: .transformersViT, recipe: .ofTraining,
      pooling: Sourced(
        value: reader.has("cls_token") ? .classToken : .mean, source: .familyDefault))
  }
}
