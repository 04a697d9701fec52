// A small picture of the screen in text, with the parts that it has at its size named.

import TerminalUI

/// The parts of the screen from the top.
struct AnnotatedScreen {
  struct Part {
    let name: String
    let note: String
    /// Lines of the picture, each of `AnnotatedScreen.width` columns at most.
    let picture: [[Span]]
  }

  static let width = 38

  let parts: [Part]

  /// - Parameters:
  ///   - layout: the picture has the lines that the screen has.
  ///   - hasTwoSides: whether B is there.
  init(_ layout: ScreenLayout, view: ViewKind, hasTwoSides: Bool) {
    var parts = [
      Part(
        name: "header", note: "models, image, head, view",
        picture: [
          AnnotatedScreen.spans(
            hasTwoSides ? "A one ┃ B other  cat.png 3/14" : "A model  cat.png 3/14", "2.1   1")
        ])
    ]
    if layout.tabRow != nil {
      let tabs = ViewKind.allCases.map { "\($0.number) \($0.rawValue)" }.joined(separator: "  ")
      parts.append(
        Part(
          name: "tabs", note: "views, by click or number",
          picture: [[Span(tabs.fitted(to: AnnotatedScreen.width), Theme.faint)]]))
    }
    parts.append(AnnotatedScreen.panels(hasTwoSides: hasTwoSides))
    parts.append(
      Part(
        name: "below", note: "all heads, tables or charts",
        picture: [[Span("▒░█  ░▓▒  █░░  ▒▒▓  ░█░  ▓▒░  ░░▒ ▒█", Theme.text)]]))
    if layout.storyRow != nil, hasTwoSides {
      parts.append(
        Part(
          name: "story", note: "what the numbers say",
          picture: [[Span("A is sharper than B by 0.17", Theme.text)]]))
    }
    if layout.barRow != nil {
      parts.append(
        Part(
          name: "colors", note: "what colors mean",
          picture: [
            [
              Span("≤0.1× ", Theme.text), Span("░░▒▒▓▓██", Theme.accent), Span(" ≥30×  ", Theme.text),
              Span("scale: ", Theme.faint), Span("× uniform", Theme.text),
            ]
          ]))
    }
    if layout.predictionRow != nil {
      parts.append(
        Part(
          name: "classes", note: "what each model predicts",
          picture: [
            [Span("A ", Theme.accent), Span("tabby 0.96 ", Theme.text)]
              + (hasTwoSides
                ? [Span("┃ ", Theme.faint), Span("B ", Theme.accent), Span("tabby 0.99", Theme.text)] : [])
          ]))
    }
    parts.append(
      Part(
        name: "keys", note: "of this view, or a message",
        picture: [
          [
            Span("←↓↑→", Theme.keyName), Span(" query  ", Theme.keyLine), Span("[ ]", Theme.keyName),
            Span(" layer  ", Theme.keyLine), Span("?", Theme.keyName), Span(" help  ", Theme.keyLine),
            Span("q", Theme.keyName), Span(" quit ", Theme.keyLine),
          ]
        ]))
    self.parts = parts
  }

  private var width: Int { AnnotatedScreen.width }

  private static func panels(hasTwoSides: Bool) -> Part {
    let lines = [
      ("┌ image ┐", "┌ A 2.1 ─────┐", "┌ B 2.1 same ┐"),
      ("│ ░░▒▒  │", "│  ░░▒▒░░    │", "│  ░░▒░░░    │"),
      ("│ ░┌─┐▒ │", "│  ░[▓▓]░    │", "│  ░[▒▒]▓    │"),
      ("│ ░└─┘▒ │", "│  ▒▒██▒░    │", "│  ░▒▓██▓    │"),
      ("└ 12,9 ─┘", "└ H 3.91 .75 ┘", "└ H 3.02 .58 ┘"),
    ]
    return Part(
      name: "panels",
      note:
        "side, layer.head and map, amber where not as in focus; ring and ticks: the query; H: entropy of its "
        + "row of weights",
      picture: lines.map { image, a, b in
        [Span(image, Theme.faint), Span(a, Theme.text)] + (hasTwoSides ? [Span(b, Theme.text)] : [])
      })
  }

  /// A line with its last words in the color of the view's name.
  private static func spans(_ start: String, _ end: String) -> [Span] {
    [Span(start.padded(to: width - end.columns), Theme.text), Span(end, Theme.notice)]
  }

  /// The picture with the notes beside it, or the notes alone where there is no room for both.
  func lines(width room: Int) -> [[Span]] {
    let beside = room - width - 2
    let names = (parts.map(\.name.columns).max() ?? 0) + 2
    guard beside >= 24 else {
      return parts.flatMap { part in
        [Span(part.name.padded(to: names), Theme.accent), Span(part.note, Theme.text)]
          .wrapped(to: room, indent: names)
      }
    }
    return parts.flatMap { part -> [[Span]] in
      let notes = [Span(part.name.padded(to: names), Theme.accent), Span(part.note, Theme.text)]
        .wrapped(to: beside, indent: names)
      return (0..<max(notes.count, part.picture.count)).map { row in
        let picture = row < part.picture.count ? part.picture[row] : []
        guard row < notes.count else { return picture }
        let gap = String(repeating: " ", count: width + 2 - picture.columns)
        return picture + [Span(gap, Theme.text)] + notes[row]
      }
    }
  }
}
