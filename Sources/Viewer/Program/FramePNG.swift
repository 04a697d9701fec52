// A frame as a PNG: two pixels for every unit of its picture, letters from the program's own outlines.

import Figures
import Files
import Imaging
import TerminalUI

/// A screen that has more cells than a picture of pixels has room for.
package struct PictureTooLarge: Error, CustomStringConvertible {
  let file: String

  package var description: String {
    "\(file.abridged): the screen is too large for a PNG; write an SVG, or choose a smaller --size"
  }
}

extension FramePicture {
  /// Beyond that a picture is drawn at half the size, and beyond that not at all.
  private static let mostPixels = 24_000_000

  /// - Parameters:
  ///   - title: a fact for a text chunk.
  ///   - file: its name, for errors.
  /// - Throws: `ImageError`; `PictureTooLarge`.
  func png(title: String, file: String) throws -> [UInt8] {
    guard let scale = [2, 1].first(where: { width * height * $0 * $0 <= Self.mostPixels }) else {
      throw PictureTooLarge(file: file)
    }
    let (cellWidth, cellHeight) = (Self.cellWidth * scale, Self.cellHeight * scale)
    var raster = CellRaster(
      width: width * scale, height: height * scale, cell: (cellWidth, cellHeight),
      background: RGB(hexadecimal: background))
    for area in areas {
      raster.fill(
        x: area.x * scale, y: area.y * scale, width: area.width * scale, height: area.height * scale,
        RGB(hexadecimal: area.color))
    }
    for words in words {
      // The baseline lies in the row of cells.
      let top = words.y / Self.cellHeight * cellHeight
      let color = RGB(hexadecimal: words.color)
      let isBold = words.attributes.contains(.bold)
      let opacity: Float = words.attributes.contains(.dim) ? 0.6 : 1
      var x = words.x * scale
      for character in words.text {
        for scalar in character.unicodeScalars where String(scalar).columns > 0 {
          raster.draw(
            scalar, x: x, y: top, baseline: Double(words.y * scale - top), color, opacity: opacity,
            isBold: isBold)
        }
        x += String(character).columns * cellWidth
      }
      if words.attributes.contains(.underline) {
        raster.fill(
          x: words.x * scale, y: (words.y + 2) * scale, width: words.columns * cellWidth, height: scale, color
        )
      }
    }
    return try PNGEncoder.encode(
      raster.image, texts: [PNGEncoder.Text(keyword: "Title", text: title)], file: file)
  }
}

extension RGB {
  fileprivate init(hexadecimal: UInt32) {
    self.init(
      red: UInt8(hexadecimal >> 16 & 0xFF), green: UInt8(hexadecimal >> 8 & 0xFF),
      blue: UInt8(hexadecimal & 0xFF))
  }
}
