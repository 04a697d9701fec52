// Colors of cells: the terminal's own, exact RGB, or a number of the terminal's palette.

import Glibc

/// A color of a cell. Views use `.standard` and RGB; palette numbers come out of quantization.
package struct Color: Equatable, Hashable, Sendable {
  /// 0xRRGGBB, or a palette number or the terminal's own marked in the top byte.
  private let code: UInt32

  private init(code: UInt32) { self.code = code }

  private static let paletteMark: UInt32 = 0x0100_0000
  private static let standardMark: UInt32 = 0x0200_0000

  /// What the terminal uses by itself: its text on its background.
  package static let standard = Color(code: standardMark)

  package init(red: UInt8, green: UInt8, blue: UInt8) {
    code = UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue)
  }

  /// 0xRRGGBB.
  package init(_ hex: UInt32) { code = hex & 0xFF_FFFF }

  package static func palette(_ number: UInt8) -> Color { Color(code: paletteMark | UInt32(number)) }

  /// 0xRRGGBB of an exact color; nil for the terminal's own and for palette numbers.
  package var rgb: UInt32? { code <= 0xFF_FFFF ? code : nil }

  /// The palette number; nil for others.
  package var paletteNumber: UInt8? { code & Color.paletteMark != 0 ? UInt8(code & 0xFF) : nil }

  package var isStandard: Bool { code == Color.standardMark }

  /// 0xRRGGBB as xterm shows it; nil for the terminal's own.
  package var displayedRGB: UInt32? {
    paletteNumber.map { Palette.xterm[Int($0)] } ?? rgb
  }
}

/// The 256 colors of xterm: 16 that users redefine, a 6×6×6 cube, 24 grays.
package enum Palette {
  package static let xterm: [UInt32] = {
    var colors: [UInt32] = [
      0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5,
      0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
    ]
    let steps: [UInt32] = [0, 95, 135, 175, 215, 255]
    for red in steps {
      for green in steps {
        for blue in steps { colors.append(red << 16 | green << 8 | blue) }
      }
    }
    for i in 0..<24 { colors.append(UInt32(8 + 10 * i) * 0x01_0101) }
    return colors
  }()
}

/// A color in OKLab (Ottosson 2020), where distance is close to what the eye sees.
package struct OKLab: Sendable {
  package let lightness: Float
  package let a: Float
  package let b: Float

  /// From sRGB 0xRRGGBB.
  package init(_ rgb: UInt32) {
    let red = OKLab.linear[Int(rgb >> 16 & 0xFF)]
    let green = OKLab.linear[Int(rgb >> 8 & 0xFF)]
    let blue = OKLab.linear[Int(rgb & 0xFF)]
    let long = OKLab.cubeRoot(0.412_221_47 * red + 0.536_332_55 * green + 0.051_445_995 * blue)
    let medium = OKLab.cubeRoot(0.211_903_5 * red + 0.680_699_5 * green + 0.107_396_96 * blue)
    let short = OKLab.cubeRoot(0.088_302_46 * red + 0.281_718_85 * green + 0.629_978_7 * blue)
    lightness = 0.210_454_26 * long + 0.793_617_8 * medium - 0.004_072_047 * short
    a = 1.977_998_5 * long - 2.428_592_2 * medium + 0.450_593_7 * short
    b = 0.025_904_037 * long + 0.782_771_77 * medium - 0.808_675_77 * short
  }

  package func squaredDistance(to other: OKLab) -> Float {
    let l = lightness - other.lightness
    let da = a - other.a
    let db = b - other.b
    return l * l + da * da + db * db
  }

  /// sRGB byte ▶ linear light.
  private static let linear: [Float] = (0..<256).map { byte in
    let x = Float(byte) / 255
    return x <= 0.04045 ? x / 12.92 : powf((x + 0.055) / 1.055, 2.4)
  }

  /// Cube root by Newton's method from a guess by halving the exponent's third; enough for 24-bit colors.
  private static func cubeRoot(_ x: Float) -> Float {
    guard x > 0 else { return 0 }
    var y = Float(bitPattern: x.bitPattern / 3 + 0x2A51_37A0)
    for _ in 0..<3 { y = (2 * y + x / (y * y)) / 3 }
    return y
  }
}
