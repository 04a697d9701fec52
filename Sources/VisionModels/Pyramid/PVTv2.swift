// PVT v2: overlapping patch embeddings, reduced keys, a depthwise convolution in the MLP; original names and timm's.
import Attention
import Checkpoints
import Compute

enum PVTv2: ModelFamily {
  static let name = "pvt_v2"
  private static let embeddingEpsilon: Float = 1e-5
  private static let blockEpsilon: Float = 1e-6

  static func recognises(_ checkpoint: Checkpoint) -> Bool {
    checkpoint.names.contains { $0.contains(".mlp.dwconv.") }
  }

  static let landmarks = [
    "patch_embed1.proj.weight", "block1.0.attn.q.weight", "block1.0.attn.kv.weight",
    "block1.0.mlp.dwconv.dwconv.weight",
  ]

  static func load(_ context: ModelContext) throws -> VisionModel {
    let reader = context.reader
    let names: any StageNames = reader.has("stages.0.norm.weight") ? TimmNames() : OriginalNames()
    // The `_li` models average their keys to 7×7 in every block; others convolve by a stride above 1.
    let isPooled = reader.shape(of: "\(names.block(0, 0)).attn.sr.weight")?.last == 1
    var channels: [Int] = []
    while let shape = reader.shape(of: "\(names.embedding(channels.count)).proj.weight") {
      guard shape.count == 4, shape[0] > 0, shape[1] == channels.last ?? 3, shape[2] == shape[3] else {
        throw ModelError.invalid(
          path: context.path,
          reason: "\(names.embedding(channels.count)).proj.weight has shape \(shape), which does not follow "
            + "the stage before")
      }
      channels.append(shape[0])
    }
    guard !channels.isEmpty else {
      throw ModelError.tensorMismatch(
        path: context.path, family: name, missing: ["\(names.embedding(0)).proj.weight"], misshapen: [],
        unknown: [])
    }
    // Nothing in the tensors tells the resolution: keys reduce by a stride, positions are not embedded.
    let size = try context.inputSize(
      trained: (224, 224), multiple: 32, cell: 4,
      evaluated: Sourced(value: 224, source: .familyDefault))
    var grid = TokenGrid(rows: size.height, columns: size.width)
    var stages: [PVTv2Network.Stage] = []
    var layers: [AttentionLayerDescription] = []
    for (stage, width) in channels.enumerated() {
      let kernel = reader.shape(of: "\(names.embedding(stage)).proj.weight")?.last ?? 3
      guard kernel % 2 == 1, kernel < 64 else {
        throw ModelError.invalid(
          path: context.path, reason: "\(names.embedding(stage)).proj has a kernel of \(kernel), expected odd"
        )
      }
      let embedding = try OverlappingEmbedding(
        reader, projection: "\(names.embedding(stage)).proj", norm: "\(names.embedding(stage)).norm",
        inputs: stage == 0 ? 3 : channels[stage - 1], outputs: width,
        kernel: kernel,
        stride: stage == 0 ? 4 : 2, epsilon: embeddingEpsilon)
      grid = embedding.grid(after: grid)
      let heads = try headCount(context, stage: stage, channels: width)
      var blocks: [TransformerBlock] = []
      while reader.has("\(names.block(stage, blocks.count)).norm1.weight") {
        let prefix = names.block(stage, blocks.count)
        var blockNames = TransformerBlock.Names.timm(prefix)
        blockNames.mlp.convolution = names.mlpConvolution(prefix)
        _ = try SpatialReduction.keyGrid(reader, prefix: "\(prefix).attn", of: grid)
        let attention = try ReductionSoftmaxLayer(
          reader, prefix: "\(prefix).attn", channels: width, heads: heads, reductionEpsilon: embeddingEpsilon,
          pooledGrid: isPooled ? SpatialReduction.pooledGrid : nil)
        blocks.append(
          try TransformerBlock(
            reader, names: blockNames, channels: width, epsilon: blockEpsilon,
            activation: isPooled ? .reluThenGELU : .gelu, attention: attention))
        layers.append(attention.description(index: layers.count, on: grid))
      }
      stages.append(
        PVTv2Network.Stage(
          embedding: embedding, blocks: blocks,
          norm: try reader.layerNorm(names.norm(stage), channels: width, epsilon: blockEpsilon)))
    }
    let classes = reader.shape(of: "head.weight")?.first
    let network = PVTv2Network(
      stages: stages,
      head: try classes.map { try reader.linear("head", inputs: channels[channels.count - 1], outputs: $0) })
    try reader.verify(family: name) { _ in false }
    context.note(
      "embed dims", channels.map(String.init).joined(separator: ", "), from: .tensors("patch embeddings"))
    context.note(
      "depths", stages.map { "\($0.blocks.count)" }.joined(separator: ", "), from: .tensors("blocks"))
    context.note(
      "keys", isPooled ? "averaged to 7×7" : "reduced by a stride", from: .tensors("shape of attn.sr"))
    context.note("activation", isPooled ? "ReLU, GELU (erf)" : "GELU (erf)", from: .familyDefault)
    context.note("pooling", "norm, then mean over tokens", from: .familyDefault)
    context.note("eps", "blocks 1e-6, patch embedding and reduction 1e-5", from: .familyDefault)
    return context.model(
      family: name, size: size, recipe: names is TimmNames ? .vit : .original, layers: layers,
      classCount: classes, network: network)
  }

