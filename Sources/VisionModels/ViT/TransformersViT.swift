// ViT, DeiT and DINOv2 as Hugging Face transformers names them, in the names on disk and those of its classes.
import Checkpoints

enum TransformersViT: ViTFamily {
  static let name = "vit"
  static let architecturePrefixes: [String] = []

  static func recognizes(_ checkpoint: Checkpoint) -> Bool { root(of: checkpoint) != nil }

  /// What precedes `embeddings.`, such as `vit.`.
  private static func root(of checkpoint: Checkpoint) -> String? {
    let suffix = "embeddings.position_embeddings"
    guard let name = checkpoint.names.first(where: { $0 == suffix || $0.hasSuffix(".\(suffix)") }),
      !checkpoint.names.contains(where: { $0.holds("encoder.stages.") })
    else { return nil }
    let root = String(name.dropLast(suffix.count))
    return checkpoint.tensors["\(root)embeddings.patch_embeddings.projection.weight"] == nil ? nil : root
  }

  static let landmarks = [
    "embeddings.patch_embeddings.projection.weight", "embeddings.position_embeddings", "embeddings.cls_token",
    "encoder.layer.0.attention.attention.query.weight",
  ]

  static let configuration = ConfigurationFields.transformersViT

  static func layout(_ context: ModelContext) throws -> ViTLayout {
    let reader = context.reader
    let root = root(of: reader.checkpoint) ?? ""
    // The mask token serves training only; not every file has it.
    let isDINO =
      reader.has("\(root)embeddings.mask_token")
      || reader.has(block(0, reader, root: root).parts.layerScale?.0 ?? "")
    let isMSN = context.field("model_type")?.string == "vit_msn"
    let isDistilled = reader.has("cls_classifier.weight")
    // I-JEPA has no class token, and no pooled output but the mean of its patches in its classifier.
    return ViTLayout(
      title: isDINO ? "DINOv2 of transformers" : "ViT of transformers",
      classToken: "\(root)embeddings.cls_token",
      distillationToken: "\(root)embeddings.distillation_token",
      registers: "\(root)embeddings.register_tokens",
      patches: .convolution("\(root)embeddings.patch_embeddings.projection"),
      norm: "\(root)layernorm",
      head: isDistilled ? "cls_classifier" : "classifier",
      distillationHead: "distillation_classifier",
      projection: .tanh("\(root)pooler.dense"), block: { block($0, reader, root: root) },
      isExpectedLeftover: {
        $0.hasSuffix("embeddings.mask_token") || $0.contains("pooler.dense.") || $0.hasPrefix("decoder.")
      },
      positions: .learned(
        "\(root)embeddings.position_embeddings",
        reader.has("\(root)embeddings.register_tokens") ? .bicubicAntialiased : .bicubic),
      mlp: block(0, reader, root: root).parts.mlp.form(
        reader, otherwise: try context.activation(["hidden_act"], otherwise: .gelu)),
      norms: NormRule(epsilon: try context.layerNormEpsilon(familyDefault: isDINO || isMSN ? 1e-6 : 1e-12)),
      heads: .vit(),
      transform: isDINO
        ? .original
        : reader.has("\(root)embeddings.distillation_token") ? .transformersDeiT : .transformersViT,
      evaluatedSide: isDINO ? 224 : nil)
  }

  /// The names of a block: on disk `encoder.layer.<i>.attention.attention.query` …, in the classes of
  /// transformers 5 `layers.<i>.attention.q_proj` …; of ViT-MSN, transformers 5 saves the blocks without the prefix of
  /// the other tensors.
  private static func block(_ index: Int, _ reader: ParameterReader, root: String) -> ViTLayout.Block {
    let prefix =
      ["\(root)encoder.layer.\(index)", "\(root)layers.\(index)", "encoder.layer.\(index)"].first { prefix in
        reader.has("\(prefix).norm1.weight") || reader.has("\(prefix).layernorm_before.weight")
      } ?? "\(root)encoder.layer.\(index)"
    func first(_ names: String...) -> String { reader.first(of: names, under: prefix) }
    let value = reader.has("\(prefix).mlp.up_proj.weight") ? ["\(prefix).mlp.up_proj"] : []
    let projection = first("attention.output.dense", "attention.o_proj")
    return ViTLayout.Block(
      attention: .init(
        layer: "\(prefix).attention",
        queryKeyValue: [
          first("attention.attention.query", "attention.q_proj"),
          first("attention.attention.key", "attention.k_proj"),
          first("attention.attention.value", "attention.v_proj"),
        ], projection: projection),
      parts: TransformerBlock.Names(
        norm1: first("layernorm_before", "norm1"), norm2: first("layernorm_after", "norm2"),
        mlp: .init(
          fc1: [first("intermediate.dense", "mlp.fc1", "mlp.weights_in", "mlp.gate_proj")] + value,
          fc2: first("output.dense", "mlp.fc2", "mlp.weights_out", "mlp.down_proj")),
        projection: projection,
        layerScale: ("\(prefix).layer_scale1.lambda1", "\(prefix).layer_scale2.lambda1")))
  }
}
