// Swin v2 as Hugging Face transformers names it.
import Attention
import Checkpoints

enum TransformersSwinV2: SwinFamily {
  static let name = "swin_v2"
  static let architecturePrefixes = SwinV2.architecturePrefixes

  private static let scale = "encoder.layers.0.blocks.0.attention.self.logit_scale"

  static func recognizes(_ checkpoint: Checkpoint) -> Bool { root(of: checkpoint) != nil }

  /// What precedes `embeddings.`, such as `swinv2.`.
  private static func root(of checkpoint: Checkpoint) -> String? {
    checkpoint.names.lazy.filter { $0 == scale || $0.hasSuffix(".\(scale)") }
      .map { String($0.dropLast(scale.count)) }
      .first { checkpoint.tensors["\($0)embeddings.patch_embeddings.projection.weight"] != nil }
  }

  static let landmarks = [
    "embeddings.patch_embeddings.projection.weight", scale,
    "encoder.layers.0.blocks.0.attention.self.continuous_position_bias_mlp.0.weight",
  ]

  static let configuration = ConfigurationFields.transformersSwin.adding([
    "model_type": .only(["swinv2"]), "window_size": .honored, "pretrained_window_sizes": .honored,
  ])

  static func layout(_ context: ModelContext) throws -> SwinLayout {
    let reader = context.reader
    let root = root(of: reader.checkpoint) ?? ""
    let patch = reader.shape(of: "\(root)embeddings.patch_embeddings.projection.weight")?.last ?? 4
    let trained = try context.pretrainedWindows(["pretrained_window_sizes"], patch: patch)
    var layout = SwinLayout(
      title: "Swin v2 of transformers", patches: "\(root)embeddings.patch_embeddings.projection",
      embeddingNorm: "\(root)embeddings.norm",
      block: { stage, index in
        block("\(root)encoder.layers.\(stage).blocks.\(index)", trained: trained(stage))
      },
      merging: { .original("\(root)encoder.layers.\($0).downsample") }, norm: "\(root)layernorm",
      head: "classifier", norms: NormRule(epsilon: try context.layerNormEpsilon(familyDefault: 1e-5)),
      shiftRule: .bothAxesOrNone, transform: .transformersSwin)
    layout.makeV2()
    layout.windowRule = SwinLayout.WindowRule(cut: .configuredRows, padding: .beforeShift)
    // The class adds −100 twice.
    layout.mask = -200
    layout.activation = try context.activation(["hidden_act"], otherwise: .gelu)
    if context.configuration != nil {
      layout.assumedWindow = Sourced(value: 7, source: .libraryDefault("transformers"))
    }
    return layout
  }

  private static func block(
    _ prefix: String, trained: (rows: Int, columns: Int)?
  ) -> SwinLayout.Block {
    let own = "\(prefix).attention.self"
    let projection = "\(prefix).attention.output.dense"
    return SwinLayout.Block(
      parts: .init(
        norm1: "\(prefix).layernorm_before", norm2: "\(prefix).layernorm_after",
        mlp: .init(fc1: ["\(prefix).intermediate.dense"], fc2: "\(prefix).output.dense"),
        projection: projection),
      softmax: .init(
        layer: "\(prefix).attention", queryKeyValue: ["query", "key", "value"].map { "\(own).\($0)" },
        bias: .network(
          ContinuousBias(
            hidden: "\(own).continuous_position_bias_mlp.0", output: "\(own).continuous_position_bias_mlp.2",
            trainedWindow: trained)),
        logitScale: "\(own).logit_scale", projection: projection))
  }
}
