// Text from untrusted files, made safe to show on one line of a terminal, or to write into a comment or JSON.

extension String {
  /// The text with control, bidirectional-override and line-breaking characters written as `\n`, `\t`,
  /// `\u{1b}` …, and bytes of a path that are no UTF-8 as `\xe9`; a backslash stays as it is, so that escaping twice is
  /// escaping once.
  package var escaped: String {
    guard unicodeScalars.contains(where: \.needsEscape) else { return self }
    var result = ""
    for scalar in unicodeScalars {
      if scalar.needsEscape {
        switch scalar {
        case "\n": result += "\\n"
        case "\r": result += "\\r"
        case "\t": result += "\\t"
        case _ where scalar.escapedByte != nil: result += "\\x\(String(scalar.escapedByte ?? 0, radix: 16))"
        default: result += "\\u{\(String(scalar.value, radix: 16))}"
        }
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// `escaped`; of a text beyond `limit` Unicode scalars only the first and last ones, with an ellipsis between them.
  package func escaped(limit: Int) -> String {
    guard unicodeScalars.count > limit else { return escaped }
    let head = String(unicodeScalars.prefix(limit - limit / 2))
    return head.escaped + "…" + String(unicodeScalars.suffix(limit / 2)).escaped
  }

  /// The text as messages name files, folders, models and images: escaped, and not much longer than a line.
  package var abridged: String { escaped(limit: 200) }

  /// Encoded JSON with the same characters as in `escaped` written as `\uXXXX`, which parses to the same text. Line
  /// breaks stay, because an encoder writes them only between values.
  package var escapedJSON: String {
    guard unicodeScalars.contains(where: { $0.needsEscape && $0 != "\n" }) else { return self }
    var result = ""
    for scalar in unicodeScalars {
      if scalar.needsEscape, scalar != "\n" {
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

extension Unicode.Scalar {
  fileprivate var needsEscape: Bool {
    // Printable ASCII, which most text is, needs no table.
    if (0x20..<0x7F).contains(value) { return false }
    return switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
    default: false
    }
  }
}
