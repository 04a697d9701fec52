// Numbers as the screen shows them.

import Glibc
import Session

extension Double {
  /// Short, for values of maps: three decimals from 0.001 up, else one significant digit and the exponent.
  var brief: String {
    guard isFinite else { return "–" }
    if self == 0 { return "0" }
    let size = Swift.abs(self)
    if size >= 1e5 { return scientific }
    if size >= 100 { return fixed(0) }
    if size >= 10 { return fixed(1) }
    if size >= 0.9995 { return fixed(2) }
    if size >= 0.0095 { return fixed(3) }
    return size >= 0.000_95 ? fixed(4) : scientific
  }
}

extension String {
  /// `.004` for `0.004`, where every column counts.
  var withoutLeadingZero: String { hasPrefix("0.") ? String(dropFirst()) : self }
}

extension String {
  /// `−.12` for `−0.12`.
  var withoutZeroBeforePoint: String {
    guard let sign = first, dropFirst().hasPrefix("0.") else { return self }
    return String(sign) + dropFirst(2)
  }
}

extension Float {
  var brief: String { Double(self).brief }
  func fixed(_ digits: Int) -> String { Double(self).fixed(digits) }
}

/// `lo–hi`, both brief.
func rangeText(_ range: ClosedRange<Float>) -> String {
  range.lowerBound < 0
    ? "\(range.lowerBound.brief)…\(range.upperBound.brief)"
    : "\(range.lowerBound == 0 ? "0" : range.lowerBound.brief)–\(range.upperBound.brief)"
}

/// ln n.
func logOf(_ count: Int) -> Double { log(Double(count)) }
