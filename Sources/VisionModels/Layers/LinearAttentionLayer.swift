// Linear attention with scaled queries and keys, a positional encoding and a depthwise convolution of the
// values (FLatten, PolaFormer).
import Attention
import Compute

/// The layer around a linear mechanism, attention.md §2 and §3.
///
/// The division of queries and keys by softplus(scale) is folded into the weights and the positional encoding
/// when the layer is read, so that the projections give the vectors that enter the feature map.
struct LinearAttentionLayer: AttentionLayer {
  let name: String
  let heads: Int
  let mechanism: any Mechanism
  let projection: Linear
  /// Queries, then the gate where the layer has one.
  private let queryAndGate: Linear
  private let k: Linear
  private let v: Linear
  private let hasGate: Bool
  /// [keys × channels], divided by softplus(scale).
  private let positionalEncoding: Matrix
  private let convolution: DepthwiseConvolution
  private let reduction: SpatialReduction?
  /// nil where every token sees every key.
  private let windows: WindowOrder?

  /// The projections of a layer, before the scale is folded into them; each [channels × channels].
  struct Projections {
    let query: LinearWeights
    let key: LinearWeights
    let value: LinearWeights
    let gate: LinearWeights?
  }

  /// Reads what the flavours share: `scale`, `positional_encoding`, `dwc`, `sr` and `proj`.
  ///
  /// - Parameters:
  ///   - keyGrid: where the keys of a window stand when the model runs at its input size; the positional
  ///     encoding is interpolated to it where it was trained on another grid.
  ///   - windows: nil for attention over the whole grid.
  ///   - mechanism: made from 1/softplus(scale) of every channel.
  init(
    _ reader: ParameterReader, prefix: String, channels: Int, heads: Int, projections: Projections,
    keyGrid: TokenGrid, windows: WindowOrder? = nil, reductionEpsilon: Float,
    mechanism: (_ inverseScale: [Float]) -> any Mechanism
  ) throws {
    name = prefix
    self.heads = heads
    self.windows = windows
    let scale = try reader.values("\(prefix).scale", shape: [1, 1, channels])
    let inverseScale = scale.map { Float(1 / softplus(Double($0))) }
    self.mechanism = mechanism(inverseScale)

    let query = projections.query.scaled(by: inverseScale)
    hasGate = projections.gate != nil
    queryAndGate = (projections.gate.map(query.followed) ?? query).packed(on: reader.engine)
    k = projections.key.scaled(by: inverseScale).packed(on: reader.engine)
    v = projections.value.packed(on: reader.engine)

    let encoding = try PositionEmbedding(reader, "\(prefix).positional_encoding", channels: channels)
    positionalEncoding = encoding.matrix(on: keyGrid, scaledBy: inverseScale)

    let headWidth = channels / heads
    let kernel = reader.shape(of: "\(prefix).dwc.weight")?.last ?? 5
    convolution = DepthwiseConvolution(
      weight: try reader.values("\(prefix).dwc.weight", shape: [headWidth, 1, kernel, kernel]),
      bias: try reader.values("\(prefix).dwc.bias", shape: [headWidth]), period: headWidth, kernel: kernel)
    reduction = try SpatialReduction(reader, prefix: prefix, channels: channels, epsilon: reductionEpsilon)
    projection = try reader.linear("\(prefix).proj", inputs: channels, outputs: channels)
  }

  func geometry(on grid: TokenGrid) -> AttentionGeometry {
    windows?.geometry ?? AttentionGeometry(queryGrid: grid, keyGrid: reduction?.keyGrid(of: grid))
  }

  func attend(_ tokens: Matrix, on grid: TokenGrid, pass: ForwardPass) -> (AttentionRecord, mixed: Matrix) {
    let (engine, channels) = (pass.engine, tokens.columns)
    let geometry = geometry(on: grid)
    let ordered = windows?.gather(tokens) ?? tokens
    let queriesGate = Matrix(unwrittenRows: tokens.rows, columns: queryAndGate.outputs)
    engine.linear(ordered, queryAndGate, into: queriesGate)
    let gate = hasGate ? queriesGate.columns(channels..<2 * channels) : nil
    let source = reduction?(ordered, on: grid, engine: engine) ?? ordered
    let keys = Matrix(unwrittenRows: source.rows, columns: channels)
    for window in 0..<geometry.windowCount {
      let rows = window * geometry.keysPerWindow..<(window + 1) * geometry.keysPerWindow
      engine.linear(source.rows(rows), k, .residual(positionalEncoding), into: keys.rows(rows))
    }
    let values = Matrix(unwrittenRows: source.rows, columns: channels)
    engine.linear(source, v, into: values)

    let record = AttentionRecord(
      index: pass.nextLayer, name: name, geometry: geometry, heads: heads,
      queries: queriesGate.columns(0..<channels), keys: keys, values: values, gate: gate,
      projection: projection, mechanism: mechanism, engine: engine)
    let mixed = Matrix(unwrittenRows: tokens.rows, columns: channels)
    record.mix(into: mixed)
    addConvolution(of: values, to: mixed, geometry: geometry, engine: engine)
    if let gate { engine.multiply(mixed, by: gate) }
    return (record, windows?.scatter(mixed) ?? mixed)
  }

  /// Adds the depthwise convolution of the values, window by window, on the grid of the queries.
  private func addConvolution(
    of values: Matrix, to mixed: Matrix, geometry: AttentionGeometry, engine: Engine
  ) {
    var spread = values
    if values.rows != mixed.rows {
      spread = Matrix(unwrittenRows: mixed.rows, columns: mixed.columns)
      engine.interpolateTokens(values, into: spread)
    }
    let (height, width) =
      geometry.partition.map { ($0.rows, $0.columns) }
      ?? (geometry.queryGrid.rows, geometry.queryGrid.columns)
    for window in 0..<geometry.windowCount {
      let rows = window * height * width..<(window + 1) * height * width
      engine.depthwise(
        spread.rows(rows), height: height, width: width, convolution, addingTo: mixed.rows(rows))
    }
  }
}
