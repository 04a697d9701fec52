// Areas as pixels: how much of every pixel a polygon covers, and colors mixed by that.
import Imaging

/// A picture that shapes are drawn on, in pixels.
struct Raster {
  let width: Int
  let height: Int
  /// Red, green and blue, 0…255.
  private var pixels: [Float]

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
    pixels = [Float](repeating: 255, count: width * height * 3)
  }

  /// Fills whole pixels, those of them that the picture has.
  mutating func fill(columns: Range<Int>, rows: Range<Int>, _ color: RGB) {
    let ink = [Float(color.red), Float(color.green), Float(color.blue)]
    for y in rows.clamped(to: 0..<height) {
      for x in columns.clamped(to: 0..<width) {
        let first = (y * width + x) * 3
        for channel in 0..<3 { pixels[first + channel] = ink[channel] }
      }
    }
  }

  var image: RGBImage {
    RGBImage(width: width, height: height, pixels: pixels.map { UInt8(max(0, min(255, $0.rounded()))) })
  }

  /// Fills closed polygons. Where polygons of one direction lie on each other they are one area; one of the other
  /// direction inside is a hole.
  mutating func fill(_ polygons: [[Point]], _ color: RGB, opacity: Float = 1) {
    let all = polygons.joined()
    guard let left = all.map(\.x).min(), let right = all.map(\.x).max(), let top = all.map(\.y).min(),
      let bottom = all.map(\.y).max()
    else { return }
    let columns = clamped(left, width)..<clamped(right + 1, width)
    let rows = clamped(top, height)..<clamped(bottom + 1, height)
    guard !columns.isEmpty, !rows.isEmpty else { return }
    var coverage = Coverage(columns: columns, rows: rows)
    for polygon in polygons {
      for (index, point) in polygon.enumerated() {
        coverage.add(from: point, to: polygon[(index + 1) % polygon.count])
      }
    }
    let ink = [Float(color.red), Float(color.green), Float(color.blue)]
    coverage.forEach { x, y, part in
      let first = (y * width + x) * 3
      for channel in 0..<3 {
        pixels[first + channel] += (ink[channel] - pixels[first + channel]) * part * opacity
      }
    }
  }

  /// Draws an image into a box, every pixel that of the nearest one of the image.
  mutating func draw(_ image: RGBImage, from: Point, to: Point) {
    let (left, top) = (Int(from.x.rounded()), Int(from.y.rounded()))
    let columns = max(1, Int(to.x.rounded()) - left)
    let rows = max(1, Int(to.y.rounded()) - top)
    for y in 0..<rows where (0..<height).contains(top + y) {
      for x in 0..<columns where (0..<width).contains(left + x) {
        let color = image[column: x * image.width / columns, row: y * image.height / rows]
        let first = ((top + y) * width + left + x) * 3
        pixels[first] = Float(color.red)
        pixels[first + 1] = Float(color.green)
        pixels[first + 2] = Float(color.blue)
      }
    }
  }
}

/// A coordinate as the number of a pixel, 0…limit.
private func clamped(_ value: Double, _ limit: Int) -> Int {
  value <= 0 ? 0 : value >= Double(limit) ? limit : Int(value)
}

/// How much of each pixel of a rectangle lies inside polygons, exactly for straight edges: every edge adds the area to
/// its right, row by row, as differences along the row.
private struct Coverage {
  private let columns: Range<Int>
  private let rows: Range<Int>
  private let stride: Int
  private var differences: [Float]

  init(columns: Range<Int>, rows: Range<Int>) {
    self.columns = columns
    self.rows = rows
    stride = columns.count + 2
    differences = [Float](repeating: 0, count: stride * rows.count)
  }

  mutating func add(from start: Point, to end: Point) {
    guard start.y != end.y else { return }
    let direction: Double = start.y < end.y ? 1 : -1
    let (upper, lower) = direction > 0 ? (start, end) : (end, start)
    let slope = (lower.x - upper.x) / (lower.y - upper.y)
    let first = max(rows.lowerBound, clamped(upper.y, rows.upperBound))
    for row in first..<max(first, rows.upperBound) where Double(row) < lower.y {
      let (top, bottom) = (max(Double(row), upper.y), min(Double(row + 1), lower.y))
      guard bottom > top else { continue }
      let x0 = place(upper.x + (top - upper.y) * slope)
      let x1 = place(upper.x + (bottom - upper.y) * slope)
      add(row: row - rows.lowerBound, from: min(x0, x1), to: max(x0, x1), height: direction * (bottom - top))
    }
  }

  /// A horizontal place within the rectangle, from its left side.
  private func place(_ x: Double) -> Double {
    min(max(x - Double(columns.lowerBound), 0), Double(columns.count))
  }

  /// One piece of an edge inside one row of pixels.
  private mutating func add(row: Int, from left: Double, to right: Double, height: Double) {
    let base = row * stride
    let (first, last) = (Int(left), Int(right))
    if first == last {
      let inside = (left + right) / 2 - Double(first)
      differences[base + first] += Float(height * (1 - inside))
      differences[base + first + 1] += Float(height * inside)
      return
    }
    // The area to the right of the edge, pixel by pixel, and what each adds to the one before.
    let perPixel = height / (right - left)
    var before = 0.0
    for pixel in first...last {
      let (from, to) = (max(left, Double(pixel)), min(right, Double(pixel + 1)))
      let crossed = perPixel * (to - from)
      let done = perPixel * (from - left)
      let area = done + crossed * (Double(pixel + 1) - (from + to) / 2)
      differences[base + pixel] += Float(area - before)
      before = area
    }
    differences[base + last + 1] += Float(height - before)
  }

  func forEach(_ body: (_ x: Int, _ y: Int, _ part: Float) -> Void) {
    for row in 0..<rows.count {
      var sum: Float = 0
      for column in 0..<columns.count {
        sum += differences[row * stride + column]
        let part = min(1, abs(sum))
        if part > 0.002 { body(columns.lowerBound + column, rows.lowerBound + row, part) }
      }
    }
  }
}
