// Windows over a token grid: the order of tokens in them, their shift, padding and mask (Swin).
import Attention
import Compute

/// The windows of a layer at one grid, and the order of its tokens in them.
struct WindowOrder: Sendable {
  let geometry: AttentionGeometry
  /// The row-major grid index of every token in window-major order, nil for padding; nil where the order is that of the
  /// grid itself.
  private let gridIndices: [Int?]?
  /// The window-major index of every token of the grid, likewise.
  private let windowIndices: [Int]?

  /// Along which axes windows shift where one of them is no longer than a window.
  enum ShiftRule: Sendable {
    /// Along none: the original code and transformers.
    case bothAxesOrNone
    /// Along the longer one: timm and torchvision.
    case eachAxis
  }

  /// Windows that no grid cuts: one over the whole grid where `side` reaches its size; `shift` is ignored then.
  init(grid: TokenGrid, side: Int, shift: Int = 0, rule: ShiftRule = .bothAxesOrNone) {
    self.init(
      grid: grid,
      window: TokenGrid(rows: min(side, grid.rows), columns: min(side, grid.columns)),
      shift: Self.shift(of: TokenGrid(rows: side, columns: side), by: shift, on: grid, rule), padding: .none)
  }

  /// How far windows shift: by `shift` along the axes that are longer than they are, as the rule has it.
  static func shift(of window: TokenGrid, by shift: Int, on grid: TokenGrid, _ rule: ShiftRule) -> (
    rows: Int, columns: Int
  ) {
    let fits = (rows: grid.rows > window.rows, columns: grid.columns > window.columns)
    let shifts = rule == .eachAxis || (fits.rows && fits.columns)
    return (shifts && fits.rows ? shift : 0, shifts && fits.columns ? shift : 0)
  }

  /// - Precondition: windows tile the grid, or they are padded.
  init(
    grid: TokenGrid, window: TokenGrid, shift: (rows: Int, columns: Int), padding: WindowPartition.Padding
  ) {
    guard grid != window else {
      geometry = AttentionGeometry(queryGrid: grid)
      (gridIndices, windowIndices) = (nil, nil)
      return
    }
    let isTiled = grid.rows % window.rows == 0 && grid.columns % window.columns == 0
    let geometry = AttentionGeometry(
      queryGrid: grid,
      partition: WindowPartition(
        rows: window.rows, columns: window.columns, rowShift: shift.rows, columnShift: shift.columns,
        padding: isTiled ? .none : padding))
    self.geometry = geometry
    gridIndices = (0..<geometry.queryCount).map { row in
      guard case .spatial(let position) = geometry.place(ofQueryRow: row) else { return nil }
      return grid.index(of: position)
    }
    windowIndices = (0..<grid.count).map { index in
      geometry.matrixRow(ofQuery: .spatial(grid.position(at: index)))
    }
  }

  /// Tokens of the grid [tokens × channels] in window-major order, zeros for padding.
  func gather(_ tokens: Matrix, engine: Engine) -> Matrix {
    guard let gridIndices else { return tokens }
    guard geometry.isPadded else {
      let ordered = Matrix(unwrittenRows: tokens.rows, columns: tokens.columns)
      engine.gatherRows(tokens, gridIndices.map { $0 ?? 0 }, into: ordered)
      return ordered
    }
    let ordered = Matrix(rows: geometry.queryCount, columns: tokens.columns)
    for (row, index) in gridIndices.enumerated() {
      if let index { _ = ordered.row(row).update(fromContentsOf: tokens.row(index)) }
    }
    return ordered
  }

  /// Window-major tokens back in the order of the grid, without padding.
  func scatter(_ tokens: Matrix, engine: Engine) -> Matrix {
    guard let windowIndices else { return tokens }
    let ordered = Matrix(unwrittenRows: windowIndices.count, columns: tokens.columns)
    engine.gatherRows(tokens, windowIndices, into: ordered)
    return ordered
  }

  /// For every window-major token, the region of the rolled grid it is in: tokens that a cyclic shift brought
  /// together from different regions do not see each other. nil without a shift.
  var regions: [Int32]? {
    guard let partition = geometry.partition, partition.rowShift + partition.columnShift > 0 else {
      return nil
    }
    let grid = geometry.rolledGrid
    func band(_ rolled: Int, _ length: Int, _ window: Int, _ shift: Int) -> Int32 {
      if shift == 0 || rolled < length - window { return 0 }
      return rolled < length - shift ? 1 : 2
    }
    return (0..<geometry.queryCount).map { index in
      let rolled = geometry.rolledPosition(ofWindowMajorIndex: index)
      return 3 * band(rolled.row, grid.rows, partition.rows, partition.rowShift)
        + band(rolled.column, grid.columns, partition.columns, partition.columnShift)
    }
  }
}
