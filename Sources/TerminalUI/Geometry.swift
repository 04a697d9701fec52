// Places on the screen, in character cells; the origin is the top left corner.

package struct Position: Equatable, Hashable, Sendable {
  package var x: Int
  package var y: Int

  package init(x: Int, y: Int) {
    self.x = x
    self.y = y
  }
}

package struct Size: Equatable, Hashable, Sendable, CustomStringConvertible {
  package var columns: Int
  package var rows: Int

  package init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
  }

  /// Reads `COLSxROWS`, as `120x36`; nil unless both are between 1 and 4096.
  package init?(_ text: String) {
    let parts = text.split(separator: "x", omittingEmptySubsequences: false)
    guard parts.count == 2, let columns = Int(parts[0]), let rows = Int(parts[1]),
      (1...4096).contains(columns), (1...4096).contains(rows)
    else { return nil }
    self.init(columns: columns, rows: rows)
  }

  package var description: String { "\(columns)x\(rows)" }
}

package struct Rect: Equatable, Hashable, Sendable {
  package var x: Int
  package var y: Int
  package var width: Int
  package var height: Int

  package init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = max(0, width)
    self.height = max(0, height)
  }

  /// One past the last column.
  package var right: Int { x + width }
  /// One past the last row.
  package var bottom: Int { y + height }
  package var isEmpty: Bool { width == 0 || height == 0 }
  package var origin: Position { Position(x: x, y: y) }

  package func contains(_ position: Position) -> Bool {
    position.x >= x && position.x < right && position.y >= y && position.y < bottom
  }

  /// The part of both; empty when they do not meet.
  package func intersection(_ other: Rect) -> Rect {
    let left = max(x, other.x)
    let top = max(y, other.y)
    return Rect(
      x: left, y: top, width: min(right, other.right) - left, height: min(bottom, other.bottom) - top)
  }

  /// The rectangle without a border of `columns` on the sides and `rows` above and below.
  package func inset(columns: Int, rows: Int) -> Rect {
    Rect(x: x + columns, y: y + rows, width: width - 2 * columns, height: height - 2 * rows)
  }
}
