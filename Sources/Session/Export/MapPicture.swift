// Heat maps enlarged, colored and laid over the model's input.
import AttentionMaps
import Imaging

extension HeatMap {
  /// Row-major values of a picture of the map, each pixel that of the nearest key.
  func values(in size: PictureSize) -> [Float] {
    (0..<size.rows).flatMap { y in
      let row = y * grid.rows / size.rows * grid.columns
      return (0..<size.columns).map { x in values[row + x * grid.columns / size.columns] }
    }
  }

  /// The map in colors from `low` to `high`, hatched in gray where there is no key.
  func picture(in size: PictureSize, low: Float, high: Float, colorMap: ColorMap) -> RGBImage {
    RGBImage(size: size, values: values(in: size)) { x, y, value in
      guard !value.isNaN else { return Hatch.color(x: x, y: y) }
      return colorMap.color(at: fraction(of: value, low: low, high: high))
    }
  }

  /// The map's colors over a photograph, which alone is seen where there is no key; both by nearest neighbor.
  func picture(
    in size: PictureSize, low: Float, high: Float, colorMap: ColorMap, over photograph: RGBImage
  ) -> RGBImage {
    RGBImage(size: size, values: values(in: size)) { x, y, value in
      let below = photograph[
        column: x * photograph.width / size.columns, row: y * photograph.height / size.rows]
      guard !value.isNaN else { return below }
      return Overlay.color(colorMap.color(at: fraction(of: value, low: low, high: high)), over: below)
    }
  }

  /// 0…1 from `low` to `high`; the middle where they are equal and the map has signs, else 0.
  private func fraction(of value: Float, low: Float, high: Float) -> Float {
    high > low ? (value - low) / (high - low) : isSigned ? 0.5 : 0
  }
}

extension RGBImage {
  fileprivate init(size: PictureSize, values: [Float], color: (_ x: Int, _ y: Int, _ value: Float) -> RGB) {
    var pixels: [UInt8] = []
    pixels.reserveCapacity(values.count * 3)
    for (index, value) in values.enumerated() {
      let color = color(index % size.columns, index / size.columns, value)
      pixels += [color.red, color.green, color.blue]
    }
    self.init(width: size.columns, height: size.rows, pixels: pixels)
  }
}
