// What lies below every view: predictions and the key line.

import Attention
import AttentionMaps
import TerminalUI
import VisionModels

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
      return [Span(status.lines[0] + (status.done.map { " \($0.text)" } ?? ""), Theme.faint)]
    }
    guard !examination.predictions.isEmpty else {
      let place = examination.divergence.map { ", \($0.place)" } ?? ""
      let reason = examination.logits == nil ? "no classifier head" : "logits: \(Undefined.notFinite)\(place)"
      return [Span(reason, Theme.faint)]
    }
    let style = outdatedNotes(side) == nil ? Theme.strong : Theme.faint
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
      spans.append(Span(text, rank == 0 ? style : Theme.faint))
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
    // The first and the last stay.
    while hints.count > 2, hints.reduce(-2, { $0 + $1.width + 2 }) > width - 2 {
      hints.remove(at: hints.count - 2)
    }
    let gap = hints.reduce(0) { $0 + $1.width + 3 } - 3 <= width - 2 ? 3 : 2
    var x = 1
    for hint in hints {
      let start = x
      x = frame.text(hint.keys, x: x, y: y, Theme.keyName) + 1
      x = frame.text(hint.word, x: x, y: y, Theme.keyLine) + gap
      guard let first = hint.pressed.first else { continue }
      // The word does what the first of its keys does.
      targets.append(.press(Rect(x: start, y: y, width: hint.width, height: 1), first))
      var place = start
      for key in hint.pressed {
        targets.append(.press(Rect(x: place, y: y, width: key.label.columns, height: 1), key))
        place += key.label.columns + (hint.word == "query" ? 0 : 1)
      }
    }
  }
}
