// How far apart the tokens of a layer are, in pixels of the input.
import Attention
import Compute

/// The distances between the centers of the tokens of a layer.
///
/// They are the same in each of its windows but those that a cyclic shift tore: the last ones along an axis hold tokens
/// from both ends of it. Where windows hold padding, they are measured one by one, and padding is left out.
struct CenterDistances: Sendable {
  /// Tokens of a window.
  private let queries: TokenGrid
  private let keys: TokenGrid
  private let prefix: Int
  /// Windows along each axis.
  private let windows: TokenGrid
  /// Squares of the differences along each axis, [query × key].
  private let rowSquares: AxisSquares
  private let columnSquares: AxisSquares

  /// Of windows with padding: the center of every token in matrix order, nil for padding; nil where there is none.
  private let paddedCenters: [(y: Double, x: Double)?]?

  /// Distances within a window that is not torn; nil where they do not depend on queries by their column and the rows
  /// between query and key alone, or are too many.
  private let common: CommonDistances?

  private struct AxisSquares {
    let whole: [Float]
    /// In the last window; nil where that is like the others.
    let torn: [Float]?
  }

  /// - Parameters:
  ///   - height: of the model's input in pixels, as `width`.
  init(_ geometry: AttentionGeometry, height: Int, width: Int) {
    let window = geometry.partition.map { TokenGrid(rows: $0.rows, columns: $0.columns) }
    paddedCenters =
      geometry.isPadded
      ? (0..<geometry.queryCount).map { row in
        guard case .spatial(let position) = geometry.place(ofQueryRow: row) else { return nil }
        return (
          (Double(position.row) + 0.5) * Double(height) / Double(geometry.queryGrid.rows),
          (Double(position.column) + 0.5) * Double(width) / Double(geometry.queryGrid.columns)
        )
      } : nil
    queries = window ?? geometry.queryGrid
    keys = window ?? geometry.keyGrid
    prefix = geometry.prefix.count
    windows = TokenGrid(
      rows: geometry.queryGrid.rows / queries.rows, columns: geometry.queryGrid.columns / queries.columns)
    func squares(
      _ queries: Int, of allQueries: Int, _ keys: Int, of allKeys: Int, length: Int, shift: Int
    ) -> AxisSquares {
      // Of a torn window, the last `shift` tokens are the first of the axis.
      func square(_ index: Int, isTorn: Bool) -> Float {
        let query = (Double(index / keys) + 0.5) * Double(length) / Double(allQueries)
        var key = (Double(index % keys) + 0.5) * Double(length) / Double(allKeys)
        if isTorn {
          let (queryWraps, keyWraps) = (index / keys >= queries - shift, index % keys >= keys - shift)
          if queryWraps != keyWraps { key += keyWraps ? -Double(length) : Double(length) }
        }
        return Float((query - key) * (query - key))
      }
      return AxisSquares(
        whole: (0..<queries * keys).map { square($0, isTorn: false) },
        torn: shift > 0 ? (0..<queries * keys).map { square($0, isTorn: true) } : nil)
    }
    rowSquares = squares(
      queries.rows, of: geometry.queryGrid.rows, keys.rows, of: geometry.keyGrid.rows, length: height,
      shift: geometry.partition?.rowShift ?? 0)
    columnSquares = squares(
      queries.columns, of: geometry.queryGrid.columns, keys.columns, of: geometry.keyGrid.columns,
      length: width, shift: geometry.partition?.columnShift ?? 0)
    common =
      paddedCenters == nil
      ? CommonDistances(
        rowSquares: rowSquares.whole, columnSquares: columnSquares.whole, queries: queries, keys: keys) : nil
  }

  /// Spatial keys of a window.
  var keyCount: Int { keys.count }

  /// Whether the `index`-th key of the window of a query is padding.
  func isPadding(key index: Int, ofQueryRow row: Int) -> Bool {
    guard let paddedCenters else { return false }
    return paddedCenters[row / queries.count * queries.count + index] == nil
  }

