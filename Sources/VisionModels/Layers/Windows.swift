// Windows over a token grid: the order of tokens in them, their shift, bias and mask (Swin).
import Attention
import Compute

/// The windows of a layer at one grid, and the order of its tokens in them.
struct WindowOrder: Sendable {
  let geometry: AttentionGeometry
  /// The row-major grid index of every token in window-major order; nil where the order is that of the grid itself.
  private let gridIndices: [Int]?
  /// The window-major index of every token of the grid, likewise.
  private let windowIndices: [Int]?

  /// Along which axes windows shift where one of them is no longer than a window.
  enum ShiftRule: Sendable {
    /// Along none: the original code and transformers.
    case bothAxesOrNone
    /// Along the longer one: timm.
    case eachAxis
  }

  /// One window over the whole grid where `side` reaches its size; `shift` is ignored then.
  init(grid: TokenGrid, side: Int, shift: Int = 0, rule: ShiftRule = .bothAxesOrNone) {
    guard grid.rows > side || grid.columns > side else {
      geometry = AttentionGeometry(queryGrid: grid)
      (gridIndices, windowIndices) = (nil, nil)
      return
    }
    let fits = (rows: grid.rows > side, columns: grid.columns > side)
    let shifts = rule == .eachAxis || (fits.rows && fits.columns)
    let partition = WindowPartition(
      rows: min(side, grid.rows), columns: min(side, grid.columns),
      rowShift: shifts && fits.rows ? shift : 0, columnShift: shifts && fits.columns ? shift : 0)
    let geometry = AttentionGeometry(queryGrid: grid, partition: partition)
    self.geometry = geometry
    gridIndices = (0..<grid.count).map { row in
      guard case .spatial(let position) = geometry.place(ofQueryRow: row) else { return row }
      return grid.index(of: position)
    }
    windowIndices = (0..<grid.count).map { index in
      geometry.matrixRow(ofQuery: .spatial(grid.position(at: index)))
    }
  }

  /// Tokens of the grid [tokens × channels] in window-major order.
  func gather(_ tokens: Matrix, engine: Engine) -> Matrix {
    reorder(tokens, gridIndices, engine: engine)
  }

  /// Window-major tokens back in the order of the grid.
  func scatter(_ tokens: Matrix, engine: Engine) -> Matrix {
    reorder(tokens, windowIndices, engine: engine)
  }

  private func reorder(_ tokens: Matrix, _ indices: [Int]?, engine: Engine) -> Matrix {
    guard let indices else { return tokens }
    let reordered = Matrix(unwrittenRows: tokens.rows, columns: tokens.columns)
    engine.gatherRows(tokens, indices, into: reordered)
    return reordered
  }

  /// For every window-major token, the region of the image it is from: tokens that a cyclic shift brought
  /// together from different regions do not see each other. nil without a shift.
  var regions: [Int32]? {
    guard let partition = geometry.partition, let gridIndices, partition.rowShift + partition.columnShift > 0
    else { return nil }
    let grid = geometry.queryGrid
    func band(_ original: Int, _ length: Int, _ window: Int, _ shift: Int) -> Int32 {
      let rolled = (original - shift + length) % length
      if shift == 0 || rolled < length - window { return 0 }
      return rolled < length - shift ? 1 : 2
    }
    return gridIndices.map { index in
      let position = grid.position(at: index)
      return 3 * band(position.row, grid.rows, partition.rows, partition.rowShift)
        + band(position.column, grid.columns, partition.columns, partition.columnShift)
    }
  }
}

/// A learned bias for every offset between two tokens of a window, ((2w−1)² × heads).
struct RelativePositionBias: Sendable {
  let side: Int
  let heads: Int
  private let table: [Float]
  /// Windows beyond this would need gigabytes for the bias of every pair.
  private static let sideLimit = 64

  /// Reads the table `name`.
  ///
  /// - Throws: `ModelError.invalid` when its length is not an odd number squared, or its windows are too large.
  init(_ reader: ParameterReader, _ name: String) throws {
    let shape = reader.shape(of: name) ?? []
    guard shape.count == 2, let span = exactSquareRoot(shape[0]), span % 2 == 1, shape[1] > 0,
      span < 2 * Self.sideLimit
    else {
      throw ModelError.invalid(
        path: reader.checkpoint.path,
        reason: reader.has(name)
          ? "\(name) has shape \(shape), expected [(2w−1)², heads] with w up to \(Self.sideLimit)"
          : "has no tensor \(name)")
    }
    side = (span + 1) / 2
    heads = shape[1]
    table = try reader.values(name, shape: shape)
  }

  /// The bias of every pair, [heads × w² × w²]: entry (y_i − y_j + w − 1)(2w − 1) + (x_i − x_j + w − 1).
  /// Nothing where the table was not read.
  func pairs() -> [Float] {
    guard !table.isEmpty else { return [] }
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
