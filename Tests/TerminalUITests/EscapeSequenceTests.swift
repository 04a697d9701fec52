// Sequences that ncurses does not know, and keys that look like the beginning of one.
import Testing

@testable import TerminalUI

@Suite struct EscapeSequenceTests {
  /// What comes of the characters after an escape: the progress with the last of them.
  private func progress(_ characters: String) -> EscapeSequence.Progress {
    var sequence = EscapeSequence()
    var last = EscapeSequence.Progress.unfinished
    for scalar in characters.unicodeScalars {
      last = sequence.take(scalar.value)
      guard last == .unfinished else { return last }
    }
    return last
  }

  @Test(arguments: [
    "[1;9R", "[?62;22c", "[201~", "[1200~", "[200;1~", "[2000~", "[27;5;13~", "[13;2u", "[I", "[<0;3;4M",
    "Ox", "]11;rgb:00/00/00\u{7}",
    "]0;title\u{1B}\\", "P1+r524742\u{1B}\\", "_Gi=1;OK\u{1B}\u{1B}\\", "^pm\u{1B}\\", "[[A", "[M q!", "[1M",
  ])
  func aWholeSequenceMeansNothing(characters: String) {
    #expect(progress(characters) == .complete)
    for end in characters.indices.dropFirst() { #expect(progress(String(characters[..<end])) == .unfinished) }
  }

  @Test(arguments: ["q", "x", "\u{1B}", "\u{E9}", "[\u{1B}", "[1\u{80}", "O\u{1B}"])
  func keysStayKeys(characters: String) { #expect(progress(characters) == .keys) }

  @Test func theMarkBeforeAPasteIsKnown() {
    #expect(progress("[200~") == .paste)
    for end in 1..<5 { #expect(progress(String("[200~".prefix(end))) == .unfinished) }
  }

  @Test func anEscapeAloneIsShort() {
    var sequence = EscapeSequence()
    #expect(sequence.isShort)
    _ = sequence.take(UInt32(UInt8(ascii: "[")))
    #expect(sequence.isShort)
    _ = sequence.take(UInt32(UInt8(ascii: "1")))
    #expect(!sequence.isShort)
  }

  /// The end of a report is waited for; Escape and keys that begin no report are let go.
  @Test(arguments: [
    ("[1", true), ("[?6", true), ("]11;", true), ("P1+r", true), ("[", false), ("]n", false), ("]", false),
  ])
  func reportsAreKnownByTheirBeginning(characters: String, isReport: Bool) {
    var sequence = EscapeSequence()
    for scalar in characters.unicodeScalars { #expect(sequence.take(scalar.value) == .unfinished) }
    #expect(sequence.isReport == isReport)
  }

  @Test func aStringWithoutAnEndIsLetGo() {
    var sequence = EscapeSequence()
    _ = sequence.take(UInt32(UInt8(ascii: "]")))
    let taken = (0..<10_000).prefix { _ in sequence.take(0x61) == .unfinished }.count
    #expect(taken < 5000)
  }
}
