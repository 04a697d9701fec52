// Linear attention with scaled queries and keys, a positional encoding and a depthwise convolution of the
// values (FLatten, PolaFormer).
import Attention
import Compute

/// The layer around a linear mechanism, as FLatten and PolaFormer have it.
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
  private struct Projections {
    let query: LinearWeights
    let key: LinearWeights
    let value: LinearWeights
    let gate: LinearWeights?

    /// `q` or `qg`, and `kv` (pyramids), or all in one, `qkv` or `qkvg` (windows).
    init(_ reader: ParameterReader, prefix: String, channels: Int, hasGate: Bool) throws {
      if reader.has("\(prefix).kv.weight") {
        let parts = hasGate ? 2 : 1
        let first = try reader.linearWeights(
          "\(prefix).\(hasGate ? "qg" : "q")", inputs: channels, outputs: parts * channels)
        let second = try reader.linearWeights("\(prefix).kv", inputs: channels, outputs: 2 * channels)
        query = first.part(0, of: parts)
        gate = hasGate ? first.part(1, of: parts) : nil
        (key, value) = (second.part(0, of: 2), second.part(1, of: 2))
      } else {
        let parts = hasGate ? 4 : 3
        let all = try reader.linearWeights(
          "\(prefix).\(hasGate ? "qkvg" : "qkv")", inputs: channels, outputs: parts * channels)
        (query, key, value) = (all.part(0, of: parts), all.part(1, of: parts), all.part(2, of: parts))
        gate = hasGate ? all.part(3, of: parts) : nil
      }
    }
  }

  /// Reads the layer under `prefix`.
  ///
  /// - Parameters:
  ///   - keyGrid: where the keys of a window stand when the model runs at its input size; the positional
  ///     encoding is interpolated to it where it was trained on another grid.
  ///   - windows: nil for attention over the whole grid.
  /// - Returns: nil where the block has no linear attention of this kind.
  init?(
    _ context: ModelContext, kind: LinearAttentionKind, prefix: String, channels: Int,
    keyGrid: TokenGrid, windows: WindowOrder? = nil, reductionEpsilon: Float
  ) throws {
    let reader = context.reader
    guard let heads = try kind.heads(reader, prefix, channels) else { return nil }
    name = prefix
    self.heads = heads
    self.windows = windows
    let scale = try reader.values("\(prefix).scale", shape: [1, 1, channels])
    let inverseScale = scale.map { Float(1 / softplus(Double($0))) }
    mechanism = try kind.mechanism(reader, prefix, channels, inverseScale)

    let projections = try Projections(reader, prefix: prefix, channels: channels, hasGate: kind.hasGate)
    let query = projections.query.scaled(by: inverseScale)
    hasGate = projections.gate != nil
    queryAndGate = try (projections.gate.map(query.followed) ?? query).packed()
    k = try projections.key.scaled(by: inverseScale).packed()
    v = try projections.value.packed()

    let encoding = try PositionEmbedding(reader, "\(prefix).positional_encoding", channels: channels)
    context.noteInterpolation(
      "positional_encoding", from: encoding.grid, to: keyGrid, rule: .bilinear, of: nil)
    positionalEncoding = encoding.matrix(on: keyGrid, scaledBy: inverseScale)

    convolution = try reader.depthwiseConvolution("\(prefix).dwc", filters: channels / heads)
    reduction = try SpatialReduction(reader, prefix: prefix, channels: channels, epsilon: reductionEpsilon)
    projection = try reader.linear("\(prefix).proj", inputs: channels, outputs: channels)
  }

  func geometry(on grid: TokenGrid) -> AttentionGeometry {
    windows?.geometry ?? AttentionGeometry(queryGrid: grid, keyGrid: reduction?.keyGrid(of: grid))
  }

  func attend(
    _ tokens: Matrix, on grid: TokenGrid, outputs: Range<Int>, pass: ForwardPass
  ) -> (AttentionRecord, mixed: Matrix) {
    let (engine, channels) = (pass.engine, tokens.columns)
    let geometry = geometry(on: grid)
    let ordered = windows?.gather(tokens, engine: engine) ?? tokens
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
      convolution: convolution, projection: projection, mechanism: mechanism, engine: engine)
    let mixed = Matrix(unwrittenRows: tokens.rows, columns: channels)
    pass.mix(record, queries: 0..<mixed.rows, into: mixed)
    record.addConvolution(to: mixed)
    if let gate { engine.multiply(mixed, by: gate) }
    return (record, windows?.scatter(mixed, engine: engine) ?? mixed)
  }
}
