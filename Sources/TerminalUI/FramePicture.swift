// A frame as shapes and words: blocks, lines and braille as areas, all else as text.

/// What the terminal that a picture shows has behind its text, which it draws by itself.
package enum PictureGround: String, CaseIterable, Sendable {
  case dark, light

  /// 0xRRGGBB.
  package var background: UInt32 { self == .dark ? 0x101116 : 0xFFFFFF }

  /// The terminal's own color of text, 0xRRGGBB.
  package var foreground: UInt32 { self == .dark ? 0xD8DADE : 0x1F2328 }
}

/// What pictures of a frame are made of, in units of which a cell has 9 × 18, y downwards. Later areas lie on earlier
/// ones, words on all areas.
package struct FramePicture: Sendable {
  package static let cellWidth = 9
  package static let cellHeight = 18

  package struct Area: Equatable, Sendable {
    package let x: Int
    package let y: Int
    package let width: Int
    package let height: Int
    /// 0xRRGGBB.
    package let color: UInt32
  }

  /// A text in one style, which begins at a cell; `y` is its baseline.
  package struct Words: Equatable, Sendable {
    package let text: String
    package let x: Int
    package let y: Int
    /// The cells that it takes.
    package let columns: Int
    /// 0xRRGGBB.
    package let color: UInt32
    package let attributes: Attributes
  }

  package let width: Int
  package let height: Int
  /// 0xRRGGBB.
  package let background: UInt32
  package fileprivate(set) var areas: [Area] = []
  package fileprivate(set) var words: [Words] = []
}

extension Frame {
  /// The frame as a terminal with such a ground shows it.
  package func picture(on ground: PictureGround) -> FramePicture {
    FrameDrawing(frame: self, ground: ground).picture
  }
}

/// A frame that is made into shapes and words.
private struct FrameDrawing {
  let frame: Frame
  let ground: PictureGround

  private var size: Size { frame.size }

  private subscript(x: Int, y: Int) -> Cell { frame[x, y] }

  var picture: FramePicture {
    var picture = FramePicture(
      width: size.columns * FramePicture.cellWidth, height: size.rows * FramePicture.cellHeight,
      background: ground.background)
    picture.areas = backgrounds + shapes
    picture.words = words
    return picture
  }

  /// The colors that a cell shows, reverse video applied.
  private func colors(_ cell: Cell) -> (foreground: UInt32, background: UInt32?) {
    let foreground = cell.style.foreground.displayedRGB
    let background = cell.style.background.displayedRGB
    if cell.style.attributes.contains(.reverse) {
      return (background ?? ground.background, foreground ?? ground.foreground)
    }
    return (foreground ?? ground.foreground, background)
  }

  // MARK: Areas

  /// Backgrounds, one area per run of a row; the halves of ▀ are separate runs.
  private var backgrounds: [FramePicture.Area] {
    var areas: [FramePicture.Area] = []
    let half = FramePicture.cellHeight / 2
    for y in 0..<size.rows {
      for lower in [false, true] {
        var x = 0
        while x < size.columns {
          let fill = halfFill(self[x, y], lower: lower)
          let start = x
          while x < size.columns, halfFill(self[x, y], lower: lower) == fill { x += 1 }
          guard let fill else { continue }
          areas.append(
            FramePicture.Area(
              x: start * FramePicture.cellWidth, y: y * FramePicture.cellHeight + (lower ? half : 0),
              width: (x - start) * FramePicture.cellWidth, height: half, color: fill))
        }
      }
    }
    return areas
  }

  private func halfFill(_ cell: Cell, lower: Bool) -> UInt32? {
    let shown = colors(cell)
    return cell.glyph == Cell.upperHalf && !lower ? shown.foreground : shown.background
  }

  // MARK: Lines and blocks

  private var shapes: [FramePicture.Area] {
    var areas: [FramePicture.Area] = []
    for y in 0..<size.rows {
      var x = 0
      while x < size.columns {
        let cell = self[x, y]
        let (left, top) = (x * FramePicture.cellWidth, y * FramePicture.cellHeight)
        let color = colors(cell).foreground
        func add(x: Int, y: Int, width: Int, height: Int) {
          areas.append(FramePicture.Area(x: x, y: y, width: width, height: height, color: color))
        }
        if let eighths = FrameDrawing.eighths(of: cell.glyph) {
          let height = FramePicture.cellHeight * eighths / 8
          add(
            x: left, y: top + FramePicture.cellHeight - height, width: FramePicture.cellWidth,
            height: height)
        } else if cell.glyph == "■" {
          add(x: left, y: top + 4, width: FramePicture.cellWidth, height: 9)
        } else if cell.glyph == "≡" {
          for line in 0..<3 {
            add(x: left + 1, y: top + 5 + 4 * line, width: FramePicture.cellWidth - 2, height: 1)
          }
        } else if cell.glyph == "─" {
          let start = x
          while x + 1 < size.columns, self[x + 1, y].glyph == "─", self[x + 1, y].style == cell.style {
            x += 1
          }
          add(x: left, y: top + 9, width: (x - start + 1) * FramePicture.cellWidth, height: 1)
        } else if let arms = FrameDrawing.arms(of: cell.glyph) {
          if arms.contains(.left) { add(x: left, y: top + 9, width: 5, height: 1) }
          if arms.contains(.right) { add(x: left + 4, y: top + 9, width: 5, height: 1) }
          if arms.contains(.up) { add(x: left + 4, y: top, width: 1, height: 10) }
          if arms.contains(.down) { add(x: left + 4, y: top + 9, width: 1, height: 9) }
        } else if let dots = cell.glyph.brailleDots {
          for dot in dots {
            add(x: left + 1 + 5 * dot.column, y: top + 1 + 9 * dot.row / 2, width: 3, height: 3)
          }
        }
        x += 1
      }
    }
    return areas
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
    [Cell.upperHalf, "─", "■", "≡"].contains(glyph) || FrameDrawing.arms(of: glyph) != nil
      || FrameDrawing.eighths(of: glyph) != nil || glyph.brailleDots != nil
  }

  /// One text per run of a style without wide gaps, so that another font shifts nothing far.
  private var words: [FramePicture.Words] {
    var words: [FramePicture.Words] = []
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
        words.append(
          FramePicture.Words(
            text: String(run), x: start * FramePicture.cellWidth, y: y * FramePicture.cellHeight + 14,
            columns: String(run).columns, color: colors(cell).foreground, attributes: cell.style.attributes))
      }
    }
    return words
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
