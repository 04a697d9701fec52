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

/// What a query or a key is: a prefix token, a place on the grid, or padding that fills a window beyond the grid.
package enum TokenPlace: Hashable, Sendable {
  case prefix(Int)
  case spatial(GridPosition)
  /// A token of zeros, which is a key like others and whose own row nobody reads.
  case padding
}

/// A partition of the token grid into windows, after an optional cyclic shift (Swin).
///
/// The grid is rolled by (−rowShift, −columnShift), cut into windows row by row, and attended to window by window.
package struct WindowPartition: Hashable, Sendable {
  /// Where tokens of zeros fill the windows of a grid that is no multiple of them, at its right and lower end.
  package enum Padding: Hashable, Sendable {
    /// Nowhere: windows tile the grid.
    case none
    /// On the grid as it is, before it is rolled (torchvision, transformers).
    case beforeShift
    /// On the rolled grid (timm).
    case afterShift
  }

  package let rows: Int
  package let columns: Int
  package let rowShift: Int
  package let columnShift: Int
  package let padding: Padding

  package init(rows: Int, columns: Int, rowShift: Int, columnShift: Int, padding: Padding = .none) {
    self.padding = padding
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
/// Matrices are in *window-major* order: prefix tokens first, then for every window its tokens row by row, padding among
/// them. Without windows that is the row-major order of the grid.
package struct AttentionGeometry: Hashable, Sendable {
  package let queryGrid: TokenGrid
  package let keyGrid: TokenGrid
  /// Tokens in front of the patches, which are keys, and queries too unless a probe is the only query.
  package let prefix: [PrefixToken]
  /// Whether the only query is a learned one, which is at no place of the image (attention pooling).
  package let isProbed: Bool
  /// nil: every query sees every key.
  package let partition: WindowPartition?

  /// The grid that windows tile: that of the queries, with its padding.
  private let windowGrid: TokenGrid

  /// - Precondition: windows tile the grid unless they are padded, key grid and query grid are equal then, and there is no prefix.
  package init(
    queryGrid: TokenGrid, keyGrid: TokenGrid? = nil, prefix: [PrefixToken] = [],
    partition: WindowPartition? = nil
  ) {
    self.queryGrid = queryGrid
    self.keyGrid = keyGrid ?? queryGrid
    self.prefix = prefix
    self.partition = partition
    isProbed = false
    guard let partition else {
      windowGrid = self.keyGrid
      return
    }
    precondition(prefix.isEmpty && self.keyGrid == queryGrid)
    let tiles = TokenGrid(
      rows: (queryGrid.rows + partition.rows - 1) / partition.rows * partition.rows,
      columns: (queryGrid.columns + partition.columns - 1) / partition.columns * partition.columns)
    precondition(partition.padding != .none || tiles == queryGrid)
    windowGrid = tiles
  }

  /// One learned query over the tokens of `grid` and those in front of them.
  package init(probing grid: TokenGrid, prefix: [PrefixToken]) {
    queryGrid = grid
    keyGrid = grid
    self.prefix = prefix
    partition = nil
    windowGrid = grid
    isProbed = true
  }

  /// The queries that are at no place of the image, first in the order of queries.
  package var queryPrefix: [PrefixToken] { isProbed ? [.pool] : prefix }

  /// Matrix rows of the queries on the grid; none of a probe.
  package var spatialQueries: [Int] {
    let rows = isProbed ? 1..<1 : prefix.count..<queryCount
    return isPadded ? rows.filter { !isPadding(queryRow: $0) } : Array(rows)
  }

  /// Matrix rows of all queries but padding.
  package var tokenQueries: [Int] {
    isPadded ? spatialQueries : Array(0..<queryCount)
  }

  package var windowCount: Int {
    guard let partition else { return 1 }
    return (windowGrid.rows / partition.rows) * (windowGrid.columns / partition.columns)
  }

  /// Whether some windows hold padding.
  package var isPadded: Bool { partition != nil && windowGrid != queryGrid }

  /// Whether the query in matrix row `row` is padding.
  package func isPadding(queryRow row: Int) -> Bool {
    isPadded && position(ofWindowMajorIndex: row, on: queryGrid) == nil
  }

  /// Queries and keys that are tokens of the image or in front of them.
  package var tokenQueryCount: Int { isProbed ? 1 : prefix.count + queryGrid.count }
  package var tokenKeyCount: Int { prefix.count + keyGrid.count }

  /// Rows of the query and of the key matrices, padding among them.
  package var queryCount: Int {
    if isProbed { return 1 }
    return prefix.count + (partition == nil ? queryGrid.count : windowGrid.count)
  }
  package var keyCount: Int { prefix.count + windowGrid.count }
  package var queriesPerWindow: Int { queryCount / windowCount }
  package var keysPerWindow: Int { keyCount / windowCount }

  /// Whether queries of both see as many patches of one key grid: entropies of their rows have the same maximum, but for
  /// tokens in front of the patches.
  package func hasKeys(like other: AttentionGeometry) -> Bool {
    func patches(_ geometry: AttentionGeometry) -> Int {
      geometry.partition.map { $0.rows * $0.columns } ?? geometry.keyGrid.count
    }
    return keyGrid == other.keyGrid && patches(self) == patches(other)
  }

  /// The matrix row of a query.
  package func matrixRow(ofQuery place: TokenPlace) -> Int {
    switch place {
    case .prefix(let index): index
    case .padding: preconditionFailure("padding is no query that is asked for")
    case .spatial(let position): prefix.count + windowMajorIndex(of: position, on: queryGrid)
    }
  }

  /// The window that holds the query in matrix row `row`.
  package func window(ofQueryRow row: Int) -> Int { row / queriesPerWindow }

  /// The place of the `index`-th key of a window.
  package func place(ofKey index: Int, inWindow window: Int) -> TokenPlace {
    if index < prefix.count { return .prefix(index) }
    let position = position(ofWindowMajorIndex: window * keysPerWindow + index - prefix.count, on: keyGrid)
    return position.map(TokenPlace.spatial) ?? .padding
  }

  /// The window of a key, and its index among the keys of that window.
  ///
  /// A prefix token is a key of the only window there is then.
  package func key(_ place: TokenPlace) -> (index: Int, window: Int) {
    switch place {
    case .prefix(let index): return (index, 0)
    case .padding: preconditionFailure("padding is no key that is asked for")
    case .spatial(let position):
      let index = prefix.count + windowMajorIndex(of: position, on: keyGrid)
      return (index % keysPerWindow, index / keysPerWindow)
    }
  }

  /// The place of the query in matrix row `row`.
  package func place(ofQueryRow row: Int) -> TokenPlace {
    if isProbed || row < prefix.count { return .prefix(row) }
    return position(ofWindowMajorIndex: row - prefix.count, on: queryGrid).map(TokenPlace.spatial) ?? .padding
  }

  /// Where a token in window-major order is on the rolled grid, padding included; on the grid itself without windows.
  package func rolledPosition(ofWindowMajorIndex index: Int) -> GridPosition {
    guard let partition else { return windowGrid.position(at: index) }
    let size = partition.rows * partition.columns
    let (window, inside) = (index / size, index % size)
    let windowsAcross = windowGrid.columns / partition.columns
    return GridPosition(
      row: (window / windowsAcross) * partition.rows + inside / partition.columns,
      column: (window % windowsAcross) * partition.columns + inside % partition.columns)
  }

  /// The sides of the grid that is rolled.
  package var rolledGrid: TokenGrid { windowGrid }

  /// The grid along which the shift wraps around: with its padding where that is there before.
  private var wrappedGrid: TokenGrid { partition?.padding == .afterShift ? queryGrid : windowGrid }

  private func windowMajorIndex(of position: GridPosition, on grid: TokenGrid) -> Int {
    guard let partition else { return grid.index(of: position) }
    let wrapped = wrappedGrid
    let row = (position.row - partition.rowShift + wrapped.rows) % wrapped.rows
    let column = (position.column - partition.columnShift + wrapped.columns) % wrapped.columns
    let windowsAcross = windowGrid.columns / partition.columns
    let window = (row / partition.rows) * windowsAcross + column / partition.columns
    let inside = (row % partition.rows) * partition.columns + column % partition.columns
    return window * partition.rows * partition.columns + inside
  }

  /// nil for padding.
  private func position(ofWindowMajorIndex index: Int, on grid: TokenGrid) -> GridPosition? {
    guard let partition else { return grid.position(at: index) }
    let rolled = rolledPosition(ofWindowMajorIndex: index)
    let wrapped = wrappedGrid
    guard wrapped.contains(rolled) else { return nil }
    let position = GridPosition(
      row: (rolled.row + partition.rowShift) % wrapped.rows,
      column: (rolled.column + partition.columnShift) % wrapped.columns)
    return grid.contains(position) ? position : nil
  }
}
