// What surrounds every view: header, color bar with scale, predictions, key line.

import Attention
import AttentionMaps
import TerminalUI
import VisionModels

// MARK: Header

extension Canvas {
  mutating func drawHeader(_ scene: Scene) {
    let width = frame.size.columns
    // Drop the least important pieces until the line fits.
    var pieces = scene.headerPieces(parts)
    func total() -> Int { pieces.reduce(1) { $0 + $1.text.columns + $1.gap } - 2 }
    while total() > width, let drop = pieces.indices.max(by: { pieces[$0].rank < pieces[$1].rank }),
      pieces[drop].rank > 0
    {
      if let brief = pieces[drop].brief.first {
        pieces[drop] = brief
      } else {
        pieces.remove(at: drop)
      }
    }
    var x = 1
    for piece in pieces {
      if piece.isAtRight { x = max(x, width - piece.text.columns - 1) }
      x = frame.spans(piece.spans, x: x, y: 0, width: max(0, width - x)) + piece.gap
    }
  }
}

/// A part of the header; those of the highest rank give way first, rank 0 stays.
private struct HeaderPiece {
  let spans: [Span]
  let rank: Int
  /// What takes its place before it is left out.
  var brief: [HeaderPiece] = []
  /// Blanks after it.
  var gap = 3
  var isAtRight = false

  var text: String { spans.map(\.text).joined() }
}

extension Scene {
  fileprivate func headerPieces(_ parts: ShownParts?) -> [HeaderPiece] {
    var pieces = [HeaderPiece(spans: [Span("polascope", Theme.accent)], rank: 6)]
    for side in state.sides {
      let style = side == state.focus ? Theme.strong : Theme.text
      // A long name gives way bit by bit.
      let names = [8, 14, 24].reduce([HeaderPiece]()) { briefer, width in
        var spans = side == .b ? [Span("┃ ", Theme.faint)] : []
        spans.append(Span(side.letter + " ", Theme.accent))
        spans.append(Span(modelName(side).fitted(to: width), style))
        let gap = side == .a && state.slots.count > 1 ? 1 : 3
        return [HeaderPiece(spans: spans, rank: side == state.focus ? 2 : 3, brief: briefer, gap: gap)]
      }
      pieces += names
    }
    if !headsOff.isEmpty {
      pieces.append(HeaderPiece(spans: [Span("off " + headsOff, Theme.warning)], rank: 0))
    }
    if !state.hidden.isEmpty {
      pieces.append(HeaderPiece(spans: [Span("\(state.hidden.count) hidden", Theme.warning)], rank: 1))
    }
    if let side = state.sides.first(where: { outdatedNotes($0) != nil }), let notes = outdatedNotes(side) {
      pieces.append(HeaderPiece(spans: [Span("maps \(notes[1].fitted(to: 20))", Theme.notice)], rank: 0))
    }
    if state.imageCount > 0 {
      let image = findings[LoadImage(image: state.image)]?.image
      let size = image.map { " \($0.width)×\($0.height)" } ?? ""
      pieces.append(HeaderPiece(spans: [Span(findings.imageNames[state.image] + size, Theme.faint)], rank: 5))
    }
    if let subject = focused ?? loaded.first {
      let layers = subject.model.model.layers
      let name = subject.description.name.split(separator: ".").filter { $0 != "attn" }.joined(separator: ".")
      pieces.append(HeaderPiece(spans: [Span("layer \(subject.layer)", Theme.strong)], rank: 0, gap: 1))
      pieces.append(HeaderPiece(spans: [Span("(0–\(layers.count - 1))", Theme.faint)], rank: 4))
      pieces.append(HeaderPiece(spans: [Span(name, Theme.faint)], rank: 7))
      pieces.append(HeaderPiece(spans: [Span("head \(subject.head)", Theme.strong)], rank: 0, gap: 1))
      pieces.append(HeaderPiece(spans: [Span("(0–\(subject.description.heads - 1))", Theme.faint)], rank: 4))
    }
    let view = Span("\(state.view.number) \(state.view.rawValue)", Theme.notice)
    guard let parts else { return pieces + [HeaderPiece(spans: [view], rank: 1, isAtRight: true)] }
    let text =
      state.size.columns < 60
      ? "\(parts.shown)/\(parts.count) )" : "\(parts.shown) of \(parts.count) parts ( )"
    pieces.append(HeaderPiece(spans: [Span(text + "  ", Theme.faint), view], rank: 0, isAtRight: true))
    return pieces
  }
}

