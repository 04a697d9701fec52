// Key names as tmux writes them, and what terminals send.

import Testing

@testable import TerminalUI

@Suite struct KeyTests {
  @Test func readsTheNamesOfTmux() throws {
    let keys = try Key.sequence("Right ] m 3 C-l Tab BTab PgDn PPage Space F5 é Escape")
    #expect(
      keys == [
        .right, .character("]"), .character("m"), .character("3"), .control("l"), .tab, .backTab, .pageDown,
        .pageUp, .character(" "), .function(5), .character("é"), .escape,
      ])
  }

  @Test(arguments: ["Rihgt", "C-", "F99", "C-ll", "M-x"]) func namesWhatItDoesNotKnow(name: String) {
    #expect(throws: UnknownKey(name: name)) { try Key(name: name) }
  }

  @Test func understandsControlCharacters() {
    #expect(Key(scalar: "\u{0C}") == .control("l"))
    #expect(Key(scalar: "\t") == .tab)
    #expect(Key(scalar: "\r") == .enter)
    #expect(Key(scalar: "\u{7F}") == .backspace)
    #expect(Key(scalar: "é") == .character("é"))
  }

  @Test func labelsAreForPeople() {
    #expect(Key.control("l").label == "^L")
    #expect(Key.left.label == "←")
    #expect(Key.character(" ").label == "Space")
  }
}
