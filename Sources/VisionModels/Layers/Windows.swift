// Windows over a token grid: the order of tokens in them, their shift, bias and mask (Swin).
import Attention
import Compute

/// The windows of a layer at one grid, and the row-major grid index of every token in window-major order.
struct WindowOrder: Sendable {
  let geometry: AttentionGeometry
  /// nil where the order is that of the grid itself.
  private let gridIndices: [Int]?

  /// One window over the whole grid where `side` reaches its size; `shift` is ignored then.
  init(grid: TokenGrid, side: Int, shift: Int = 0) {
    guard grid.rows > side || grid.columns > side else {
      geometry = AttentionGeometry(queryGrid: grid)
      gridIndices = nil
      return
    }
    let partition = WindowPartition(
      rows: min(side, grid.rows), columns: min(side, grid.columns), shift: shift)
    let geometry = AttentionGeometry(queryGrid: grid, partition: partition)
    self.geometry = geometry
    gridIndices = (0..<grid.count).map { row in
      guard case .spatial(let position) = geometry.place(ofQueryRow: row) else { return row }
      return grid.index(of: position)
    }
  }

  /// Tokens of the grid [tokens × channels] in window-major order.
  func gather(_ tokens: Matrix) -> Matrix {
    guard let gridIndices else { return tokens }
    let gathered = Matrix(rows: tokens.rows, columns: tokens.columns)
    for (row, index) in gridIndices.enumerated() {
      _ = gathered.row(row).update(fromContentsOf: tokens.row(index))
    }
    return gathered
  }

  /// Window-major tokens back in the order of the grid.
  func scatter(_ tokens: Matrix) -> Matrix {
    guard let gridIndices else { return tokens }
    let scattered = Matrix(rows: tokens.rows, columns: tokens.columns)
    for (row, index) in gridIndices.enumerated() {
      _ = scattered.row(index).update(fromContentsOf: tokens.row(row))
    }
    return scattered
  }

  /// For every window-major token, the region of the image it is from: tokens that a cyclic shift brought
  /// together from different regions do not see each other. nil without a shift.
  var regions: [Int32]? {
    guard let partition = geometry.partition, partition.shift > 0, let gridIndices else { return nil }
    let grid = geometry.queryGrid
    func band(_ original: Int, _ length: Int, _ window: Int) -> Int32 {
      let rolled = (original - partition.shift + length) % length
      if rolled < length - window { return 0 }
      return rolled < length - partition.shift ? 1 : 2
    }
    return gridIndices.map { index in
      let position = grid.position(at: index)
      return 3 * band(position.row, grid.rows, partition.rows)
        + band(position.column, grid.columns, partition.columns)
    }
  }
}

/// A learned bias for every offset between two tokens of a window, ((2w−1)² × heads).
struct RelativePositionBias: Sendable {
  let side: Int
  let heads: Int
  private let table: [Float]

  /// Reads `<prefix>.relative_position_bias_table`.
  ///
  /// - Throws: `ModelError.invalid` when its length is not an odd number squared.
  init(_ reader: ParameterReader, prefix: String) throws {
    let name = "\(prefix).relative_position_bias_table"
    let shape = reader.shape(of: name) ?? []
    guard shape.count == 2, let span = exactSquareRoot(shape[0]), span % 2 == 1, shape[1] > 0 else {
      throw ModelError.invalid(
        path: reader.checkpoint.path, reason: "\(name) has shape \(shape), expected [(2w−1)², heads]")
    }
    side = (span + 1) / 2
    heads = shape[1]
    table = try reader.values(name, shape: shape)
  }

  /// The bias of every pair, [heads × w² × w²]: entry (y_i − y_j + w − 1)(2w − 1) + (x_i − x_j + w − 1).
  func pairs() -> [Float] {
    let (tokens, span) = (side * side, 2 * side - 1)
    var pairs = [Float](repeating: 0, count: heads * tokens * tokens)
    for query in 0..<tokens {
      for key in 0..<tokens {
        let down = query / side - key / side + side - 1
        let across = query % side - key % side + side - 1
        for head in 0..<heads {
          pairs[(head * tokens + query) * tokens + key] = table[(down * span + across) * heads + head]
        }
      }
    }
    return pairs
  }
}
