// The places of the queries and keys of a layer: token grids, prefix tokens, windows and their cyclic shift.

/// A token in front of the patches.
package enum PrefixToken: Hashable, Sendable, CustomStringConvertible {
  case classToken
  case distillation
  case register(Int)
  /// The learned query of a pooling head, which is no key.
  case pool

  package var description: String {
    switch self {
    case .pool: "pool"
    case .classToken: "cls"
    case .distillation: "dist"
    case .register(let index): "reg\(index)"
    }
  }
}

/// What a query or a key is: a prefix token or a place on the grid.
package enum TokenPlace: Hashable, Sendable {
  case prefix(Int)
  case spatial(GridPosition)
}

/// A partition of the token grid into windows, after an optional cyclic shift (Swin).
///
/// The grid is rolled by (−rowShift, −columnShift), cut into windows row by row, and attended to window by window.
package struct WindowPartition: Hashable, Sendable {
  package let rows: Int
  package let columns: Int
  package let rowShift: Int
  package let columnShift: Int

  package init(rows: Int, columns: Int, rowShift: Int, columnShift: Int) {
    self.rows = rows
    self.columns = columns
    self.rowShift = rowShift
    self.columnShift = columnShift
  }

  /// The same shift along both axes.
  package init(rows: Int, columns: Int, shift: Int) {
    self.init(rows: rows, columns: columns, rowShift: shift, columnShift: shift)
  }
}

/// The places that the rows of a layer's query and key matrices belong to.
///
/// Matrices are in *window-major* order: prefix tokens first, then for every window its tokens row by row.
/// Without windows that is the row-major order of the grid.
package struct AttentionGeometry: Sendable {
  package let queryGrid: TokenGrid
  package let keyGrid: TokenGrid
  /// Tokens in front of the patches, which are keys, and queries too unless a probe is the only query.
  package let prefix: [PrefixToken]
  /// Whether the only query is a learned one, which is at no place of the image (attention pooling).
  package let isProbed: Bool
  /// nil: every query sees every key.
  package let partition: WindowPartition?

  /// - Precondition: windows tile the grid, key grid and query grid are equal then, and there is no prefix.
  package init(
    queryGrid: TokenGrid, keyGrid: TokenGrid? = nil, prefix: [PrefixToken] = [],
    partition: WindowPartition? = nil
  ) {
    self.queryGrid = queryGrid
    self.keyGrid = keyGrid ?? queryGrid
    self.prefix = prefix
    self.partition = partition
    isProbed = false
    if let partition {
      precondition(prefix.isEmpty && self.keyGrid == queryGrid)
      precondition(queryGrid.rows % partition.rows == 0 && queryGrid.columns % partition.columns == 0)
    }
  }

  /// One learned query over the tokens of `grid` and those in front of them.
  package init(probing grid: TokenGrid, prefix: [PrefixToken]) {
    queryGrid = grid
    keyGrid = grid
    self.prefix = prefix
    partition = nil
    isProbed = true
  }

  /// The queries that are at no place of the image, first in the order of queries.
  package var queryPrefix: [PrefixToken] { isProbed ? [.pool] : prefix }

  /// Matrix rows of the queries on the grid; none of a probe.
  package var spatialQueries: Range<Int> { isProbed ? 1..<1 : prefix.count..<queryCount }

  package var windowCount: Int {
    guard let partition else { return 1 }
    return (queryGrid.rows / partition.rows) * (queryGrid.columns / partition.columns)
  }

  package var queryCount: Int { isProbed ? 1 : prefix.count + queryGrid.count }
  package var keyCount: Int { prefix.count + keyGrid.count }
  package var queriesPerWindow: Int { queryCount / windowCount }
  package var keysPerWindow: Int { keyCount / windowCount }

  /// The matrix row of a query.
  package func matrixRow(ofQuery place: TokenPlace) -> Int {
    switch place {
    case .prefix(let index): index
    case .spatial(let position): prefix.count + windowMajorIndex(of: position, on: queryGrid)
    }
  }

  /// The window that holds the query in matrix row `row`.
  package func window(ofQueryRow row: Int) -> Int { row / queriesPerWindow }

  /// The place of the `index`-th key of a window.
  package func place(ofKey index: Int, inWindow window: Int) -> TokenPlace {
    if index < prefix.count { return .prefix(index) }
    return .spatial(position(ofWindowMajorIndex: window * keysPerWindow + index - prefix.count, on: keyGrid))
  }

  /// The window of a key, and its index among the keys of that window.
  ///
  /// A prefix token is a key of the only window there is then.
  package func key(_ place: TokenPlace) -> (index: Int, window: Int) {
    switch place {
    case .prefix(let index): return (index, 0)
    case .spatial(let position):
      let index = prefix.count + windowMajorIndex(of: position, on: keyGrid)
      return (index % keysPerWindow, index / keysPerWindow)
    }
  }

  /// The place of the query in matrix row `row`.
  package func place(ofQueryRow row: Int) -> TokenPlace {
    if isProbed || row < prefix.count { return .prefix(row) }
    return .spatial(position(ofWindowMajorIndex: row - prefix.count, on: queryGrid))
  }

  private func windowMajorIndex(of position: GridPosition, on grid: TokenGrid) -> Int {
    guard let partition else { return grid.index(of: position) }
    let row = (position.row - partition.rowShift + grid.rows) % grid.rows
    let column = (position.column - partition.columnShift + grid.columns) % grid.columns
    let window = (row / partition.rows) * (grid.columns / partition.columns) + column / partition.columns
    let inside = (row % partition.rows) * partition.columns + column % partition.columns
    return window * partition.rows * partition.columns + inside
  }

  private func position(ofWindowMajorIndex index: Int, on grid: TokenGrid) -> GridPosition {
    guard let partition else { return grid.position(at: index) }
    let size = partition.rows * partition.columns
    let (window, inside) = (index / size, index % size)
    let windowsAcross = grid.columns / partition.columns
    let row = (window / windowsAcross) * partition.rows + inside / partition.columns
    let column = (window % windowsAcross) * partition.columns + inside % partition.columns
    return GridPosition(
      row: (row + partition.rowShift) % grid.rows, column: (column + partition.columnShift) % grid.columns)
  }
}
