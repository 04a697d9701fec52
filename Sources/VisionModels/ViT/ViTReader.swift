// Reads a plain vision transformer in any layout: embedding, prefix tokens, positions, blocks, readout.
import Attention
import Checkpoints
import Compute

/// The reading of a ViT whose names are those of a layout.
struct ViTReader {
  let context: ModelContext
  let layout: ViTLayout

  private var reader: ParameterReader { context.reader }

  /// - Throws: `ModelError`, `CheckpointError`.
  func model() throws -> VisionModel {
    let (channels, patch) = try reader.patchShape(layout.patches, family: layout.title)
    context.note("layout", layout.title, from: .tensors("names"))
    context.note("embed dim", "\(channels)", from: .tensors("\(layout.patches).weight"))
    context.note("patch", "\(patch)", from: .tensors("\(layout.patches).weight"))

    let tokens = try prefixTokens(channels: channels)
    let positions = try layout.positions.map { positions in
      try checkPositions(positions.name, tokens.kinds)
      return try PositionEmbedding(
        reader, positions.name, channels: channels,
        prefixCount: positionedPrefixCount(positions.name, tokens.kinds))
    }
    let trained = positions?.grid
    let size = try context.inputSize(
      trained: trained.map { ($0.rows * patch, $0.columns * patch) }, multiple: patch, cell: patch,
      evaluated: layout.evaluatedSide.map { Sourced(value: $0, source: .familyDefault) })
    let grid = TokenGrid(rows: size.height / patch, columns: size.width / patch)
    if !tokens.kinds.isEmpty {
      context.note(
        "prefix tokens", tokens.kinds.map(\.description).joined(separator: " "), from: .tensors("names"))
    }
    if let trained, let positions = layout.positions {
      context.noteInterpolation(
        positions.name, from: trained, to: grid, rule: positions.interpolation, of: layout.title)
    }

    recordEmbedding(channels: channels, patch: patch, trained: trained, tokens: tokens.kinds)
    let blocks = try blocks(channels: channels, prefix: tokens.kinds)
    let preNorm =
      try reader.has("\(layout.preNorm).weight")
      ? reader.norm(layout.preNorm, channels: channels, layout.norms) : nil
    let readout = try readout(channels: channels, prefix: tokens.kinds)
    if let pooling = readout.pooling { context.record(.pooling, FactValue(pooling)) }
    let network = VisionTransformerNetwork(
      patch: patch,
      embedding: try reader.patchConvolution(layout.patches, inputs: 3, outputs: channels, kernel: patch),
      channels: channels, prefix: tokens.kinds,
      prefixTokens: tokens.matrix(channels: channels, adding: positions?.prefix ?? []),
      positions: layout.positions.flatMap { positions?.matrix(on: grid, by: $0.interpolation) },
      preNorm: preNorm, blocks: blocks,
      norm: try norm(channels: channels, readout: readout), readout: readout)
    try reader.verify(family: layout.title, isExpectedLeftover: layout.isExpectedLeftover)

    return context.model(
      family: "vit", size: size, transform: layout.transform,
      layers: blocks.enumerated().map { $1.attention.description(index: $0, on: grid) },
      classCount: reader.shape(of: "\(layout.head).weight")?.first, network: network)
  }

  /// What configurations repeat of the tokens.
  private func recordEmbedding(channels: Int, patch: Int, trained: TokenGrid?, tokens: [PrefixToken]) {
    context.record(.width, FactValue(.integer(channels)))
    context.record(.features, FactValue(.integer(channels)))
    context.record(.patch, .size(patch, patch))
    if let trained { context.record(.trainedSize, .size(trained.rows * patch, trained.columns * patch)) }
    context.record(.classToken, FactValue(.bool(tokens.contains(.classToken))))
    let registers = tokens.count { if case .register = $0 { true } else { false } }
    context.record(.registers, FactValue(.integer(registers)))
    if let positions = layout.positions, !tokens.isEmpty {
      context.record(
        .positionsOnPatches, FactValue(.bool(positionedPrefixCount(positions.name, tokens) == 0)))
    }
    context.record(.preNorm, FactValue(.bool(reader.has("\(layout.preNorm).weight"))))
    context.record(.pooledNorm, FactValue(.bool(reader.has("\(layout.pooledNorm).weight"))))
  }

