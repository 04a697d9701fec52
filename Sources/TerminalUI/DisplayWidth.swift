// How many columns a character takes, independent of the locale, and what may be printed at all.

extension Unicode.Scalar {
  /// 0, 1 or 2 columns: Unicode's East Asian Width (wide, fullwidth) and combining marks.
  package var columns: Int {
    let code = value
    if code < 0x300 { return 1 }
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    return Unicode.Scalar.wide.contains { $0.contains(code) } ? 2 : 1
  }

  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x231A...0x231B, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
    0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
    0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD,
  ]

  /// The scalar itself, or `�` for controls and for marks that turn the direction of text: names of files
  /// and labels come from outside.
  package var printable: Unicode.Scalar {
    switch value {
    case 0..<0x20, 0x7F..<0xA0, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069, 0x2028...0x2029: "\u{FFFD}"
    default: self
    }
  }
}

extension String {
  /// The columns that the text takes on the screen.
  package var columns: Int {
    unicodeScalars.reduce(0) { $0 + $1.printable.columns }
  }

  /// The text within `limit` columns: its end, or its start, gives way to `…`.
  package func fitted(to limit: Int, keepingEnd: Bool = false) -> String {
    guard columns > limit else { return self }
    guard limit > 0 else { return "" }
    var kept: [Unicode.Scalar] = []
    var used = 1
    let scalars = keepingEnd ? Array(unicodeScalars.reversed()) : Array(unicodeScalars)
    for scalar in scalars {
      guard used + scalar.printable.columns <= limit else { break }
      used += scalar.printable.columns
      kept.append(scalar)
    }
    var result = String.UnicodeScalarView()
    if keepingEnd { result.append("…") }
    result.append(contentsOf: keepingEnd ? kept.reversed() : kept)
    if !keepingEnd { result.append("…") }
    return String(result)
  }

  /// The text with blanks after it up to `width` columns.
  package func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - columns))
  }
}
