// Heat maps enlarged, coloured and laid over the model's input.
import AttentionMaps
import Imaging

/// The size of a picture in pixels.
struct PictureSize {
  let rows: Int
  let columns: Int

  /// - Parameter longer: pixels of the longer side; nil: as it is.
  init(rows: Int, columns: Int, longer: Int?) {
    let scale = longer ?? max(rows, columns)
    self.rows = max(1, rows * scale / max(rows, columns))
    self.columns = max(1, columns * scale / max(rows, columns))
  }
}

extension HeatMap {
  /// Row-major values of a picture of the map, each pixel that of the nearest key.
  func values(in size: PictureSize) -> [Float] {
    (0..<size.rows).flatMap { y in
      let row = y * grid.rows / size.rows * grid.columns
      return (0..<size.columns).map { x in values[row + x * grid.columns / size.columns] }
    }
  }

  /// The map in colours from `low` to `high`, hatched in grey where there is no key.
  func picture(in size: PictureSize, low: Float, high: Float, colorMap: ColorMap) -> RGBImage {
    RGBImage(size: size, values: values(in: size)) { x, y, value in
      guard !value.isNaN else { return (x + y).isMultiple(of: 2) ? hatch.light : hatch.dark }
      return colorMap.color(at: share(of: value, low: low, high: high))
    }
  }

  /// The map's colours over a photograph, which alone is seen where there is no key; both by nearest neighbour.
  func picture(
    in size: PictureSize, low: Float, high: Float, colorMap: ColorMap, over photograph: RGBImage
  ) -> RGBImage {
    RGBImage(size: size, values: values(in: size)) { x, y, value in
      let below = photograph[
        column: x * photograph.width / size.columns, row: y * photograph.height / size.rows]
      guard !value.isNaN else { return below }
      return colorMap.color(at: share(of: value, low: low, high: high)).mixed(
        with: below, share: photographShare)
    }
  }

  /// 0…1 from `low` to `high`; the middle where they are equal and the map has signs, else 0.
  private func share(of value: Float, low: Float, high: Float) -> Float {
    high > low ? (value - low) / (high - low) : isSigned ? 0.5 : 0
  }
}

// As in the viewer: how much of a photograph shows through a map, and the greys of the hatch.
private let photographShare: Float = 0.45
private let hatch = (
  light: RGB(red: 0x6E, green: 0x6E, blue: 0x6E), dark: RGB(red: 0x3C, green: 0x3C, blue: 0x3C)
)

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

extension RGB {
  /// `share` of the other colour, the rest of this one.
  fileprivate func mixed(with other: RGB, share: Float) -> RGB {
    func mean(_ own: UInt8, _ others: UInt8) -> UInt8 {
      UInt8((Float(own) * (1 - share) + Float(others) * share).rounded())
    }
    return RGB(
      red: mean(red, other.red), green: mean(green, other.green), blue: mean(blue, other.blue))
  }
}
