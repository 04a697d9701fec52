// Softmax attention inside windows with a relative position bias (Swin, Swin v2; S blocks of Pola- and FLatten-Swin).
import Attention
import Compute
import Glibc

struct WindowSoftmaxLayer: AttentionLayer {
  let name: String
  let heads: Int
  let mechanism: any Mechanism
  let projection: Linear
  private let qkv: Linear
  /// exp(min(logit scale, ln 100)) of every head; nil where logits are scaled products.
  private let cosineScales: [Float]?
  private let windows: WindowOrder

  /// What the parts of a layer are called in a checkpoint.
  struct Names {
    /// The name of the layer on the screen and in exports.
    var layer: String
    /// One projection to queries, keys and values, or three.
    var queryKeyValue: [String]
    var biases = FusedSoftmaxLayer.Names.Biases.own
    var bias: WindowBias
    /// The logarithms of the factors of cosines, [heads × 1 × 1]; nil where logits are products by d^-½.
    var logitScale: String?
    var projection: String

    /// `qkv`, `relative_position_bias_table` and `proj` under a prefix.
    static func original(_ prefix: String) -> Names {
      Names(
        layer: prefix, queryKeyValue: ["\(prefix).qkv"],
        bias: .table("\(prefix).relative_position_bias_table"), projection: "\(prefix).proj")
    }

    /// The tensor that has one entry for each head, and the axis of it.
    var headTensor: (name: String, axis: Int)? {
      if let logitScale { return (logitScale, 0) }
      if case .table(let name) = bias { return (name, 1) }
      return nil
    }
  }

  /// The largest logarithm of a factor of cosines (Liu et al. 2022).
  private static let largestLogitScale = Float(log(100.0))

  /// - Parameters:
  ///   - windows: of the layer's grid.
  ///   - mask: what is added to the logits of keys that a shift brought into the window.
  init(
    _ reader: ParameterReader, names: Names, channels: Int, heads: Int, windows: WindowOrder,
    window: TokenGrid, mask: Float
  ) throws {
    name = names.layer
    self.heads = heads
    self.windows = windows
    let bias = try names.bias.pairs(reader, window: (window.rows, window.columns), heads: heads)
    cosineScales = try names.logitScale.map { name in
      try reader.values(name, shape: [heads, 1, 1]).map { exp(min($0, Self.largestLogitScale)) }
    }
    let isCosine = names.logitScale != nil
    mechanism = SoftmaxAttention(
      terms: .init(
        scale: isCosine ? 1 : 1 / Float(channels / heads).squareRoot(), bias: bias, regions: windows.regions,
        mask: mask),
      cosineScales: cosineScales)
    qkv = try FusedSoftmaxLayer.weights(
      reader, names.queryKeyValue, biases: names.biases, channels: channels, width: channels
    ).packed()
    projection = try reader.linear(names.projection, inputs: channels, outputs: channels)
  }

  func geometry(on grid: TokenGrid) -> AttentionGeometry { windows.geometry }

  func attend(
    _ tokens: Matrix, on grid: TokenGrid, outputs: Range<Int>, pass: ForwardPass
  ) throws(Cancelled) -> (AttentionRecord, attended: Matrix) {
    let (engine, channels) = (pass.engine, tokens.columns)
    let ordered = windows.gather(tokens, engine: engine)
    let projected = engine.linear(ordered, qkv, parts: 3)
    let (queries, keys) = (projected[0], projected[1])
    if let cosineScales {
      engine.normalizeHeads(queries, scaledBy: cosineScales)
      engine.normalizeHeads(keys, scaledBy: [Float](repeating: 1, count: heads))
    }
    let record = AttentionRecord(
      index: pass.nextLayer, name: name, geometry: windows.geometry,
      inputs: AttentionInputs(
        queries: queries, keys: keys, values: projected[2], heads: heads,
        windows: windows.geometry.windowCount),
      projection: projection, mechanism: mechanism, engine: engine)
    let attended = Matrix(unwrittenRows: ordered.rows, columns: channels)
    try pass.apply(record, queries: 0..<attended.rows, into: attended)
    return (record, windows.scatter(attended, engine: engine))
  }
}

extension Engine {
  /// x ← s·x/max(‖x‖, 1e-12) over the channels of each head, one factor s for each head.
  fileprivate func normalizeHeads(_ matrix: Matrix, scaledBy factors: [Float]) {
    let width = matrix.columns / factors.count
    for row in 0..<matrix.rows {
      let values = matrix.row(row)
      for (head, factor) in factors.enumerated() {
        let channels = head * width..<(head + 1) * width
        var squares: Float = 0
        for channel in channels { squares += values[channel] * values[channel] }
        let scale = factor / max(squares.squareRoot(), 1e-12)
        for channel in channels { values[channel] *= scale }
      }
    }
  }
}
