// Softmax attention over all tokens, its projections to queries, keys and values done as one (ViT, DeiT, DINO).
import Attention
import Compute

struct FusedSoftmaxLayer: AttentionLayer {
  let name: String
  let heads: Int
  let mechanism: any Mechanism
  let projection: Linear
  private let qkv: Linear
  /// Norms over the channels of a head, of queries and of keys.
  private let headNorms: (queries: LayerNorm, keys: LayerNorm)?
  private let prefix: [PrefixToken]

  /// - Parameters:
  ///   - prefix: the tokens in front of the patches.
  ///   - epsilon: of the norms over queries and keys, where the file has them.
  init(
    _ reader: ParameterReader, names: ViTLayout.Block, channels: Int, heads: Int, prefix: [PrefixToken],
    epsilon: Float
  ) throws {
    name = names.attention
    self.heads = heads
    self.prefix = prefix
    mechanism = SoftmaxAttention(headWidth: channels / heads)
    let parts = names.queryKeyValue
    qkv = try reader.linearWeights(parts, inputs: channels, outputs: 3 / parts.count * channels)
      .packed()
    projection = try reader.linear(names.parts.projection, inputs: channels, outputs: channels)
    if let query = names.queryNorm, let key = names.keyNorm, reader.has("\(query).weight") {
      headNorms = (
        try reader.layerNorm(query, channels: channels / heads, epsilon: epsilon),
        try reader.layerNorm(key, channels: channels / heads, epsilon: epsilon)
      )
    } else {
      headNorms = nil
    }
  }

  func geometry(on grid: TokenGrid) -> AttentionGeometry {
    AttentionGeometry(queryGrid: grid, prefix: prefix)
  }

  func attend(
    _ tokens: Matrix, on grid: TokenGrid, outputs: Range<Int>, pass: ForwardPass
  ) -> (AttentionRecord, mixed: Matrix) {
    let (engine, channels) = (pass.engine, tokens.columns)
    let projected = Matrix(unwrittenRows: tokens.rows, columns: 3 * channels)
    engine.linear(tokens, qkv, into: projected)
    if let headNorms {
      let width = channels / heads
      for head in 0..<2 * heads {
        let part = projected.columns(head * width..<(head + 1) * width)
        engine.layerNorm(part, head < heads ? headNorms.queries : headNorms.keys, into: part)
      }
    }
    let record = AttentionRecord(
      index: pass.nextLayer, name: name, geometry: geometry(on: grid), heads: heads,
      queries: projected.columns(0..<channels), keys: projected.columns(channels..<2 * channels),
      values: projected.columns(2 * channels..<3 * channels), projection: projection, mechanism: mechanism,
      engine: engine)
    let mixed = Matrix(unwrittenRows: tokens.rows, columns: channels)
    pass.mix(record, queries: outputs, into: mixed)
    return (record, mixed)
  }
}
