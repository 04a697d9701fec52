// ViT, DeiT and DINOv2 as Hugging Face transformers names them, in the names on disk and those of its classes.
import Checkpoints

enum TransformersViT: ModelFamily {
  static let name = "vit"
  static let architecturePrefixes: [String] = []

  static func recognises(_ checkpoint: Checkpoint) -> Bool { root(of: checkpoint) != nil }

  /// What stands before `embeddings.`, such as `vit.`.
  private static func root(of checkpoint: Checkpoint) -> String? {
    let suffix = "embeddings.cls_token"
    guard let name = checkpoint.names.first(where: { $0 == suffix || $0.hasSuffix(".\(suffix)") }) else {
      return nil
    }
    let root = String(name.dropLast(suffix.count))
    return checkpoint.tensors["\(root)embeddings.patch_embeddings.projection.weight"] == nil ? nil : root
  }

  static let landmarks = [
    "embeddings.cls_token", "embeddings.position_embeddings", "embeddings.patch_embeddings.projection.weight",
    "encoder.layer.0.attention.attention.query.weight",
  ]

  static func load(_ context: ModelContext) throws -> VisionModel {
    let reader = context.reader
    let root = root(of: reader.checkpoint) ?? ""
    let isDINO = reader.has("\(root)embeddings.mask_token")
    let hasRegisters = reader.has("\(root)embeddings.register_tokens")
    let isDistilled = reader.has("cls_classifier.weight")
    let layout = ViTLayout(
      title: isDINO ? "DINOv2 of transformers" : "ViT of transformers",
      classToken: "\(root)embeddings.cls_token",
      distillationToken: "\(root)embeddings.distillation_token",
      registers: "\(root)embeddings.register_tokens",
      positions: "\(root)embeddings.position_embeddings",
      patches: "\(root)embeddings.patch_embeddings.projection",
      norm: "\(root)layernorm",
      head: isDistilled ? "cls_classifier" : "classifier",
      distillationHead: "distillation_classifier",
      block: { block($0, reader, root: root) },
      isExpectedLeftover: { $0.hasSuffix("embeddings.mask_token") || $0.contains("pooler.dense.") },
      epsilon: try context.layerNormEpsilon(familyDefault: isDINO ? 1e-6 : 1e-12),
      interpolation: hasRegisters ? .bicubicAntialiased : .bicubic,
      recipe: isDINO
        ? .original
        : reader.has("\(root)embeddings.distillation_token") ? .transformersDeiT : .transformersViT,
      evaluatedSide: isDINO ? 224 : nil)
    return try ViTReader(context: context, layout: layout).model()
  }

  /// The names of a block: on disk `encoder.layer.<i>.attention.attention.query` …, in the classes of
  /// transformers 5 `layers.<i>.attention.q_proj` …
  private static func block(_ index: Int, _ reader: ParameterReader, root: String) -> ViTLayout.Block {
    let prefix =
      ["\(root)encoder.layer.\(index)", "\(root)layers.\(index)"].first { prefix in
        reader.has("\(prefix).norm1.weight") || reader.has("\(prefix).layernorm_before.weight")
      } ?? "\(root)encoder.layer.\(index)"
    func first(_ names: String...) -> String { reader.first(of: names, under: prefix) }
    let value = reader.has("\(prefix).mlp.up_proj.weight") ? ["\(prefix).mlp.up_proj"] : []
    return ViTLayout.Block(
      attention: "\(prefix).attention",
      queryKeyValue: [
        first("attention.attention.query", "attention.q_proj"),
        first("attention.attention.key", "attention.k_proj"),
        first("attention.attention.value", "attention.v_proj"),
      ],
      parts: TransformerBlock.Names(
        norm1: first("layernorm_before", "norm1"), norm2: first("layernorm_after", "norm2"),
        mlp: .init(
          fc1: [first("intermediate.dense", "mlp.fc1", "mlp.weights_in", "mlp.gate_proj")] + value,
          fc2: first("output.dense", "mlp.fc2", "mlp.weights_out", "mlp.down_proj")),
        projection: first("attention.output.dense", "attention.o_proj"),
        layerScale: ("\(prefix).layer_scale1.lambda1", "\(prefix).layer_scale2.lambda1")))
  }
}

extension ParameterReader {
  /// The first of `names` under `prefix` that is a layer of the file; the first of all where none is.
  func first(of names: [String], under prefix: String) -> String {
    names.map { "\(prefix).\($0)" }.first { has("\($0).weight") } ?? "\(prefix).\(names[0])"
  }
}

extension ModelContext {
  /// transformers' `layer_norm_eps`, else what its class assumes.
  ///
  /// - Throws: `ModelError.invalid` for one that is negative or not below 1.
  func layerNormEpsilon(familyDefault: Double) throws -> Sourced<Double> {
    guard let epsilon = configuration?["layer_norm_eps"]?.double else {
      return Sourced(value: familyDefault, source: .familyDefault)
    }
    guard epsilon >= 0, epsilon < 1 else {
      throw ModelError.invalid(path: path, reason: "layer_norm_eps \(epsilon) is out of range")
    }
    return Sourced(value: epsilon, source: .configuration("config.json layer_norm_eps"))
  }
}

extension FamilyPreprocessing {
  /// transformers' ViT: squash, bilinear, ½.
  static let transformersViT = FamilyPreprocessing(
    cropFraction: 1, resizing: .squash, filter: .bilinear, mean: [0.5, 0.5, 0.5],
    standardDeviation: [0.5, 0.5, 0.5])
  /// transformers' DeiT: squash to 256×256, centre 224, bicubic, ½ (the files on the hub name ImageNet's).
  static let transformersDeiT = FamilyPreprocessing(
    cropFraction: 0.875, resizing: .squash, filter: .bicubic, mean: [0.5, 0.5, 0.5],
    standardDeviation: [0.5, 0.5, 0.5])
}
