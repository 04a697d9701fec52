// Color maps: 256 colors from low to high, made so that equal steps of value look like equal steps.
import Glibc

/// A table from 0…1 to colors.
package struct ColorMap: Sendable, Hashable {
  package let name: String
  /// Whether the middle color means zero and each half one sign.
  package let isDiverging: Bool
  /// 256 colors, low to high.
  package let colors: [RGB]

  /// The color of `value`; below 0 and above 1 the ends, NaN the low end.
  package func color(at value: Float) -> RGB {
    colors[value > 0 ? Int(min(value * 256, 255)) : 0]
  }
}

extension ColorMap {
  package static let viridis = ColorMap(name: "viridis", hexadecimal: ColorMapTable.viridis)
  package static let magma = ColorMap(name: "magma", hexadecimal: ColorMapTable.magma)
  package static let cividis = ColorMap(name: "cividis", hexadecimal: ColorMapTable.cividis)
  package static let gray = ColorMap(
    name: "gray", isDiverging: false,
    colors: (0...255).map { RGB(red: $0, green: $0, blue: $0) })

  /// Blue below, orange above, near-white at zero. The hues differ for every common color blindness; lightness
  /// alone gives the distance from zero. Straight lines in Oklab between the three colors.
  package static let diverging = ColorMap(
    name: "diverging", isDiverging: true,
    colors: (0...255).map { index in
      // Indices 127 and 128 both lie half a step from zero.
      let signed = (Double(index) - 127.5) / 127.5
      let end =
        signed < 0
        ? Oklab(lightness: 0.48, a: -0.036, b: -0.155) : Oklab(lightness: 0.48, a: 0.08, b: 0.096)
      return Oklab(lightness: 0.97, a: 0, b: 0).mixed(with: end, abs(signed)).rgb
    })

  /// The maps for values without sign, in the order of the viewer.
  package static let sequential = [viridis, magma, cividis, gray]

  /// The names of all maps.
  package static let names = (sequential + [diverging]).map(\.name)

  /// The map called `name`; `grey` is `gray`.
  package static func named(_ name: String) -> ColorMap? {
    (sequential + [diverging]).first { $0.name == (name == "grey" ? "gray" : name) }
  }

  /// From 256 × 6 hexadecimal digits.
  private init(name: String, hexadecimal: String) {
    let digits = hexadecimal.utf8.map { UInt8(Character(Unicode.Scalar($0)).hexDigitValue!) }
    let bytes = stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    self.init(
      name: name, isDiverging: false,
      colors: stride(from: 0, to: bytes.count, by: 3).map {
        RGB(red: bytes[$0], green: bytes[$0 + 1], blue: bytes[$0 + 2])
      })
  }
}

/// A color in Oklab (B. Ottosson 2020), where equal steps look equal.
private struct Oklab {
  var lightness: Double
  var a: Double
  var b: Double

  /// The color at fraction `part` of the way to `other`.
  func mixed(with other: Oklab, _ part: Double) -> Oklab {
    Oklab(
      lightness: lightness + (other.lightness - lightness) * part,
      a: a + (other.a - a) * part, b: b + (other.b - b) * part)
  }

  /// The nearest sRGB color.
  var rgb: RGB {
    let l = cube(lightness + 0.3963377774 * a + 0.2158037573 * b)
    let m = cube(lightness - 0.1055613458 * a - 0.0638541728 * b)
    let s = cube(lightness - 0.0894841775 * a - 1.2914855480 * b)
    return RGB(
      red: byte(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
      green: byte(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
      blue: byte(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s))
  }

  private func cube(_ x: Double) -> Double { x * x * x }

  /// A linear intensity as an sRGB byte.
  private func byte(_ linear: Double) -> UInt8 {
    let encoded = linear <= 0.0031308 ? 12.92 * linear : 1.055 * pow(linear, 1 / 2.4) - 0.055
    return UInt8((min(max(encoded, 0), 1) * 255).rounded())
  }
}
