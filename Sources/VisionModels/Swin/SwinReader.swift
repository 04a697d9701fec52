// Reads a hierarchy of windowed blocks in any layout: Swin, Swin v2, and Pola-Swin and FLatten-Swin on its skeleton.
import Attention
import Checkpoints
import Compute

struct SwinReader {
  let context: ModelContext
  let family: String
  let layout: SwinLayout

  private var reader: ParameterReader { context.reader }

  /// - Throws: `ModelError`, `CheckpointError`.
  func model() throws -> VisionModel {
    let (width, patch) = try reader.patchShape(layout.patches, family: layout.title)
    let depths = try depths()
    guard width.multipliedReportingOverflow(by: 1 << depths.count).overflow == false else {
      throw ModelError.invalid(path: context.path, reason: "has \(width) channels in its first stage")
    }
    let windows = SwinWindows(context: context, layout: layout, depths: depths, patch: patch)
    let size = try windows.inputSize()
    var grid = TokenGrid(rows: size.height / patch, columns: size.width / patch)
    var channels = width
    var stages: [SwinNetwork.Stage] = []
    var layers: [AttentionLayerDescription] = []
    for (stage, depth) in depths.enumerated() {
      let blocks = try (0..<depth).map { index in
        let names = layout.block(stage, index)
        return try TransformerBlock(
          reader, names: names.parts, channels: channels, norms: layout.norms,
          form: .plain(layout.activation.value), order: layout.normOrder,
          attention: try attention(
            names, windows, stage: stage, channels: channels, grid: grid, isShifted: index % 2 == 1))
      }
      for block in blocks { layers.append(block.attention.description(index: layers.count, on: grid)) }
      let isLast = stage == depths.count - 1
      stages.append(
        SwinNetwork.Stage(
          blocks: blocks,
          merging: isLast
            ? nil
            : try PatchMerging(
              reader, layout.merging(stage), channels: channels, rule: layout.embeddingNorms,
              reducesBeforeNorm: layout.reducesBeforeNorm)))
      if !isLast {
        grid = PatchMerging.grid(after: grid)
        channels *= 2
      }
    }
    let classes = reader.shape(of: "\(layout.head).weight")?.first
    let network = SwinNetwork(
      patch: patch,
      embedding: try reader.patchConvolution(layout.patches, inputs: 3, outputs: width, kernel: patch),
      embeddingNorm: try reader.norm(layout.embeddingNorm, channels: width, layout.embeddingNorms),
      channels: width, stages: stages,
      norm: try reader.norm(layout.norm, channels: channels, layout.norms),
      head: try classes.map { try reader.linear(layout.head, inputs: channels, outputs: $0) })
    try reader.verify(family: layout.title) {
      $0.hasSuffix("relative_position_index") || $0.hasSuffix("relative_coords_table")
        || $0.hasSuffix(".attn_mask") || $0.hasSuffix("mask_token")
    }
    note(width: width, patch: patch, depths: depths, layers: layers)
    recordFacts(stages, layers, windows, patch: patch, width: width)
    if let trained = windows.trainedSize?.value {
      context.record(.trainedSize, .size(trained.height, trained.width))
    } else if context.overrides.inputHeight == nil {
      context.record(.trainedSize, .size(size.height, size.width))
    }
    return context.model(
      family: family, size: size, transform: layout.transform, recipe: layout.recipe, layers: layers,
      classCount: classes, network: network)
  }

  /// What configurations repeat.
  private func recordFacts(
    _ stages: [SwinNetwork.Stage], _ layers: [AttentionLayerDescription], _ windows: SwinWindows, patch: Int,
    width: Int
  ) {
    var remaining = layers[...]
    context.record(
      stages.enumerated().map { index, stage in
        defer { remaining = remaining.dropFirst(stage.blocks.count) }
        return StageFacts(
          channels: width << index, layers: Array(remaining.prefix(stage.blocks.count)),
          mlp: stage.blocks.first?.mlp)
      },
      letters: layout.convolvedAttention?.letters ?? StageLetters())
    context.record(.patch, .size(patch, patch))
    context.record(.activation, .activation(.plain(layout.activation.value)))
    let first = layout.block(0, 0)
    var projection = first.softmax.queryKeyValue[0]
    if let linear = first.linear, layers.first?.mechanism.isStandard == false {
      if case .one(let name) = linear.projections { projection = name }
      if let kernel = reader.shape(of: "\(linear.convolution).weight")?.last {
        context.record(.valueKernel, FactValue(.integer(kernel)))
      }
    }
    var hasBias = reader.has("\(projection).bias")
    if case .queriesAndValues = first.softmax.biases { hasBias = true }
    context.record(.qkvBias, FactValue(.bool(hasBias)))
    guard let geometry = layers.first?.geometry else { return }
    let (grid, window) = (geometry.queryGrid, geometry.partition)
    // A window beyond the grid is the whole grid.
    context.record(
      .window,
      FactValue("\(window?.rows ?? grid.rows)") { value in
        guard let side = windows.sides(value)?.first else { return false }
        return min(side.rows, grid.rows) == min(window?.rows ?? grid.rows, grid.rows)
          && min(side.columns, grid.columns) == min(window?.columns ?? grid.columns, grid.columns)
      })
  }

