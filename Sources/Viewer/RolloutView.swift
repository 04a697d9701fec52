// View 6: attention rolled out from the query through all layers up to the current one, where that is defined.

import Attention
import AttentionMaps
import TerminalUI

extension Canvas {
  mutating func drawRollout(_ scene: Scene, _ layout: ScreenLayout) {
    let panels = scene.rolloutPanels
    let notes = scene.rolloutNotes
    var area = layout.body
    area.height -= layout.isCompact ? 0 : notes.count
    let row = PanelRow(
      area: area, count: panels.count, gridSides: scene.gridSides, isCompact: layout.isCompact)
    if let image = row.image { drawImage(scene, in: image, row: row) }
    for (panel, rect) in zip(scene.mostImportant(panels, count: row.panels.count), row.panels) {
      draw(panel, in: rect, row: row)
    }
    drawLines(
      notes, x: 1, y: layout.body.y + row.height, width: layout.body.width - 2,
      height: layout.body.height - row.height)
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
          Span("; shown is the attention of head \(subject.layer).\(subject.head)", Theme.faint),
        ])
      }
    }
    let method =
      "heads averaged, (A + I) / row sum, multiplied from layer 0 to the current one (Abnar and Zuidema 2020)"
    return notes + [[Span(method, Theme.faint)]]
  }
}
