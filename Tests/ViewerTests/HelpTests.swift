// Help: the annotated screen, the keys of the view and of all views, the words, and finding one of them.

import TerminalUI
import Testing

@testable import Viewer

@Suite struct HelpTests {
  private static let sizes = ["40x12", "80x24", "120x36", "200x60", "240x70"]

  /// All lines of help as one text, each with its end.
  private func text(_ viewer: HeadlessViewer) -> String {
    DialogText.help(viewer.state).lines.map { $0.map(\.text).joined() + "\n" }.joined()
  }

  @Test(arguments: ViewKind.allCases, sizes) func everyKeyAndEveryWordIsThereOnce(
    view: ViewKind, size: String
  )
    throws
  {
    let viewer = try Synthetic.viewer(size: size)
    try viewer.type("\(view.number)")
    let help = HelpText(viewer.state)
    let entries = help.keys.flatMap(\.entries)
    #expect(entries.count == KeyTable.bindings.count)
    for binding in KeyTable.bindings {
      let keys = binding.keys.map(\.label).joined(separator: " ")
      #expect(entries.count { $0.name == keys && $0.text == binding.help + binding.viewNote } == 1, "\(keys)")
    }
    #expect(help.words.entries.map(\.name) == Glossary.terms.map(\.name))
    // What works in this view only comes first; what does not work here is last.
    let own = KeyTable.bindings.filter { !$0.needs.isEmpty && view.heeds($0.needs) }
    #expect(help.keys.first?.title.hasPrefix("View \(view.number), \(view.rawValue)") == true)
    #expect(help.keys.first?.entries.count == own.count)
    #expect(help.keys.last?.entries.count == KeyTable.bindings.count { !view.heeds($0.needs) })
    let width = HelpText.width(viewer.state.size)
    for line in DialogText.help(viewer.state).lines { #expect(line.columns <= width) }
  }

  /// No word of an entry is lost, whether there are one or two columns.
  @Test(arguments: [20, 36, 76, 116, 150]) func entriesAreWhole(width: Int) {
    let section = HelpSection(
      title: "", entries: Glossary.terms.map { HelpSection.Entry(name: $0.name, text: $0.meaning) })
    let (lines, starts) = section.layout(width: width, names: section.nameColumns)
    func words(_ texts: [String]) -> [String] {
      texts.joined(separator: " ").split(separator: " ").map(String.init).sorted()
    }
    let expected = words(section.entries.flatMap { [$0.name, $0.text] })
    if width >= 36 { #expect(words(lines.map { $0.map(\.text).joined() }) == expected) }
    let isWide = width >= 2 * HelpSection.narrowest + HelpSection.gap
    #expect((Set(starts).count < starts.count) == isWide, "two columns begin on the same lines")
    for (start, entry) in zip(starts, section.entries) {
      let line = lines[start].map(\.text).joined()
      #expect(line.contains(String(entry.name.prefix(max(1, width / 2 - 2)))), "\(entry.name)")
    }
  }

  @Test(arguments: sizes) func theParts(size: String) throws {
    for models in [1, 2] {
      let viewer = try Synthetic.viewer(
        (0..<models).map { Synthetic.model("m\($0)", polarity: $0 == 1) }, size: size)
      let layout = ScreenLayout(viewer.state.size)
      let names = HelpText(viewer.state).screen.parts.map(\.name)
      #expect(names.contains("tabs") == (layout.tabRow != nil))
      #expect(names.contains("story") == (layout.storyRow != nil && models == 2))
      #expect(names.contains("colors") == (layout.barRow != nil))
      #expect(names.contains("classes") == (layout.predictionRow != nil))
      for part in HelpText(viewer.state).screen.parts {
        #expect(text(viewer).contains(part.name))
        for line in part.picture { #expect(line.columns <= AnnotatedScreen.width) }
      }
      // The picture is there where it has room, with B only where there is a B.
      let hasPicture = viewer.state.size.columns >= 80
      #expect(text(viewer).contains("┌ A 2.1") == hasPicture)
      #expect(text(viewer).contains("┌ B 2.1") == (hasPicture && models == 2))
    }
  }

  /// A page is what the screen shows.
  @Test(arguments: ["40x12", "80x24", "120x36"]) func pagesFollowOneAnother(size: String) throws {
    let viewer = try Synthetic.viewer(size: size)
    try viewer.type("?")
    let page = viewer.state.size.rows - 4
    #expect(DialogText.page(viewer.state.size) == page)
    let all = DialogText.help(viewer.state).lines.count
    #expect(all > 2 * page)
    try viewer.type("PgDn")
    #expect(viewer.state.dialog == .help(scroll: page))
    #expect(viewer.text.contains("\(page + 1)–\(2 * page) of \(all)"))
    try viewer.type("Space PgUp")
    #expect(viewer.state.dialog == .help(scroll: page))
    try viewer.type("End")
    #expect(viewer.state.dialog == .help(scroll: all - page))
    try viewer.type("Home")
    #expect(viewer.state.dialog == .help(scroll: 0))
  }

  @Test func aWordIsFoundByItsMeaningAndStandsOut() throws {
    let viewer = try Synthetic.viewer(size: "80x24")
    try viewer.type("? / z q x")
    #expect(viewer.text.contains("nothing matches"))
    try viewer.type("C-u m e d i a n Enter")
    let index = try #require(Glossary.terms.firstIndex { $0.name == "sink, a b c" })
    guard case .help(_, let word) = viewer.state.dialog else {
      Issue.record("help is closed")
      return
    }
    #expect(word == index && viewer.text.contains("sink, a b c"))
    let marked = DialogText.help(viewer.state, word: index).lines.joined().filter { $0.style == Theme.notice }
    #expect(marked.map(\.text).joined().contains("sink, a b c"))
    try viewer.type("Down Up Escape")
    #expect(viewer.state.dialog == nil)
  }
}
