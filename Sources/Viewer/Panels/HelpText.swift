// Help: an annotated screen, the keys of the view and of all views, and the words of the screen.

import TerminalUI

/// A heading with entries below it, in two columns where there is room.
struct HelpSection {
  struct Entry: Equatable {
    let name: String
    let text: String
  }

  let title: String
  let entries: [Entry]

  /// Columns that a column of entries needs.
  static let narrowest = 50
  /// Blanks between two columns.
  static let gap = 3

  /// The columns of the longest name and the blanks after it.
  var nameColumns: Int { (entries.map(\.name.columns).max() ?? 0) + 2 }

  /// The lines of the entries, and the line that each begins at.
  ///
  /// - Parameters:
  ///   - names: the columns before the texts.
  ///   - marked: the entry that stands out.
  func layout(width: Int, names: Int, marked: Int? = nil) -> (lines: [[Span]], starts: [Int]) {
    let isWide = width >= 2 * HelpSection.narrowest + HelpSection.gap
    let columnWidth = isWide ? (width - HelpSection.gap) / 2 : width
    let blocks = entries.enumerated().map { index, entry in
      [
        Span(entry.name.padded(to: names - 1) + " ", index == marked ? Theme.notice : Theme.strong),
        Span(entry.text, Theme.text),
      ].wrapped(to: columnWidth, indent: names)
    }
    func height(_ range: Range<Int>) -> Int { blocks[range].reduce(0) { $0 + $1.count } }
    // The left column is as high as the right one, or a little higher.
    let half = (height(blocks.indices) + 1) / 2
    let split =
      isWide ? blocks.indices.first { height(0..<$0 + 1) >= half }.map { $0 + 1 } ?? 0 : blocks.count
    let lines = blocks.flatMap(\.self)
      .inTwoColumns(width: width, gap: HelpSection.gap, first: height(0..<split))
    let starts = blocks.indices.map { $0 < split ? height(0..<$0) : height(split..<$0) }
    return (lines, starts)
  }
}

/// What help says in a view, on a screen and terminal.
struct HelpText {
  let screen: AnnotatedScreen
  let keys: [HelpSection]
  let words: HelpSection
  let footnote: String

  init(_ state: ViewerState) {
    let view = state.view
    screen = AnnotatedScreen(
      ScreenLayout(state.size), view: view, hasTwoSides: state.sides.count > 1)
    func section(_ title: String, _ isIn: (KeyBinding) -> Bool) -> HelpSection {
      HelpSection(
        title: title,
        entries: KeyTable.bindings.filter(isIn).map {
          HelpSection.Entry(name: $0.keys.map(\.label).joined(separator: " "), text: $0.help + $0.viewNote)
        })
    }
    let ofView = section("View \(view.number), \(view.rawValue): \(view.screen.summary)") {
      !$0.needs.isEmpty && view.heeds($0.needs)
    }
    let ofAll = KeyBinding.Group.allCases.map { group in
      section(group.rawValue) { $0.needs.isEmpty && $0.group == group }
    }
    let ofOthers = section("In other views") { !view.heeds($0.needs) }
    keys = ([ofView] + ofAll + [ofOthers]).filter { !$0.entries.isEmpty }
    words = HelpSection(
      title: "Words", entries: Glossary.terms.map { HelpSection.Entry(name: $0.name, text: $0.meaning) })
    footnote =
      "colors: \(state.capabilities.depth.rawValue)" + (state.capabilities.unicode ? "" : ", ASCII")
      + "; layers, heads and queries count from 0; a click sets the query, presses a word of the chrome, goes to a head"
  }

  /// The lines in `width` columns, and the line that each word begins at.
  ///
  /// - Parameter marked: the word that stands out.
  func layout(width: Int, marked: Int? = nil) -> (lines: [[Span]], words: [Int]) {
    var lines = [[Span("The screen", Theme.accent)]] + screen.lines(width: width) + [[]]
    let names = keys.map(\.nameColumns).max() ?? 0
    for section in keys {
      lines += [Span(section.title, Theme.accent)].wrapped(to: width, indent: 2)
      lines += section.layout(width: width, names: names).lines + [[]]
    }
    lines.append([Span(words.title, Theme.accent)])
    let (ofWords, starts) = words.layout(width: width, names: words.nameColumns, marked: marked)
    let first = lines.count
    lines += ofWords + [[]]
    lines += [Span(footnote, Theme.faint)].wrapped(to: width, indent: 2)
    return (lines, starts.map { first + $0 })
  }

  /// The columns of the lines on a screen: very long ones are hard to read.
  static func width(_ size: Size) -> Int { max(1, min(size.columns - 4, 150)) }
}

extension DialogText {
  /// - Parameter word: the word of the glossary that stands out.
  static func help(_ state: ViewerState, word: Int? = nil) -> DialogText {
    let layout = HelpText(state).layout(width: HelpText.width(state.size), marked: word)
    return DialogText(title: "help", lines: layout.lines)
  }
}

extension ViewerState {
  /// The scroll position of help at which a word of the glossary is the first line.
  func helpScroll(toWord index: Int) -> Int {
    let starts = HelpText(self).layout(width: HelpText.width(size)).words
    return starts.indices.contains(index)
      ? DialogText.help(self).clampedScroll(starts[index], in: size) : 0
  }
}
