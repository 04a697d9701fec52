// View 6: attention rolled out from the query through all layers up to the current one, where that is defined.

import Attention
import AttentionMaps
import TerminalUI

struct RolloutView: ScreenView {
  let name = "rollout"
  let summary = "attention rolled out through the layers, where that is defined"
  let settings: ViewSettings = [.colors, .scale]

  /// Attention where rollout is undefined.
  func maps(of subject: Subject, _ state: ViewerState) -> [MapKind] {
    if case .unavailable = subject.map(.rollout) { [.attention] } else { [.rollout] }
  }

  func exportedMaps(_ state: ViewerState) -> [MapKind]? { [.rollout] }

  func panels(_ scene: Scene) -> [MapPanel] { scene.rolloutPanels }

  func draw(_ canvas: inout Canvas, _ scene: Scene, _ layout: ScreenLayout) {
    canvas.drawRollout(scene, layout)
  }
}

extension Canvas {
  fileprivate mutating func drawRollout(_ scene: Scene, _ layout: ScreenLayout) {
    let panels = scene.rolloutPanels
    let body = layout.body
    func row(below rows: Int) -> PanelRow {
      var area = body
      area.height -= rows
      return PanelRow(
        area: area, count: panels.count, gridSides: scene.gridSides, isCompact: layout.isCompact,
        lines: scene.panelLines)
    }
    // The notes give way to the pictures: all of them, one line, or none.
    let candidates = [scene.rolloutNotes, scene.briefRolloutNotes, []].map { ($0, row(below: $0.count)) }
    let tallest = candidates.map(\.1.height).max() ?? 0
    let (notes, row) = candidates.first { !layout.isCompact && $0.1.height == tallest } ?? candidates[2]
    let page = scene.page(
      panels: panels.map(\.side), room: row.panels.count,
      others: (row.image == nil ? ["image"] : []) + (notes.isEmpty ? ["notes"] : []))
    parts = page.parts
    if let image = row.image { drawImage(scene, in: image, row: row) }
    for (index, rect) in zip(page.panels, row.panels) { draw(panels[index], in: rect, row: row) }
    if page.other == "image" { return drawImage(scene, in: body, row: .image(in: body)) }
    if page.other == "notes" {
      let lines = scene.rolloutNotes.flatMap { $0.map(\.text).joined().wrapped(to: body.width - 2) }
      return drawLines(
        lines.map { [Span($0, Theme.text)] }, x: 1, y: body.y, width: body.width - 2, height: body.height)
    }
    let gap = body.height - row.height > notes.count ? 1 : 0
    drawLines(
      notes, x: 1, y: body.y + row.height + gap, width: body.width - 2, height: body.height - row.height - gap
    )
  }
}

extension Scene {
  /// Rollout of each model, or the attention of the current head where rollout is undefined.
  fileprivate var rolloutPanels: [MapPanel] {
    state.sides.map { side in
      let rollout = panel(.rollout, of: side)
      if case .message = rollout.content, subject(side)?.examination != nil {
        return panel(.attention, of: side)
      }
      return rollout
    }
  }

  fileprivate var rolloutNotes: [[Span]] {
    var notes: [[Span]] = []
    for subject in loaded {
      if case .unavailable(let reason) = subject.map(.rollout) {
        notes.append([
          Span(subject.side.letter + " ", Theme.accent), Span(reason, Theme.text),
          Span("; shown is the attention of head \(subject.place.headPlace)", Theme.faint),
        ])
      }
    }
    let method =
      "heads averaged, (A + I) / row sum, multiplied from layer 0 to the current one (Abnar and Zuidema 2020)"
    return notes + [[Span(method, Theme.faint)]]
  }

  /// One line: why there is no rollout, or how it is made.
  fileprivate var briefRolloutNotes: [[Span]] {
    let reasons = loaded.compactMap { subject -> (letter: String, reason: String)? in
      guard case .unavailable(let reason) = subject.map(.rollout) else { return nil }
      return (subject.side.letter, reason)
    }
    guard let first = reasons.first else {
      return [[Span("heads averaged, (A + I) / row sum, multiplied through the layers", Theme.faint)]]
    }
    let letters = reasons.map(\.letter).joined(separator: ", ")
    return [[Span(letters + " ", Theme.accent), Span(first.reason, Theme.text)]]
  }
}
