// A color of 8 bits a channel, and how two are mixed.

/// A color of 8 bits a channel.
package struct RGB: Sendable, Hashable {
  package var red: UInt8
  package var green: UInt8
  package var blue: UInt8

  package init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// 0xRRGGBB.
  package init(_ hexadecimal: UInt32) {
    self.init(
      red: UInt8(hexadecimal >> 16 & 0xFF), green: UInt8(hexadecimal >> 8 & 0xFF),
      blue: UInt8(hexadecimal & 0xFF))
  }

  /// `fraction` of the other color, the rest of this one, rounded to the nearest byte.
  package func mixed(with other: RGB, fraction: Float) -> RGB {
    func mean(_ own: UInt8, _ others: UInt8) -> UInt8 {
      UInt8((Float(own) * (1 - fraction) + Float(others) * fraction).rounded())
    }
    return RGB(
      red: mean(red, other.red), green: mean(green, other.green), blue: mean(blue, other.blue))
  }
}
