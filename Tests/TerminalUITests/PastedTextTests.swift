// What is taken of a paste, and where it ends.
import Testing

@testable import TerminalUI

@Suite struct PastedTextTests {
  /// The text, and what is left behind its end mark; nil where there is none.
  private func read(_ characters: String) -> (text: String, rest: String?) {
    var paste = PastedText()
    let scalars = Array(characters.unicodeScalars)
    guard let end = scalars.firstIndex(where: { paste.take($0.value) }) else { return (paste.text, nil) }
    var rest = String.UnicodeScalarView()
    rest.append(contentsOf: scalars[(end + 1)...])
    return (paste.text, String(rest))
  }

  @Test(arguments: [
    ("q\u{1B}[201~d", "q", "d"), ("\u{1B}[201~", "", ""), ("two\rlines\u{1B}[201~", "two\rlines", ""),
    // What only begins as the mark does is text.
    ("\u{1B}[200~x\u{1B}[201~", "\u{1B}[200~x", ""), ("\u{1B}\u{1B}[201~y", "\u{1B}", "y"),
    ("\u{1B}[20\u{1B}[201~", "\u{1B}[20", ""), ("é漢\u{1B}[201~", "é漢", ""),
  ])
  func aPasteEndsAtItsMark(characters: String, text: String, rest: String) {
    let result = read(characters)
    #expect(result.text == text)
    #expect(result.rest == rest)
  }

  @Test func aPasteWithoutAnEndStaysOpen() {
    #expect(read("abc\u{1B}[201").rest == nil)
    #expect(read("abc\u{1B}[201").text == "abc")
  }

  @Test func theTextIsBoundedAndItsEndIsStillFound() {
    let long = String(repeating: "a", count: 3 * PastedText.longest)
    let result = read(long + "\u{1B}[201~q")
    #expect(result.text.unicodeScalars.count == PastedText.longest)
    #expect(result.rest == "q")
  }
}
