// The hierarchy that Swin, Pola-Swin and FLatten-Swin share: windows, patch merging, norm and mean pooling.
import Attention
import Checkpoints
import Compute

struct SwinNetwork: Network {
  static let epsilon: Float = 1e-5

  /// Blocks of one resolution, and the merging of 2×2 patches that leads to the next.
  struct Stage: Sendable {
    let blocks: [TransformerBlock]
    let merging: PatchMerging?
  }

  let patch: Int
  let embedding: PatchConvolution
  let embeddingNorm: LayerNorm
  let channels: Int
  let stages: [Stage]
  let norm: LayerNorm
  let head: Linear?

  func logits(of image: ImagePlanes, pass: ForwardPass) throws -> [Float]? {
    let engine = pass.engine
    var grid = TokenGrid(rows: image.height / patch, columns: image.width / patch)
    var tokens = Matrix(unwrittenRows: grid.count, columns: channels)
    engine.convolvePlanes(image.planes, height: image.height, width: image.width, embedding, into: tokens)
    engine.layerNorm(tokens, embeddingNorm, into: tokens)
    for stage in stages {
      for block in stage.blocks { try block(tokens, on: grid, pass: pass) }
      if let merging = stage.merging { (tokens, grid) = merging(tokens, on: grid, engine: engine) }
    }
    engine.layerNorm(tokens, norm, into: tokens)
    guard let head else { return nil }
    let pooled = Matrix(rows: 1, columns: tokens.columns, values: tokens.columnMeans())
    let logits = Matrix(rows: 1, columns: head.outputs)
    engine.linear(pooled, head, into: logits)
    return logits.values
  }
}

/// Four neighbouring tokens become one of twice the width.
struct PatchMerging: Sendable {
  let norm: LayerNorm
  let reduction: Linear

  /// Reads `<prefix>.norm` and `<prefix>.reduction`.
  init(_ reader: ParameterReader, prefix: String, channels: Int) throws {
    norm = try reader.layerNorm("\(prefix).norm", channels: 4 * channels, epsilon: SwinNetwork.epsilon)
    reduction = try reader.linear("\(prefix).reduction", inputs: 4 * channels, outputs: 2 * channels)
  }

  /// Concatenates the tokens at (even, even), (odd, even), (even, odd), (odd, odd) rows and columns.
  func callAsFunction(_ tokens: Matrix, on grid: TokenGrid, engine: Engine) -> (Matrix, TokenGrid) {
    let merged = TokenGrid(rows: grid.rows / 2, columns: grid.columns / 2)
    let channels = tokens.columns
    let gathered = Matrix(unwrittenRows: merged.count, columns: 4 * channels)
    for index in 0..<merged.count {
      let position = merged.position(at: index)
      for (part, (down, across)) in [(0, 0), (1, 0), (0, 1), (1, 1)].enumerated() {
        let source = GridPosition(row: 2 * position.row + down, column: 2 * position.column + across)
        let target = gathered.columns(part * channels..<(part + 1) * channels).row(index)
        _ = target.update(fromContentsOf: tokens.row(grid.index(of: source)))
      }
    }
    engine.layerNorm(gathered, norm, into: gathered)
    let output = Matrix(unwrittenRows: merged.count, columns: reduction.outputs)
    engine.linear(gathered, reduction, .product, into: output)
    return (output, merged)
  }
}

// MARK: Reading

extension SwinNetwork {
  /// Reads the linear attention of one block, or nil where the block is a softmax one.
  typealias LinearLayerReader = (
    _ reader: ParameterReader, _ prefix: String, _ channels: Int, _ windows: WindowOrder, _ keyGrid: TokenGrid
  ) throws -> LinearAttentionLayer?

  /// Whether the tensors are a hierarchy of this kind, in the original layout or timm's.
  static func isHierarchy(_ checkpoint: Checkpoint) -> Bool {
    checkpoint.tensors["layers.0.blocks.0.norm1.weight"] != nil
      && checkpoint.tensors["patch_embed.proj.weight"] != nil
      && !checkpoint.names.contains { $0.hasSuffix(".attn.logit_scale") }
  }

