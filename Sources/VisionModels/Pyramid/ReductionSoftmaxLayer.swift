// Softmax attention with separate `q` and `kv`, and keys reduced in space (PVT; S stages of Pola- and FLatten-PVT).
import Attention
import Compute

struct ReductionSoftmaxLayer: AttentionLayer {
  let name: String
  let heads: Int
  let mechanism: any Mechanism
  let projection: Linear
  private let q: Linear
  private let kv: Linear
  private let reduction: SpatialReduction?
  private let prefixTokens: [PrefixToken]

  /// - Parameters:
  ///   - prefixTokens: tokens in front of the patches; a layer with such does not reduce its keys.
  ///   - pooledGrid: where keys are averaged to (PVT v2's `_li`).
  init(
    _ reader: ParameterReader, prefix: String, channels: Int, heads: Int, reductionEpsilon: Float,
    prefixTokens: [PrefixToken] = [], pooledGrid: TokenGrid? = nil
  ) throws {
    name = prefix
    self.prefixTokens = prefixTokens
    self.heads = heads
    mechanism = SoftmaxAttention(headWidth: channels / heads)
    q = try reader.linear("\(prefix).q", inputs: channels, outputs: channels)
    kv = try reader.linear("\(prefix).kv", inputs: channels, outputs: 2 * channels)
    reduction = try SpatialReduction(
      reader, prefix: prefix, channels: channels, epsilon: reductionEpsilon, pooledGrid: pooledGrid)
    projection = try reader.linear("\(prefix).proj", inputs: channels, outputs: channels)
    if reduction != nil, !prefixTokens.isEmpty {
      throw ModelError.invalid(
        path: reader.checkpoint.path, reason: "\(prefix) reduces keys in a stage that has a class token")
    }
  }

  func geometry(on grid: TokenGrid) -> AttentionGeometry {
    AttentionGeometry(queryGrid: grid, keyGrid: reduction?.keyGrid(of: grid), prefix: prefixTokens)
  }

  func attend(
    _ tokens: Matrix, on grid: TokenGrid, outputs: Range<Int>, pass: ForwardPass
  ) -> (AttentionRecord, mixed: Matrix) {
    let (engine, channels) = (pass.engine, tokens.columns)
    let queries = Matrix(unwrittenRows: tokens.rows, columns: channels)
    engine.linear(tokens, q, into: queries)
    let source = reduction?(tokens, on: grid, engine: engine) ?? tokens
    let keysValues = Matrix(unwrittenRows: source.rows, columns: 2 * channels)
    engine.linear(source, kv, into: keysValues)
    let record = AttentionRecord(
      index: pass.nextLayer, name: name, geometry: geometry(on: grid), heads: heads, queries: queries,
      keys: keysValues.columns(0..<channels), values: keysValues.columns(channels..<2 * channels),
      projection: projection, mechanism: mechanism, engine: engine)
    let mixed = Matrix(unwrittenRows: tokens.rows, columns: channels)
    pass.mix(record, queries: outputs, into: mixed)
    return (record, mixed)
  }
}
