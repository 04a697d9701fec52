// CLIP's image towers in the names of transformers, alone or in a model with its text tower, with or without projection.
import Checkpoints

/// CLIP (Radford et al. 2021, arXiv:2103.00020) as `CLIPVisionModel`, `CLIPVisionModelWithProjection` and `CLIPModel`
/// save it.
enum TransformersCLIP: ViTFamily {
  static let name = "vit"
  static let architecturePrefixes: [String] = []

  private static let classToken = "embeddings.class_embedding"

  static func recognizes(_ checkpoint: Checkpoint) -> Bool { root(of: checkpoint) != nil }

  /// What precedes `embeddings.`, such as `vision_model.`.
  private static func root(of checkpoint: Checkpoint) -> String? {
    checkpoint.names.lazy.filter { $0 == classToken || $0.hasSuffix(".\(classToken)") }
      .map { String($0.dropLast(classToken.count)) }
      .first {
        checkpoint.tensors["\($0)pre_layrnorm.weight"] != nil
          && checkpoint.tensors["\($0)encoder.layers.0.self_attn.q_proj.weight"] != nil
      }
  }

  static let landmarks = [
    "embeddings.patch_embedding.weight", classToken, "embeddings.position_embedding.weight",
    "pre_layrnorm.weight", "encoder.layers.0.self_attn.q_proj.weight",
  ]

  static let configuration = ConfigurationFields.transformersCLIP

  static func layout(_ context: ModelContext) throws -> ViTLayout {
    let reader = context.reader
    let root = root(of: reader.checkpoint) ?? ""
    let assumed: Provenance =
      context.configuration == nil
      ? .guess("what transformers assumes; LAION's models have GELU, see --activation")
      : .libraryDefault("transformers")
    let activation = try context.activation(
      ["hidden_act"], otherwise: Sourced(value: .quickGELU, source: assumed))
    // CLIPForImageClassification averages the patches as the last block leaves them.
    let hasClassifier = reader.has("classifier.weight")
    if hasClassifier, let channels = reader.shape(of: "\(root)\(classToken)")?.last {
      // Its last norm is in the file and not applied.
      _ = try reader.optionalNorm("\(root)post_layernorm", channels: channels, NormRule(epsilon: 1e-5))
    }
    // A model of several towers: the projection is beside the tower, under the prefix of both.
    let outer = root.hasSuffix("vision_model.") ? String(root.dropLast("vision_model.".count)) : root
    return ViTLayout(
      title: "CLIP of transformers", classToken: "\(root)\(classToken)",
      patches: .convolution("\(root)embeddings.patch_embedding"), preNorm: "\(root)pre_layrnorm",
      norm: hasClassifier ? "\(root)none" : "\(root)post_layernorm", normIsOptional: hasClassifier,
      head: "classifier",
      projection: .linear("\(outer)visual_projection"), block: { .clip("\(root)encoder.layers.\($0)") },
      isExpectedLeftover: { name in
        ["text_model.", "text_projection.", "logit_scale"].contains { name.hasPrefix(outer + $0) }
          || name.hasSuffix("embeddings.position_ids")
      },
      positions: .learned("\(root)embeddings.position_embedding.weight", .bicubic),
      mlp: Sourced(value: .plain(activation.value), source: activation.source),
      norms: NormRule(epsilon: try context.layerNormEpsilon(familyDefault: 1e-5)), heads: .vit(),
      transform: .clip,
      pooling: Sourced(value: hasClassifier ? .mean : .classToken, source: .familyDefault))
  }
}

extension ViTLayout.Block {
  /// A block of transformers' CLIP and SigLIP: `layer_norm1`, `self_attn`, `layer_norm2`, `mlp`.
  static func clip(_ prefix: String) -> ViTLayout.Block {
    let projection = "\(prefix).self_attn.out_proj"
    return ViTLayout.Block(
      attention: .init(
        layer: "\(prefix).self_attn",
        queryKeyValue: ["q_proj", "k_proj", "v_proj"].map { "\(prefix).self_attn.\($0)" },
        projection: projection),
      parts: .init(
        norm1: "\(prefix).layer_norm1", norm2: "\(prefix).layer_norm2",
        mlp: .init(fc1: ["\(prefix).mlp.fc1"], fc2: "\(prefix).mlp.fc2"), projection: projection))
  }
}
