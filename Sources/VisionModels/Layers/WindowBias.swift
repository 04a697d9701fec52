// Position bias inside windows: a table of offsets, or a network over logarithms of them (Swin, Swin v2).
import Compute
import Glibc

/// What is added to the logits of a window by the offset from key to query.
enum WindowBias: Sendable {
  /// A learned value for every offset, ((2R−1)(2C−1) × heads) for windows of R×C tokens.
  case table(String)
  /// A network that makes such a table (Liu et al. 2022, arXiv:2111.09883).
  case network(ContinuousBias)

  /// Tokens of a window, and pairs of all heads, beyond which the bias of every pair would need gigabytes.
  static let tokenLimit = 64 * 64
  static let pairLimit = 1 << 29

  /// The bias of every pair of a window, [heads × N × N]; nothing where values are not read.
  func pairs(_ reader: ParameterReader, window: (rows: Int, columns: Int), heads: Int) throws -> [Float] {
    let offsets = (2 * window.rows - 1) * (2 * window.columns - 1)
    switch self {
    case .table(let name):
      return Self.spread(
        try reader.values(name, shape: [offsets, heads]), window: window, heads: heads)
    case .network(let network):
      return Self.spread(
        try network.table(reader, window: window, heads: heads), window: window, heads: heads)
    }
  }

  /// Entry (y_i − y_j + R − 1)(2C − 1) + (x_i − x_j + C − 1) of the table for query i and key j.
  private static func spread(
    _ table: [Float], window: (rows: Int, columns: Int), heads: Int
  ) -> [Float] {
    guard !table.isEmpty else { return [] }
    let (tokens, span) = (window.rows * window.columns, 2 * window.columns - 1)
    var pairs = [Float](repeating: 0, count: heads * tokens * tokens)
    for query in 0..<tokens {
      for key in 0..<tokens {
        let down = query / window.columns - key / window.columns + window.rows - 1
        let across = query % window.columns - key % window.columns + window.columns - 1
        for head in 0..<heads {
          pairs[(head * tokens + query) * tokens + key] = table[(down * span + across) * heads + head]
        }
      }
    }
    return pairs
  }
}

/// Swin v2's bias: 16·σ(W₂·relu(W₁·(y, x) + b₁)), where each offset Δ of an axis becomes
/// sign(Δ)·log₂(8·|Δ|/(w₀ − 1) + 1)/3 and w₀ is the window that the network was trained on.
struct ContinuousBias: Sendable {
  /// The layers of the network, without `.weight`.
  let hidden: String
  let output: String
  /// The table of coordinates that some files hold, [1 × 2R−1 × 2C−1 × 2]; its last entry gives w₀.
  var coordinates: String?
  /// The table of offsets that some files hold, N² entries for windows of N tokens.
  var index: String?
  /// w₀ where a configuration or a name states one; nil for that of the layer's own window.
  var trainedWindow: (rows: Int, columns: Int)?

  /// The table of all offsets, [(2R−1)(2C−1) × heads]; nothing where values are not read.
  fileprivate func table(
    _ reader: ParameterReader, window: (rows: Int, columns: Int), heads: Int
  ) throws -> [Float] {
    let width = reader.shape(of: "\(hidden).weight")?.first ?? 512
    let first = try reader.linear(hidden, inputs: 2, outputs: width)
    // The second layer has none; the first one's must not be taken for a sign of it.
    let zeros = [Float](repeating: 0, count: reader.readsValues ? heads : 0)
    let second = try reader.linearWeights([output], inputs: width, outputs: heads, bias: zeros).packed()
    let trained = try trainedWindow ?? storedWindow(reader) ?? window
    guard reader.readsValues else { return [] }
    let (rows, columns) = (2 * window.rows - 1, 2 * window.columns - 1)
    let offsets = Matrix(rows: rows * columns, columns: 2)
    for row in 0..<rows {
      for column in 0..<columns {
        offsets[row * columns + column, 0] = Self.coordinate(row - window.rows + 1, of: trained.rows)
        offsets[row * columns + column, 1] = Self.coordinate(column - window.columns + 1, of: trained.columns)
      }
    }
    let inner = Matrix(unwrittenRows: rows * columns, columns: width)
    reader.engine.linear(offsets, first, into: inner)
    reader.engine.applyReLU(inner)
    let table = Matrix(unwrittenRows: rows * columns, columns: heads)
    reader.engine.linear(inner, second, into: table)
    return (0..<table.rows).flatMap { row in table.row(row).map { Float(16 * sigmoid(Double($0))) } }
  }

  private static func coordinate(_ offset: Int, of window: Int) -> Float {
    let scaled = 8 * Double(offset) / Double(max(window - 1, 1))
    return Float((scaled < 0 ? -1 : 1) * log2(abs(scaled) + 1) / 3)
  }

  /// w₀ by the file's table of coordinates: the last is that of the largest offset, Δ = w − 1. nil where the file has no
  /// table, or windows are of one token.
  private func storedWindow(_ reader: ParameterReader) throws -> (rows: Int, columns: Int)? {
    guard let coordinates, let shape = reader.shape(of: coordinates), shape.count == 4 else { return nil }
    let values = try reader.values(coordinates, shape: shape)
    guard shape[1] > 1, shape[2] > 1, shape[3] == 2, values.count >= 2 else { return nil }
    func window(_ coordinate: Float, _ span: Int) -> Int? {
      let largest = Double(span / 2)
      let side = (8 * largest / (exp2(3 * Double(coordinate)) - 1)).rounded() + 1
      return side >= 1 && side < 1e6 ? Int(side) : nil
    }
    guard let rows = window(values[values.count - 2], shape[1]),
      let columns = window(values[values.count - 1], shape[2])
    else { return nil }
    return (rows, columns)
  }
}
