// View 1: one panel per stream of both models, and all heads of the focused one as thumbnails.

import AttentionMaps
import TerminalUI

extension Canvas {
  mutating func drawHeads(_ scene: Scene, _ layout: ScreenLayout) {
    let panels = scene.headPanels
    let body = layout.body
    // Thumbnails get a strip of their own only below panels of a fair size.
    let strip = body.height >= 24 ? max(6, min(11, body.height - 19)) : layout.isCompact ? 0 : 1
    var area = body
    area.height -= strip
    let row = PanelRow(
      area: area, count: panels.count, gridSides: scene.gridSides, isCompact: layout.isCompact)
    if let image = row.image { drawImage(scene, in: image, row: row) }
    for (panel, rect) in zip(scene.mostImportant(panels, count: row.panels.count), row.panels) {
      draw(panel, in: rect, row: row)
    }
    let gap = body.height - row.height >= 10 ? 1 : 0
    let rest = Rect(
      x: body.x, y: body.y + row.height + gap, width: body.width, height: body.height - row.height - gap)
    if !layout.isCompact { drawThumbnails(scene, in: rest) }
  }
}

extension Scene {
  /// A panel for every stream of every model on the screen.
  var headPanels: [MapPanel] {
    state.sides.flatMap { side -> [MapPanel] in
      guard let subject = subject(side), subject.examination != nil else { return [statusPanel(side)] }
      return subject.mapKindsOnScreen.map { panel($0, of: side) }
    }
  }

  /// The panels that stay when there is no room for all: one of each model first, then those in focus.
  func mostImportant(_ panels: [MapPanel], count: Int) -> [MapPanel] {
    guard panels.count > count else { return panels }
    var seen: Set<Side?> = []
    let firsts = panels.indices.filter { seen.insert(panels[$0].side).inserted }
    let others = panels.indices.filter { !firsts.contains($0) }
    let order = count == 1 ? firsts.filter { panels[$0].isFocused } + firsts : firsts + others
    return order.uniqued.prefix(count).sorted().map { panels[$0] }
  }
}