extension Scene {
  /// The heads that are switched off: `A 2.1 4.0 +3 B 0.0`; empty when all are on.
  fileprivate var headsOff: String {
    let shown = state.size.columns < 60 ? 1 : 3
    return state.sides.compactMap { side -> String? in
      let off = (state.headsOff[state.model(side)] ?? []).sorted()
      guard !off.isEmpty else { return nil }
      let names = off.prefix(shown).map(\.description).joined(separator: " ")
      return "\(side.letter) \(names)" + (off.count > shown ? " +\(off.count - shown)" : "")
    }.joined(separator: " ")
  }
}

// MARK: Predictions

extension Canvas {
  mutating func drawPredictions(_ scene: Scene, y: Int) {
    let sides = scene.state.sides
    let room = (frame.size.columns - 2) / sides.count
    for (index, side) in sides.enumerated() {
      let x = 1 + index * room
      var spans = index > 0 ? [Span("┃ ", Theme.faint)] : []
      spans.append(Span(side.letter + " ", Theme.accent))
      spans += scene.predictionSpans(side, width: room - 1 - spans.reduce(0) { $0 + $1.text.columns })
      frame.spans(spans, x: x, y: y, width: room - 1)
    }
  }
}

extension Scene {
  fileprivate func predictionSpans(_ side: Side, width: Int) -> [Span] {
    guard let subject = subject(side), let examination = subject.examination, !subject.isOutdated else {
      let status = status(side)
      let fraction = status.fraction.map { " \(($0 * 100).fixed(0)) %" } ?? ""
      return [Span(status.lines[0] + fraction, Theme.faint)]
    }
    guard !examination.predictions.isEmpty else {
      let reason = examination.logits == nil ? "no classifier head" : "logits: \(Undefined.notFinite)"
      return [Span(reason, Theme.faint)]
    }
    let before = findings[Examine(state.untouchedKey(side))]
    let isChanged = state.interventions(side) != Interventions()
    let gap = "   "
    var spans: [Span] = []
    var used = 0
    for (rank, prediction) in examination.predictions.prefix(3).enumerated() {
      var text = "\(prediction.label) \(prediction.probability.fixed(2))"
      if isChanged, let was = before?.predictions.first(where: { $0.index == prediction.index })?.probability
      {
        text += " (\((prediction.probability - was).signed(2)))"
      }
      if rank > 0 { text = gap + text }
      // A prediction is shown whole or not at all, but for the first.
      guard rank == 0 || used + text.columns <= width else { break }
      used += text.columns
      spans.append(Span(text, rank == 0 ? Theme.strong : Theme.faint))
    }
    return spans
  }
}

// MARK: Key line

extension Canvas {
  mutating func drawKeyLine(_ scene: Scene, y: Int) {
    let width = frame.size.columns
    if let notice = scene.state.notice {
      frame.fill(Rect(x: 0, y: y, width: width, height: 1), with: Cell(" ", Theme.keyLine))
      frame.text(notice, x: 1, y: y, Theme.keyName, width: width - 2)
      return
    }
    frame.fill(Rect(x: 0, y: y, width: width, height: 1), with: Cell(" ", Theme.keyLine))
    var hints = scene.state.dialog?.hints ?? KeyTable.hints(for: scene.state.view, width: width - 2)
    if scene.state.dialog == nil, scene.state.heldProbe != nil {
      hints = KeyTable.probeHints(among: hints, width: width - 2)
    }
    let gap = hints.reduce(0) { $0 + $1.width + 3 } - 3 <= width - 2 ? 3 : 2
    var x = 1
    for hint in hints {
      x = frame.text(hint.keys, x: x, y: y, Theme.keyName) + 1
      x = frame.text(hint.word, x: x, y: y, Theme.keyLine) + gap
    }
  }
}
