// Numbers as the screen shows them.

import Glibc

extension Double {
  /// With `digits` decimals: `0.75`; `–` where there is no number.
  func fixed(_ digits: Int) -> String {
    guard isFinite else { return "–" }
    let factor = pow(10, Double(digits))
    let scaled = (Swift.abs(self) * factor).rounded()
    guard scaled < 1e15 else { return scientific }
    let whole = Int(scaled)
    let sign = self < 0 && whole > 0 ? "−" : ""
    guard digits > 0 else { return sign + String(whole) }
    let unit = Int(factor)
    let fraction = String(whole % unit)
    return sign + "\(whole / unit)." + String(repeating: "0", count: digits - fraction.count) + fraction
  }

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

  /// With an explicit sign: `+0.40`, `−0.71`.
  func signed(_ digits: Int) -> String {
    let text = fixed(digits)
    return text.hasPrefix("−") || text == "–" ? text : "+" + text
  }

  /// One significant digit: `3e-5`.
  private var scientific: String {
    var exponent = Int(floor(log10(Swift.abs(self))))
    var digit = Int((Swift.abs(self) / pow(10, Double(exponent))).rounded())
    if digit == 10 {
      digit = 1
      exponent += 1
    }
    return (self < 0 ? "−" : "") + "\(digit)e\(exponent)"
  }
}

extension String {
  /// `.004` for `0.004`, where every column counts.
  var withoutLeadingZero: String { hasPrefix("0.") ? String(dropFirst()) : self }
}

extension Float {
  var brief: String { Double(self).brief }
  func fixed(_ digits: Int) -> String { Double(self).fixed(digits) }
}

extension Optional where Wrapped == Double {
  /// The number, or `–` where there is none.
  func fixed(_ digits: Int) -> String { self?.fixed(digits) ?? "–" }
  func signed(_ digits: Int) -> String { self?.signed(digits) ?? "–" }
}

/// `lo–hi`, both brief.
func rangeText(_ range: ClosedRange<Float>) -> String {
  range.lowerBound < 0
    ? "\(range.lowerBound.brief)…\(range.upperBound.brief)"
    : "\(range.lowerBound == 0 ? "0" : range.lowerBound.brief)–\(range.upperBound.brief)"
}

/// ln n.
func logOf(_ count: Int) -> Double { log(Double(count)) }