  private func note(width: Int, patch: Int, depths: [Int], layers: [AttentionLayerDescription]) {
    func list(_ numbers: [Int]) -> String { numbers.map(String.init).joined(separator: ", ") }
    context.note("layout", layout.title, from: .tensors("names"))
    context.note("embed dim", "\(width)", from: .tensors("\(layout.patches).weight"))
    context.note("patch", "\(patch)", from: .tensors("\(layout.patches).weight"))
    context.note("depths", list(depths), from: .tensors("blocks"))
    context.note("attention", layers.map(\.letter).joined(), from: .tensors("per layer"))
    let isCosine = layout.block(0, 0).softmax.logitScale != nil
    context.note(
      "heads", list(layers.map(\.heads)),
      from: .tensors(
        isCosine ? "logit scales, per layer" : "bias tables, power or dwc, per layer"))
    let windows = layers.map { layer in
      let grid = layer.geometry.queryGrid
      let (rows, columns) =
        layer.geometry.partition.map { ($0.rows, $0.columns) } ?? (grid.rows, grid.columns)
      return rows == columns || layer.geometry.partition == nil ? "\(rows)" : "\(rows)×\(columns)"
    }
    if !isCosine {
      context.note(
        "windows", windows.joined(separator: ", "),
        from: .tensors("bias tables or positional encodings, per layer"))
    }
    if layers.contains(where: \.geometry.isPadded) {
      context.note("padding", "zeros fill the windows beyond the grid, as keys", from: .familyDefault)
    }
    if isCosine {
      context.note("logits", "τ·cos(q, k) + bias, τ of each head at most 100", from: .familyDefault)
    }
    if layout.normOrder != .before {
      context.note("norms", layout.normOrder.title, from: .familyDefault)
    }
    context.note("eps", "\(layout.norms.epsilon.value)", from: layout.norms.epsilon.source)
    context.note("activation", layout.activation.value.title, from: layout.activation.source)
    context.note(
      "pooling", "norm, then mean over tokens", from: context.poolingSource(.mean, otherwise: .familyDefault))
  }

  /// Blocks of each stage.
  private func depths() throws -> [Int] {
    func exists(_ stage: Int, _ index: Int) -> Bool {
      reader.has("\(layout.block(stage, index).parts.norm1).weight")
    }
    var depths: [Int] = []
    while exists(depths.count, 0) {
      var depth = 1
      while exists(depths.count, depth) { depth += 1 }
      depths.append(depth)
    }
    guard (1...8).contains(depths.count) else {
      throw ModelError.invalid(path: context.path, reason: "has \(depths.count) stages, expected 1 to 8")
    }
    return depths
  }

  private func attention(
    _ names: SwinLayout.Block, _ windows: SwinWindows, stage: Int, channels: Int, grid: TokenGrid,
    isShifted: Bool
  ) throws -> any AttentionLayer {
    if let kind = layout.convolvedAttention, let convolved = names.convolved,
      kind.isIn(reader, convolved.layer)
    {
      let side = try windows.convolvedSide(kind, convolved)
      let window = TokenGrid(rows: min(side, grid.rows), columns: min(side, grid.columns))
      try check(window, tiles: grid, of: convolved.layer)
      let layer = try ConvolvedAttentionLayer(
        context, kind: kind, names: convolved,
        at: .init(
          channels: channels, grid: grid,
          windows: WindowOrder(
            grid: grid, side: side, shift: isShifted ? side / 2 : 0, rule: layout.shiftRule),
          reductionNorm: layout.norms))
      if let layer { return layer }
    }
    if let kind = layout.linearAttention, let linear = names.linear,
      let encoding = reader.shape(of: linear.positionalEncoding)
    {
      // L blocks: a window as large as the positional encoding, the whole grid where that is no larger. Odd
      // ones shift as softmax blocks do, without a mask: tokens rolled into a window are attended to.
      let side = encoding.count == 3 ? exactSquareRoot(encoding[1]) ?? 1 : 1
      let window = TokenGrid(rows: min(side, grid.rows), columns: min(side, grid.columns))
      try check(window, tiles: grid, of: linear.layer)
      let layer = try LinearAttentionLayer(
        context, kind: kind, names: linear, channels: channels, keyGrid: window,
        windows: WindowOrder(
          grid: grid, side: side, shift: isShifted ? side / 2 : 0, rule: layout.shiftRule),
        reductionNorm: layout.norms)
      if let layer { return layer }
    }
    let heads = try windows.heads(names.softmax, channels: channels)
    let window = try windows.window(names.softmax, stage: stage, heads: heads, channels: channels, grid: grid)
    return try WindowSoftmaxLayer(
      reader, names: names.softmax, channels: channels, heads: heads,
      windows: windows.order(of: window, stage: stage, on: grid, isShifted: isShifted), window: window,
      mask: layout.mask)
  }

  /// - Throws: `ModelError.invalid` where the windows of a layer do not tile the grid.
  private func check(_ window: TokenGrid, tiles grid: TokenGrid, of layer: String) throws {
    guard grid.rows % window.rows == 0, grid.columns % window.columns == 0 else {
      throw ModelError.invalid(
        path: context.path,
        reason:
          "\(layer): windows of \(window.rows)×\(window.columns) do not tile \(grid.rows)×\(grid.columns) tokens; "
          + "try another --input-size")
    }
  }
}
