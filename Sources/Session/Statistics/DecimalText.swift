// Numbers as text for readers.
import Glibc

extension Double {
  /// With `digits` decimals: `0.75`; `–` where there is no number.
  package func fixed(_ digits: Int) -> String {
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

  /// With the sign that it has, also where it rounds to zero: `+0.40`, `−0.71`, `−0.00`.
  package func signed(_ digits: Int) -> String {
    let text = fixed(digits)
    if text.hasPrefix("−") || text == "–" { return text }
    return (self < 0 ? "−" : "+") + text
  }

  /// One significant digit: `3e-5`; `0` for sizes below 1e-300.
  package var scientific: String {
    guard Swift.abs(self) >= 1e-300 else { return "0" }
    var exponent = Int(floor(log10(Swift.abs(self))))
    var digit = Int((Swift.abs(self) / pow(10, Double(exponent))).rounded())
    if digit == 10 {
      digit = 1
      exponent += 1
    }
    return (self < 0 ? "−" : "") + "\(digit)e\(exponent)"
  }
}

extension Optional where Wrapped == Double {
  /// The number, or `–` where there is none.
  package func fixed(_ digits: Int) -> String { self?.fixed(digits) ?? "–" }
  package func signed(_ digits: Int) -> String { self?.signed(digits) ?? "–" }
}
