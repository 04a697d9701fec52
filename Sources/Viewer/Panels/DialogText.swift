// The lines of a dialog, and how many of them a screen shows.

import TerminalUI

/// Lines of a dialog that may be longer than the screen.
struct DialogText {
  let title: String
  let lines: [[Span]]

  var width: Int { (lines.map { line in line.reduce(0) { $0 + $1.text.columns } }.max() ?? 0) + 4 }

  /// The same in lines that fit the screen; what follows a first column is indented by it.
  func wrapped(in size: Size) -> DialogText {
    let room = size.columns - 4
    return DialogText(
      title: title,
      lines: lines.flatMap { line in
        line.wrapped(to: room, indent: line.count > 1 ? line[0].text.columns : 2)
      })
  }

  /// A scroll position that leaves no empty space at the end.
  func clampedScroll(_ scroll: Int, in size: Size) -> Int {
    max(0, min(scroll, wrapped(in: size).lines.count - DialogText.page(size)))
  }

  static func tallest(_ size: Size) -> Int { max(3, size.rows - 2) }

  /// The lines of a long text that a screen shows at once.
  static func page(_ size: Size) -> Int { tallest(size) - 2 }
}

extension DialogText {
  /// Lines of plain text, wrapped to what can be read at a glance.
  init(title: String, message lines: [String], in size: Size) {
    let room = max(20, min(size.columns - 6, 100))
    let wrapped = lines.flatMap { $0.wrapped(to: room) }.map { [Span($0, Theme.text)] }
    self.init(title: title, lines: wrapped + [[], [Span("Esc closes", Theme.faint)]])
  }
}