  /// Reads a model, taking the linear attention of blocks that have one from `linearLayer`.
  static func load(
    _ context: ModelContext, family: String, recipe: FamilyPreprocessing,
    linearLayer: LinearLayerReader = { _, _, _, _, _ in nil }
  ) throws -> VisionModel {
    let reader = context.reader
    guard let shape = reader.shape(of: "patch_embed.proj.weight"), shape.count == 4, shape[1] == 3,
      shape[2] == shape[3], shape[0] > 0, shape[2] > 0
    else {
      throw ModelError.tensorMismatch(
        path: context.path, family: family, missing: [],
        misshapen: ["patch_embed.proj.weight, expected [channels, 3, patch, patch]"], unknown: [])
    }
    let (width, patch) = (shape[0], shape[2])
    var depths: [Int] = []
    while reader.has("layers.\(depths.count).blocks.0.norm1.weight") {
      var depth = 0
      while reader.has("layers.\(depths.count).blocks.\(depth).norm1.weight") { depth += 1 }
      depths.append(depth)
    }
    guard (1...8).contains(depths.count) else {
      throw ModelError.invalid(path: context.path, reason: "has \(depths.count) stages, expected 1 to 8")
    }
    let size = try inputSize(context, patch: patch, stages: depths.count)
    var grid = TokenGrid(rows: size.height / patch, columns: size.width / patch)
    // timm keeps the merging before the stage whose key holds it, the original after.
    let mergesBefore = !reader.has("layers.0.downsample.reduction.weight")
    var channels = width
    var stages: [Stage] = []
    var layers: [AttentionLayerDescription] = []
    for (stage, depth) in depths.enumerated() {
      let blocks = try (0..<depth).map { index in
        let prefix = "layers.\(stage).blocks.\(index)"
        return try TransformerBlock(
          reader, names: .timm(prefix), channels: channels, epsilon: epsilon,
          attention: try attention(
            context, prefix: "\(prefix).attn", channels: channels, grid: grid, isShifted: index % 2 == 1,
            linearLayer: linearLayer))
      }
      for block in blocks { layers.append(block.attention.description(index: layers.count, on: grid)) }
      let isLast = stage == depths.count - 1
      let mergingName = "layers.\(mergesBefore ? stage + 1 : stage).downsample"
      stages.append(
        Stage(
          blocks: blocks,
          merging: isLast ? nil : try PatchMerging(reader, prefix: mergingName, channels: channels)))
      if !isLast {
        grid = TokenGrid(rows: grid.rows / 2, columns: grid.columns / 2)
        channels *= 2
      }
    }
    let headName = reader.has("head.fc.weight") ? "head.fc" : "head"
    let classes = reader.shape(of: "\(headName).weight")?.first
    let network = SwinNetwork(
      patch: patch,
      embedding: try reader.patchConvolution("patch_embed.proj", inputs: 3, outputs: width, kernel: patch),
      embeddingNorm: try reader.layerNorm("patch_embed.norm", channels: width, epsilon: epsilon),
      channels: width, stages: stages,
      norm: try reader.layerNorm("norm", channels: channels, epsilon: epsilon),
      head: try classes.map { try reader.linear(headName, inputs: channels, outputs: $0) })
    try reader.verify(family: family) {
      $0.hasSuffix(".attn.relative_position_index") || $0.hasSuffix(".attn_mask")
    }

    context.note("embed dim", "\(width)", from: .tensors("patch_embed.proj.weight"))
    context.note("depths", depths.map(String.init).joined(separator: ", "), from: .tensors("layers.*"))
    context.note(
      "heads", layers.map { "\($0.heads)" }.joined(separator: ", "),
      from: .tensors("relative_position_bias_table, power or dwc, per layer"))
    context.note("eps", "1e-5", from: .familyDefault)
    return context.model(
      family: family, size: size, recipe: recipe,
      layers: layers, classCount: classes, network: network)
  }

  /// Nothing in the tensors of a pure Swin tells the resolution: flag, configuration, else 224.
  private static func inputSize(
    _ context: ModelContext, patch: Int, stages: Int
  ) throws -> (height: Int, width: Int) {
    let multiple = patch.multipliedReportingOverflow(by: 1 << (stages - 1))
    let encoding = context.reader.shape(of: "layers.0.blocks.0.attn.positional_encoding")
    let side = encoding.flatMap { $0.count == 3 ? exactSquareRoot($0[1]) : nil }.map { $0 * patch } ?? 224
    return try context.inputSize(
      trained: (side, side), multiple: multiple.overflow ? Int.max : multiple.partialValue)
  }

  private static func attention(
    _ context: ModelContext, prefix: String, channels: Int, grid: TokenGrid, isShifted: Bool,
    linearLayer: LinearLayerReader
  ) throws -> any AttentionLayer {
    let reader = context.reader
    if let encoding = reader.shape(of: "\(prefix).positional_encoding") {
      // L blocks: a window as large as the positional encoding, the whole grid where that is no larger.
      let side = encoding.count == 3 ? exactSquareRoot(encoding[1]) ?? 1 : 1
      let window = TokenGrid(rows: min(side, grid.rows), columns: min(side, grid.columns))
      guard grid.rows % window.rows == 0, grid.columns % window.columns == 0 else {
        throw ModelError.invalid(
          path: context.path,
          reason: "\(prefix): windows of \(side)×\(side) do not tile \(grid.rows)×\(grid.columns) tokens; "
            + "try another --input-size")
      }
      if let layer = try linearLayer(
        reader, prefix, channels, WindowOrder(grid: grid, side: side), window)
      {
        return layer
      }
    }
    return try WindowSoftmaxLayer(
      reader, prefix: prefix, channels: channels, grid: grid, isShifted: isShifted)
  }
}
