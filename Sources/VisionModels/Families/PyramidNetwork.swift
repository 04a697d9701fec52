// The pyramid that Pola-PVT and FLatten-PVT share: four stages of patch embedding and blocks, mean pooling.
import Attention
import Checkpoints
import Compute

/// Stages of ever fewer, wider tokens; logits = head(mean over tokens), without a final norm.
struct PyramidNetwork: Network {
  static let blockEpsilon: Float = 1e-6
  static let embeddingEpsilon: Float = 1e-5
  static let reductionEpsilon: Float = 1e-5

  /// Patch embedding, position embedding and blocks of one resolution.
  struct Stage: Sendable {
    let embedding: PatchConvolution
    let norm: LayerNorm
    /// [tokens × channels]
    let positions: Matrix
    let patch: Int
    let blocks: [TransformerBlock]
  }

  let stages: [Stage]
  let head: Linear?

  func logits(of image: ImagePlanes, pass: ForwardPass) throws -> [Float]? {
    let engine = pass.engine
    var (height, width) = (image.height, image.width)
    var tokens = image.planes
    for (index, stage) in stages.enumerated() {
      let grid = TokenGrid(rows: height / stage.patch, columns: width / stage.patch)
      let embedded = Matrix(rows: grid.count, columns: stage.positions.columns)
      if index == 0 {
        engine.convolvePlanes(tokens, height: height, width: width, stage.embedding, into: embedded)
      } else {
        engine.convolveTokens(tokens, height: height, width: width, stage.embedding, into: embedded)
      }
      engine.layerNorm(embedded, stage.norm, into: embedded)
      engine.add(stage.positions, to: embedded)
      for block in stage.blocks { try block(embedded, on: grid, pass: pass) }
      (tokens, height, width) = (embedded, grid.rows, grid.columns)
    }
    guard let head else { return nil }
    let pooled = Matrix(rows: 1, columns: tokens.columns, values: tokens.columnMeans())
    let logits = Matrix(rows: 1, columns: head.outputs)
    engine.linear(pooled, head, into: logits)
    return logits.values
  }
}

// MARK: Reading

extension PyramidNetwork {
  /// Reads the linear attention of one block, or nil where the block is a softmax one.
  typealias LinearLayerReader = (
    _ reader: ParameterReader, _ prefix: String, _ stage: Int, _ channels: Int, _ keyGrid: TokenGrid
  ) throws -> LinearAttentionLayer?

  /// Whether the tensors are a pyramid of this kind: PVT's names, neither class token nor convolutional MLP.
  static func isPyramid(_ checkpoint: Checkpoint) -> Bool {
    checkpoint.tensors["patch_embed1.proj.weight"] != nil && checkpoint.tensors["pos_embed1"] != nil
      && checkpoint.tensors["cls_token"] == nil
      && !checkpoint.names.contains { $0.contains(".mlp.dwconv.") }
  }

  /// Reads a model, taking the linear attention of each block from `linearLayer`.
  static func load(
    _ context: ModelContext, family: String, linearLayer: LinearLayerReader
  ) throws -> VisionModel {
    let reader = context.reader
    let shapes = try stageShapes(context)
    let size = try inputSize(context, shapes)
    let heads = try softmaxHeads(context, shapes)
    var (height, width) = (size.height, size.width)
    var stages: [Stage] = []
    var letters = ""
    for (index, shape) in shapes.enumerated() {
      (height, width) = (height / shape.patch, width / shape.patch)
      let grid = TokenGrid(rows: height, columns: width)
      let channels = shape.channels
      var blocks: [TransformerBlock] = []
      for depth in 0..<shape.depth {
        let prefix = "block\(index + 1).\(depth)"
        let attention: any AttentionLayer
        let linear = try linearLayer(
          reader, "\(prefix).attn", index, channels, try keyGrid(context, prefix, grid))
        if let linear {
          attention = linear
        } else {
          attention = try ReductionSoftmaxLayer(
            reader, prefix: "\(prefix).attn", channels: channels, heads: try heads(index),
            reductionEpsilon: reductionEpsilon)
        }
        if depth == 0 { letters += linear == nil ? "S" : "L" }
        let hidden = reader.shape(of: "\(prefix).mlp.fc1.weight")?.first ?? 4 * channels
        blocks.append(
          TransformerBlock(
            norm1: try reader.layerNorm("\(prefix).norm1", channels: channels, epsilon: blockEpsilon),
            attention: attention,
            norm2: try reader.layerNorm("\(prefix).norm2", channels: channels, epsilon: blockEpsilon),
            fc1: try reader.linear("\(prefix).mlp.fc1", inputs: channels, outputs: hidden),
            fc2: try reader.linear("\(prefix).mlp.fc2", inputs: hidden, outputs: channels)))
      }
      let positions = try PositionEmbedding(reader, "pos_embed\(index + 1)", channels: channels)
      if positions.grid != grid {
        context.note(
          "pos_embed\(index + 1)",
          "interpolated from \(positions.grid.rows)×\(positions.grid.columns) to \(height)×\(width)",
          from: .familyDefault)
      }
      stages.append(
        Stage(
          embedding: try reader.patchConvolution(
            "patch_embed\(index + 1).proj", inputs: shape.inputs, outputs: channels, kernel: shape.patch),
          norm: try reader.layerNorm(
            "patch_embed\(index + 1).norm", channels: channels, epsilon: embeddingEpsilon),
          positions: positions.matrix(on: grid), patch: shape.patch, blocks: blocks))
    }
    let classes = reader.shape(of: "head.weight")?.first
    let head = try classes.map {
      try reader.linear("head", inputs: shapes[shapes.count - 1].channels, outputs: $0)
    }
    // The published class keeps a final norm in its checkpoints and does not apply it.
    try reader.verify(family: family) { ["norm.weight", "norm.bias"].contains($0) }

    context.note("attention", letters, from: .tensors("block*.0.attn.*"))
    context.note("embed dims", list(shapes.map(\.channels)), from: .tensors("patch_embed*.proj.weight"))
    context.note("depths", list(shapes.map(\.depth)), from: .tensors("block*"))
    context.note("eps", "blocks 1e-6, patch embedding and reduction 1e-5", from: .familyDefault)
    let preprocessing = context.preprocessing(height: size.height, width: size.width, family: .squash)
    let network = PyramidNetwork(stages: stages, head: head)
    let layers = network.layerDescriptions(height: size.height, width: size.width)
    context.note("heads", list(layers.map(\.heads)), from: .tensors("per layer"))
    return VisionModel(
      family: family, hyperparameters: context.hyperparameters, preprocessing: preprocessing, layers: layers,
      classCount: classes, labels: classes.flatMap(context.labels), network: network, engine: context.engine)
  }

