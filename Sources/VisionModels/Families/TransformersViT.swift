// ViT, DeiT and DINOv2 as Hugging Face transformers names them, in the names on disk and those of its classes.
import Attention
import Checkpoints
import Compute
import Imaging

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

  static func load(_ context: ModelContext) throws -> VisionModel {
    let reader = context.reader
    guard let root = root(of: reader.checkpoint),
      let shape = reader.shape(of: "\(root)embeddings.patch_embeddings.projection.weight"),
      shape.count == 4, shape[1] == 3, shape[2] == shape[3], shape[0] > 0, shape[2] > 0
    else {
      throw ModelError.tensorMismatch(
        path: context.path, family: name, missing: ["embeddings.cls_token"],
        misshapen: ["embeddings.patch_embeddings.projection.weight"], unknown: [])
    }
    let (channels, patch) = (shape[0], shape[2])
    let tokens = try PrefixTokens(reader, root: root, channels: channels)
    let positions = try PositionEmbedding(
      reader, "\(root)embeddings.position_embeddings", channels: channels,
      prefixCount: tokens.positionedCount)
    let trained = positions.grid
    let size = try context.inputSize(
      trained: (trained.rows * patch, trained.columns * patch), multiple: patch)
    let grid = TokenGrid(rows: size.height / patch, columns: size.width / patch)
    let isDINO = reader.has("\(root)embeddings.mask_token")
    let rule: PositionInterpolation = tokens.hasRegisters ? .bicubicAntialiased : .bicubic
    context.noteInterpolation("position_embeddings", from: trained, to: grid, rule: "bicubic")

    let heads = try ViTHeads.count(context, channels: channels)
    let epsilon = try layerNormEpsilon(context, familyDefault: isDINO ? 1e-6 : 1e-12)
    let blockNames = self.blockNames(reader, root: root)
    let blocks = try blockNames.map { names in
      let qkv = try names.queryKeyValue
        .map { try reader.linearWeights($0, inputs: channels, outputs: channels) }
        .reduce(nil) { (fused: LinearWeights?, next) in fused?.followed(by: next) ?? next }
      let attention = FusedSoftmaxLayer(
        name: names.attention, heads: heads, prefix: tokens.kinds,
        qkv: qkv ?? LinearWeights(inputs: channels, weight: [], bias: []),
        projection: try reader.linear(names.block.projection, inputs: channels, outputs: channels),
        engine: context.engine)
      return try TransformerBlock(
        reader, names: names.block, channels: channels, epsilon: epsilon, attention: attention)
    }
    let network = VisionTransformerNetwork(
      patch: patch,
      embedding: try reader.patchConvolution(
        "\(root)embeddings.patch_embeddings.projection", inputs: 3, outputs: channels, kernel: patch),
      channels: channels, prefix: tokens.kinds, prefixTokens: tokens.matrix(adding: positions.prefix),
      positions: positions.matrix(on: grid, by: rule), blocks: blocks,
      norm: try reader.layerNorm("\(root)layernorm", channels: channels, epsilon: epsilon),
      readout: try readout(context, channels: channels))
    try reader.verify(family: "\(name) of transformers") {
      $0.hasSuffix("embeddings.mask_token") || $0.contains("pooler.dense.")
    }
    let classes = ["classifier", "cls_classifier"].lazy
      .compactMap { reader.shape(of: "\($0).weight")?.first }.first
    context.note("depth", "\(blocks.count)", from: .tensors("encoder layers"))
    return context.model(
      family: name, size: size, recipe: isDINO ? .dinov2 : .transformersViT,
      layers: blocks.enumerated().map { $1.attention.description(index: $0, on: grid) }, classCount: classes,
      network: network)
  }

  private static func layerNormEpsilon(_ context: ModelContext, familyDefault: Double) throws -> Float {
    let configured = context.configuration?["layer_norm_eps"]?.double
    let epsilon = configured ?? familyDefault
    guard epsilon >= 0, epsilon < 1 else {
      throw ModelError.invalid(path: context.path, reason: "layer_norm_eps \(epsilon) is out of range")
    }
    context.note(
      "eps", "\(epsilon)",
      from: configured == nil ? .familyDefault : .configuration("config.json layer_norm_eps"))
    return Float(epsilon)
  }

  private static func readout(
    _ context: ModelContext, channels: Int
  ) throws -> VisionTransformerNetwork.Readout {
    let reader = context.reader
    if let classes = reader.shape(of: "cls_classifier.weight")?.first {
      context.note("pooling", "mean of two heads, on CLS and DIST", from: .tensors("cls_classifier"))
      return .distilled(
        try reader.linear("cls_classifier", inputs: channels, outputs: classes),
        try reader.linear("distillation_classifier", inputs: channels, outputs: classes))
    }
    guard let shape = reader.shape(of: "classifier.weight"), shape.count == 2 else {
      context.note("pooling", "none: the model has no head", from: .tensors("classifier"))
      return .none
    }
    if shape[1] == 2 * channels {
      context.note("pooling", "class token and mean over patches", from: .tensors("classifier"))
      return .classAndMeanPatch(try reader.linear("classifier", inputs: 2 * channels, outputs: shape[0]))
    }
    context.note("pooling", "class token", from: .tensors("classifier"))
    return .classToken(try reader.linear("classifier", inputs: channels, outputs: shape[0]))
  }
}