  /// What configurations repeat of the blocks.
  private func recordBlocks(_ names: ViTLayout.Block, _ blocks: [TransformerBlock], channels: Int, heads: Int)
  {
    let mlp = blocks[0].mlp
    context.record(.depth, FactValue(.integer(blocks.count)))
    if context.overrides.numHeads == nil { context.record(.heads, FactValue(.integer(heads))) }
    context.record(.mlpRatio, .mlpRatio([(mlp, channels)]))
    context.record(.mlpWidth, FactValue(.integer(mlp.hidden)))
    context.record(.activation, .activation(mlp.form))
    context.record(.gatedMLP, FactValue(.bool(mlp.form.isGated)))
    context.record(.qkvBias, FactValue(.bool(reader.has("\(names.attention.queryKeyValue[0]).bias"))))
    let isScaled = names.parts.layerScale.map { reader.has($0.0) } ?? false
    // A start value of the factors where there are some.
    context.record(
      .layerScale,
      FactValue(isScaled ? "layer scale" : "none") { ($0.double.map { $0 != 0 } ?? $0.bool) == isScaled })
  }

  // MARK: Blocks

  private func blocks(channels: Int, prefix: [PrefixToken]) throws -> [TransformerBlock] {
    var names: [ViTLayout.Block] = []
    while case let block = layout.block(names.count), reader.has("\(block.parts.norm1).weight") {
      names.append(block)
    }
    guard let first = names.first else {
      throw ModelError.tensorMismatch(
        path: context.path, family: layout.title, missing: ["\(layout.block(0).parts.norm1).weight"],
        misshapen: [], unknown: [])
    }
    let heads = try context.heads(layout.heads, channels: channels)
    let blocks = try names.map { block in
      var parts = block.parts
      if let scale = parts.layerScale, !reader.has(scale.0), !reader.has(scale.1) { parts.layerScale = nil }
      let attention = try FusedSoftmaxLayer(
        reader, names: block.attention, channels: channels, heads: heads, prefix: prefix, norms: layout.norms)
      return try TransformerBlock(
        reader, names: parts, channels: channels, norms: layout.norms, form: layout.mlp.value,
        attention: attention)
    }
    recordBlocks(first, blocks, channels: channels, heads: heads)
    context.note("depth", "\(blocks.count)", from: .tensors("blocks"))
    context.note("mlp width", "\(blocks[0].mlp.hidden)", from: .tensors("shape of the MLP"))
    context.note("activation", layout.mlp.value.title, from: layout.mlp.source)
    for step in first.attention.steps { step.note(in: context) }
    if let scale = first.parts.layerScale, reader.has(scale.0) {
      context.note("layer scale", "yes", from: .tensors(scale.0))
    }
    let queryProjection = first.attention.queryKeyValue[0]
    if !reader.has("\(queryProjection).bias") {
      context.note("qkv bias", "none", from: .tensors(queryProjection))
    }
    context.note("eps", "\(layout.norms.epsilon.value)", from: layout.norms.epsilon.source)
    return blocks
  }

  // MARK: Prefix tokens

  /// The tokens in front of the patches: kinds and learned values, one row each.
  private struct PrefixTokens {
    var kinds: [PrefixToken] = []
    var values: [Float] = []

    /// The tokens with positions added to the first of them, [prefix × channels]; empty where not read.
    func matrix(channels: Int, adding positions: [[Float]]) -> Matrix {
      guard values.count == kinds.count * channels else { return Matrix(rows: 0, columns: channels) }
      let matrix = Matrix(rows: kinds.count, columns: channels, values: values)
      for (row, position) in positions.enumerated() {
        for channel in 0..<channels { matrix[row, channel] += position[channel] }
      }
      return matrix
    }
  }

