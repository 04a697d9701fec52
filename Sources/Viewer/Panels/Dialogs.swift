// What lies over a view: help, the model card, going to a head, messages.

import Attention
import Files
import TerminalUI

extension Dialog {
  /// What the keys do while it is open, for the key line.
  var hints: [KeyTable.Hint] {
    switch self {
    case .help:
      [
        .init(keys: "/", word: "find a key or a word"), .init(keys: "↑↓", word: "scroll"),
        .init(keys: "PgUp PgDn", word: "page"), .init(keys: "Esc", word: "close"),
      ]
    case .modelCard:
      [
        .init(keys: "↑↓", word: "scroll"), .init(keys: "PgUp PgDn", word: "page"),
        .init(keys: "Esc", word: "close"),
      ]
    case .palette:
      [
        .init(keys: "↑↓", word: "choose"), .init(keys: "Enter", word: "go"),
        .init(keys: "Esc", word: "close"),
      ]
    case .prompt: [.init(keys: "Enter", word: "keep"), .init(keys: "Esc", word: "close")]
    case .goTo: [.init(keys: "Enter", word: "go"), .init(keys: "Esc", word: "stay")]
    case .message: [.init(keys: "Esc", word: "close")]
    }
  }
}

extension Canvas {
  mutating func drawDialog(_ dialog: Dialog, _ scene: Scene) {
    switch dialog {
    case .help(let scroll, let word): draw(DialogText.help(scene.state, word: word), scroll: scroll)
    case .modelCard(let scroll): draw(scene.modelCard, scroll: scroll)
    case .palette(let palette): drawPalette(palette, scene)
    case .goTo(let typed):
      draw(
        DialogText(
          title: "go to layer.head",
          lines: [[Span(typed + "▏", Theme.strong)], [], [Span("Enter goes there, Esc stays", Theme.faint)]]),
        scroll: 0)
    case .prompt(let prompt):
      let remark = prompt.remark.map { [[Span($0, Theme.notice)], []] } ?? []
      draw(
        DialogText(
          title: prompt.title,
          lines: [[Span(prompt.typed.escaped + "▏", Theme.strong)], []] + remark
            + [[Span(prompt.advice, Theme.faint)]]),
        scroll: 0)
    case .message(let title, let lines, let scroll):
      draw(DialogText(title: title, message: lines, in: frame.size), scroll: scroll)
    }
  }

  /// A box in the middle of the screen with as many lines as fit.
  private mutating func draw(_ whole: DialogText, scroll: Int) {
    let size = frame.size
    let text = whole.wrapped(in: size)
    let width = min(size.columns, max(text.width, text.title.columns + 6))
    let height = min(DialogText.tallest(size), text.lines.count + 2)
    let rect = Rect(x: (size.columns - width) / 2, y: (size.rows - height) / 2, width: width, height: height)
    let first = text.clampedScroll(scroll, in: size)
    let isCut = text.lines.count > height - 2
    // A column or two of the view beside it would be read as part of it.
    let isWide = size.columns - width <= 4
    frame.fill(isWide ? Rect(x: 0, y: rect.y, width: size.columns, height: height) : rect)
    frame.box(
      rect, title: [Span(text.title, Theme.strong)],
      footer: isCut
        ? [Span("\(first + 1)–\(first + height - 2) of \(text.lines.count)  ↑↓", Theme.faint)] : [],
      border: Theme.focusedBorder)
    for (row, line) in text.lines.dropFirst(first).prefix(height - 2).enumerated() {
      frame.spans(line, x: rect.x + 2, y: rect.y + 1 + row, width: width - 4)
    }
    targets = []
  }
}

extension Scene {
  /// Every value of the focused model with its source.
  var modelCard: DialogText {
    guard let subject = focused else {
      return DialogText(title: "model card", lines: [[Span("not loaded yet", Theme.faint)]])
    }
    let loaded = subject.model
    let model = loaded.model
    var lines: [[Span]] = [
      [Span("file".padded(to: 22), Theme.faint), Span(loaded.path.escaped, Theme.text)],
      [Span("bytes".padded(to: 22), Theme.faint), Span("\(loaded.byteCount)", Theme.text)],
      [Span("digest".padded(to: 22), Theme.faint), Span(loaded.digest, Theme.text)],
    ]
    for warning in model.warnings { lines.append([Span("warning: \(warning.escaped)", Theme.warning)]) }
    let valueWidth = min(28, (model.hyperparameters.map(\.value.columns).max() ?? 0) + 2)
    for parameter in model.hyperparameters.uniqued {
      lines.append([
        Span(parameter.name.padded(to: 22), Theme.faint),
        Span(parameter.value.padded(to: max(valueWidth, parameter.value.columns + 2)), Theme.text),
        Span("\(parameter.source)", Theme.faint),
      ])
    }
    if !loaded.remarks.isEmpty { lines.append([]) }
    for remark in loaded.remarks { lines.append([Span(remark, Theme.faint)]) }
    lines.append([])
    lines.append([Span("layers", Theme.accent)])
    for layer in model.layers + [model.pool].compactMap(\.self) {
      let geometry = layer.geometry
      let number = (geometry.isProbed ? "\(PrefixToken.pool) " : "\(layer.index)").padded(to: 4)
      let keys =
        geometry.keyGrid == geometry.queryGrid
        ? "" : "  keys \(geometry.keyGrid.rows)×\(geometry.keyGrid.columns)"
      let windows = geometry.windowCount > 1 ? "  \(geometry.windowCount) windows" : ""
      let prefix =
        geometry.prefix.isEmpty ? "" : "  + " + geometry.prefix.map(\.description).joined(separator: " ")
      lines.append([
        Span(number, Theme.strong), Span(layer.name.padded(to: 28 - number.columns), Theme.text),
        Span(
          "\(layer.mechanism.title), \(layer.heads) heads, tokens \(geometry.queryGrid.rows)×\(geometry.queryGrid.columns)\(prefix)\(keys)\(windows)",
          Theme.faint),
      ])
    }
    return DialogText(title: loaded.name.escaped, lines: lines)
  }
}
