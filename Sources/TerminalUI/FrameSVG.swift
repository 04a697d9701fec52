// A frame as one self-contained SVG: exact cells, lines and blocks as shapes, everything else as text that
// can be selected.

extension Frame {
  /// Cell size in SVG units: DejaVu Sans Mono and Menlo are 0.602 em wide.
  private static let cellWidth = 9
  private static let cellHeight = 18
  private static let fontSize = 14.95

  /// The whole picture, with the look of a dark terminal.
  package func svg(title: String) -> String {
    let width = size.columns * Frame.cellWidth
    let height = size.rows * Frame.cellHeight
    var text = """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)">
      <title>\(title.escapedForXML)</title>
      <rect width="\(width)" height="\(height)" fill="#\(Theme.background)"/>
      <g shape-rendering="crispEdges">

      """
    text += backgrounds() + shapes()
    text += """
      </g>
      <g font-family="'DejaVu Sans Mono', Menlo, 'Liberation Mono', Consolas, monospace" \
      font-size="\(Frame.fontSize)" xml:space="preserve">

      """
    text += words()
    return text + "</g>\n</svg>\n"
  }

  private enum Theme {
    static let background = "101116"
    static let foreground = "d8dade"
  }

  /// The colors that a cell shows, reverse video applied.
  private func colors(_ cell: Cell) -> (foreground: String, background: String?) {
    let foreground = cell.style.foreground.displayedRGB.map(Color.hexadecimal)
    let background = cell.style.background.displayedRGB.map(Color.hexadecimal)
    if cell.style.attributes.contains(.reverse) {
      return (background ?? Theme.background, foreground ?? Theme.foreground)
    }
    return (foreground ?? Theme.foreground, background)
  }

  // MARK: Areas

  /// Backgrounds, one rectangle per run of a row; the halves of ▀ are separate runs.
  private func backgrounds() -> String {
    var text = ""
    let half = Frame.cellHeight / 2
    for y in 0..<size.rows {
      for lower in [false, true] {
        var x = 0
        while x < size.columns {
          let fill = halfFill(self[x, y], lower: lower)
          let start = x
          while x < size.columns, halfFill(self[x, y], lower: lower) == fill { x += 1 }
          guard let fill else { continue }
          let top = y * Frame.cellHeight + (lower ? half : 0)
          text += rectangle(
            x: start * Frame.cellWidth, y: top, width: (x - start) * Frame.cellWidth, height: half, fill)
        }
      }
    }
    return text
  }

  private func halfFill(_ cell: Cell, lower: Bool) -> String? {
    let shown = colors(cell)
    return cell.glyph == Cell.upperHalf && !lower ? shown.foreground : shown.background
  }

  private func rectangle(x: Int, y: Int, width: Int, height: Int, _ fill: String) -> String {
    "<rect x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" height=\"\(height)\" fill=\"#\(fill)\"/>\n"
  }

  // MARK: Lines and blocks

  private func shapes() -> String {
    var text = ""
    for y in 0..<size.rows {
      var x = 0
      while x < size.columns {
        let cell = self[x, y]
        let left = x * Frame.cellWidth
        let top = y * Frame.cellHeight
        let fill = colors(cell).foreground
        if let eighths = Frame.eighths(of: cell.glyph) {
          let height = Frame.cellHeight * eighths / 8
          text += rectangle(
            x: left, y: top + Frame.cellHeight - height, width: Frame.cellWidth, height: height, fill)
        } else if cell.glyph == "─" {
          let start = x
          while x + 1 < size.columns, self[x + 1, y].glyph == "─", self[x + 1, y].style == cell.style {
            x += 1
          }
          text += rectangle(x: left, y: top + 9, width: (x - start + 1) * Frame.cellWidth, height: 1, fill)
        } else if let arms = Frame.arms(of: cell.glyph) {
          if arms.contains(.left) { text += rectangle(x: left, y: top + 9, width: 5, height: 1, fill) }
          if arms.contains(.right) { text += rectangle(x: left + 4, y: top + 9, width: 5, height: 1, fill) }
          if arms.contains(.up) { text += rectangle(x: left + 4, y: top, width: 1, height: 10, fill) }
          if arms.contains(.down) { text += rectangle(x: left + 4, y: top + 9, width: 1, height: 9, fill) }
        } else if let dots = cell.glyph.brailleDots {
          for dot in dots {
            text += rectangle(
              x: left + 1 + 5 * dot.column, y: top + 1 + 9 * dot.row / 2, width: 3, height: 3, fill)
          }
        }
        x += 1
      }
    }
    return text
  }