  private func prefixTokens(channels: Int) throws -> PrefixTokens {
    var tokens = PrefixTokens()
    for (name, kind) in [
      (layout.classToken, PrefixToken.classToken), (layout.distillationToken, .distillation),
    ] where reader.has(name) {
      tokens.kinds.append(kind)
      tokens.values += try reader.values(name, shape: [1, 1, channels])
    }
    if let shape = reader.shape(of: layout.registers), shape.count == 3 {
      guard shape[1] <= 4096 else {
        throw ModelError.invalid(path: context.path, reason: "\(layout.registers) has \(shape[1]) registers")
      }
      tokens.kinds += (0..<shape[1]).map(PrefixToken.register)
      tokens.values += try reader.values(layout.registers, shape: [1, shape[1], channels])
    }
    return tokens
  }

  /// Refuses positions that leave tokens without one, or more than the tokens: then a token in front is missing.
  private func checkPositions(_ name: String, _ kinds: [PrefixToken]) throws {
    guard let shape = reader.shape(of: name), shape.count == 3,
      exactSquareRoot(shape[1] - positionedPrefixCount(name, kinds)) == nil,
      let more = (1...16).first(where: { exactSquareRoot(shape[1] - $0) != nil }),
      let side = exactSquareRoot(shape[1] - more)
    else { return }
    let absent = [layout.classToken, layout.distillationToken].filter { !reader.has($0) }
    throw ModelError.invalid(
      path: context.path,
      reason:
        "\(name) has \(shape[1]) positions, those of \(side)×\(side) patches and \(more) more, but the "
        + "file has \(kinds.count) tokens in front of the patches; missing or under another name: "
        + absent.joined(separator: ", "))
  }

  /// How many of the prefix tokens have a position: all, or none, or all but the registers; whichever leaves a
  /// square grid.
  private func positionedPrefixCount(_ name: String, _ kinds: [PrefixToken]) -> Int {
    let length = reader.shape(of: name).flatMap { $0.count == 3 ? $0[1] : nil } ?? 0
    let withoutRegisters = kinds.count {
      if case .register = $0 { false } else { true }
    }
    return [kinds.count, 0, withoutRegisters].first { exactSquareRoot(length - $0) != nil } ?? kinds.count
  }

  // MARK: Readout

  /// The last norm; absent where pooling has its own.
  private func norm(channels: Int, readout: VisionTransformerNetwork.Readout) throws -> LayerNorm? {
    if case .meanPatch(.some, _) = readout, !reader.has("\(layout.norm).weight") { return nil }
    return try reader.norm(layout.norm, channels: channels, layout.norms)
  }

  private func readout(channels: Int, prefix: [PrefixToken]) throws -> VisionTransformerNetwork.Readout {
    let names = (head: layout.head, distillation: layout.distillationHead, norm: layout.pooledNorm)
    guard let shape = reader.shape(of: "\(names.head).weight"), shape.count == 2 else {
      context.note("pooling", "none: the model has no head", from: .tensors(names.head))
      return .none
    }
    func linear(_ name: String, inputs: Int) throws -> Linear {
      try reader.linear(name, inputs: inputs, outputs: shape[0])
    }
    if reader.has("\(names.norm).weight") {
      context.note("pooling", "mean over patches, then \(names.norm)", from: .tensors(names.norm))
      return .meanPatch(
        try reader.norm(names.norm, channels: channels, layout.norms),
        try linear(names.head, inputs: channels))
    }
    if reader.has("\(names.distillation).weight") {
      context.note("pooling", "mean of two heads, on CLS and DIST", from: .tensors(names.distillation))
      return .distilled(
        try linear(names.head, inputs: channels), try linear(names.distillation, inputs: channels))
    }
    if shape[1] == 2 * channels {
      context.note("pooling", "class token and mean over patches", from: .tensors(names.head))
      return .classAndMeanPatch(try linear(names.head, inputs: 2 * channels))
    }
    let head = try linear(names.head, inputs: channels)
    if prefix.first != .classToken {
      context.note("pooling", "mean over patches", from: .tensors("no \(layout.classToken)"))
      return .meanPatch(nil, head)
    }
    // model_args are what the class is made with, whatever is above them.
    if let key = ["model_args.global_pool", "global_pool"].first(where: { context.field($0) != nil }),
      context.field(key)?.string == "avg"
    {
      context.note("pooling", "mean over patches", from: .configuration("config.json \(key)"))
      return .meanPatch(nil, head)
    }
    context.note("pooling", "class token", from: .tensors(layout.classToken))
    return .classToken(head)
  }
}
