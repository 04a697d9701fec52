// Reads a plain vision transformer in any layout: embedding, prefix tokens, positions, blocks, readout.
import Attention
import Checkpoints
import Compute

/// The reading of a ViT whose names are those of a layout.
struct ViTReader {
  let context: ModelContext
  let layout: ViTLayout

  var reader: ParameterReader { context.reader }

  /// - Throws: `ModelError`, `CheckpointError`.
  func model() throws -> VisionModel {
    let name = layout.patches.name
    let (channels, patch) = try patchShape()
    context.note("layout", layout.title, from: .tensors("names"))
    context.note("embed dim", "\(channels)", from: .tensors("\(name).weight"))
    context.note("patch", "\(patch)", from: .tensors("\(name).weight"))

    let tokens = try prefixTokens(channels: channels)
    let positions = try learnedPositions(channels: channels, patch: patch, tokens: tokens.kinds)
    let trained = positions?.embedding.grid ?? tableGrid(prefix: tokens.kinds.count)
    let size = try context.inputSize(
      trained: trained.map { ($0.rows * patch, $0.columns * patch) }, multiple: patch, cell: patch,
      leavesRest: true,
      evaluated: layout.evaluatedSide.map { Sourced(value: ($0, $0), source: .familyDefault) })
    let grid = TokenGrid(rows: size.height / patch, columns: size.width / patch)
    if !tokens.kinds.isEmpty {
      context.note(
        "prefix tokens", tokens.kinds.map(\.description).joined(separator: " "), from: .tensors("names"))
    }
    if let positions {
      context.noteInterpolation(
        positions.name, from: positions.embedding.grid, to: grid, rule: positions.rule, of: layout.title)
    }

    recordEmbedding(channels: channels, patch: patch, trained: trained, tokens: tokens.kinds)
    let blocks = try blocks(channels: channels, prefix: tokens.kinds, grid: grid)
    let preNorm = try reader.optionalNorm(layout.preNorm, channels: channels, layout.norms)
    let readout = try makeReadout(channels: channels, heads: blocks[0].attention.heads, prefix: tokens.kinds)
    let network = VisionTransformerNetwork(
      patch: patch,
      embedding: try PatchEmbedding(reader, layout, channels: channels, patch: patch),
      channels: channels, prefix: tokens.kinds,
      prefixTokens: tokens.matrix(channels: channels, adding: positions?.embedding.prefix ?? []),
      positions: addedPositions(positions, on: grid, channels: channels),
      preNorm: preNorm, blocks: blocks,
      norm: try norm(channels: channels, readout: readout), readout: readout)
    // A pooling head that a flag puts aside.
    let unusedPool = context.overrides.pooling == nil ? nil : layout.attentionPool?.layer
    try reader.verify(family: layout.title) { name in
      layout.isExpectedLeftover(name) || unusedPool.map { name.hasPrefix("\($0).") } ?? false
    }

    return context.model(
      family: layout.family, size: size, transform: layout.transform,
      recipe: layout.recipe,
      layers: blocks.enumerated().map { $1.attention.description(index: $0, on: grid) },
      pool: readout.pool?.description(index: blocks.count, on: grid, prefix: tokens.kinds), patch: patch,
      classCount: reader.shape(of: "\(layout.head).weight")?.first, network: network)
  }

  /// Channels and side of a patch.
  private func patchShape() throws -> (channels: Int, side: Int) {
    switch layout.patches {
    case .convolution(let name): return try reader.patchShape(name, family: layout.title)
    case .linear(let name, _, _):
      guard let shape = reader.shape(of: "\(name).weight"), shape.count == 2, shape[0] > 0,
        shape[1] % 3 == 0, let side = exactSquareRoot(shape[1] / 3)
      else {
        throw ModelError.tensorMismatch(
          path: context.path, family: layout.title, missing: [],
          misshapen: ["\(name).weight, expected [channels, 3·patch²]"], unknown: [])
      }
      return (shape[0], side)
    }
  }

