// The key table: complete, without doubles, and every key does something.

import TerminalUI
import Testing

@testable import Viewer

@Suite struct KeyTableTests {
  @Test func noKeyHasTwoMeanings() {
    for view in ViewKind.allCases {
      let keys = KeyTable.bindings.filter { view.heeds($0.needs) }.flatMap(\.keys)
      #expect(Set(keys).count == keys.count)
    }
  }

  @Test func theDocumentationNamesEveryKey() {
    for binding in KeyTable.bindings {
      #expect(KeyTable.markdown.contains("`\(binding.keys[0].label)`"))
      #expect(KeyTable.markdown.contains(binding.help))
    }
  }

  @Test(arguments: [40, 80, 120, 200]) func theKeyLineFitsAndAlwaysNamesHelpAndQuit(width: Int) {
    for view in ViewKind.allCases {
      let hints = KeyTable.hints(for: view, width: width)
      #expect(hints.first?.keys == "←↓↑→")
      #expect(hints.suffix(2).map(\.word) == ["help", "quit"])
      #expect(hints.reduce(-2) { $0 + $1.width + 2 } <= width)
    }
    #expect(KeyTable.hints(for: .lens, width: 200).contains { $0.keys == "+ -" && $0.word == "p" })
  }

  @Test func theKeysOfAViewComeBeforeThoseOfAll() {
    for (view, word) in [(ViewKind.lens, "p"), (.entropy, "sort"), (.compare, "difference")] {
      #expect(KeyTable.hints(for: view, width: 78).contains { $0.word == word }, "\(view)")
      #expect(!KeyTable.hints(for: .heads, width: 500).contains { $0.word == word }, "\(view)")
    }
  }

  @Test func aKeyOfAnotherViewSaysWhereItWorks() throws {
    let viewer = try Synthetic.viewer()
    try viewer.type("S")
    #expect(viewer.text.contains("not in this view: S order: layer, entropy or the number shown, difference"))
    #expect(viewer.text.contains("(views 4, 7)"))
    try viewer.type("Right")
    #expect(!viewer.text.contains("not in this view"))
  }

  @Test func everyKeyDoesSomething() throws {
    for binding in KeyTable.bindings {
      for key in binding.keys {
        let viewer = try Synthetic.viewer(size: "80x24")
        // From the middle, so that no step is at its end; from view 2, so that Escape and 1 lead away.
        try viewer.type(binding.action == .restore ? "] . x" : "] .")
        let view = try #require(ViewKind.allCases.first { $0.heeds(binding.needs) })
        try viewer.type("\(view.number)")
        if binding.action == .back || binding.action == .show(.first) { try viewer.type("2") }
        if case .exchangeModel = binding.action { try viewer.type("Tab") }
        if binding.action == .lastHead { try viewer.type("Home") }
        let before = viewer.state
        let effect = binding.action == .screenshot ? .screenshot : viewer.handle(.key(key))
        #expect(effect != nil || viewer.state != before, "\(key.label) does nothing")
      }
    }
  }

  @Test func anUnknownKeySaysSoOnce() throws {
    let viewer = try Synthetic.viewer(size: "80x24")
    let before = viewer.frame()
    #expect(viewer.handle(.key(.function(9))) == nil)
    #expect(viewer.text.contains("F9 means nothing here; ? lists the keys, : finds anything"))
    for key in [Key.function(9), .character("ß"), .control("t"), .insert] {
      #expect(viewer.handle(.key(key)) == nil)
      #expect(viewer.frame() == before, "\(key.label)")
    }
  }

  /// A paste is typed where a line is typed, as one line; over a view and a dialog it does nothing.
  @Test func aPasteIsNotKeys() throws {
    let viewer = try Synthetic.viewer(size: "80x24")
    let before = viewer.state
    #expect(viewer.handle(.paste("q4\rd")) == nil)
    #expect(viewer.text.contains("pasted text does nothing here"))
    var after = viewer.state
    after.notice = before.notice
    #expect(after == before)

    _ = viewer.handle(.key(.character("?")))
    let help = viewer.state
    _ = viewer.handle(.paste("qqq"))
    #expect(viewer.state == help)

    _ = viewer.handle(.key(.escape))
    _ = viewer.handle(.key(.character("g")))
    _ = viewer.handle(.paste("  1.\u{7}0\r\n"))
    #expect(viewer.state.dialog == .goTo("1.0"))
    _ = viewer.handle(.key(.escape))
    _ = viewer.handle(.key(.control("p")))
    _ = viewer.handle(.paste(String(repeating: "view\tone ", count: 10_000)))
    guard case .palette(let palette) = viewer.state.dialog else {
      Issue.record("no palette")
      return
    }
    #expect(palette.typed.hasPrefix("view one view one") && palette.typed.count <= 60)
  }
}
