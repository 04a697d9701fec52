// From values of a map to colors: ranges, and the logarithmic scale against uniform.

import AttentionMaps
import Glibc
import Imaging
import TerminalUI

/// How the values of one panel become colors.
struct MapScale: Equatable, Sendable {
  enum Kind: Equatable, Sendable {
    /// `low` has the first color, `high` the last.
    case linear(low: Float, high: Float)
    /// Zero in the middle, ±`limit` at the ends.
    case diverging(limit: Float)
    /// The logarithm of value × `keys` between `lowest` and `highest`: 1 is what a uniform row gives every key.
    case uniform(keys: Int)
    /// Fractions of `whole`, from 0 to 1.
    case fraction(of: Float)
  }

  /// Weights below this multiple of uniform have the first color.
  static let lowest: Float = 0.1
  /// Above this one the last: one scale for all maps of a session, so that a color keeps its meaning.
  static let highest: Float = 30

  /// How many times `highest` is `lowest`, as a logarithm.
  private static let span = log2f(highest / lowest)

  let kind: Kind
  let colorMap: ColorMap

  init(_ kind: Kind, colorMap: ColorMap) {
    self.kind = kind
    if case .diverging = kind { self.colorMap = colorMap.signed } else { self.colorMap = colorMap }
  }

  /// From zero, or around zero for signed maps, to the largest size in `range`.
  init(range: ClosedRange<Float>?, isSigned: Bool, colorMap: ColorMap) {
    let range = range ?? 0...0
    let limit = max(abs(range.lowerBound), abs(range.upperBound))
    self.init(
      isSigned ? .diverging(limit: limit) : .linear(low: 0, high: range.upperBound), colorMap: colorMap)
  }

  var isSigned: Bool { if case .diverging = kind { true } else { false } }

  /// Scales with one bar give equal colors the same meaning.
  var bar: ColorBar {
    let ends =
      switch kind {
      case .linear(let low, let high): (low.brief, high.brief)
      case .diverging(let limit): ((-limit).brief, "+" + limit.brief)
      case .uniform: ("≤\(MapScale.lowest.fixed(1))×", "≥\(MapScale.highest.fixed(0))×")
      case .fraction: ("0", "1")
      }
    var one: Float?
    if case .uniform = kind { one = log2f(1 / MapScale.lowest) / MapScale.span }
    return ColorBar(low: ends.0, high: ends.1, one: one, isSigned: isSigned, colorMap: colorMap)
  }

  /// −1…1 or 0…1: the value as a fraction of its scale.
  func fraction(of value: Float) -> Float {
    switch kind {
    case .linear(let low, let high): high > low ? max(0, min(1, (value - low) / (high - low))) : 0
    case .diverging(let limit): limit > 0 ? max(-1, min(1, value / limit)) : 0
    case .uniform(let keys):
      value > 0 ? max(0, min(1, log2f(value * Float(keys) / MapScale.lowest) / MapScale.span)) : 0
    case .fraction(let whole): whole > 0 ? max(0, min(1, value / whole)) : 0
    }
  }

  /// The color of a fraction.
  func color(fraction: Float) -> Color { Color(colorMap.color(at: isSigned ? (fraction + 1) / 2 : fraction)) }

  func pixel(_ value: Float) -> Pixel {
    let fraction = fraction(of: value)
    return Pixel(color(fraction: fraction), level: Level(fraction: fraction))
  }
}

/// Colors between the numbers of their ends.
struct ColorBar: Equatable, Sendable {
  let low: String
  let high: String
  /// The fraction of the bar that is 1, where that is worth a mark.
  let one: Float?
  let isSigned: Bool
  let colorMap: ColorMap

  func picture(columns: Int) -> PixelImage {
    PixelImage(width: columns, height: 2) { column, _ in
      let part = Float(column) / Float(max(1, columns - 1))
      return Pixel(Color(colorMap.color(at: part)), level: Level(fraction: isSigned ? 2 * part - 1 : part))
    }
  }
}

extension Array where Element == HeatMap {
  /// The smallest range that holds every map's.
  var range: ClosedRange<Float>? {
    let ranges = compactMap(\.range)
    guard let low = ranges.map(\.lowerBound).min(), let high = ranges.map(\.upperBound).max() else {
      return nil
    }
    return low...high
  }
}
