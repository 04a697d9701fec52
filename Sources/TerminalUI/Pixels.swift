// Pictures of colored pixels, two to a cell: ▀ has the upper in its foreground, the lower behind it.

package struct Pixel: Equatable, Hashable, Sendable {
  package var color: Color
  package var level: Level

  package init(_ color: Color, level: Level = .none) {
    self.color = color
    self.level = level
  }
}

package struct PixelImage: Equatable, Sendable {
  package let width: Int
  package let height: Int
  /// Row-major, `height` × `width`.
  package var pixels: [Pixel]

  package init(width: Int, height: Int, pixels: [Pixel]) {
    precondition(pixels.count == width * height)
    self.width = width
    self.height = height
    self.pixels = pixels
  }

  package init(width: Int, height: Int, pixel: (_ x: Int, _ y: Int) -> Pixel) {
    self.width = width
    self.height = height
    pixels = []
    pixels.reserveCapacity(width * height)
    for y in 0..<height {
      for x in 0..<width { pixels.append(pixel(x, y)) }
    }
  }

  package subscript(x: Int, y: Int) -> Pixel {
    get { pixels[y * width + x] }
    set { pixels[y * width + x] = newValue }
  }

  /// Every pixel `factor` times as wide and as high.
  package func scaled(by factor: Int) -> PixelImage {
    factor == 1
      ? self
      : PixelImage(width: width * factor, height: height * factor) { x, y in self[x / factor, y / factor] }
  }
}

extension Frame {
  /// Draws a picture with its top left pixel in the upper half of the cell at (x, y). An odd last row
  /// leaves the lower half of its cells to the terminal's background.
  package mutating func pixels(_ image: PixelImage, x: Int, y: Int) {
    for row in 0..<(image.height + 1) / 2 {
      for column in 0..<image.width {
        let upper = image[column, 2 * row]
        let lower =
          2 * row + 1 < image.height ? image[column, 2 * row + 1] : Pixel(.standard, level: upper.level)
        self[x + column, y + row] = Cell(
          Cell.upperHalf, Style(upper.color, on: lower.color), level: Level.shared(upper.level, lower.level))
      }
    }
  }
}

extension Level {
  /// What one glyph says of two pixels: that one is not finite, else the mean value, else why there is none.
  static func shared(_ upper: Level, _ lower: Level) -> Level {
    switch (upper, lower) {
    case (.notFinite, _), (_, .notFinite): .notFinite
    case (.value(let a), .value(let b)): .value(Int8((Int(a) + Int(b)) / 2))
    case (.value(let a), _), (_, .value(let a)): .value(a)
    case (.undefined, _), (_, .undefined): .undefined
    case (.missing, _), (_, .missing): .missing
    case (.none, .none): .none
    }
  }
}
