// Softmax attention with one `qkv` projection over all tokens (ViT, DeiT, DINO).
import Attention
import Compute

struct FusedSoftmaxLayer: AttentionLayer {
  let name: String
  let heads: Int
  let mechanism: any Mechanism
  let projection: Linear
  private let qkv: Linear
  private let prefix: [PrefixToken]

  /// - Parameter prefix: the tokens in front of the patches.
  init(
    _ reader: ParameterReader, name: String, channels: Int, heads: Int, prefix: [PrefixToken]
  ) throws {
    self.name = name
    self.heads = heads
    self.prefix = prefix
    mechanism = SoftmaxAttention(headWidth: channels / heads)
    qkv = try reader.linear("\(name).qkv", inputs: channels, outputs: 3 * channels)
    projection = try reader.linear("\(name).proj", inputs: channels, outputs: channels)
  }

  func geometry(on grid: TokenGrid) -> AttentionGeometry {
    AttentionGeometry(queryGrid: grid, prefix: prefix)
  }

  func attend(_ tokens: Matrix, on grid: TokenGrid, pass: ForwardPass) -> (AttentionRecord, mixed: Matrix) {
    let (engine, channels) = (pass.engine, tokens.columns)
    let projected = Matrix(rows: tokens.rows, columns: 3 * channels)
    engine.linear(tokens, qkv, into: projected)
    let record = AttentionRecord(
      index: pass.nextLayer, name: name, geometry: geometry(on: grid), heads: heads,
      queries: projected.columns(0..<channels), keys: projected.columns(channels..<2 * channels),
      values: projected.columns(2 * channels..<3 * channels), projection: projection, mechanism: mechanism,
      engine: engine)
    let mixed = Matrix(rows: tokens.rows, columns: channels)
    record.mix(into: mixed)
    return (record, mixed)
  }
}
