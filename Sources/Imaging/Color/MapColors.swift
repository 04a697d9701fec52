// How maps look beside their color map, on the screen, in files and in the report alike: places without a value, and
// the photograph below.

/// The checkered pattern of places without a key.
package enum Hatch {
  package static let light = RGB(0x6E6E6E)
  package static let dark = RGB(0x3C3C3C)

  /// The color of the pixel in column `x` and row `y`.
  package static func color(x: Int, y: Int) -> RGB { (x + y).isMultiple(of: 2) ? light : dark }
}

/// The dots of places where a number does not exist, such as the entropy of an empty row.
package enum Dots {
  package static let light = RGB(0xA8A8A8)
  package static let dark = RGB(0x2C2C2C)

  /// The color of the pixel in column `x` and row `y`.
  package static func color(x: Int, y: Int) -> RGB {
    x.isMultiple(of: 2) && y.isMultiple(of: 2) ? light : dark
  }
}

/// The stripes of places whose number is not finite, in colors that no color map has, for color-blind readers too.
package enum Stripes {
  package static let light = RGB(0x62CBD6)
  package static let dark = RGB(0x6E1F38)

  /// The color of the pixel in column `x` and row `y`.
  package static func color(x: Int, y: Int) -> RGB { (x + y).isMultiple(of: 3) ? dark : light }
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
