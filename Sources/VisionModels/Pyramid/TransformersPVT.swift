// PVT v1 as Hugging Face transformers names it.
import Checkpoints

enum TransformersPVT: PyramidFamily {
  static let name = "pvt_v1"
  static let architecturePrefixes = PVT.architecturePrefixes

  private static let embedding = "encoder.patch_embeddings.0.position_embeddings"

  static func recognizes(_ checkpoint: Checkpoint) -> Bool { root(of: checkpoint) != nil }

  /// What precedes `encoder.`, such as `pvt.`.
  private static func root(of checkpoint: Checkpoint) -> String? {
    checkpoint.names.first { $0 == embedding || $0.hasSuffix(".\(embedding)") }.map {
      String($0.dropLast(embedding.count))
    }
  }

  static let landmarks = [
    embedding, "encoder.patch_embeddings.0.projection.weight", "encoder.block.0.0.layer_norm_1.weight",
    "encoder.block.0.0.attention.self.query.weight",
  ]

  static let configuration = ConfigurationFields.transformers.adding([
    "model_type": .only(["pvt"]), "hidden_act": .honored, "num_attention_heads": .repeats(.headsPerStage),
    "hidden_sizes": .repeats(.widths), "depths": .repeats(.depths), "num_encoder_blocks": .repeats(.stages),
    "mlp_ratios": .repeats(.mlpRatios), "sequence_reduction_ratios": .repeats(.softmaxReductions),
    // The class takes `strides` for kernels and `patch_sizes` for strides; patches neither overlap nor leave gaps where
    // both are the kernels of the tensors.
    "patch_sizes": .repeats(.kernels), "strides": .repeats(.kernels),
    "image_size": .repeats(.trainedSize),
  ])

  static func layout(_ context: ModelContext) throws -> PyramidLayout {
    let reader = context.reader
    let encoder = "\(root(of: reader.checkpoint) ?? "")encoder"
    var stages = 1
    while reader.has("\(encoder).patch_embeddings.\(stages).projection.weight") { stages += 1 }
    let norms = NormRule(epsilon: try context.layerNormEpsilon(familyDefault: 1e-6))
    return PyramidLayout(
      classToken: "\(encoder).patch_embeddings.\(stages - 1).cls_token", norm: "\(encoder).layer_norm",
      head: "classifier",
      stage: { stage in
        let prefix = "\(encoder).patch_embeddings.\(stage)"
        return PyramidLayout.Stage(
          embedding: "\(prefix).projection", embeddingNorm: "\(prefix).layer_norm",
          positions: "\(prefix).position_embeddings")
      },
      block: { .transformers("\(encoder).block.\($0).\($1)") }, blockNorms: norms, embeddingNorms: norms,
      activation: try context.activation(["hidden_act"], otherwise: .gelu), resizingCode: nil,
      heads: .transformersPyramid(published: []), transform: .transformersPVT)
  }
}

extension PyramidLayout.Block {
  /// transformers' PVT and SegFormer on disk: `layer_norm_1`, `attention.self`, `layer_norm_2`, `mlp` under a prefix.
  ///
  /// - Parameters:
  ///   - reduction: what the convolution of reduced keys is called.
  static func transformers(_ prefix: String, reduction: String = "sequence_reduction") -> PyramidLayout.Block
  {
    let own = "\(prefix).attention.self"
    let projection = "\(prefix).attention.output.dense"
    return PyramidLayout.Block(
      parts: .init(
        norm1: "\(prefix).layer_norm_1", norm2: "\(prefix).layer_norm_2",
        mlp: .init(fc1: ["\(prefix).mlp.dense1"], fc2: "\(prefix).mlp.dense2"), projection: projection),
      softmax: .init(
        layer: "\(prefix).attention", queries: "\(own).query",
        keysAndValues: ["\(own).key", "\(own).value"], projection: projection,
        reduction: .init(convolution: "\(own).\(reduction)", norm: "\(own).layer_norm")))
  }
}

extension HeadSources {
  /// `num_attention_heads` of a configuration, else those of every published model of the family, else PVT's 64 channels a
  /// head as a guess.
  static func transformersPyramid(published: [Int]) -> HeadSources {
    var sources = pyramid
    sources.configuration = ["num_attention_heads"]
    sources.published = published
    return sources
  }
}
