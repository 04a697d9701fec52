// Where the user looks: a place in the image, and whose row is shown.

import Attention

/// A place in the image, as fractions 0…1 of its height and width: the same on every token grid.
struct ImagePlace: Hashable, Sendable {
  var y: Double
  var x: Double

  static let center = ImagePlace(y: 0.5, x: 0.5)

  /// The token of a grid that covers the place.
  func position(on grid: TokenGrid) -> GridPosition {
    GridPosition(
      row: min(grid.rows - 1, max(0, Int(y * Double(grid.rows)))),
      column: min(grid.columns - 1, max(0, Int(x * Double(grid.columns)))))
  }

  /// The center of a token.
  init(_ position: GridPosition, on grid: TokenGrid) {
    y = (Double(position.row) + 0.5) / Double(grid.rows)
    x = (Double(position.column) + 0.5) / Double(grid.columns)
  }

  init(y: Double, x: Double) {
    self.y = y
    self.x = x
  }
}

/// Whose row is shown.
enum QueryMode: Hashable, Sendable {
  case spatial
  /// Index among the prefix tokens.
  case prefix(Int)
  case mean
}
