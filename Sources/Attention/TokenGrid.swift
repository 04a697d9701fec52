// A rectangular grid of tokens and positions on it.

/// Rows and columns of the tokens that were made from patches of the image.
package struct TokenGrid: Hashable, Sendable {
  package let rows: Int
  package let columns: Int

  package init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
  }

  package var count: Int { rows * columns }

  /// Row-major index of a position.
  package func index(of position: GridPosition) -> Int { position.row * columns + position.column }

  /// The position with the row-major index `index`.
  package func position(at index: Int) -> GridPosition {
    GridPosition(row: index / columns, column: index % columns)
  }

  package func contains(_ position: GridPosition) -> Bool {
    (0..<rows).contains(position.row) && (0..<columns).contains(position.column)
  }

  /// The position of `other` that covers the same place of the image as the center of `position` here.
  package func position(_ position: GridPosition, on other: TokenGrid) -> GridPosition {
    GridPosition(
      row: (2 * position.row + 1) * other.rows / (2 * rows),
      column: (2 * position.column + 1) * other.columns / (2 * columns))
  }

  /// The middle of the grid; the lower right of the middle four when sides are even.
  package var center: GridPosition { GridPosition(row: rows / 2, column: columns / 2) }
}

/// A place on a token grid, counted from 0 at the upper left.
package struct GridPosition: Hashable, Sendable, CustomStringConvertible {
  package var row: Int
  package var column: Int

  package init(row: Int, column: Int) {
    self.row = row
    self.column = column
  }

  package var description: String { "\(row),\(column)" }
}
