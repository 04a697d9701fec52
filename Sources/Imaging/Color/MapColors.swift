// How maps look beside their color map, on the screen and in files alike: the hatch and the photograph below.

/// The checkered pattern of places without a key.
package enum Hatch {
  package static let light = RGB(0x6E6E6E)
  package static let dark = RGB(0x3C3C3C)

  /// The color of the pixel in column `x` and row `y`.
  package static func color(x: Int, y: Int) -> RGB { (x + y).isMultiple(of: 2) ? light : dark }
}

/// A map drawn over the model's input.
package enum Overlay {
  /// How much of the photograph shows through.
  package static let photographFraction: Float = 0.45

  /// The color of a map laid over that of the photograph.
  package static func color(_ map: RGB, over photograph: RGB) -> RGB {
    map.mixed(with: photograph, fraction: photographFraction)
  }
}
