// Softmax attention over all tokens with one projection to queries, keys and values (ViT, DeiT, DINO).
import Attention
import Compute

struct FusedSoftmaxLayer: AttentionLayer {
  let name: String
  let heads: Int
  let mechanism: any Mechanism
  let projection: Linear
  private let qkv: Linear
  private let prefix: [PrefixToken]

  /// - Parameters:
  ///   - qkv: query, key and value projections one after another, [3·channels × channels].
  ///   - prefix: the tokens in front of the patches.
  init(
    name: String, heads: Int, prefix: [PrefixToken], qkv: LinearWeights, projection: Linear, engine: Engine
  ) {
    self.name = name
    self.heads = heads
    self.prefix = prefix
    self.projection = projection
    mechanism = SoftmaxAttention(headWidth: qkv.inputs / heads)
    self.qkv = qkv.packed(on: engine)
  }

  func geometry(on grid: TokenGrid) -> AttentionGeometry {
    AttentionGeometry(queryGrid: grid, prefix: prefix)
  }

  func attend(_ tokens: Matrix, on grid: TokenGrid, pass: ForwardPass) -> (AttentionRecord, mixed: Matrix) {
    let (engine, channels) = (pass.engine, tokens.columns)
    let projected = Matrix(unwrittenRows: tokens.rows, columns: 3 * channels)
    engine.linear(tokens, qkv, into: projected)
    let record = AttentionRecord(
      index: pass.nextLayer, name: name, geometry: geometry(on: grid), heads: heads,
      queries: projected.columns(0..<channels), keys: projected.columns(channels..<2 * channels),
      values: projected.columns(2 * channels..<3 * channels), projection: projection, mechanism: mechanism,
      engine: engine)
    let mixed = Matrix(unwrittenRows: tokens.rows, columns: channels)
    record.mix(into: mixed)
    return (record, mixed)
  }
}
