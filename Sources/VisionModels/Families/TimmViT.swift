// ViT, DeiT and their relatives under timm's names: class, distillation and register tokens, layer scale.
import Attention
import Checkpoints
import Compute

enum TimmViT: ModelFamily {
  static let name = "vit"
  static let architecturePrefixes = ["vit_", "deit"]
  private static let epsilon: Float = 1e-6

  static func recognises(_ checkpoint: Checkpoint) -> Bool {
    checkpoint.tensors["blocks.0.attn.qkv.weight"] != nil
      && checkpoint.tensors["patch_embed.proj.weight"] != nil && checkpoint.tensors["pos_embed"] != nil
  }

  static func load(_ context: ModelContext) throws -> VisionModel {
    let reader = context.reader
    guard let shape = reader.shape(of: "patch_embed.proj.weight"), shape.count == 4, shape[1] == 3,
      shape[2] == shape[3], shape[0] > 0, shape[2] > 0
    else {
      throw ModelError.tensorMismatch(
        path: context.path, family: name, missing: [],
        misshapen: ["patch_embed.proj.weight, expected [channels, 3, patch, patch]"], unknown: [])
    }
    let (channels, patch) = (shape[0], shape[2])
    var depth = 0
    while reader.has("blocks.\(depth).attn.qkv.weight") { depth += 1 }
    context.note("embed dim", "\(channels)", from: .tensors("patch_embed.proj.weight"))
    context.note("patch", "\(patch)", from: .tensors("patch_embed.proj.weight"))
    context.note("depth", "\(depth)", from: .tensors("blocks.*"))
    context.note("eps", "1e-6", from: .familyDefault)

    let tokens = try prefixTokens(reader, channels: channels)
    let positions = try positionEmbedding(context, prefix: tokens.kinds, channels: channels)
    let size = try context.inputSize(
      trained: (positions.grid.grid.rows * patch, positions.grid.grid.columns * patch), multiple: patch)
    let grid = TokenGrid(rows: size.height / patch, columns: size.width / patch)
    if positions.grid.grid != grid {
      context.note(
        "pos_embed",
        "interpolated from \(positions.grid.grid.rows)×\(positions.grid.grid.columns) to "
          + "\(grid.rows)×\(grid.columns), bicubic antialiased",
        from: .familyDefault)
    }
    let prefixMatrix = Matrix(rows: tokens.kinds.count, columns: channels, values: tokens.values)
    for (row, position) in positions.prefix.enumerated() {
      for channel in 0..<channels { prefixMatrix[row, channel] += position[channel] }
    }

    let heads = try ViTHeads.count(context, channels: channels)
    let blocks = try (0..<depth).map { index in
      let prefix = "blocks.\(index)"
      return try TransformerBlock(
        reader, prefix: prefix, channels: channels, epsilon: epsilon,
        attention: try FusedSoftmaxLayer(
          reader, name: "\(prefix).attn", channels: channels, heads: heads, prefix: tokens.kinds),
        layerScale: reader.has("\(prefix).ls1.gamma") ? ("ls1.gamma", "ls2.gamma") : nil)
    }
    let readout = try readout(context, channels: channels, prefix: tokens.kinds)
    let norm =
      reader.has("norm.weight")
      ? try reader.layerNorm("norm", channels: channels, epsilon: epsilon) : nil
    let network = VisionTransformerNetwork(
      patch: patch,
      embedding: try reader.patchConvolution(
        "patch_embed.proj", inputs: 3, outputs: channels, kernel: patch),
      channels: channels, prefix: tokens.kinds, prefixTokens: prefixMatrix,
      positions: positions.grid.matrix(on: grid, by: .bicubicAntialiased), blocks: blocks, norm: norm,
      readout: readout)
    try reader.verify(family: name) { _ in false }

    let classes = reader.shape(of: "head.weight")?.first
    return VisionModel(
      family: name, hyperparameters: context.hyperparameters,
      preprocessing: context.preprocessing(height: size.height, width: size.width, family: .vit),
      layers: blocks.enumerated().map { $1.attention.description(index: $0, on: grid) },
      classCount: classes, labels: classes.flatMap(context.labels), network: network,
      engine: context.engine)
  }

