// Softmax attention over all tokens, its projections to queries, keys and values done as one (ViT, DeiT, DINO).
import Attention
import Compute

struct FusedSoftmaxLayer: AttentionLayer {
  let name: String
  let heads: Int
  let mechanism: any Mechanism
  let projection: Linear
  private let qkv: Linear
  /// What happens to queries and keys before they meet, in order.
  private let steps: [any QueryKeyStep]
  private let prefix: [PrefixToken]

  /// What the parts of a layer are called in a checkpoint, without `.weight`.
  struct Names {
    /// The name of the layer on the screen and in exports.
    var layer: String
    /// One projection to queries, keys and values, or three.
    var queryKeyValue: [String]
    var projection: String
    var steps: [any QueryKeyStepDescription] = []
  }

  /// - Parameters:
  ///   - prefix: the tokens in front of the patches.
  ///   - norms: those over queries and keys.
  init(
    _ reader: ParameterReader, names: Names, channels: Int, heads: Int, prefix: [PrefixToken],
    norms: NormRule
  ) throws {
    name = names.layer
    self.heads = heads
    self.prefix = prefix
    mechanism = SoftmaxAttention(headWidth: channels / heads)
    let parts = names.queryKeyValue
    qkv = try reader.linearWeights(parts, inputs: channels, outputs: 3 / parts.count * channels)
      .packed()
    projection = try reader.linear(names.projection, inputs: channels, outputs: channels)
    steps = try names.steps.compactMap {
      try $0.step(reader, headWidth: channels / heads, norms: norms)
    }
  }

  func geometry(on grid: TokenGrid) -> AttentionGeometry {
    AttentionGeometry(queryGrid: grid, prefix: prefix)
  }

  func attend(
    _ tokens: Matrix, on grid: TokenGrid, outputs: Range<Int>, pass: ForwardPass
  ) throws(Cancelled) -> (AttentionRecord, attended: Matrix) {
    let (engine, channels) = (pass.engine, tokens.columns)
    let projected = Matrix(unwrittenRows: tokens.rows, columns: 3 * channels)
    engine.linear(tokens, qkv, into: projected)
    let queries = projected.columns(0..<channels)
    let keys = projected.columns(channels..<2 * channels)
    for step in steps {
      step.apply(
        queries: queries, keys: keys, heads: heads, prefix: prefix.count, grid: grid, engine: engine)
    }
    let record = AttentionRecord(
      index: pass.nextLayer, name: name, geometry: geometry(on: grid),
      inputs: AttentionInputs(
        queries: queries, keys: keys, values: projected.columns(2 * channels..<3 * channels), heads: heads),
      projection: projection, mechanism: mechanism, engine: engine)
    let attended = Matrix(unwrittenRows: tokens.rows, columns: channels)
    try pass.apply(record, queries: outputs, into: attended)
    return (record, attended)
  }
}