  /// What configurations repeat of the tokens.
  private func recordEmbedding(channels: Int, patch: Int, trained: TokenGrid?, tokens: [PrefixToken]) {
    context.record(.width, FactValue(.integer(channels)))
    context.record(.features, FactValue(.integer(channels)))
    context.record(.patch, .size(patch, patch))
    if let trained { context.record(.trainedSize, .trainedSize(trained, patch: patch)) }
    context.record(.classToken, FactValue(.bool(tokens.contains(.classToken))))
    let registers = tokens.count { if case .register = $0 { true } else { false } }
    context.record(.registers, FactValue(.integer(registers)))
    if case .learned(let name, _)? = layout.positions, !tokens.isEmpty {
      context.record(
        .positionsOnPatches, FactValue(.bool(positionedPrefixCount(name, tokens, patch: patch) == 0)))
    }
    context.record(.preNorm, FactValue(.bool(reader.hasLayer(layout.preNorm))))
    context.record(.pooledNorm, FactValue(.bool(reader.hasLayer(layout.pooledNorm))))
    context.record(.lastNorm, FactValue(.bool(reader.hasLayer(layout.norm))))
    context.record(
      .anyLastNorm, FactValue(.bool(reader.hasLayer(layout.norm) || reader.hasLayer(layout.pooledNorm))))
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
    context.record(.qkvBias, FactValue(.bool(hasQueryBias(names.attention))))
    context.record(.normsAfter, FactValue(.bool(layout.normOrder.value == .afterBranch)))
    context.record(.rotary, FactValue(.bool(false)))
    let norm = layout.norms.kind == .rms ? "rmsnorm" : "layernorm"
    // What timm makes of a name has this ε.
    let isNamed = layout.norms.epsilon.value == 1e-6
    context.record(.normLayer, isNamed ? FactValue(.string(norm)) : FactValue("none") { _ in false })
    let isScaled = names.parts.layerScale.map { reader.has($0.0) } ?? false
    // A start value of the factors where there are some.
    context.record(
      .layerScale,
      FactValue(isScaled ? "layer scale" : "none") { ($0.double.map { $0 != 0 } ?? $0.bool) == isScaled })
  }

  // MARK: Blocks

  private func blocks(channels: Int, prefix: [PrefixToken], grid: TokenGrid) throws -> [TransformerBlock] {
    var names: [ViTLayout.Block] = []
    while case let block = layout.block(names.count), reader.has("\(block.parts.norm1).weight") {
      names.append(block)
    }
    guard let first = names.first else {
      throw ModelError.tensorMismatch(
        path: context.path, family: layout.title, missing: ["\(layout.block(0).parts.norm1).weight"],
        misshapen: [], unknown: [])
    }
    let width = layout.headsHaveOwnWidth ? first.attention.width(reader) ?? channels : channels
    let heads = try context.heads(layout.heads, channels: width)
    let blocks = try names.enumerated().map { index, block in
      var parts = block.parts
      if let scale = parts.layerScale, !reader.has(scale.0), !reader.has(scale.1) { parts.layerScale = nil }
      let convolved = try layout.convolvedAttention.flatMap { kind -> ConvolvedAttentionLayer? in
        try ConvolvedAttentionLayer(
          context, kind: kind, names: .fused(block.attention.layer),
          at: ConvolvedAttentionLayer.Place(
            channels: channels, grid: grid, prefix: prefix, reductionNorm: layout.norms))
      }
      let attention: any AttentionLayer =
        try convolved
        ?? FusedSoftmaxLayer(
          reader, names: block.attention, channels: channels, width: width, heads: heads, prefix: prefix,
          layer: index, grid: grid, norms: layout.norms)
      return try TransformerBlock(
        reader, names: parts, channels: channels, norms: layout.norms, form: layout.mlp.value,
        order: layout.normOrder.value, attended: width, attention: attention)
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
    if !hasQueryBias(first.attention) {
      context.note("qkv bias", "none", from: .tensors(queryProjection))
    }
    if layout.normOrder.value != .before {
      context.note("norms", layout.normOrder.value.title, from: layout.normOrder.source)
    }
    if layout.norms.kind == .rms { context.note("norm", "RMS", from: .familyDefault) }
    context.note("eps", "\(layout.norms.epsilon.value)", from: layout.norms.epsilon.source)
    return blocks
  }

  private func hasQueryBias(_ names: FusedSoftmaxLayer.Names) -> Bool {
    switch names.biases {
    case .queriesAndValues: true
    case .own, .ownWithoutKeys: reader.has(ParameterReader.bias(of: names.queryKeyValue[0]))
    }
  }
}