  // MARK: Prefix tokens and positions

  /// The prefix tokens in order, and their learned values without positions, packed.
  private static func prefixTokens(
    _ reader: ParameterReader, channels: Int
  ) throws -> (kinds: [PrefixToken], values: [Float]) {
    var kinds: [PrefixToken] = []
    var values: [Float] = []
    for (name, kind) in [("cls_token", PrefixToken.classToken), ("dist_token", .distillation)]
    where reader.has(name) {
      kinds.append(kind)
      values += try reader.values(name, shape: [1, 1, channels])
    }
    if let count = reader.shape(of: "reg_token").flatMap({ $0.count == 3 ? $0[1] : nil }) {
      kinds += (0..<count).map(PrefixToken.register)
      values += try reader.values("reg_token", shape: [1, count, channels])
    }
    return (kinds, values)
  }

  /// The position embeddings of the patches, and those of the first prefix tokens.
  ///
  /// The tensor covers all tokens, or the patches only, or the class token and the patches; whichever
  /// leaves a square grid.
  private static func positionEmbedding(
    _ context: ModelContext, prefix: [PrefixToken], channels: Int
  ) throws -> (grid: PositionEmbedding, prefix: [[Float]]) {
    let shape = context.reader.shape(of: "pos_embed") ?? []
    let length = shape.count == 3 ? shape[1] : 0
    let covered = [prefix.count, 0, min(1, prefix.count)].first { exactSquareRoot(length - $0) != nil }
    guard let covered, let side = exactSquareRoot(length - covered) else {
      throw ModelError.invalid(
        path: context.path,
        reason: "pos_embed has shape \(shape); without its \(prefix.count) prefix tokens it is no square grid"
      )
    }
    let values = try context.reader.values("pos_embed", shape: [1, length, channels])
    return (
      PositionEmbedding(
        values: Array(values[(covered * channels)...]), channels: channels,
        grid: TokenGrid(rows: side, columns: side)),
      (0..<covered).map { Array(values[$0 * channels..<($0 + 1) * channels]) }
    )
  }

  // MARK: Readout

  private static func readout(
    _ context: ModelContext, channels: Int, prefix: [PrefixToken]
  ) throws -> VisionTransformerNetwork.Readout {
    let reader = context.reader
    guard let classes = reader.shape(of: "head.weight")?.first else {
      context.note("pooling", "none: the model has no head", from: .tensors("head.weight"))
      return .none
    }
    let head = try reader.linear("head", inputs: channels, outputs: classes)
    if reader.has("fc_norm.weight") {
      context.note("pooling", "mean over patches, then fc_norm", from: .tensors("fc_norm"))
      return .meanPatch(try reader.layerNorm("fc_norm", channels: channels, epsilon: epsilon), head)
    }
    if reader.has("head_dist.weight") {
      context.note("pooling", "mean of two heads, on CLS and DIST", from: .tensors("head_dist"))
      return .distilled(head, try reader.linear("head_dist", inputs: channels, outputs: classes))
    }
    guard prefix.first == .classToken else {
      throw ModelError.undetermined(
        path: context.path, value: "how tokens are pooled (neither cls_token nor fc_norm)",
        advice: "this kind of model is not supported yet")
    }
    context.note("pooling", "class token", from: .tensors("cls_token"))
    return .classToken(head)
  }
}

extension FamilyPreprocessing {
  /// timm's DeiT: short side 248, centre 224, bicubic, ImageNet normalisation.
  static let vit = FamilyPreprocessing(cropFraction: 0.9, resizing: .shortSide, filter: .bicubic)
}
