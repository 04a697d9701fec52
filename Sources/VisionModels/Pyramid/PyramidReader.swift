// Reads a pyramid's stages from a checkpoint in PVT's naming.
import Attention
import Checkpoints
import Compute

/// The reading of `patch_embed<s>`, `pos_embed<s>` and `block<s>.<i>`, stages counted from 1.
struct PyramidReader {
  static let blockEpsilon: Float = 1e-6
  static let embeddingEpsilon: Float = 1e-5
  static let reductionEpsilon: Float = 1e-5

  /// What shapes tell of a stage.
  private struct StageShape {
    let inputs: Int
    let channels: Int
    let patch: Int
    let depth: Int
    let trainedGrid: TokenGrid
  }

  let context: ModelContext
  let family: String
  /// The family's evaluation transform.
  let recipe: FamilyPreprocessing
  /// The attention of L blocks; nil for a family of softmax blocks only.
  var linearAttention: LinearAttentionKind?

  private var reader: ParameterReader { context.reader }

  /// Whether the tensors are a pyramid of this kind: PVT's names, and no convolutional MLP.
  static func isPyramid(_ checkpoint: Checkpoint, hasClassToken: Bool = false) -> Bool {
    checkpoint.tensors["patch_embed1.proj.weight"] != nil && checkpoint.tensors["pos_embed1"] != nil
      && (checkpoint.tensors["cls_token"] != nil) == hasClassToken
      && !checkpoint.names.contains { $0.contains(".mlp.dwconv.") }
  }

  /// - Throws: `ModelError`, `CheckpointError`.
  func model() throws -> VisionModel {
    let hasClassToken = reader.has("cls_token")
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
    let classToken = try hasClassToken ? classToken(stage: shapes.count, channels: channels) : nil
    let classes = reader.shape(of: "head.weight")?.first
    let head = try classes.map { try reader.linear("head", inputs: channels, outputs: $0) }
    // Without a class token the published classes keep a final norm in their checkpoints and do not apply it.
    try reader.verify(family: family) { !hasClassToken && ["norm.weight", "norm.bias"].contains($0) }

    let network = PyramidNetwork(stages: stages, classToken: classToken, head: head)
    let layers = network.layerDescriptions(height: size.height, width: size.width)
    context.note(
      "pooling", hasClassToken ? "class token" : "mean over tokens, no norm",
      from: hasClassToken ? .tensors("cls_token") : .familyDefault)
    context.note("activation", "GELU (erf)", from: .familyDefault)
    context.note("embed dims", list(shapes.map(\.channels)), from: .tensors("patch_embed*.proj.weight"))
    context.note("patches", list(shapes.map(\.patch)), from: .tensors("patch_embed*.proj.weight"))
    context.note("depths", list(shapes.map(\.depth)), from: .tensors("block*"))
    context.note(
      "attention",
      layers.map { $0.mechanism == .softmax ? "S" : "L" }.joined(), from: .tensors("block*.attn.*, per layer")
    )
    let linear = layers.filter { $0.mechanism != .softmax }
    if !linear.isEmpty {
      context.note(
        "heads of L blocks", list(linear.map(\.heads)), from: .tensors("power or dwc, per layer"))
    }
    context.note("eps", "blocks 1e-6, patch embedding and reduction 1e-5", from: .familyDefault)
    return context.model(
      family: family, size: size, recipe: recipe,
      layers: layers, classCount: classes, network: network)
  }

  // MARK: Stages

  private func stage(
    _ index: Int, _ shape: StageShape, of shapes: [StageShape], on grid: TokenGrid, prefix: [PrefixToken]
  ) throws -> PyramidNetwork.Stage {
    let channels = shape.channels
    let blocks = try (0..<shape.depth).map { depth in
      let name = "block\(index + 1).\(depth)"
      let keyGrid = try SpatialReduction.keyGrid(reader, prefix: "\(name).attn", of: grid)
      let linear = try linearAttention.flatMap { kind in
        try LinearAttentionLayer(
          context, kind: kind, prefix: "\(name).attn", channels: channels, keyGrid: keyGrid,
          reductionEpsilon: Self.reductionEpsilon)
      }
      let attention: any AttentionLayer =
        try linear
        ?? ReductionSoftmaxLayer(
          reader, prefix: "\(name).attn", channels: channels, heads: try softmaxHeads(stage: index, shapes),
          reductionEpsilon: Self.reductionEpsilon, prefixTokens: prefix)
      return try TransformerBlock(
        reader, names: .timm(name), channels: channels, epsilon: Self.blockEpsilon, attention: attention)
    }
    let positions = try PositionEmbedding(
      reader, "pos_embed\(index + 1)", channels: channels, prefixCount: prefix.count)
    context.noteInterpolation(
      "pos_embed\(index + 1)", from: positions.grid, to: grid, rule: .bilinear, of: "PVT")
    return PyramidNetwork.Stage(
      embedding: try reader.patchConvolution(
        "patch_embed\(index + 1).proj", inputs: shape.inputs, outputs: channels, kernel: shape.patch),
      norm: try reader.layerNorm(
        "patch_embed\(index + 1).norm", channels: channels, epsilon: Self.embeddingEpsilon),
      positions: positions.matrix(on: grid), patch: shape.patch, blocks: blocks)
  }

