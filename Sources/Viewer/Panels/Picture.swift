// Maps and photographs as pixels: whole-number scales, nearest neighbor up, means down.

import Attention
import AttentionMaps
import Imaging
import TerminalUI

/// How a token grid fills a box of pixels.
struct GridFit: Equatable {
  /// Pixels per token, 1 or more.
  let scale: Int
  /// Tokens per pixel along each axis where the grid is larger than the box, else 1.
  let tokensPerPixel: Int
  let width: Int
  let height: Int

  /// The largest whole scale at which a grid fits into `width` × `height` pixels.
  init(rows: Int, columns: Int, width: Int, height: Int) {
    let fit = min(width / max(1, columns), height / max(1, rows))
    scale = max(1, fit)
    if fit >= 1 {
      tokensPerPixel = 1
    } else {
      tokensPerPixel = max(
        1, max((columns + max(1, width) - 1) / max(1, width), (rows + max(1, height) - 1) / max(1, height)))
    }
    self.width = (columns + tokensPerPixel - 1) / tokensPerPixel * scale
    self.height = (rows + tokensPerPixel - 1) / tokensPerPixel * scale
  }
}

extension HeatMap {
  /// The map as a picture; places without a key are hatched, the mark is a red frame or a red pixel.
  func picture(_ size: GridFit, scale: MapScale, mark: GridPosition?, over photograph: PixelImage? = nil)
    -> PixelImage
  {
    let step = size.tokensPerPixel
    let columns = size.width / size.scale
    let rows = size.height / size.scale
    var tokens: [Float] = []
    tokens.reserveCapacity(rows * columns)
    for row in 0..<rows {
      for column in 0..<columns { tokens.append(mean(rows: row * step, columns: column * step, step: step)) }
    }
    var picture = PixelImage(width: size.width, height: size.height) { x, y in
      let value = tokens[(y / size.scale) * columns + x / size.scale]
      guard !value.isNaN else {
        return Theme.hatchPixel(x: x, y: y)
      }
      var pixel = scale.pixel(value)
      if let photograph, x < photograph.width, y < photograph.height {
        pixel.color = pixel.color.overlaid(on: photograph[x, y].color)
      }
      return pixel
    }
    if let mark {
      picture.mark(x: mark.column / step * size.scale, y: mark.row / step * size.scale, side: size.scale)
    }
    return picture
  }

  /// The mean over a block of tokens, NaN where none has a value.
  private func mean(rows firstRow: Int, columns firstColumn: Int, step: Int) -> Float {
    if step == 1 { return values[firstRow * grid.columns + firstColumn] }
    var sum: Float = 0
    var count = 0
    for row in firstRow..<min(firstRow + step, grid.rows) {
      for column in firstColumn..<min(firstColumn + step, grid.columns) {
        let value = values[row * grid.columns + column]
        if !value.isNaN {
          sum += value
          count += 1
        }
      }
    }
    return count > 0 ? sum / Float(count) : .nan
  }
}

extension PixelImage {
  /// Marks a square: a frame that leaves its color visible where it is large enough, else all of it.
  mutating func mark(x: Int, y: Int, side: Int) {
    mark(x: x, y: y, width: side, height: side)
  }

  mutating func mark(x: Int, y: Int, width: Int, height: Int) {
    let isFrame = width >= 4 && height >= 4
    for row in max(0, y)..<max(0, min(self.height, y + height)) {
      for column in max(0, x)..<max(0, min(self.width, x + width)) {
        let isEdge = row == y || row == y + height - 1 || column == x || column == x + width - 1
        if !isFrame || isEdge { self[column, row] = Pixel(Theme.mark, level: .mark) }
      }
    }
  }
}

extension PixelImage {
  /// Hatches a rectangle: nothing is seen there.
  mutating func hatch(rows: Range<Int>, columns: Range<Int>) {
    for y in rows where y < height {
      for x in columns where x < width { self[x, y] = Theme.hatchPixel(x: x, y: y) }
    }
  }
}

extension RGBImage {
  /// The photograph in at most `width` × `height` pixels: means of areas down, whole-number repeats up.
  func picture(width boxWidth: Int, height boxHeight: Int) -> PixelImage {
    guard boxWidth > 0, boxHeight > 0 else { return PixelImage(width: 0, height: 0, pixels: []) }
    let fit = min(boxWidth / width, boxHeight / height)
    if fit >= 1 { return pixelImage(width: width * fit, height: height * fit) }
    let fraction = min(Double(boxWidth) / Double(width), Double(boxHeight) / Double(height))
    return pixelImage(
      width: max(1, Int((Double(width) * fraction).rounded(.down))),
      height: max(1, Int((Double(height) * fraction).rounded(.down))))
  }

  /// The photograph in exactly `targetWidth` × `targetHeight` pixels.
  func pixelImage(width targetWidth: Int, height targetHeight: Int) -> PixelImage {
    PixelImage(width: targetWidth, height: targetHeight) { x, y in
      let columns = x * width / targetWidth..<max(x * width / targetWidth + 1, (x + 1) * width / targetWidth)
      let rows =
        y * height / targetHeight..<max(y * height / targetHeight + 1, (y + 1) * height / targetHeight)
      var (red, green, blue) = (0, 0, 0)
      for row in rows {
        for column in columns {
          let rgb = self[column: column, row: row]
          red += Int(rgb.red)
          green += Int(rgb.green)
          blue += Int(rgb.blue)
        }
      }
      let count = columns.count * rows.count
      return Pixel(Color(red: UInt8(red / count), green: UInt8(green / count), blue: UInt8(blue / count)))
    }
  }
}

extension Color {
  init(_ color: RGB) { self.init(red: color.red, green: color.green, blue: color.blue) }

  /// A map's color laid over that of a photograph; this one where either is the terminal's.
  func overlaid(on photograph: Color) -> Color {
    guard let rgb, let below = photograph.rgb else { return self }
    return Color(Overlay.color(RGB(rgb), over: RGB(below)))
  }
}
