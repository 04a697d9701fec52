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
    let positions = try PositionEmbedding(
      reader, "pos_embed", channels: channels,
      prefixCount: positionedPrefixCount(reader, of: tokens.kinds.count))
    let trained = positions.grid
    let size = try context.inputSize(
      trained: (trained.rows * patch, trained.columns * patch), multiple: patch)
    let grid = TokenGrid(rows: size.height / patch, columns: size.width / patch)
    context.noteInterpolation("pos_embed", from: trained, to: grid, rule: "bicubic, antialiased")
    let prefixTokens = Matrix(rows: tokens.kinds.count, columns: channels, values: tokens.values)
    for (row, position) in positions.prefix.enumerated() {
      for channel in 0..<channels { prefixTokens[row, channel] += position[channel] }
    }

    let heads = try ViTHeads.count(context, channels: channels)
    let blocks = try (0..<depth).map { index in
      let name = "blocks.\(index)"
      var names = TransformerBlock.Names.timm(name)
      if reader.has("\(name).ls1.gamma") { names.layerScale = ("\(name).ls1.gamma", "\(name).ls2.gamma") }
      let attention = FusedSoftmaxLayer(
        name: "\(name).attn", heads: heads, prefix: tokens.kinds,
        qkv: try reader.linearWeights("\(name).attn.qkv", inputs: channels, outputs: 3 * channels),
        projection: try reader.linear(names.projection, inputs: channels, outputs: channels),
        engine: context.engine)
      return try TransformerBlock(
        reader, names: names, channels: channels, epsilon: epsilon, attention: attention)
    }
    let readout = try readout(context, channels: channels, prefix: tokens.kinds)
    let norm =
      reader.has("norm.weight")
      ? try reader.layerNorm("norm", channels: channels, epsilon: epsilon) : nil
    let network = VisionTransformerNetwork(
      patch: patch,
      embedding: try reader.patchConvolution(
        "patch_embed.proj", inputs: 3, outputs: channels, kernel: patch),
      channels: channels, prefix: tokens.kinds, prefixTokens: prefixTokens,
      positions: positions.matrix(on: grid, by: .bicubicAntialiased), blocks: blocks, norm: norm,
      readout: readout)
    try reader.verify(family: name) { _ in false }

    let classes = reader.shape(of: "head.weight")?.first
    return context.model(
      family: name, size: size, recipe: .vit,
      layers: blocks.enumerated().map { $1.attention.description(index: $0, on: grid) }, classCount: classes,
      network: network)
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

  /// How many of the prefix tokens `pos_embed` covers.
  ///
  /// All tokens, or the patches only, or the class token and the patches; whichever leaves a square grid.
  private static func positionedPrefixCount(_ reader: ParameterReader, of prefixCount: Int) -> Int {
    let length = reader.shape(of: "pos_embed").flatMap { $0.count == 3 ? $0[1] : nil } ?? 0
    return [prefixCount, 0, min(1, prefixCount)].first { exactSquareRoot(length - $0) != nil } ?? prefixCount
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