  private func classToken(stage: Int, channels: Int) throws -> PyramidNetwork.ClassToken {
    let token = try reader.tokens("cls_token", rows: 1, channels: channels)
    let positions = try PositionEmbedding(reader, "pos_embed\(stage)", channels: channels, prefixCount: 1)
    for (channel, value) in (positions.prefix.first ?? []).enumerated() { token[0, channel] += value }
    return PyramidNetwork.ClassToken(
      token: token,
      norm: try reader.layerNorm("norm", channels: channels, epsilon: Self.blockEpsilon))
  }

  // MARK: Shapes and hyper-parameters

  private func stageShapes(hasClassToken: Bool) throws -> [StageShape] {
    var shapes: [StageShape] = []
    while let shape = reader.shape(of: "patch_embed\(shapes.count + 1).proj.weight") {
      let stage = shapes.count + 1
      guard shape.count == 4, shape.allSatisfy({ $0 > 0 }), shape[2] == shape[3],
        shape[1] == shapes.last?.channels ?? 3
      else {
        throw ModelError.invalid(
          path: context.path,
          reason: "patch_embed\(stage).proj.weight has shape \(shape), which does not follow the stage before"
        )
      }
      let isLast = !reader.has("patch_embed\(stage + 1).proj.weight")
      var depth = 0
      while reader.has("block\(stage).\(depth).norm1.weight") { depth += 1 }
      shapes.append(
        StageShape(
          inputs: shape[1], channels: shape[0], patch: shape[2], depth: depth,
          trainedGrid: try PositionEmbedding.grid(
            reader, "pos_embed\(stage)", prefixCount: hasClassToken && isLast ? 1 : 0)))
    }
    guard shapes.contains(where: { $0.depth > 0 }) else {
      throw ModelError.tensorMismatch(
        path: context.path, family: family, missing: ["patch_embed1.proj.weight", "block1.0.*"],
        misshapen: [], unknown: [])
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
      trained: (first.trainedGrid.rows * first.patch, first.trainedGrid.columns * first.patch),
      multiple: multiple, cell: first.patch)
  }

  /// Heads of softmax stages, which no tensor tells: flag, configuration, the head width of a linear stage,
  /// or PVT's published 64 channels a head.
  private func softmaxHeads(stage: Int, _ shapes: [StageShape]) throws -> Int {
    let channels = shapes[stage].channels
    let sourced = try softmaxHeads(stage: stage, channels: channels)
    guard sourced.value > 0, channels % sourced.value == 0 else {
      throw ModelError.invalid(
        path: context.path,
        reason: "\(sourced.value) heads (\(sourced.source)) do not divide the \(channels) channels of stage "
          + "\(stage)")
    }
    context.note("heads of stage \(stage)", "\(sourced.value)", from: sourced.source)
    return sourced.value
  }

  private func softmaxHeads(stage: Int, channels: Int) throws -> Sourced<Int> {
    let linearWidth = reader.checkpoint.names.first { $0.hasSuffix(".attn.dwc.weight") }
      .flatMap { reader.shape(of: $0)?.first }
    if let flag = context.overrides.numHeads, let count = flag.count == 1 ? flag[0] : flag[safe: stage] {
      return Sourced(value: count, source: .flag("--num-heads"))
    }
    if let count = context.modelArgument("num_heads")?.ints?[safe: stage] {
      return Sourced(value: count, source: .configuration("config.json model_args.num_heads"))
    }
    if let linearWidth, linearWidth > 0 {
      return Sourced(value: channels / linearWidth, source: .tensors("dwc.weight of a linear stage"))
    }
    if channels % 64 == 0 {
      return Sourced(
        value: channels / 64, source: .guess("64 channels a head, as published PVTs have; see --num-heads"))
    }
    throw ModelError.undetermined(
      path: context.path, value: "the number of heads", advice: "give one per stage with --num-heads")
  }

  private func list(_ numbers: [Int]) -> String { numbers.map(String.init).joined(separator: ", ") }
}

extension Array {
  /// The element at `index`, nil beyond the end.
  subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
