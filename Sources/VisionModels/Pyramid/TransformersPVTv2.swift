// PVT v2 as Hugging Face transformers names it.
import Checkpoints

enum TransformersPVTv2: OverlappingPyramidFamily {
  static let name = "pvt_v2"
  static let architecturePrefixes = PVTv2.architecturePrefixes

  private static let embedding = "encoder.layers.0.patch_embedding.proj.weight"

  static func recognizes(_ checkpoint: Checkpoint) -> Bool { root(of: checkpoint) != nil }

  /// What precedes `encoder.`, such as `pvt_v2.`.
  private static func root(of checkpoint: Checkpoint) -> String? {
    checkpoint.names.first { $0 == embedding || $0.hasSuffix(".\(embedding)") }.map {
      String($0.dropLast(embedding.count))
    }
  }

  static let landmarks = [
    embedding, "encoder.layers.0.blocks.0.attention.query.weight",
    "encoder.layers.0.blocks.0.mlp.dwconv.dwconv.weight",
  ]

  static let configuration = ConfigurationFields.transformersOverlapping.adding([
    "model_type": .only(["pvt_v2"]), "qkv_bias": .repeats(.qkvBias), "image_size": .honored,
    "linear_attention": .repeats(.pooledKeys),
  ])

  static func layout(_ context: ModelContext) throws -> PyramidLayout {
    let encoder = "\(root(of: context.reader.checkpoint) ?? "")encoder"
    let norms = NormRule(epsilon: try context.layerNormEpsilon(familyDefault: 1e-6))
    return PyramidLayout(
      head: "classifier",
      stage: { stage in
        let prefix = "\(encoder).layers.\(stage)"
        return PyramidLayout.Stage(
          embedding: "\(prefix).patch_embedding.proj", embeddingNorm: "\(prefix).patch_embedding.layer_norm",
          norm: "\(prefix).layer_norm")
      },
      block: { block("\(encoder).layers.\($0).blocks.\($1)") }, blockNorms: norms, embeddingNorms: norms,
      activation: try context.activation(["hidden_act"], otherwise: .gelu),
      strides: try context.strides(), evaluated: try context.configuredSize(["image_size"]),
      heads: .transformersPyramid(published: [1, 2, 5, 8]), transform: .transformersPVT)
  }

  private static func block(_ prefix: String) -> PyramidLayout.Block {
    let attention = "\(prefix).attention"
    return PyramidLayout.Block(
      parts: .init(
        norm1: "\(prefix).layer_norm_1", norm2: "\(prefix).layer_norm_2",
        mlp: .init(
          fc1: ["\(prefix).mlp.dense1"], fc2: "\(prefix).mlp.dense2",
          convolution: "\(prefix).mlp.dwconv.dwconv"),
        projection: "\(attention).proj"),
      softmax: .init(
        layer: attention, queries: "\(attention).query",
        keysAndValues: ["\(attention).key", "\(attention).value"], projection: "\(attention).proj",
        reduction: .init(
          convolution: "\(attention).spatial_reduction", norm: "\(attention).layer_norm")))
  }
}

extension ModelContext {
  /// How far apart the patches of each stage are, by transformers' `strides`; 4 and then 2 without it.
  ///
  /// - Throws: `ModelError.invalid` for a field that is no list of numbers from 1 to 64.
  func strides() throws -> (_ stage: Int) -> Int {
    let stated = try decoded("strides", as: "a number from 1 to 64 for each stage") { value -> [Int]? in
      value.ints.flatMap { $0.allSatisfy((1...64).contains) ? $0 : nil }
    }
    return { stage in stated?[safe: stage] ?? (stage == 0 ? 4 : 2) }
  }
}

extension ConfigurationFields {
  /// The pyramids of transformers whose patches overlap.
  static let transformersOverlapping = transformers.adding([
    "hidden_act": .honored, "num_attention_heads": .repeats(.headsPerStage),
    "hidden_sizes": .repeats(.widths), "depths": .repeats(.depths), "num_encoder_blocks": .repeats(.stages),
    "mlp_ratios": .repeats(.mlpRatios), "sr_ratios": .repeats(.softmaxReductions),
    "patch_sizes": .repeats(.kernels), "strides": .repeats(.strides),
  ])
}
