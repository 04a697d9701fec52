// Text from untrusted files, made safe to show on one line of a terminal or write into a comment.

extension String {
  /// The text with control, bidirectional-override and line-breaking characters written as `\n`, `\t`,
  /// `\u{1b}` …; a backslash stays as it is.
  package var escaped: String {
    guard unicodeScalars.contains(where: \.needsEscape) else { return self }
    var result = ""
    for scalar in unicodeScalars {
      if scalar.needsEscape {
        switch scalar {
        case "\n": result += "\\n"
        case "\r": result += "\\r"
        case "\t": result += "\\t"
        default: result += "\\u{\(String(scalar.value, radix: 16))}"
        }
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// `escaped`, cut to `limit` characters with an ellipsis.
  package func escaped(limit: Int) -> String {
    count <= limit ? escaped : String(prefix(limit)).escaped + "…"
  }
}

extension Unicode.Scalar {
  fileprivate var needsEscape: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
    default: false
    }
  }
}
