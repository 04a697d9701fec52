// The palette as a box over the view: what was typed, and the entries that match, the chosen one marked.

import TerminalUI

extension CommandPalette {
  var title: String {
    switch scope {
    case .everything: "find anything"
    case .images: "find an image or a class"
    case .views: "views"
    case .maps: "maps"
    case .scales: "scales and color maps"
    case .bookmarks: "bookmarks"
    case .help: "find a key or a word"
    }
  }
}

extension Canvas {
  mutating func drawPalette(_ palette: CommandPalette, _ scene: Scene) {
    let entries = scene.state.paletteEntries(palette, scene.findings)
    let size = frame.size
    let width = min(size.columns, max(40, min(90, size.columns - 8)))
    let height = min(DialogText.tallest(size), max(6, min(entries.count, 20) + 4))
    let rect = Rect(
      x: (size.columns - width) / 2, y: max(0, (size.rows - height) / 3), width: width, height: height)
    let room = max(1, height - 3)
    let selected = max(0, min(entries.count - 1, palette.selected))
    let first = max(0, min(entries.count - room, selected - room / 2))
    let shown = entries[min(first, entries.count)..<min(first + room, entries.count)]
    let range =
      entries.isEmpty
      ? "nothing matches"
      : shown.count < entries.count
        ? "\(first + 1)–\(first + shown.count) of \(entries.count)" : "\(entries.count)"
    frame.fill(rect)
    frame.box(
      rect, title: [Span(palette.title, Theme.strong)], footer: [Span(range, Theme.faint)],
      border: Theme.focusedBorder)
    frame.text(palette.typed + "▏", x: rect.x + 2, y: rect.y + 1, Theme.strong, width: width - 4)
    targets = []
    for (row, entry) in shown.enumerated() {
      let line = Rect(x: rect.x + 1, y: rect.y + 2 + row, width: width - 2, height: 1)
      draw(entry, isSelected: first + row == selected, in: line)
      targets.append(.entry(line, first + row))
    }
  }

  private mutating func draw(_ entry: PaletteEntry, isSelected: Bool, in line: Rect) {
    if isSelected { frame.text("›", x: line.x, y: line.y, Theme.accent) }
    let style = isSelected ? Theme.accent : Theme.text
    frame.text(entry.kind.fitted(to: 6), x: line.x + 2, y: line.y, Theme.faint)
    let room = line.width - 11
    let detail = entry.detail.fitted(to: max(room / 2, room - entry.name.columns - 2))
    let end = frame.text(
      entry.name, x: line.x + 9, y: line.y, style, width: room - (detail.isEmpty ? 0 : detail.columns + 2))
    if !detail.isEmpty, end + 2 + detail.columns <= line.right {
      frame.text(detail, endingAt: line.right - 1, y: line.y, Theme.faint)
    }
  }
}
