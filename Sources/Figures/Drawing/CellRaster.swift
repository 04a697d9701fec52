// Pictures of terminals: whole pixels for areas, letters in cells.
import Imaging

/// A picture of character cells.
package struct CellRaster {
  private var raster: Raster
  /// Of a cell, in pixels.
  private let cell: (width: Double, height: Double)
  /// Of a letter: 0.6 of it is as wide as a cell.
  private var size: Double { cell.width / 0.602 }

  /// - Parameter cell: its width and height in pixels.
  package init(width: Int, height: Int, cell: (width: Int, height: Int), background: RGB) {
    raster = Raster(width: width, height: height)
    raster.fill(columns: 0..<width, rows: 0..<height, background)
    self.cell = (Double(cell.width), Double(cell.height))
  }

  package var image: RGBImage { raster.image }

  /// Fills whole pixels.
  package mutating func fill(x: Int, y: Int, width: Int, height: Int, _ color: RGB) {
    raster.fill(columns: x..<x + max(0, width), rows: y..<y + max(0, height), color)
  }

  /// Draws a character into the cell whose upper left pixel is given.
  ///
  /// - Parameter baseline: below the top of the cell, in pixels.
  package mutating func draw(
    _ scalar: Unicode.Scalar, x: Int, y: Int, baseline: Double, _ color: RGB, opacity: Float, isBold: Bool
  ) {
    let corner = Point(Double(x), Double(y))
    if let shape = CellShape(scalar) {
      let polygons = shape.polygons.map { polygon in
        polygon.map { Point(corner.x + $0.x * cell.width, corner.y + $0.y * cell.height) }
      }
      return raster.fill(polygons, color, opacity: opacity * shape.opacity)
    }
    let (letter, scale, raised) = scalar.unraised.map { ($0, 0.62, 0.36) } ?? (scalar, 1, 0)
    let contours = Letters.monospaced.glyph(letter).contours
    // Bold letters are drawn twice, a little apart.
    for shift in isBold ? [0, 0.045] : [0] {
      let polygons = contours.map { contour in
        contour.map { point in
          Point(
            corner.x + (point.x * scale + shift) * size,
            corner.y + baseline + (point.y * scale - raised) * size)
        }
      }
      raster.fill(polygons, color, opacity: opacity)
    }
  }
}

extension Unicode.Scalar {
  /// The letter that a superscript is a small one of, where fonts lack it.
  fileprivate var unraised: Unicode.Scalar? {
    switch self {
    case "⁺": "+"
    case "⁻": "−"
    case "⁰": "0"
    default: nil
    }
  }
}

/// Characters that fill parts of their cells, or that fonts with letters lack: polygons in a cell of size 1 × 1.
private struct CellShape {
  var polygons: [[Point]]
  var opacity: Float = 1

  init?(_ scalar: Unicode.Scalar) {
    func box(_ left: Double, _ top: Double, _ right: Double, _ bottom: Double) -> [Point] {
      [Point(left, top), Point(right, top), Point(right, bottom), Point(left, bottom)]
    }
    func triangle(_ a: (Double, Double), _ b: (Double, Double), _ c: (Double, Double)) -> [[Point]] {
      [[Point(a.0, a.1), Point(b.0, b.1), Point(c.0, c.1)]]
    }
    // The lines of boxes are a ninth of a cell wide and an eighteenth of it high.
    let (left, right, top, bottom) = (4.0 / 9, 5.0 / 9, 9.0 / 18, 10.0 / 18)
    switch scalar {
    case "░": (polygons, opacity) = ([box(0, 0, 1, 1)], 0.25)
    case "▒": (polygons, opacity) = ([box(0, 0, 1, 1)], 0.5)
    case "▓": (polygons, opacity) = ([box(0, 0, 1, 1)], 0.75)
    case "▄": polygons = [box(0, 0.5, 1, 1)]
    case "▌": polygons = [box(0, 0, 0.5, 1)]
    case "▐": polygons = [box(0.5, 0, 1, 1)]
    case "▏": polygons = [box(0, 0, 0.125, 1)]
    case "▘": polygons = [box(0, 0, 0.5, 0.5)]
    case "▝": polygons = [box(0.5, 0, 1, 0.5)]
    case "▖": polygons = [box(0, 0.5, 0.5, 1)]
    case "▗": polygons = [box(0.5, 0.5, 1, 1)]
    case "┃": polygons = [box(0.36, 0, 0.64, 1)]
    case "━": polygons = [box(0, 0.44, 1, 0.6)]
    case "╭": polygons = [box(left, top, 1, bottom), box(left, bottom, right, 1)]
    case "╮": polygons = [box(0, top, right, bottom), box(left, bottom, right, 1)]
    case "╰": polygons = [box(left, top, 1, bottom), box(left, 0, right, top)]
    case "╯": polygons = [box(0, top, right, bottom), box(left, 0, right, top)]
    case "╱": polygons = [[Point(0.9, 0), Point(1, 0), Point(0.1, 1), Point(0, 1)]]
    case "▲", "▴": polygons = triangle((0.5, 0.3), (0.9, 0.7), (0.1, 0.7))
    case "▼", "▾": polygons = triangle((0.1, 0.35), (0.9, 0.35), (0.5, 0.75))
    case "▶", "▸": polygons = triangle((0.2, 0.3), (0.9, 0.5), (0.2, 0.7))
    case "◀", "◂": polygons = triangle((0.8, 0.3), (0.8, 0.7), (0.1, 0.5))
    case "⋮": polygons = [0.25, 0.48, 0.71].map { box(0.4, $0, 0.6, $0 + 0.1) }
    case "‖": polygons = [box(0.3, 0.15, 0.4, 0.9), box(0.6, 0.15, 0.7, 0.9)]
    default: return nil
    }
  }
}
