// View 6: attention rolled out from the query through all layers up to the current one, where that is defined.

import Attention
import AttentionMaps
import TerminalUI

struct RolloutView: ScreenView {
  let name = "rollout"
  let summary = "attention rolled out through the layers, where that is defined"
  let settings: ViewSettings = [.colors, .scale, .query, .overlay]

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
    // The notes give way to the pictures: those that are as long as there is room for, or none.
    let candidates = (scene.rolloutNotes + [[]]).map { notes in
      let lines = notes.flatMap { $0.wrapped(to: body.width - 2, indent: 2) }
      return (lines, row(below: lines.count))
    }
    let tallest = candidates.map(\.1.height).max() ?? 0
    let (notes, row) =
      candidates.first { !layout.isCompact && $0.1.height == tallest } ?? candidates[candidates.count - 1]
    let page = scene.page(
      panels: panels.map(\.side), room: row.panels.count,
      others: (row.image == nil ? ["image"] : []) + (notes.isEmpty ? ["notes"] : []))
    parts = page.parts
    if page.other == "image" { return drawImage(scene, in: body, row: .image(in: body)) }
    if page.other == "notes" {
      let lines = (scene.rolloutNotes.first ?? []).flatMap { $0.wrapped(to: body.width - 2, indent: 2) }
      return drawLines(lines, x: 1, y: body.y, width: body.width - 2, height: body.height)
    }
    if let image = row.image { drawImage(scene, in: image, row: row) }
    for (index, rect) in zip(page.panels, row.panels) { draw(panels[index], in: rect, row: row) }
    // What has no room is counted in the rows that are free, and whole on its page.
    let free = body.height - row.height
    let seen =
      notes.isEmpty && !layout.isCompact
      ? (scene.rolloutNotes.last ?? []).flatMap { $0.wrapped(to: body.width - 2, indent: 2) } : notes
    let gap = free > seen.count ? 1 : 0
    drawLines(seen, x: 1, y: body.y + row.height + gap, width: body.width - 2, height: free - gap)
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

  /// Why there is no rollout, of the models without one, and how it is made, where there is one: from the most to the
  /// least detailed. A reason that both models have is said once.
  fileprivate var rolloutNotes: [[[Span]]] {
    var reasons: [(reason: String, of: [Subject])] = []
    for subject in loaded {
      guard case .unavailable(let reason) = subject.map(.rollout) else { continue }
      if let index = reasons.firstIndex(where: { $0.reason == reason }) {
        reasons[index].of.append(subject)
      } else {
        reasons.append((reason, [subject]))
      }
    }
    func notes(saysWhatIsShown: Bool, method: String) -> [[Span]] {
      let lacking = reasons.reduce(0) { $0 + $1.of.count }
      return reasons.map { reason, subjects in
        let heads = subjects.map(\.place.name).uniqued.joined(separator: " and ")
        let shown = "; shown is the attention of head \(heads)"
        return [
          Span(subjects.map(\.side.letter).joined(separator: ", ") + " ", Theme.accent),
          Span(reason, Theme.text),
        ]
          + (saysWhatIsShown && subjects.allSatisfy { $0.map(.attention).map != nil }
            ? [Span(shown, Theme.faint)] : [])
      } + (lacking < max(1, loaded.count) ? [[Span(method, Theme.faint)]] : [])
    }
    return [
      notes(
        saysWhatIsShown: true,
        method:
          "heads averaged, (A + I) / row sum, multiplied from layer 0 to the current one (Abnar and Zuidema 2020)"
      ),
      notes(
        saysWhatIsShown: true, method: "heads averaged, (A + I) / row sum, multiplied through the layers"),
      notes(
        saysWhatIsShown: false, method: "heads averaged, (A + I) / row sum, multiplied through the layers"),
    ]
  }
}
