// A frame as plain text, and as text with the escape sequences of a terminal.

extension Frame {
  /// One line per row, without the blanks at the ends.
  package var plainText: String {
    rowsOfText { $0.glyph }.joined(separator: "\n") + "\n"
  }

  private func rowsOfText(_ glyph: (Cell) -> Unicode.Scalar) -> [String] {
    (0..<size.rows).map { y in
      var line = String.UnicodeScalarView()
      for x in 0..<size.columns where self[x, y].glyph != Cell.continuation { line.append(glyph(self[x, y])) }
      while line.last == " " { line.removeLast() }
      return String(line)
    }
  }

  /// The frame for `cat` on a terminal of the same width.
  package var ansiText: String {
    var text = ""
    for y in 0..<size.rows {
      var style = Style.plain
      for x in 0..<size.columns where self[x, y].glyph != Cell.continuation {
        let cell = self[x, y]
        if cell.style != style {
          text += cell.style.escapeSequence
          style = cell.style
        }
        text.unicodeScalars.append(cell.glyph)
      }
      text += "\u{1B}[0m\n"
    }
    return text
  }

  /// The styles of each row as runs of `column+length foreground/background attributes`, a line per row that has
  /// any: what the text leaves out, for golden files of tests.
  package var colorText: String {
    var text = ""
    for y in 0..<size.rows {
      var runs: [String] = []
      var x = 0
      while x < size.columns {
        let style = self[x, y].style
        let start = x
        while x < size.columns, self[x, y].style == style { x += 1 }
        if style != .plain { runs.append("\(start)+\(x - start) \(style.summary)") }
      }
      if !runs.isEmpty { text += "\(y): " + runs.joined(separator: ", ") + "\n" }
    }
    return text
  }
}

extension Style {
  fileprivate var escapeSequence: String {
    var codes = ["0"]
    if attributes.contains(.bold) { codes.append("1") }
    if attributes.contains(.dim) { codes.append("2") }
    if attributes.contains(.underline) { codes.append("4") }
    if attributes.contains(.reverse) { codes.append("7") }
    codes += [foreground.code(base: 3), background.code(base: 4)].compactMap { $0 }
    return "\u{1B}[\(codes.joined(separator: ";"))m"
  }

  fileprivate var summary: String {
    var parts = [foreground.summary + "/" + background.summary]
    if attributes.contains(.bold) { parts.append("bold") }
    if attributes.contains(.dim) { parts.append("dim") }
    if attributes.contains(.underline) { parts.append("underline") }
    if attributes.contains(.reverse) { parts.append("reverse") }
    return parts.joined(separator: " ")
  }
}

extension Color {
  fileprivate func code(base: Int) -> String? {
    if let number = paletteNumber { return number < 8 ? "\(base)\(number)" : "\(base)8;5;\(number)" }
    return rgb.map { "\(base)8;2;\($0 >> 16);\($0 >> 8 & 255);\($0 & 255)" }
  }

  fileprivate var summary: String {
    if let number = paletteNumber { return "p\(number)" }
    guard let rgb else { return "-" }
    return Color.hexadecimal(rgb)
  }

  /// `rrggbb`.
  static func hexadecimal(_ rgb: UInt32) -> String {
    let digits = String(rgb, radix: 16)
    return String(repeating: "0", count: 6 - digits.count) + digits
  }
}
