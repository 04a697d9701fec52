// Attention pooling: one learned query per head attends over all tokens, and its output is the image's vector.
import Attention
import Compute

/// A pooling head: y = proj(attention of the probe over x), then y + mlp(norm y) (Zhai et al. 2022, arXiv:2106.04560).
struct AttentionPool: Sendable {
  let name: String
  let heads: Int
  /// Whether tokens in front of the patches are among the keys.
  let includesPrefix: Bool
  let mechanism: any Mechanism
  let projection: Linear
  /// W_q·probe + b_q, [1 × channels]: the same for every image.
  private let query: Matrix
  private let keysAndValues: Linear
  private let norm: LayerNorm
  private let mlp: FeedForward

  /// What the parts are called in a checkpoint, without `.weight`.
  struct Names {
    /// How the projections to query, keys and values are kept.
    enum Projections {
      /// One to queries, another to keys and then values.
      case two(query: String, keysAndValues: String)
      /// Queries, keys and then values.
      case one(String)
    }

    /// The name on the screen and in exports.
    var layer: String
    /// The probe, [1 × 1 × channels].
    var probe: String
    var projections: Projections
    var projection: String
    var norm: String
    var mlp: FeedForward.Names
  }

  init(
    _ reader: ParameterReader, names: Names, channels: Int, heads: Int, includesPrefix: Bool,
    norms: NormRule, form: FeedForward.Form
  ) throws {
    name = names.layer
    self.includesPrefix = includesPrefix
    self.heads = heads
    mechanism = SoftmaxAttention(headWidth: channels / heads)
    let toQuery: LinearWeights
    switch names.projections {
    case .two(let query, let keysAndValues):
      toQuery = try reader.linearWeights(query, inputs: channels, outputs: channels)
      self.keysAndValues = try reader.linear(keysAndValues, inputs: channels, outputs: 2 * channels)
    case .one(let name):
      let all = try reader.linearWeights(name, inputs: channels, outputs: 3 * channels)
      toQuery = all.part(0, of: 3)
      keysAndValues = try all.part(1, of: 3).followed(by: all.part(2, of: 3)).packed()
    }
    let probe = try reader.rows(names.probe, channels: channels)
    query = Matrix(rows: 1, columns: reader.readsValues ? channels : 0)
    if reader.readsValues {
      let row = Matrix(rows: 1, columns: channels, values: Array(probe.prefix(channels)))
      reader.engine.linear(row, try toQuery.packed(), into: query)
    }
    projection = try reader.linear(names.projection, inputs: channels, outputs: channels)
    norm = try reader.norm(names.norm, channels: channels, norms)
    mlp = try FeedForward(reader, names: names.mlp, channels: channels, form: form, norms: norms)
  }

  /// The head as it is known before a forward pass over tokens on `grid`.
  func description(index: Int, on grid: TokenGrid, prefix: [PrefixToken]) -> AttentionLayerDescription {
    AttentionLayerDescription(
      index: index, name: name, mechanism: mechanism.facts, heads: heads,
      geometry: AttentionGeometry(probing: grid, prefix: includesPrefix ? prefix : []))
  }

  /// The vector of the tokens, [tokens × channels], which are `prefix` and then those of `grid`.
  func callAsFunction(
    _ all: Matrix, on grid: TokenGrid, prefix: [PrefixToken], pass: ForwardPass
  ) throws -> Matrix {
    let tokens = includesPrefix ? all : all.rows(prefix.count..<all.rows)
    let engine = pass.engine
    let channels = tokens.columns
    let projected = Matrix(unwrittenRows: tokens.rows, columns: 2 * channels)
    engine.linear(tokens, keysAndValues, into: projected)
    let record = AttentionRecord(
      index: pass.nextLayer, name: name,
      geometry: AttentionGeometry(probing: grid, prefix: includesPrefix ? prefix : []),
      inputs: AttentionInputs(
        queries: query, keys: projected.columns(0..<channels),
        values: projected.columns(channels..<2 * channels), heads: heads),
      projection: projection, mechanism: mechanism, engine: engine)
    let attended = Matrix(unwrittenRows: 1, columns: channels)
    try record.apply(into: attended)
    pass.pool = record
    let vector = Matrix(unwrittenRows: 1, columns: channels)
    engine.linear(attended, projection, into: vector)
    let normed = Matrix(unwrittenRows: 1, columns: channels)
    engine.layerNorm(vector, norm, into: normed)
    mlp.add(normed, to: vector, on: grid, engine: engine)
    return vector
  }
}
