// Reads a pyramid in any layout: stages of patch embedding, positions and blocks.
import Attention
import Checkpoints
import Compute

/// The reading of a pyramid whose names are those of a layout.
struct PyramidReader {
  /// What the shapes say of a stage.
  private struct StageShape {
    let inputs: Int
    let channels: Int
    let patch: Int
    let depth: Int
    /// Of its positions, where the layout has some.
    let trainedGrid: TokenGrid?
  }

  let context: ModelContext
  let family: String
  let layout: PyramidLayout

  private var reader: ParameterReader { context.reader }

  /// - Throws: `ModelError`, `CheckpointError`.
  func model() throws -> VisionModel {
    let hasClassToken = reader.has(layout.classToken)
    let shapes = try stageShapes(hasClassToken: hasClassToken)
    let size = try inputSize(shapes)
    var (height, width) = (size.height, size.width)
    var stages: [PyramidNetwork.Stage] = []
    for (index, shape) in shapes.enumerated() {
      (height, width) = (height / shape.patch, width / shape.patch)
      stages.append(
        try stage(
          index, shape, of: shapes, on: TokenGrid(rows: height, columns: width),
          prefix: hasClassToken && index == shapes.count - 1 ? [.classToken] : []))
    }
    let channels = shapes[shapes.count - 1].channels
    let last = shapes[shapes.count - 1]
    let classToken =
      try hasClassToken
      ? classToken(stage: shapes.count - 1, channels: channels, grid: last.trainedGrid) : nil
    let classes = reader.shape(of: "\(layout.head).weight")?.first
    let head = try classes.map { try reader.linear(layout.head, inputs: channels, outputs: $0) }
    // Without a class token the published classes keep a final norm in their checkpoints and do not apply it.
    try reader.verify(family: family) {
      !hasClassToken && ["\(layout.norm).weight", "\(layout.norm).bias"].contains($0)
    }

    let network = PyramidNetwork(stages: stages, classToken: classToken, head: head)
    let layers = network.layerDescriptions(height: size.height, width: size.width)
    context.note(
      "pooling", hasClassToken ? "class token" : "mean over tokens, no norm",
      from: context.poolingSource(
        hasClassToken ? .classToken : .mean,
        otherwise: hasClassToken ? .tensors("cls_token") : .familyDefault))
    context.note("activation", layout.activation.value.title, from: layout.activation.source)
    context.note("embed dims", list(shapes.map(\.channels)), from: .tensors("patch_embed*.proj.weight"))
    context.note("patches", list(shapes.map(\.patch)), from: .tensors("patch_embed*.proj.weight"))
    context.note("depths", list(shapes.map(\.depth)), from: .tensors("block*"))
    context.note(
      "attention",
      layers.map(\.letter).joined(), from: .tensors("block*.attn.*, per layer")
    )
    let linear = layers.filter { !$0.mechanism.isStandard }
    if !linear.isEmpty {
      context.note(
        "heads of L blocks", list(linear.map(\.heads)),
        from: .tensors("\(layout.convolvedAttention?.headsTensor ?? "power or dwc"), per layer"))
    }
    layout.noteEpsilons(in: context)
    recordFacts(shapes, stages, layers, hasClassToken: hasClassToken)
    return context.model(
      family: family, size: size, transform: layout.transform,
      layers: layers, classCount: classes, network: network)
  }

  /// What configurations repeat.
  private func recordFacts(
    _ shapes: [StageShape], _ stages: [PyramidNetwork.Stage], _ layers: [AttentionLayerDescription],
    hasClassToken: Bool
  ) {
    var remaining = layers[...]
    context.record(
      shapes.indices.map { index in
        defer { remaining = remaining.dropFirst(shapes[index].depth) }
        return StageFacts(
          channels: shapes[index].channels, layers: Array(remaining.prefix(shapes[index].depth)),
          mlp: stages[index].blocks.first?.mlp,
          reduction: SpatialReduction.ratio(reader, layout.block(index, 0).softmax.reduction))
      },
      letters: layout.convolvedAttention?.letters ?? StageLetters())
    let patch = shapes[0].patch
    context.record(.patch, .size(patch, patch))
    context.record(.kernels, .list(shapes.map(\.patch)))
    if let trained = shapes[0].trainedGrid {
      context.record(.trainedSize, .size(trained.rows * patch, trained.columns * patch))
    }
    context.record(.activation, .activation(.plain(layout.activation.value)))
    context.record(.pooling, FactValue(hasClassToken ? "token" : "avg"))
    // Linear or not, keys and values have their bias under one name.
    let keysAndValues = layout.block(0, 0).softmax.keysAndValues[0]
    context.record(.qkvBias, FactValue(.bool(reader.has("\(keysAndValues).bias"))))
    if let kernel = linearConvolution(shapes).flatMap(reader.shape)?.last {
      context.record(.valueKernel, FactValue(.integer(kernel)))
    }
  }

