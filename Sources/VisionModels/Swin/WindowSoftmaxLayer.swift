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

  /// What the parts of a layer are called in a checkpoint.
  struct Names {
    /// The name of the layer on the screen and in exports.
    var layer: String
    /// One projection to queries, keys and values, or three.
    var queryKeyValue: [String]
    var biasTable: String
    var projection: String

    /// `qkv`, `relative_position_bias_table` and `proj` under a prefix.
    static func original(_ prefix: String) -> Names {
      Names(
        layer: prefix, queryKeyValue: ["\(prefix).qkv"],
        biasTable: "\(prefix).relative_position_bias_table", projection: "\(prefix).proj")
    }
  }

  /// - Parameters:
  ///   - isShifted: whether the block is one of those that shift, where the grid has more than one window.
  /// - Throws: `ModelError.invalid` where the windows do not tile the grid.
  init(
    _ reader: ParameterReader, names: Names, channels: Int, grid: TokenGrid, isShifted: Bool,
    shiftRule: WindowOrder.ShiftRule
  ) throws {
    name = names.layer
    let bias = try RelativePositionBias(reader, names.biasTable)
    heads = bias.heads
    guard channels % heads == 0, grid.rows % bias.side == 0, grid.columns % bias.side == 0 else {
      throw ModelError.invalid(
        path: reader.checkpoint.path,
        reason: "\(names.layer): windows of \(bias.side)×\(bias.side) with \(bias.heads) heads do not fit "
          + "\(grid.rows)×\(grid.columns) tokens of \(channels) channels; try another --input-size")
    }
    windows = WindowOrder(
      grid: grid, side: bias.side, shift: isShifted ? bias.side / 2 : 0, rule: shiftRule)
    mechanism = SoftmaxAttention(
      terms: .init(
        scale: 1 / Float(channels / heads).squareRoot(), bias: bias.pairs(), regions: windows.regions))
    let parts = names.queryKeyValue
    qkv = try reader.linearWeights(parts, inputs: channels, outputs: 3 / parts.count * channels)
      .packed()
    projection = try reader.linear(names.projection, inputs: channels, outputs: channels)
  }

  func geometry(on grid: TokenGrid) -> AttentionGeometry { windows.geometry }

  func attend(
    _ tokens: Matrix, on grid: TokenGrid, outputs: Range<Int>, pass: ForwardPass
  ) throws(Cancelled) -> (AttentionRecord, attended: Matrix) {
    let (engine, channels) = (pass.engine, tokens.columns)
    let projected = Matrix(unwrittenRows: tokens.rows, columns: 3 * channels)
    engine.linear(windows.gather(tokens, engine: engine), qkv, into: projected)
    let record = AttentionRecord(
      index: pass.nextLayer, name: name, geometry: windows.geometry,
      inputs: AttentionInputs(
        queries: projected.columns(0..<channels), keys: projected.columns(channels..<2 * channels),
        values: projected.columns(2 * channels..<3 * channels), heads: heads,
        windows: windows.geometry.windowCount),
      projection: projection, mechanism: mechanism, engine: engine)
    let attended = Matrix(unwrittenRows: tokens.rows, columns: channels)
    try pass.apply(record, queries: 0..<attended.rows, into: attended)
    return (record, windows.scatter(attended, engine: engine))
  }
}
