// Vision transformers whose blocks are PyTorch's own nn.TransformerEncoder.
import Checkpoints
import Compute

/// A ViT of one's own around `nn.TransformerEncoder`: patches by a convolution, a class token and positions, the
/// encoder, a norm, a linear head. What surrounds the encoder is found by common names and by shapes.
///
/// The weights do not say how the encoder was made: where its norms are, which activation it has, and its heads.
/// `config.json` says it by the arguments of `nn.TransformerEncoderLayer`, or flags do; else the model is refused.
enum TorchEncoderViT: ViTFamily {
  static let name = "vit"
  static let architecturePrefixes: [String] = []

  private static let firstProjection = "layers.0.self_attn.in_proj_weight"

  static func recognizes(_ checkpoint: Checkpoint) -> Bool {
    guard let encoder = encoder(of: checkpoint),
      let width = checkpoint.tensors[encoder + firstProjection]?.shape.last
    else { return false }
    return patches(of: checkpoint, width: width) != nil
  }

  /// What precedes `layers.0`, such as `transformer_encoder.`; nil where there is none, or several.
  private static func encoder(of checkpoint: Checkpoint) -> String? {
    let found = checkpoint.tensors.keys.filter {
      $0 == firstProjection || $0.hasSuffix(".\(firstProjection)")
    }
    return found.count == 1 ? found.first.map { String($0.dropLast(firstProjection.count)) } : nil
  }

  /// The convolution that makes tokens of patches: the one with a kernel [width × 3 × side × side].
  private static func patches(of checkpoint: Checkpoint, width: Int) -> String? {
    let found = checkpoint.tensors.filter { name, tensor in
      name.hasSuffix(".weight") && tensor.shape.count == 4 && Array(tensor.shape[..<2]) == [width, 3]
        && tensor.shape[2] == tensor.shape[3]
    }
    return found.count == 1 ? found.first.map { String($0.key.dropLast(".weight".count)) } : nil
  }

  static let landmarks = [
    firstProjection, "layers.0.self_attn.out_proj.weight", "layers.0.linear1.weight", "layers.0.norm1.weight",
  ]

  static let configuration = ConfigurationFields.torchEncoder

  static func layout(_ context: ModelContext) throws -> ViTLayout {
    let reader = context.reader
    let encoder = encoder(of: reader.checkpoint) ?? ""
    let width = reader.shape(of: encoder + firstProjection)?.last ?? 0
    func first(_ names: [String], where fits: (String) -> Bool) -> String {
      names.first(where: fits) ?? names[0]
    }
    func block(_ index: Int) -> ViTLayout.Block {
      let prefix = "\(encoder)layers.\(index)"
      return ViTLayout.Block(
        attention: .init(
          layer: "\(prefix).self_attn", queryKeyValue: ["\(prefix).self_attn.in_proj_"],
          projection: "\(prefix).self_attn.out_proj"),
        parts: .init(
          norm1: "\(prefix).norm1", norm2: "\(prefix).norm2",
          mlp: .init(fc1: ["\(prefix).linear1"], fc2: "\(prefix).linear2"),
          projection: "\(prefix).self_attn.out_proj"))
    }
    let classToken = first(["cls_token", "class_token", "cls", "class_embedding"], where: reader.has)
    // A head in a sequence has a norm before its layer.
    let heads = ["head", "classifier", "fc", "mlp_head", "heads.head"]
    let normedHead = heads.first { reader.hasLayer("\($0).1") && reader.hasLayer("\($0).0") }
    return ViTLayout(
      title: "ViT around nn.TransformerEncoder", classToken: classToken,
      patches: .convolution(patches(of: reader.checkpoint, width: width) ?? "patch_embed"),
      norm: first(["\(encoder)norm", "norm", "ln"], where: reader.hasLayer), normIsOptional: true,
      pooledNorm: normedHead.map { "\($0).0" } ?? "none",
      head: normedHead.map { "\($0).1" } ?? first(heads, where: reader.hasLayer), block: block,
      positions: .learned(
        first(
          [
            "pos_embed", "pos_embedding", "position_embedding", "position_embeddings", "positional_embedding",
            "positions",
          ], where: reader.has), .bicubic),
      mlp: try mlp(context), norms: NormRule(epsilon: try context.layerNormEpsilon(familyDefault: 1e-5)),
      normOrder: try normOrder(context), heads: HeadSources(configuration: ["nhead", "num_heads"]),
      transform: .torchvision,
      pooling: try context.pooling(["pooling"])
        ?? Sourced(value: reader.has(classToken) ? .classToken : .mean, source: .familyDefault))
  }

  // MARK: What the weights do not say

  private static func normOrder(_ context: ModelContext) throws -> Sourced<TransformerBlock.NormOrder> {
    let key = "norm_first"
    guard let isFirst = try context.decoded(key, as: "true or false", \.bool) else {
      throw untold(
        context, "whether the norms of its nn.TransformerEncoder come first", key,
        "true or false; PyTorch's default is false")
    }
    return Sourced(
      value: isFirst ? .before : .afterSum, source: .configuration(context.place(of: key)))
  }

  private static func mlp(_ context: ModelContext) throws -> Sourced<FeedForward.Form> {
    let key = "activation"
    guard context.overrides.activation != nil || context.field(key) != nil else {
      throw untold(
        context, "the activation of its nn.TransformerEncoder", key,
        "\"relu\" or \"gelu\"; PyTorch's default is relu")
    }
    let activation = try context.activation([key], otherwise: .gelu)
    return Sourced(value: .plain(activation.value), source: activation.source)
  }

  private static func untold(
    _ context: ModelContext, _ value: String, _ key: String, _ values: String
  ) -> ModelError {
    .undetermined(
      path: context.path, value: value,
      advice: "write \"\(key)\" to config.json beside the weights: \(values)")
  }
}