  /// Flag, configuration, or the 1, 2, 5, 8 heads of every published PVT v2.
  private static func headCount(_ context: ModelContext, stage: Int, channels: Int) throws -> Int {
    let heads: Sourced<Int>
    if let flag = context.overrides.numHeads, let count = flag.count == 1 ? flag[0] : flag[safe: stage] {
      heads = Sourced(value: count, source: .flag("--num-heads"))
    } else if let count = context.modelArgument("num_heads")?.ints?[safe: stage] {
      heads = Sourced(value: count, source: .configuration("config.json model_args.num_heads"))
    } else {
      heads = Sourced(value: [1, 2, 5, 8][safe: stage] ?? 1, source: .familyDefault)
    }
    guard heads.value > 0, channels % heads.value == 0 else {
      throw ModelError.invalid(
        path: context.path,
        reason: "\(heads.value) heads (\(heads.source)) do not divide the \(channels) channels of stage "
          + "\(stage); give --num-heads")
    }
    context.note("heads of stage \(stage)", "\(heads.value)", from: heads.source)
    return heads.value
  }
}

// MARK: Names

/// How a layout names the parts of its stages, counted from 0.
private protocol StageNames {
  func embedding(_ stage: Int) -> String
  func block(_ stage: Int, _ index: Int) -> String
  func norm(_ stage: Int) -> String
  func mlpConvolution(_ block: String) -> String
}

private struct OriginalNames: StageNames {
  func embedding(_ stage: Int) -> String { "patch_embed\(stage + 1)" }
  func block(_ stage: Int, _ index: Int) -> String { "block\(stage + 1).\(index)" }
  func norm(_ stage: Int) -> String { "norm\(stage + 1)" }
  func mlpConvolution(_ block: String) -> String { "\(block).mlp.dwconv.dwconv" }
}

private struct TimmNames: StageNames {
  func embedding(_ stage: Int) -> String { stage == 0 ? "patch_embed" : "stages.\(stage).downsample" }
  func block(_ stage: Int, _ index: Int) -> String { "stages.\(stage).blocks.\(index)" }
  func norm(_ stage: Int) -> String { "stages.\(stage).norm" }
  func mlpConvolution(_ block: String) -> String { "\(block).mlp.dwconv" }
}

// MARK: Network

struct PVTv2Network: Network {
  struct Stage: Sendable {
    let embedding: OverlappingEmbedding
    let blocks: [TransformerBlock]
    let norm: LayerNorm
  }

  let stages: [Stage]
  let head: Linear?

  func logits(of image: ImagePlanes, pass: ForwardPass) throws -> [Float]? {
    let engine = pass.engine
    var grid = TokenGrid(rows: image.height, columns: image.width)
    var tokens = image.pixels
    for stage in stages {
      tokens = stage.embedding(tokens, on: grid, engine: engine)
      grid = stage.embedding.grid(after: grid)
      for block in stage.blocks { try block(tokens, on: grid, pass: pass) }
      engine.layerNorm(tokens, stage.norm, into: tokens)
    }
    guard let head else { return nil }
    let pooled = Matrix(rows: 1, columns: tokens.columns, values: tokens.columnMeans())
    let logits = Matrix(rows: 1, columns: head.outputs)
    engine.linear(pooled, head, into: logits)
    return logits.values
  }
}

extension ImagePlanes {
  /// The image with one row for each pixel, [height·width × channels].
  fileprivate var pixels: Matrix {
    let pixels = Matrix(rows: planes.columns, columns: planes.rows)
    for channel in 0..<planes.rows {
      for (pixel, value) in planes.row(channel).enumerated() { pixels[pixel, channel] = value }
    }
    return pixels
  }
}
