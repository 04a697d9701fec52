// SigLIP and SigLIP 2 of a fixed size in the names of transformers, alone or with the text tower.
import Checkpoints

/// SigLIP (Zhai et al. 2023, arXiv:2303.15343) as `SiglipVisionModel`, `SiglipModel` and `SiglipForImageClassification`
/// save it.
enum TransformersSigLIP: ViTFamily {
  static let name = "vit"
  static let architecturePrefixes: [String] = []

  private static let patches = "embeddings.patch_embedding.weight"

  static func recognizes(_ checkpoint: Checkpoint) -> Bool { root(of: checkpoint) != nil }

  /// What precedes `embeddings.`, such as `vision_model.`: a tower without class token, whose patches are embedded by a
  /// convolution.
  private static func root(of checkpoint: Checkpoint) -> String? {
    checkpoint.names.lazy.filter { $0 == patches || $0.hasSuffix(".\(patches)") }
      .map { String($0.dropLast(patches.count)) }
      .first {
        checkpoint.tensors["\($0)embeddings.class_embedding"] == nil
          && checkpoint.tensors["\($0)\(patches)"]?.shape.count == 4
          && checkpoint.tensors["\($0)encoder.layers.0.self_attn.q_proj.weight"] != nil
          && checkpoint.tensors["\($0)post_layernorm.weight"] != nil
      }
  }

  static let landmarks = [
    patches, "embeddings.position_embedding.weight", "encoder.layers.0.self_attn.q_proj.weight",
    "post_layernorm.weight",
  ]

  static let configuration = ConfigurationFields.transformersCLIP

  static func layout(_ context: ModelContext) throws -> ViTLayout {
    let reader = context.reader
    let root = root(of: reader.checkpoint) ?? ""
    let outer = root.hasSuffix("vision_model.") ? String(root.dropLast("vision_model.".count)) : root
    let activation = try context.activation(
      ["hidden_act"], otherwise: Sourced(value: .tanhGELU, source: .libraryDefault("transformers")))
    let head = "\(root)head"
    let hasClassifier = reader.has("classifier.weight")
    return ViTLayout(
      title: "SigLIP of transformers", classToken: "\(root)embeddings.class_embedding",
      patches: .convolution("\(root)embeddings.patch_embedding"), preNorm: "\(root)pre_layrnorm",
      norm: "\(root)post_layernorm", head: "classifier",
      attentionPool: hasClassifier
        ? nil
        : .init(
          layer: head, probe: "\(head).probe", projections: .one("\(head).attention.in_proj_"),
          projection: "\(head).attention.out_proj", norm: "\(head).layernorm",
          mlp: .init(fc1: ["\(head).mlp.fc1"], fc2: "\(head).mlp.fc2")),
      block: { .clip("\(root)encoder.layers.\($0)") },
      isExpectedLeftover: { name in
        ["text_model.", "logit_scale", "logit_bias"].contains { name.hasPrefix(outer + $0) }
          || name.hasSuffix("embeddings.position_ids") || hasClassifier && name.hasPrefix("\(head).")
      },
      positions: .learned("\(root)embeddings.position_embedding.weight", .bicubic),
      mlp: Sourced(value: .plain(activation.value), source: activation.source),
      norms: NormRule(epsilon: try context.layerNormEpsilon(familyDefault: 1e-6)), heads: .vit(),
      transform: .transformersSigLIP)
  }
}
