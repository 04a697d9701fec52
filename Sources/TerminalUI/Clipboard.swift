// The clipboard of the terminal, which a program fills by an escape sequence.

import Glibc

/// OSC 52 of xterm's control sequences: the text in base 64, for the clipboard.
package struct ClipboardText: Equatable, Sendable {
  package let bytes: [UInt8]

  package init(_ text: String) {
    bytes = Array("\u{1B}]52;c;".utf8) + ClipboardText.base64(Array(text.utf8)) + Array("\u{1B}\\".utf8)
  }

  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// RFC 4648, §4.
  private static func base64(_ bytes: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    for first in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[first..<min(first + 3, bytes.count)]
      let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for place in 0..<4 {
        text.append(
          place <= group.count ? alphabet[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
      }
    }
    return text
  }
}

extension Screen {
  /// Asks the terminal to put a text into its clipboard. One that does not do that, or is told not to, does nothing, and
  /// none answers.
  package func copy(_ text: String) {
    // The console of Linux has no clipboard, and old ones would print the text.
    guard getenv("TERM").map({ String(cString: $0) })?.hasPrefix("linux") != true else { return }
    var rest = ClipboardText(text).bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { return }
      rest = rest.dropFirst(written)
    }
  }
}
