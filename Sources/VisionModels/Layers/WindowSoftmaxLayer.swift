// Softmax attention inside windows with a relative position bias (Swin; S blocks of Pola- and FLatten-Swin).
import Attention
import Compute

struct WindowSoftmaxLayer: AttentionLayer {
  let name: String
  let heads: Int
  let mechanism: any Mechanism
  let projection: Linear
  private let qkv: Linear
  private let windows: WindowOrder

  /// - Parameters:
  ///   - isShifted: whether the block is one of those that shift, where the grid has more than one window.
  init(
    _ reader: ParameterReader, prefix: String, channels: Int, grid: TokenGrid, isShifted: Bool
  ) throws {
    name = prefix
    let bias = try RelativePositionBias(reader, prefix: prefix)
    heads = bias.heads
    guard channels % heads == 0, grid.rows % bias.side == 0, grid.columns % bias.side == 0 else {
      throw ModelError.invalid(
        path: reader.checkpoint.path,
        reason: "\(prefix): windows of \(bias.side)×\(bias.side) with \(bias.heads) heads do not fit "
          + "\(grid.rows)×\(grid.columns) tokens of \(channels) channels; try another --input-size")
    }
    windows = WindowOrder(grid: grid, side: bias.side, shift: isShifted ? bias.side / 2 : 0)
    mechanism = SoftmaxAttention(
      terms: .init(
        scale: 1 / Float(channels / heads).squareRoot(), bias: bias.pairs(), regions: windows.regions))
    qkv = try reader.linear("\(prefix).qkv", inputs: channels, outputs: 3 * channels)
    projection = try reader.linear("\(prefix).proj", inputs: channels, outputs: channels)
  }

  func geometry(on grid: TokenGrid) -> AttentionGeometry { windows.geometry }

  func attend(_ tokens: Matrix, on grid: TokenGrid, pass: ForwardPass) -> (AttentionRecord, mixed: Matrix) {
    let (engine, channels) = (pass.engine, tokens.columns)
    let projected = Matrix(unwrittenRows: tokens.rows, columns: 3 * channels)
    engine.linear(windows.gather(tokens), qkv, into: projected)
    let record = AttentionRecord(
      index: pass.nextLayer, name: name, geometry: windows.geometry, heads: heads,
      queries: projected.columns(0..<channels), keys: projected.columns(channels..<2 * channels),
      values: projected.columns(2 * channels..<3 * channels), projection: projection, mechanism: mechanism,
      engine: engine)
    let mixed = Matrix(unwrittenRows: tokens.rows, columns: channels)
    record.mix(into: mixed)
    return (record, windows.scatter(mixed))
  }
}