  // MARK: Stages

  private func stage(
    _ index: Int, _ shape: StageShape, of shapes: [StageShape], on grid: TokenGrid, prefix: [PrefixToken]
  ) throws -> PyramidNetwork.Stage {
    let channels = shape.channels
    let blocks = try (0..<shape.depth).map { depth in
      let names = layout.block(index, depth)
      let keyGrid = try SpatialReduction.keyGrid(reader, names.softmax.reduction, of: grid)
      let attention =
        try convolvedAttention(names, shape: shape, grid: grid, prefix: prefix)
        ?? linearAttention(names, channels: channels, keyGrid: keyGrid)
        ?? ReductionSoftmaxLayer(
          reader, names: names.softmax, channels: channels, heads: try softmaxHeads(stage: index, shapes),
          reductionNorm: layout.embeddingNorms, prefixTokens: prefix)
      return try TransformerBlock(
        reader, names: names.parts, channels: channels, norms: layout.blockNorms,
        form: .plain(layout.activation.value), attention: attention)
    }
    let names = layout.stage(index)
    let positions = try names.positions.map { name in
      let positions = try PositionEmbedding(
        reader, name, channels: channels, prefixCount: prefix.count, grid: shape.trainedGrid)
      context.noteInterpolation(
        name, from: positions.grid, to: grid, rule: .bilinear, of: layout.resizingCode)
      return positions.matrix(on: grid)
    }
    return PyramidNetwork.Stage(
      embedding: try reader.patchConvolution(
        names.embedding, inputs: shape.inputs, outputs: channels, kernel: shape.patch),
      norm: try reader.norm(names.embeddingNorm, channels: channels, layout.embeddingNorms),
      channels: channels, positions: positions, patch: shape.patch, blocks: blocks)
  }

  private func classToken(stage: Int, channels: Int, grid: TokenGrid?) throws -> PyramidNetwork.ClassToken {
    let token = try reader.tokens(layout.classToken, rows: 1, channels: channels)
    if let name = layout.stage(stage).positions {
      let positions = try PositionEmbedding(
        reader, name, channels: channels, prefixCount: 1, grid: grid)
      for (channel, value) in (positions.prefix.first ?? []).enumerated() { token[0, channel] += value }
    }
    return PyramidNetwork.ClassToken(
      token: token,
      norm: try reader.norm(layout.norm, channels: channels, layout.blockNorms))
  }

  // MARK: Shapes and hyper-parameters

  private func stageShapes(hasClassToken: Bool) throws -> [StageShape] {
    func embedding(_ stage: Int) -> String { "\(layout.stage(stage).embedding).weight" }
    func firstNorm(_ stage: Int, _ index: Int) -> String {
      "\(layout.block(stage, index).parts.norm1).weight"
    }
    var shapes: [StageShape] = []
    // Pixels along a side of a token.
    var cell = 1
    while let shape = reader.shape(of: embedding(shapes.count)) {
      let stage = shapes.count
      guard shape.count == 4, shape.allSatisfy({ $0 > 0 }), shape[2] == shape[3],
        shape[1] == shapes.last?.channels ?? 3
      else {
        throw ModelError.invalid(
          path: context.path,
          reason: "\(embedding(stage)) has shape \(shape), which does not follow the stage before")
      }
      let isLast = !reader.has(embedding(stage + 1))
      let (product, overflow) = cell.multipliedReportingOverflow(by: shape[2])
      cell = overflow ? Int.max : product
      let tokens = hasClassToken && isLast ? 1 : 0
      var depth = 0
      while reader.has(firstNorm(stage, depth)) { depth += 1 }
      shapes.append(
        StageShape(
          inputs: shape[1], channels: shape[0], patch: shape[2], depth: depth,
          trainedGrid: try layout.stage(stage).positions.map { name in
            try reader.rowCount(of: name).flatMap { context.statedGrid(of: $0 - tokens, patch: cell) }
              ?? PositionEmbedding.grid(reader, name, prefixCount: tokens)
          }))
    }
    guard shapes.contains(where: { $0.depth > 0 }) else {
      throw ModelError.tensorMismatch(
        path: context.path, family: family, missing: [embedding(0), firstNorm(0, 0)], misshapen: [],
        unknown: [])
    }
    return shapes
  }

