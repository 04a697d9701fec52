// Texts for the terminal's clipboard.

import TerminalUI
import Testing

@Suite struct ClipboardTests {
  /// The vectors of RFC 4648, and bytes that are no letters.
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
    ("foobar", "Zm9vYmFy"), ("ÿ~\u{1B}]", "w79+G10="),
  ])
  func textsAreBase64(text: String, coded: String) {
    #expect(ClipboardText(text).bytes == Array("\u{1B}]52;c;\(coded)\u{1B}\\".utf8))
  }
}