// MARK: Names

extension TransformersViT {
  private struct BlockNames {
    let attention: String
    let queryKeyValue: [String]
    let block: TransformerBlock.Names
  }

  /// The names of every block, whichever of the two layouts the file has.
  private static func blockNames(_ reader: ParameterReader, root: String) -> [BlockNames] {
    var blocks: [BlockNames] = []
    func block(_ index: Int) -> String? {
      ["\(root)encoder.layer.\(index)", "\(root)layers.\(index)"].first { prefix in
        reader.has("\(prefix).norm1.weight") || reader.has("\(prefix).layernorm_before.weight")
      }
    }
    while let prefix = block(blocks.count) {
      func first(_ names: String...) -> String {
        names.map { "\(prefix).\($0)" }.first { reader.has("\($0).weight") } ?? "\(prefix).\(names[0])"
      }
      let hasLayerScale = reader.has("\(prefix).layer_scale1.lambda1")
      blocks.append(
        BlockNames(
          attention: "\(prefix).attention",
          queryKeyValue: [
            first("attention.attention.query", "attention.q_proj"),
            first("attention.attention.key", "attention.k_proj"),
            first("attention.attention.value", "attention.v_proj"),
          ],
          block: TransformerBlock.Names(
            norm1: first("layernorm_before", "norm1"), norm2: first("layernorm_after", "norm2"),
            fc1: first("intermediate.dense", "mlp.fc1"), fc2: first("output.dense", "mlp.fc2"),
            projection: first("attention.output.dense", "attention.o_proj"),
            layerScale: hasLayerScale
              ? ("\(prefix).layer_scale1.lambda1", "\(prefix).layer_scale2.lambda1") : nil)))
    }
    return blocks
  }

  /// Class, distillation and register tokens, in their order.
  private struct PrefixTokens {
    let kinds: [PrefixToken]
    private let values: [Float]
    private let channels: Int

    init(_ reader: ParameterReader, root: String, channels: Int) throws {
      var kinds: [PrefixToken] = [.classToken]
      var values = try reader.values("\(root)embeddings.cls_token", shape: [1, 1, channels])
      let distillation = "\(root)embeddings.distillation_token"
      if reader.has(distillation) {
        kinds.append(.distillation)
        values += try reader.values(distillation, shape: [1, 1, channels])
      }
      let registers = "\(root)embeddings.register_tokens"
      if let shape = reader.shape(of: registers), shape.count == 3 {
        kinds += (0..<shape[1]).map(PrefixToken.register)
        values += try reader.values(registers, shape: [1, shape[1], channels])
      }
      self.kinds = kinds
      self.values = values
      self.channels = channels
    }

    var hasRegisters: Bool { kinds.contains(.register(0)) }

    /// Tokens that have a position embedding: all but the registers.
    var positionedCount: Int {
      kinds.count { kind in
        if case .register = kind { false } else { true }
      }
    }

    /// The tokens with positions added to the first of them, [prefix × channels].
    func matrix(adding positions: [[Float]]) -> Matrix {
      let matrix = Matrix(rows: kinds.count, columns: channels, values: values)
      for (row, position) in positions.enumerated() {
        for channel in 0..<channels { matrix[row, channel] += position[channel] }
      }
      return matrix
    }
  }
}

extension FamilyPreprocessing {
  /// transformers' ViT: squash, bilinear, ½.
  static let transformersViT = FamilyPreprocessing(
    cropFraction: 1, resizing: .squash, filter: .bilinear, mean: [0.5, 0.5, 0.5],
    standardDeviation: [0.5, 0.5, 0.5])
  /// DINOv2: short side 256, centre 224, bicubic, ImageNet normalisation.
  static let dinov2 = FamilyPreprocessing(cropFraction: 0.875, resizing: .shortSide, filter: .bicubic)
}