  private struct Arms: OptionSet {
    let rawValue: Int
    static let left = Arms(rawValue: 1)
    static let right = Arms(rawValue: 2)
    static let up = Arms(rawValue: 4)
    static let down = Arms(rawValue: 8)
  }

  /// The lines of a box-drawing character, from the middle of the cell outwards.
  private static func arms(of glyph: Unicode.Scalar) -> Arms? {
    switch glyph {
    case "│": [.up, .down]
    case "┌": [.right, .down]
    case "┐": [.left, .down]
    case "└": [.right, .up]
    case "┘": [.left, .up]
    case "├": [.up, .down, .right]
    case "┤": [.up, .down, .left]
    case "┬": [.left, .right, .down]
    case "┴": [.left, .right, .up]
    case "┼": [.left, .right, .up, .down]
    default: nil
    }
  }

  /// How many eighths of the cell ▁▂▃▄▅▆▇█ fill.
  private static func eighths(of glyph: Unicode.Scalar) -> Int? {
    (0x2581...0x2588).contains(glyph.value) ? Int(glyph.value) - 0x2580 : nil
  }

  // MARK: Text

  private func isDrawnAsShape(_ glyph: Unicode.Scalar) -> Bool {
    glyph == Cell.upperHalf || glyph == "─" || Frame.arms(of: glyph) != nil || Frame.eighths(of: glyph) != nil
      || glyph.brailleDots != nil
  }

  /// One element per run of a style without wide gaps, so that another font shifts nothing far.
  private func words() -> String {
    var text = ""
    for y in 0..<size.rows {
      var x = 0
      while x < size.columns {
        let cell = self[x, y]
        guard cell.glyph != " ", cell.glyph != Cell.continuation, !isDrawnAsShape(cell.glyph) else {
          x += 1
          continue
        }
        let start = x
        var run = String.UnicodeScalarView()
        while x < size.columns, self[x, y].style == cell.style, !isDrawnAsShape(self[x, y].glyph) {
          let isGap = self[x, y].glyph == " " && (x + 1 >= size.columns || self[x + 1, y].glyph == " ")
          if isGap { break }
          if self[x, y].glyph != Cell.continuation { run.append(self[x, y].glyph) }
          x += 1
        }
        while run.last == " " { run.removeLast() }
        text += element(String(run), cell, x: start, y: y, columns: String(run).columns)
      }
    }
    return text
  }

  private func element(_ run: String, _ cell: Cell, x: Int, y: Int, columns: Int) -> String {
    var attributes = "x=\"\(x * Frame.cellWidth)\" y=\"\(y * Frame.cellHeight + 14)\""
    attributes += " textLength=\"\(columns * Frame.cellWidth)\" fill=\"#\(colors(cell).foreground)\""
    if cell.style.attributes.contains(.bold) { attributes += " font-weight=\"bold\"" }
    if cell.style.attributes.contains(.underline) { attributes += " text-decoration=\"underline\"" }
    if cell.style.attributes.contains(.dim) { attributes += " opacity=\"0.6\"" }
    return "<text \(attributes)>\(run.escapedForXML)</text>\n"
  }
}

extension Unicode.Scalar {
  /// The dots of a braille pattern, in 2 columns and 4 rows; nil for other characters.
  fileprivate var brailleDots: [(column: Int, row: Int)]? {
    guard (0x2800...0x28FF).contains(value) else { return nil }
    // Unicode numbers the dots down the columns, the last row after these.
    let places = [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3)]
    return places.enumerated().filter { value >> UInt32($0.offset) & 1 == 1 }.map(\.element)
  }
}

extension String {
  fileprivate var escapedForXML: String {
    var result = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      switch scalar {
      case "&": result.append(contentsOf: "&amp;".unicodeScalars)
      case "<": result.append(contentsOf: "&lt;".unicodeScalars)
      case ">": result.append(contentsOf: "&gt;".unicodeScalars)
      case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
      default: result.append(scalar.printable)
      }
    }
    return String(result)
  }
}
