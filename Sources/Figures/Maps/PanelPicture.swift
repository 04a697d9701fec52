// One map as pixels: a square of them for each key, or colors over the model's input.
import AttentionMaps
import Imaging
import Session

extension FigurePanel {
  /// About how many pixels the longer side of a picture has. Some readers of SVG blur pictures that they enlarge: keys
  /// of many equal pixels stay squares there too, and cost next to nothing.
  private static let pictureSide = 400
  /// Pixels on a side of a check or a dot of a pattern.
  private static let patternSide = 6

  /// The map in the colors of a scale, every key of the same number of pixels.
  func picture(_ scale: PanelScale) -> RGBImage {
    if let photograph { return overlay(scale, on: photograph) }
    let grid = map.grid
    let side = max(1, FigurePanel.pictureSide / max(grid.rows, grid.columns))
    return RGBImage(width: grid.columns * side, height: grid.rows * side) { x, y in
      color(ofIndex: y / side * grid.columns + x / side, x: x, y: y, scale)
    }
  }

  private func overlay(_ scale: PanelScale, on photograph: RGBImage) -> RGBImage {
    let (grid, width, height) = (map.grid, photograph.width, photograph.height)
    return RGBImage(width: width, height: height) { x, y in
      let index = y * grid.rows / height * grid.columns + x * grid.columns / width
      let below = photograph[column: x, row: y]
      return map.contents[index] == .noKey
        ? below : Overlay.color(color(ofIndex: index, x: x, y: y, scale), over: below)
    }
  }

  private func color(ofIndex index: Int, x: Int, y: Int, _ scale: PanelScale) -> RGB {
    if map.contents[index] == .noKey {
      let check = x / Self.patternSide + y / Self.patternSide
      return check.isMultiple(of: 2) ? Ink.noKey.light : Ink.noKey.dark
    }
    return map.contents[index].pattern(x: x / Self.patternSide, y: y / Self.patternSide)
      ?? scale.color(of: map.values[index], keys: keys)
  }
}

extension RGBImage {
  /// An image whose pixels a function gives.
  init(width: Int, height: Int, color: (_ x: Int, _ y: Int) -> RGB) {
    var pixels: [UInt8] = []
    pixels.reserveCapacity(width * height * 3)
    for y in 0..<height {
      for x in 0..<width {
        let color = color(x, y)
        pixels += [color.red, color.green, color.blue]
      }
    }
    self.init(width: width, height: height, pixels: pixels)
  }
}
