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
  let hasGate: Bool
  /// [keys × channels], divided by softplus(scale).
  private let positionalEncoding: Matrix
  private let convolution: ValueConvolution
  var hasConvolution: Bool { true }
  private let reduction: SpatialReduction?
  /// nil where every token sees every key.
  private let windows: WindowOrder?

  /// What the parts of a layer are called in a checkpoint, without `.weight`.
  struct Names: Sendable {
    /// How the projections to queries, keys, values and, where the kind has one, the gate are kept.
    enum Projections: Sendable {
      /// Queries and then the gate in one, keys and then values in another.
      case two(queries: String, keysAndValues: String)
      /// Queries, keys, values and then the gate.
      case one(String)
    }

    /// The name of the layer on the screen and in exports.
    var layer: String
    var projections: Projections
    /// The factors before softplus, [1 × 1 × channels].
    var scale: String
    var positionalEncoding: String
    /// What makes the exponents of polarity-aware attention, [1 × heads × 1 × head width].
    var power: String
    /// The depthwise convolution of the values.
    var convolution: String
    var projection: String
    var reduction: SpatialReduction.Names

    /// The names of FLatten and PolaFormer under a prefix.
    static func original(_ prefix: String, _ projections: Projections) -> Names {
      Names(
        layer: prefix, projections: projections, scale: "\(prefix).scale",
        positionalEncoding: "\(prefix).positional_encoding", power: "\(prefix).power",
        convolution: "\(prefix).dwc",
        projection: "\(prefix).proj", reduction: .original(prefix))
    }
  }

  /// The projections of a layer, before the scale is folded into them; each [channels × channels].
  private struct Projections {
    let query: LinearWeights
    let key: LinearWeights
    let value: LinearWeights
    let gate: LinearWeights?

    init(_ reader: ParameterReader, _ names: Names.Projections, channels: Int, hasGate: Bool) throws {
      switch names {
      case .two(let queries, let keysAndValues):
        let parts = hasGate ? 2 : 1
        let first = try reader.linearWeights(queries, inputs: channels, outputs: parts * channels)
        let second = try reader.linearWeights(keysAndValues, inputs: channels, outputs: 2 * channels)
        query = first.part(0, of: parts)
        gate = hasGate ? first.part(1, of: parts) : nil
        (key, value) = (second.part(0, of: 2), second.part(1, of: 2))
      case .one(let name):
        let parts = hasGate ? 4 : 3
        let all = try reader.linearWeights(name, inputs: channels, outputs: parts * channels)
        (query, key, value) = (all.part(0, of: parts), all.part(1, of: parts), all.part(2, of: parts))
        gate = hasGate ? all.part(3, of: parts) : nil
      }
    }
  }

  /// Reads the layer.
  ///
  /// - Parameters:
  ///   - keyGrid: where the keys of a window are when the model runs at its input size; the positional
  ///     encoding is interpolated to it where it was trained on another grid.
  ///   - windows: nil for attention over the whole grid.
  /// - Returns: nil where the block has no linear attention of this kind.
  init?(
    _ context: ModelContext, kind: LinearAttentionKind, names: Names, channels: Int,
    keyGrid: TokenGrid, windows: WindowOrder? = nil, reductionNorm: NormRule
  ) throws {
    let reader = context.reader
    guard let heads = try kind.heads(names).heads(reader, channels: channels) else { return nil }
    name = names.layer
    self.heads = heads
    self.windows = windows
    let scale = try reader.values(names.scale, shape: [1, 1, channels])
    let inverseScale = scale.map { Float(1 / softplus(Double($0))) }
    mechanism = try kind.mechanism(reader, names, heads, channels / heads, inverseScale)

    let projections = try Projections(
      reader, names.projections, channels: channels, hasGate: kind.hasGate)
    let query = projections.query.scaled(by: inverseScale)
    hasGate = projections.gate != nil
    queryAndGate = try (projections.gate.map(query.followed) ?? query).packed()
    k = try projections.key.scaled(by: inverseScale).packed()
    v = try projections.value.packed()

    let encoding = try PositionEmbedding(reader, names.positionalEncoding, channels: channels)
    context.noteInterpolation(
      "positional_encoding", from: encoding.grid, to: keyGrid, rule: .bilinear, of: nil)
    positionalEncoding = encoding.matrix(on: keyGrid, scaledBy: inverseScale)

    convolution = ValueConvolution(
      try reader.depthwiseConvolution(names.convolution, filters: channels / heads))
    reduction = try SpatialReduction(
      reader, names.reduction, channels: channels, norm: reductionNorm)
    projection = try reader.linear(names.projection, inputs: channels, outputs: channels)
  }

  func geometry(on grid: TokenGrid) -> AttentionGeometry {
    windows?.geometry ?? AttentionGeometry(queryGrid: grid, keyGrid: reduction?.keyGrid(of: grid))
  }

  func attend(
    _ tokens: Matrix, on grid: TokenGrid, outputs: Range<Int>, pass: ForwardPass
  ) throws(Cancelled) -> (AttentionRecord, attended: Matrix) {
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
      index: pass.nextLayer, name: name, geometry: geometry,
      inputs: AttentionInputs(
        queries: queriesGate.columns(0..<channels), keys: keys, values: values, heads: heads,
        windows: geometry.windowCount),
      gate: gate, convolution: convolution, projection: projection, mechanism: mechanism, engine: engine)
    let attended = Matrix(unwrittenRows: tokens.rows, columns: channels)
    try pass.apply(record, queries: 0..<attended.rows, into: attended)
    record.addConvolution(to: attended)
    if let gate { engine.multiply(attended, by: gate) }
    return (record, windows?.scatter(attended, engine: engine) ?? attended)
  }
}
