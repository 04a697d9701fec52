// Heat maps enlarged, colored and laid over the model's input.
import AttentionMaps
import Imaging

extension HeatMap {
  /// Row-major values of a picture of the map, each pixel that of the nearest key.
  func values(in size: PictureSize) -> [Float] {
    indices(in: size).map { values[$0] }
  }

  /// The index of the nearest key of every pixel of a picture, row-major.
  private func indices(in size: PictureSize) -> [Int] {
    (0..<size.rows).flatMap { y in
      let row = y * grid.rows / size.rows * grid.columns
      return (0..<size.columns).map { x in row + x * grid.columns / size.columns }
    }
  }

  /// The map in colors from `low` to `high`, with a pattern where there is no value: a hatch where there is no key.
  func picture(in size: PictureSize, low: Float, high: Float, colorMap: ColorMap) -> RGBImage {
    RGBImage(size: size, indices: indices(in: size)) { x, y, index in
      contents[index].pattern(x: x, y: y)
        ?? colorMap.color(at: fraction(of: values[index], low: low, high: high))
    }
  }

  /// The map's colors over a photograph, which alone is seen where there is no key; both by nearest neighbor.
  func picture(
    in size: PictureSize, low: Float, high: Float, colorMap: ColorMap, over photograph: RGBImage
  ) -> RGBImage {
    RGBImage(size: size, indices: indices(in: size)) { x, y, index in
      let below = photograph[
        column: x * photograph.width / size.columns, row: y * photograph.height / size.rows]
      if contents[index] == .noKey { return below }
      let color =
        contents[index].pattern(x: x, y: y)
        ?? colorMap.color(at: fraction(of: values[index], low: low, high: high))
      return Overlay.color(color, over: below)
    }
  }

  /// 0…1 from `low` to `high`; the middle where they are equal and the map has signs, else 0.
  private func fraction(of value: Float, low: Float, high: Float) -> Float {
    high > low ? (value - low) / (high - low) : isSigned ? 0.5 : 0
  }
}

extension PlaceContent {
  /// The color of a pixel of a place without a value; nil for a value.
  package func pattern(x: Int, y: Int) -> RGB? {
    switch self {
    case .value: nil
    case .noKey: Hatch.color(x: x, y: y)
    case .undefined: Dots.color(x: x, y: y)
    case .notFinite: Stripes.color(x: x, y: y)
    }
  }

  /// What files say of the pattern.
  var patternName: String {
    switch self {
    case .value: "in colors"
    case .noKey: "hatched in gray"
    case .undefined: "dotted in gray"
    case .notFinite: "striped in cyan and red"
    }
  }
}

extension RGBImage {
  fileprivate init(size: PictureSize, indices: [Int], color: (_ x: Int, _ y: Int, _ index: Int) -> RGB) {
    var pixels: [UInt8] = []
    pixels.reserveCapacity(indices.count * 3)
    for (pixel, index) in indices.enumerated() {
      let color = color(pixel % size.columns, pixel / size.columns, index)
      pixels += [color.red, color.green, color.blue]
    }
    self.init(width: size.columns, height: size.rows, pixels: pixels)
  }
}
