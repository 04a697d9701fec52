// Dots, eight to a cell: what charts are drawn with.

/// Dots of several lines or clouds, 2 × 4 to a cell.
struct BrailleImage {
  let columns: Int
  let rows: Int
  private var dots: [UInt32]
  /// The line, by its number, that has drawn last in each cell.
  private var owners: [Int]

  var width: Int { 2 * columns }
  var height: Int { 4 * rows }

  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    dots = Array(repeating: 0, count: columns * rows)
    owners = Array(repeating: 0, count: columns * rows)
  }

  /// Unicode numbers the dots of a cell down its left and its right column, the last row after these.
  private static let bits: [[UInt32]] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]]

  mutating func set(_ x: Int, _ y: Int, line: Int) {
    let cell = y / 4 * columns + x / 2
    dots[cell] |= BrailleImage.bits[x & 1][y & 3]
    owners[cell] = line
  }

  /// nil where there is no dot.
  func cell(_ column: Int, _ row: Int) -> (glyph: Unicode.Scalar, line: Int)? {
    let index = row * columns + column
    guard dots[index] != 0, let glyph = Unicode.Scalar(0x2800 + dots[index]) else { return nil }
    return (glyph, owners[index])
  }
}
