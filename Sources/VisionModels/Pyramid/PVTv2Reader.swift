// Reads a PVT v2 in any layout: stages of overlapping embeddings and blocks with convolutional MLPs.
import Attention
import Checkpoints
import Compute

struct PVTv2Reader {
  let context: ModelContext
  let family: String
  let layout: PyramidLayout

  private var reader: ParameterReader { context.reader }

  /// - Throws: `ModelError`, `CheckpointError`.
  func model() throws -> VisionModel {
    let channels = try stageChannels()
    let strides = channels.indices.map(layout.strides)
    // No tensor depends on the resolution: keys reduce by a stride, positions are not embedded.
    let size = try context.inputSize(
      trained: nil, multiple: product(of: strides), cell: strides[0],
      evaluated: layout.evaluated ?? Sourced(value: (224, 224), source: .familyDefault))
    var grid = TokenGrid(rows: size.height, columns: size.width)
    var stages: [PVTv2Network.Stage] = []
    var layers: [AttentionLayerDescription] = []
    for (index, width) in channels.enumerated() {
      let inputs = index == 0 ? 3 : channels[index - 1]
      let stage = try stage(index, inputs: inputs, channels: width, on: grid)
      grid = stage.embedding.grid(after: grid)
      for block in stage.blocks { layers.append(block.attention.description(index: layers.count, on: grid)) }
      stages.append(stage)
    }
    let classes = reader.shape(of: "\(layout.head).weight")?.first
    let network = PVTv2Network(
      stages: stages,
      head: try classes.map {
        try reader.linear(layout.head, inputs: channels[channels.count - 1], outputs: $0)
      })
    try reader.verify(family: family) { _ in false }
    context.note(
      "embed dims", channels.map(String.init).joined(separator: ", "), from: .tensors("patch embeddings"))
    context.note(
      "depths", stages.map { "\($0.blocks.count)" }.joined(separator: ", "), from: .tensors("blocks"))
    context.note(
      "keys", isPooled ? "averaged to 7×7" : "reduced by a stride", from: .tensors("shape of attn.sr"))
    context.note("activation", form.title, from: layout.activation.source)
    context.note(
      "pooling", "norm, then mean over tokens", from: context.poolingSource(.mean, otherwise: .familyDefault))
    layout.noteEpsilons(in: context)
    recordFacts(stages, layers, channels: channels, size: size)
    return context.model(
      family: family, size: size, transform: layout.transform, layers: layers, classCount: classes,
      network: network)
  }

  /// What configurations repeat.
  private func recordFacts(
    _ stages: [PVTv2Network.Stage], _ layers: [AttentionLayerDescription], channels: [Int],
    size: (height: Int, width: Int)
  ) {
    var remaining = layers[...]
    context.record(
      stages.indices.map { index in
        let blocks = stages[index].blocks
        defer { remaining = remaining.dropFirst(blocks.count) }
        return StageFacts(
          channels: channels[index], layers: Array(remaining.prefix(blocks.count)), mlp: blocks.first?.mlp,
          reduction: SpatialReduction.ratio(reader, layout.block(index, 0).softmax.reduction))
      })
    if context.overrides.inputHeight == nil {
      context.record(.trainedSize, .size(size.height, size.width))
    }
    context.record(.activation, .activation(form))
    context.record(
      .kernels,
      .list(channels.indices.map { reader.shape(of: "\(layout.stage($0).embedding).weight")?.last ?? 0 }))
    context.record(.strides, .list(channels.indices.map(layout.strides)))
    context.record(.pooling, FactValue("avg"))
    context.record(.pooledKeys, FactValue(.bool(isPooled)))
    // Pooled keys reduce to one grid, whatever the ratios.
    if isPooled { context.record(.softmaxReductions, FactValue("any") { $0.ints != nil }) }
    let queries = layout.block(0, 0).softmax.queries
    context.record(.qkvBias, FactValue(.bool(reader.has("\(queries).bias"))))
  }

  private func product(of strides: [Int]) -> Int {
    strides.reduce(1) { product, stride in
      let (result, overflow) = product.multipliedReportingOverflow(by: stride)
      return overflow ? Int.max : result
    }
  }

  /// The `_li` models average their keys to 7×7 in every block; others convolve by a stride above 1.
  private var isPooled: Bool {
    SpatialReduction.ratio(reader, layout.block(0, 0).softmax.reduction) == 1
      && reader.has("\(layout.block(0, 0).softmax.reduction.convolution).weight")
  }

  /// The pooled models clip the MLP's inner values before the convolution.
  private var form: FeedForward.Form {
    .convolved(layout.activation.value, afterReLU: isPooled)
  }

  private func stage(
    _ index: Int, inputs: Int, channels: Int, on grid: TokenGrid
  ) throws -> PVTv2Network.Stage {
    let names = layout.stage(index)
    let kernel = reader.shape(of: "\(names.embedding).weight")?.last ?? 3
    guard kernel % 2 == 1, kernel < 64 else {
      throw ModelError.invalid(
        path: context.path, reason: "\(names.embedding) has a kernel of \(kernel), expected odd")
    }
    let embedding = try OverlappingEmbedding(
      reader, projection: names.embedding, norm: names.embeddingNorm, inputs: inputs, outputs: channels,
      kernel: kernel, stride: layout.strides(index), rule: layout.embeddingNorms)
    let heads = try context.heads(layout.heads, channels: channels, stage: index)
    var blocks: [TransformerBlock] = []
    while case let block = layout.block(index, blocks.count), reader.has("\(block.parts.norm1).weight") {
      _ = try SpatialReduction.keyGrid(
        reader, block.softmax.reduction, of: embedding.grid(after: grid))
      let attention = try ReductionSoftmaxLayer(
        reader, names: block.softmax, channels: channels, heads: heads,
        reductionNorm: layout.embeddingNorms, pooledGrid: isPooled ? SpatialReduction.pooledGrid : nil)
      blocks.append(
        try TransformerBlock(
          reader, names: block.parts, channels: channels, norms: layout.blockNorms, form: form,
          attention: attention))
    }
    let norm = try names.norm.map {
      try reader.norm($0, channels: channels, layout.blockNorms)
    }
    return PVTv2Network.Stage(embedding: embedding, blocks: blocks, norm: norm)
  }

  /// The channels of every stage, from its patch embedding.
  private func stageChannels() throws -> [Int] {
    func embedding(_ stage: Int) -> String { "\(layout.stage(stage).embedding).weight" }
    var channels: [Int] = []
    while let shape = reader.shape(of: embedding(channels.count)) {
      guard shape.count == 4, shape[0] > 0, shape[1] == channels.last ?? 3, shape[2] == shape[3] else {
        throw ModelError.invalid(
          path: context.path,
          reason: "\(embedding(channels.count)) has shape \(shape), which does not follow the stage before")
      }
      channels.append(shape[0])
    }
    guard !channels.isEmpty else {
      throw ModelError.tensorMismatch(
        path: context.path, family: family, missing: [embedding(0)], misshapen: [], unknown: [])
    }
    return channels
  }
}