  private struct StageShape {
    let inputs: Int
    let channels: Int
    let patch: Int
    let depth: Int
    let trainedGrid: TokenGrid
  }

  private static func list(_ numbers: [Int]) -> String { numbers.map(String.init).joined(separator: ", ") }

  private static func stageShapes(_ context: ModelContext) throws -> [StageShape] {
    let reader = context.reader
    var shapes: [StageShape] = []
    while let shape = reader.shape(of: "patch_embed\(shapes.count + 1).proj.weight") {
      let stage = shapes.count + 1
      guard shape.count == 4, shape.allSatisfy({ $0 > 0 }), shape[2] == shape[3],
        shape[1] == shapes.last?.channels ?? 3
      else {
        throw ModelError.invalid(
          path: context.path,
          reason: "patch_embed\(stage).proj.weight has shape \(shape), which does not follow the stage before")
      }
      var depth = 0
      while reader.has("block\(stage).\(depth).norm1.weight") { depth += 1 }
      shapes.append(
        StageShape(
          inputs: shape[1], channels: shape[0], patch: shape[2], depth: depth,
          trainedGrid: try PositionEmbedding(reader, "pos_embed\(stage)", channels: shape[0]).grid))
    }
    guard !shapes.isEmpty, shapes.contains(where: { $0.depth > 0 }) else {
      throw ModelError.tensorMismatch(
        path: context.path, family: "a pyramid", missing: ["patch_embed1.proj.weight", "block1.0.*"],
        misshapen: [], unknown: [])
    }
    return shapes
  }

  private static func inputSize(
    _ context: ModelContext, _ shapes: [StageShape]
  ) throws -> (height: Int, width: Int) {
    var multiple = 1
    for shape in shapes {
      let (product, overflow) = multiple.multipliedReportingOverflow(by: shape.patch)
      multiple = overflow ? Int.max : product
    }
    let first = shapes[0]
    return try context.inputSize(
      trained: (first.trainedGrid.rows * first.patch, first.trainedGrid.columns * first.patch),
      multiple: multiple)
  }

  private static func keyGrid(
    _ context: ModelContext, _ prefix: String, _ grid: TokenGrid
  ) throws -> TokenGrid {
    let ratio = context.reader.shape(of: "\(prefix).attn.sr.weight")?.last ?? 1
    guard ratio > 0, grid.rows >= ratio, grid.columns >= ratio else {
      throw ModelError.invalid(
        path: context.path,
        reason: "\(prefix).attn reduces a \(grid.rows)×\(grid.columns) grid by \(ratio), leaving no keys")
    }
    return TokenGrid(rows: grid.rows / ratio, columns: grid.columns / ratio)
  }

  /// Heads of softmax stages, which no tensor tells: flag, configuration, or the head width of a linear stage.
  private static func softmaxHeads(
    _ context: ModelContext, _ shapes: [StageShape]
  ) throws -> (_ stage: Int) throws -> Int {
    let configured = context.modelArgument("num_heads")?.ints
    let linearWidth = context.reader.checkpoint.names.lazy
      .first { $0.hasSuffix(".attn.dwc.weight") }
      .flatMap { context.reader.shape(of: $0)?.first }
    return { stage in
      let channels = shapes[stage].channels
      let heads: Int
      if let flag = context.overrides.numHeads, let count = flag.count == 1 ? flag[0] : flag[safe: stage] {
        heads = count
      } else if let count = configured?[safe: stage] {
        heads = count
      } else if let linearWidth, linearWidth > 0 {
        heads = channels / linearWidth
      } else {
        throw ModelError.undetermined(
          path: context.path, value: "the number of heads", advice: "give one per stage with --num-heads")
      }
      guard heads > 0, channels % heads == 0 else {
        throw ModelError.invalid(
          path: context.path, reason: "\(heads) heads do not divide the \(channels) channels of stage \(stage)")
      }
      return heads
    }
  }

  /// The attention layers for an input of the given size.
  private func layerDescriptions(height: Int, width: Int) -> [AttentionLayerDescription] {
    var grid = TokenGrid(rows: height, columns: width)
    var descriptions: [AttentionLayerDescription] = []
    for stage in stages {
      grid = TokenGrid(rows: grid.rows / stage.patch, columns: grid.columns / stage.patch)
      for block in stage.blocks {
        let layer = block.attention
        descriptions.append(
          AttentionLayerDescription(
            index: descriptions.count, name: layer.name, mechanism: layer.mechanism.name,
            streams: layer.mechanism.streams, heads: layer.heads, geometry: layer.geometry(on: grid)))
      }
    }
    return descriptions
  }
}

extension Array {
  /// The element at `index`, nil beyond the end.
  subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
