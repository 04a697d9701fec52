// A text as one word of a command line.
import Files

extension String {
  /// The text as one word of a shell, of printable characters alone: control characters and marks that turn the
  /// direction of text are written as the bytes that they are, in POSIX's `$'…'`.
  package var quotedForShell: String {
    let bytes = systemPath
    if !bytes.elementsEqual(utf8) {
      // A path that is no UTF-8: bytes by number, as bash, zsh, ksh and POSIX 2024 read them.
      let plain = UInt8(ascii: " ")...UInt8(ascii: "~")
      let words = bytes.map { byte in
        plain.contains(byte) && byte != UInt8(ascii: "'") && byte != UInt8(ascii: "\\")
          ? String(Unicode.Scalar(byte)) : "\\" + String(Int(byte) + 0o1000, radix: 8).dropFirst()
      }
      return "$'" + words.joined() + "'"
    }
    let isPlain =
      !isEmpty && allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./,=+:@%".contains($0)) }
    if isPlain { return self }
    guard unicodeScalars.allSatisfy(\.isPrintable) else {
      return "$'" + unicodeScalars.map(\.inDollarQuotes).joined() + "'"
    }
    return "'" + split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}

extension Unicode.Scalar {
  /// Whether a screen shows it, and a copy from there has it: a mark that takes no column of its own is lost.
  fileprivate var isPrintable: Bool {
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark: false
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
    default: true
    }
  }

  fileprivate var inDollarQuotes: String {
    if self == "'" || self == "\\" { return "\\\(self)" }
    guard !isPrintable else { return String(self) }
    // Three octal digits end by themselves, whatever follows.
    return String(self).utf8.map { byte in
      let digits = String(byte, radix: 8)
      return "\\" + String(repeating: "0", count: 3 - digits.count) + digits
    }.joined()
  }
}
