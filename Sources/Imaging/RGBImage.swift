// An 8-bit RGB image: rows from top to bottom, three bytes a pixel.
import Files

/// An image as Pillow's `convert("RGB")` would hand it out.
package struct RGBImage: Sendable, Equatable {
  package let width: Int
  package let height: Int
  /// `[height × width × 3]`, red, green and blue interleaved.
  package var pixels: [UInt8]
  /// What to know about how the file was read, where anything was changed.
  package var warning: String?

  package init(width: Int, height: Int, pixels: [UInt8], warning: String? = nil) {
    precondition(width >= 0 && height >= 0 && pixels.count == width * height * 3)
    self.width = width
    self.height = height
    self.pixels = pixels
    self.warning = warning
  }

  /// The color of the pixel in `column` and `row`.
  package subscript(column column: Int, row row: Int) -> RGB {
    let start = (row * width + column) * 3
    return RGB(red: pixels[start], green: pixels[start + 1], blue: pixels[start + 2])
  }
}

extension RGBImage {
  /// The rectangle of the image whose top left corner is (`x`, `y`); what lies outside is black.
  package func cropped(x: Int, y: Int, width: Int, height: Int) -> RGBImage {
    var result = [UInt8](repeating: 0, count: width * height * 3)
    let columns = max(x, 0)..<max(x, 0, min(x + width, self.width))
    let rows = max(y, 0)..<max(y, 0, min(y + height, self.height))
    guard !columns.isEmpty else { return RGBImage(width: width, height: height, pixels: result) }
    for row in rows {
      let source = (row * self.width + columns.lowerBound) * 3
      let target = ((row - y) * width + columns.lowerBound - x) * 3
      result[target..<(target + columns.count * 3)] = pixels[source..<(source + columns.count * 3)]
    }
    return RGBImage(width: width, height: height, pixels: result, warning: warning)
  }
}