  var hasPadding: Bool { paddedCenters != nil }

  /// The distances of a query to the `keyCount` spatial keys of its window, 0 to padding; nil for a prefix token and for
  /// padding. They may lie in `scratch`.
  func ofQueryRow(_ row: Int, scratch: UnsafeMutablePointer<Float>) -> UnsafePointer<Float>? {
    guard row >= prefix else { return nil }
    if let paddedCenters {
      guard let query = paddedCenters[row] else { return nil }
      let first = row / queries.count * queries.count
      for (index, key) in paddedCenters[first..<first + queries.count].enumerated() {
        let (down, across) = key.map { ($0.y - query.y, $0.x - query.x) } ?? (0, 0)
        scratch[index] = Float((down * down + across * across).squareRoot())
      }
      return UnsafePointer(scratch)
    }
    let (window, inside) = (row - prefix).quotientAndRemainder(dividingBy: queries.count)
    let query = queries.position(at: inside)
    let tornRows = window / windows.columns == windows.rows - 1 ? rowSquares.torn : nil
    let tornColumns = window % windows.columns == windows.columns - 1 ? columnSquares.torn : nil
    if let common, tornRows == nil, tornColumns == nil { return common.ofQuery(query) }
    let rowSquares = tornRows ?? rowSquares.whole
    (tornColumns ?? columnSquares.whole).withUnsafeBufferPointer { columns in
      let columns = columns.baseAddress! + query.column * keys.columns
      for keyRow in 0..<keys.rows {
        let square = rowSquares[query.row * keys.rows + keyRow]
        let target = scratch + keyRow * keys.columns
        for column in 0..<keys.columns { target[column] = (square + columns[column]).squareRoot() }
      }
    }
    return UnsafePointer(scratch)
  }
}

/// Distances on a grid that queries share, made once.
///
/// For each column of queries, the distances to the keys of every number of rows above and below: those of one query are
/// as many rows of keys on end, from where its own row puts it.
private struct CommonDistances: Sendable {
  /// At most 2 MB.
  private static let mostFloats = 1 << 19

  private let queries: TokenGrid
  /// [query column × rows between × key column]
  private let table: FloatBuffer
  private let columnSize: Int
  private let rowSize: Int

  /// - Parameters:
  ///   - rowSquares: [query row × key row]
  ///   - columnSquares: [query column × key column]
  /// - Returns: nil unless squares of rows depend on the rows between query and key alone, to the last bit, and the table
  ///   is small.
  init?(rowSquares: [Float], columnSquares: [Float], queries: TokenGrid, keys: TokenGrid) {
    let between = 2 * queries.rows - 1
    let size = queries.columns.multipliedReportingOverflow(by: between * keys.columns)
    guard queries.rows > 0, queries.rows == keys.rows, !size.overflow, size.partialValue <= Self.mostFloats
    else {
      return nil
    }
    self.queries = queries
    (columnSize, rowSize) = (between * keys.columns, keys.columns)
    table = FloatBuffer(count: size.partialValue)
    // The square of each number of rows between, from the query of the last row to that of the first.
    let last = queries.rows - 1
    let squares = (0..<between).map { index in
      index <= last ? rowSquares[last * keys.rows + index] : rowSquares[index - last]
    }
    for query in 0..<queries.rows {
      for key in 0..<keys.rows
      where rowSquares[query * keys.rows + key] != squares[last - query + key] { return nil }
    }
    for query in 0..<queries.columns {
      for (row, square) in squares.enumerated() {
        let target = table.pointer + query * columnSize + row * rowSize
        for key in 0..<keys.columns {
          target[key] = (square + columnSquares[query * keys.columns + key]).squareRoot()
        }
      }
    }
  }

  /// The distances to all keys of the grid.
  func ofQuery(_ query: GridPosition) -> UnsafePointer<Float> {
    UnsafePointer(table.pointer + query.column * columnSize + (queries.rows - 1 - query.row) * rowSize)
  }
}
