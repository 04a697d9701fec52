// Swin as Hugging Face transformers names it, in the names on disk and those of its classes.
import Checkpoints

enum TransformersSwin: SwinFamily {
  static let name = "swin"
  static let architecturePrefixes: [String] = []

  static func recognizes(_ checkpoint: Checkpoint) -> Bool { root(of: checkpoint) != nil }

  /// What precedes `embeddings.`, such as `swin.`; nil for Swin v2, whose attention has a learned scale.
  private static func root(of checkpoint: Checkpoint) -> String? {
    ["swin.", ""].first { root in
      checkpoint.tensors["\(root)embeddings.patch_embeddings.projection.weight"] != nil
        && checkpoint.tensors["\(root)encoder.layers.0.blocks.0.layernorm_before.weight"] != nil
        && checkpoint.tensors["\(root)encoder.layers.0.blocks.0.attention.self.logit_scale"] == nil
        && checkpoint.tensors["\(root)encoder.layers.0.blocks.0.attention.logit_scale"] == nil
    }
  }

  static let landmarks = [
    "embeddings.patch_embeddings.projection.weight", "encoder.layers.0.blocks.0.layernorm_before.weight",
    "encoder.layers.0.blocks.0.attention.self.query.weight",
  ]

  static let configuration = ConfigurationFields.transformersSwin

  static func layout(_ context: ModelContext) throws -> SwinLayout {
    let reader = context.reader
    let root = root(of: reader.checkpoint) ?? "swin."
    var layout = SwinLayout(
      title: "Swin of transformers", patches: "\(root)embeddings.patch_embeddings.projection",
      embeddingNorm: "\(root)embeddings.norm",
      block: { block("\(root)encoder.layers.\($0).blocks.\($1)", reader) },
      merging: { .original("\(root)encoder.layers.\($0).downsample") }, norm: "\(root)layernorm",
      head: "classifier", norms: NormRule(epsilon: try context.layerNormEpsilon(familyDefault: 1e-5)),
      shiftRule: .bothAxesOrNone, transform: .transformersSwin)
    layout.windowRule = SwinLayout.WindowRule(cut: .square, padding: .beforeShift)
    layout.activation = try context.activation(["hidden_act"], otherwise: .gelu)
    return layout
  }

  /// On disk `attention.self.query`, in the classes of transformers 5 `attention.q_proj`, and so on.
  private static func block(_ prefix: String, _ reader: ParameterReader) -> SwinLayout.Block {
    func first(_ names: String...) -> String { reader.first(of: names, under: prefix) }
    let tables = ["attention.self", "attention.relative_position_bias"].map {
      "\(prefix).\($0).relative_position_bias_table"
    }
    let projection = first("attention.output.dense", "attention.o_proj")
    let attention = WindowSoftmaxLayer.Names(
      layer: "\(prefix).attention",
      queryKeyValue: [
        first("attention.self.query", "attention.q_proj"), first("attention.self.key", "attention.k_proj"),
        first("attention.self.value", "attention.v_proj"),
      ], bias: .table(tables.first(where: reader.has) ?? tables[0]), projection: projection)
    let parts = TransformerBlock.Names(
      norm1: "\(prefix).layernorm_before", norm2: "\(prefix).layernorm_after",
      mlp: .init(
        fc1: [first("intermediate.dense", "mlp.fc1")], fc2: first("output.dense", "mlp.fc2")),
      projection: projection)
    return SwinLayout.Block(parts: parts, softmax: attention)
  }
}
