// A drawing as PNG, with its size in the file, so that it has the same millimeters as the SVG.
import Glibc
import Imaging

extension Drawing {
  /// Pixels of an inch.
  package static let dotsPerInch = 300.0

  /// The drawing as a PNG file, letters as the outlines of `GlyphTable`.
  ///
  /// - Parameters:
  ///   - texts: facts for text chunks.
  ///   - file: its name, for errors.
  /// - Throws: `ImageError`.
  package func png(texts: [PNGEncoder.Text] = [], file: String) throws(ImageError) -> [UInt8] {
    let encoded = try PNGEncoder.encode(image, texts: texts, file: file)
    return encoded.withPixelsPerMeter(Int((Drawing.dotsPerInch / 0.0254).rounded()))
  }

  /// The drawing as pixels.
  package var image: RGBImage {
    let scale = Drawing.dotsPerInch / 72
    var raster = Raster(
      width: Int((width * scale).rounded(.up)), height: Int((height * scale).rounded(.up)))
    for shape in shapes { draw(shape, on: &raster, scale: scale) }
    return raster.image
  }

  private func draw(_ shape: Shape, on raster: inout Raster, scale: Double) {
    func scaled(_ point: Point) -> Point { Point(point.x * scale, point.y * scale) }
    switch shape {
    case .rectangle(let box, let fill):
      raster.fill([box.corners.map(scaled)], fill)
    case .polygon(let points, let fill, let opacity):
      raster.fill([points.map(scaled)], fill, opacity: Float(opacity))
    case .line(let points, let color, let width):
      raster.fill(strokes(of: points.map(scaled), width: width * scale), color)
    case .circle(let center, let radius, let fill, let stroke, let width):
      let place = scaled(center)
      if let fill { raster.fill([circle(place, radius * scale)], fill) }
      if let stroke {
        raster.fill(
          [
            circle(place, (radius + width / 2) * scale),
            circle(place, max(0, radius - width / 2) * scale).reversed(),
          ], stroke)
      }
    case .words(let words): raster.fill(outlines(of: words, scale: scale), words.color)
    case .picture(let picture, let box, _):
      raster.draw(picture, from: scaled(Point(box.x, box.y)), to: scaled(Point(box.right, box.bottom)))
    }
  }
}

extension Box {
  fileprivate var corners: [Point] {
    [Point(x, y), Point(right, y), Point(right, bottom), Point(x, bottom)]
  }
}

/// A rectangle for each piece of a line, all of one direction, and a disc at each bend.
private func strokes(of points: [Point], width: Double) -> [[Point]] {
  let half = width / 2
  var polygons: [[Point]] = []
  for (start, end) in zip(points, points.dropFirst()) {
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    let length = (dx * dx + dy * dy).squareRoot()
    guard length > 0 else { continue }
    let (nx, ny) = (-dy / length * half, dx / length * half)
    polygons.append([
      Point(start.x + nx, start.y + ny), Point(start.x - nx, start.y - ny), Point(end.x - nx, end.y - ny),
      Point(end.x + nx, end.y + ny),
    ])
  }
  let bends = points.dropFirst().dropLast().map { Array(circle($0, half)) }
  return polygons + bends
}

/// A polygon that is a circle to the eye, in the direction of a box's corners.
private func circle(_ center: Point, _ radius: Double) -> [Point] {
  let count = max(12, min(96, Int(radius * 3)))
  return (0..<count).map { step in
    let angle = 2 * Double.pi * Double(step) / Double(count)
    return Point(center.x + radius * cos(angle), center.y + radius * sin(angle))
  }
}

/// The outlines of a text in pixels.
private func outlines(of words: Drawing.Words, scale: Double) -> [[Point]] {
  let size = words.size * scale
  let width = words.text.width(size: size)
  var pen = words.anchor == .start ? 0 : words.anchor == .middle ? -width / 2 : -width
  let (x, y) = (words.place.x * scale, words.place.y * scale)
  var polygons: [[Point]] = []
  for scalar in words.text.unicodeScalars {
    let glyph = Letters.shared.glyph(scalar)
    for contour in glyph.contours {
      polygons.append(
        contour.map { point in
          let (along, across) = (pen + point.x * size, point.y * size)
          return words.isUpright ? Point(x + across, y - along) : Point(x + along, y + across)
        })
    }
    pen += glyph.advance * size
  }
  return polygons
}

extension [UInt8] {
  /// A PNG with its resolution, in the chunk pHYs behind the header.
  fileprivate func withPixelsPerMeter(_ count: Int) -> [UInt8] {
    let headerEnd = 33
    guard self.count > headerEnd else { return self }
    func bigEndian(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(value >> UInt32(24 - 8 * $0) & 0xFF) } }
    let resolution = bigEndian(UInt32(count))
    let content = Array("pHYs".utf8) + resolution + resolution + [1]
    let chunk = bigEndian(UInt32(content.count - 4)) + content + bigEndian(content.cyclicChecksum)
    return self[..<headerEnd] + chunk + self[headerEnd...]
  }

  /// CRC-32 as PNG has it.
  private var cyclicChecksum: UInt32 {
    ~reduce(UInt32.max) { checksum, byte in
      (0..<8).reduce(checksum ^ UInt32(byte)) { value, _ in
        value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1
      }
    }
  }
}
