// One map as pixels: one for each key, more where places without a value have a pattern, or over the model's input.
import AttentionMaps
import Imaging
import Session

extension FigurePanel {
  /// Pixels on a side of a place, where patterns are drawn.
  private static let patternSide = 6

  /// The map in the colors of a scale.
  func picture(_ scale: PanelScale) -> RGBImage {
    if let photograph { return overlay(scale, on: photograph) }
    let grid = map.grid
    let side = map.contents.allSatisfy { $0 == .value } ? 1 : FigurePanel.patternSide
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
      return (x + y).isMultiple(of: 2) ? Ink.noKey.light : Ink.noKey.dark
    }
    return map.contents[index].pattern(x: x, y: y) ?? scale.color(of: map.values[index], keys: keys)
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
