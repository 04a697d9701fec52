// From values of a map to colors: ranges, the logarithmic scale against uniform, and the color bar.

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
    /// log₂ of value × count between −4 and 4: 1 is what a uniform row gives every key.
    case uniform(count: Int)
  }

  let kind: Kind
  let colorMap: ColorMap

  init(_ kind: Kind, colorMap: ColorMap) {
    self.kind = kind
    if case .diverging = kind { self.colorMap = .diverging } else { self.colorMap = colorMap }
  }

  /// From zero, or around zero for signed maps, to the largest size in `range`.
  init(range: ClosedRange<Float>?, isSigned: Bool, colorMap: ColorMap) {
    let range = range ?? 0...0
    let limit = max(abs(range.lowerBound), abs(range.upperBound))
    self.init(
      isSigned ? .diverging(limit: limit) : .linear(low: 0, high: range.upperBound), colorMap: colorMap)
  }

  var isSigned: Bool { if case .diverging = kind { true } else { false } }

  var ends: (low: String, high: String) {
    switch kind {
    case .linear(let low, let high): (low.brief, high.brief)
    case .diverging(let limit): ((-limit).brief, "+" + limit.brief)
    case .uniform: ("1/16", "16× uniform")
    }
  }

  /// −1…1 or 0…1: the value as a fraction of its scale.
  func fraction(of value: Float) -> Float {
    switch kind {
    case .linear(let low, let high): high > low ? max(0, min(1, (value - low) / (high - low))) : 0
    case .diverging(let limit): limit > 0 ? max(-1, min(1, value / limit)) : 0
    case .uniform(let count): value > 0 ? max(0, min(1, (log2f(value * Float(count)) + 4) / 8)) : 0
    }
  }

  /// The color of a fraction.
  func color(fraction: Float) -> Color {
    let position = if case .diverging = kind { (fraction + 1) / 2 } else { fraction }
    return Color(colorMap.color(at: position))
  }

  func pixel(_ value: Float) -> Pixel {
    let fraction = fraction(of: value)
    return Pixel(color(fraction: fraction), level: Level(fraction: fraction))
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