  private func inputSize(_ shapes: [StageShape]) throws -> (height: Int, width: Int) {
    var multiple = 1
    for shape in shapes {
      let (product, overflow) = multiple.multipliedReportingOverflow(by: shape.patch)
      multiple = overflow ? Int.max : product
    }
    let first = shapes[0]
    return try context.inputSize(
      trained: first.trainedGrid.map { ($0.rows * first.patch, $0.columns * first.patch) },
      multiple: multiple, cell: first.patch)
  }

  /// Heads of a softmax stage: the width of a head is that of a linear layer, where the model has one.
  private func softmaxHeads(stage: Int, _ shapes: [StageShape]) throws -> Int {
    var sources = layout.heads
    sources.tensor = linearConvolution(shapes).map {
      (HeadTensor(name: $0, rank: 4, axis: 0, meaning: .headWidth), "dwc.weight of a linear stage")
    }
    if let (width, tensor) = try convolvedHeadWidth(shapes) {
      sources.stated = HeadSources.Width(channels: width, source: .tensors("\(tensor) of another stage"))
    }
    return try context.heads(sources, channels: shapes[stage].channels, stage: stage)
  }

  /// The attention of a block with a convolution of the values beside it; nil where the block has another.
  private func convolvedAttention(
    _ names: PyramidLayout.Block, shape: StageShape, grid: TokenGrid, prefix: [PrefixToken]
  ) throws -> (any AttentionLayer)? {
    guard let kind = layout.convolvedAttention, let convolved = names.convolved else { return nil }
    return try ConvolvedAttentionLayer(
      context, kind: kind, names: convolved,
      at: ConvolvedAttentionLayer.Place(
        channels: shape.channels, grid: grid, prefix: prefix, reductionNorm: layout.embeddingNorms))
  }

  /// The linear attention of an L block; nil where the block has another.
  private func linearAttention(
    _ names: PyramidLayout.Block, channels: Int, keyGrid: TokenGrid
  ) throws -> (any AttentionLayer)? {
    guard let kind = layout.linearAttention, let linear = names.linear else { return nil }
    return try LinearAttentionLayer(
      context, kind: kind, names: linear, channels: channels, keyGrid: keyGrid,
      reductionNorm: layout.embeddingNorms)
  }

  /// The channels of a head of the first layer with a convolution of the values beside it, and the tensor that says
  /// them; nil where the model has none.
  private func convolvedHeadWidth(_ shapes: [StageShape]) throws -> (width: Int, tensor: String)? {
    guard let kind = layout.convolvedAttention else { return nil }
    for (stage, shape) in shapes.enumerated() {
      for index in 0..<shape.depth {
        guard let convolved = layout.block(stage, index).convolved else { continue }
        let tensor = kind.heads(convolved.layer)
        if let heads = try tensor.heads(reader, channels: shape.channels) {
          return (shape.channels / heads, tensor.name)
        }
      }
    }
    return nil
  }

  /// The weight of the first linear layer's convolution; nil where the model has no such layer.
  private func linearConvolution(_ shapes: [StageShape]) -> String? {
    guard layout.linearAttention != nil else { return nil }
    let names = shapes.indices.lazy.flatMap { stage in
      (0..<shapes[stage].depth).lazy.map { layout.block(stage, $0).linear }
    }
    return names.lazy.compactMap { $0.map { "\($0.convolution).weight" } }.first(where: reader.has)
  }

  private func list(_ numbers: [Int]) -> String { numbers.map(String.init).joined(separator: ", ") }
}
