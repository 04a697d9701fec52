// A point of the image, the same for every token grid that is laid over it.

/// A point as fractions of the image's height and width, 0…1 from the upper left.
package struct ImagePoint: Hashable, Sendable {
  package let y: Double
  package let x: Double

  package static let center = ImagePoint(y: 0.5, x: 0.5)

  package init(y: Double, x: Double) {
    self.y = y
    self.x = x
  }

  /// The center of a token.
  package init(_ position: GridPosition, on grid: TokenGrid) {
    self.init(
      y: (Double(position.row) + 0.5) / Double(grid.rows),
      x: (Double(position.column) + 0.5) / Double(grid.columns))
  }

  /// The token of a grid that covers the point; the nearest one for a point outside the image.
  package func position(on grid: TokenGrid) -> GridPosition {
    GridPosition(row: cell(y, of: grid.rows), column: cell(x, of: grid.columns))
  }

  private func cell(_ fraction: Double, of count: Int) -> Int {
    guard fraction > 0 else { return 0 }
    return fraction < 1 ? min(count - 1, Int(fraction * Double(count))) : count - 1
  }
}
