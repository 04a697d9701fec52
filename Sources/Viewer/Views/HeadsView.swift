// View 1: one panel per stream of both models, and all heads of the focused one as thumbnails.

import AttentionMaps
import TerminalUI

/// Where the panels and the strip of thumbnails of view 1 stand, and which heads are in it.
struct HeadsLayout {
  let row: PanelRow
  /// Room for the strip.
  let strip: Rect
  /// nil where the strip is too low for pictures, or there is nothing to show yet.
  let pictures: ThumbnailStrip?

  /// The thumbnails that are seen.
  var thumbnails: ArraySlice<Thumbnail> { pictures?.shown ?? [] }

  /// - Parameter panels: how many panels there are to show.
  init(_ scene: Scene, _ layout: ScreenLayout, panels: Int) {
    let body = layout.body
    // Thumbnails get a strip of their own only below panels of a fair size.
    let height = body.height >= 24 ? max(6, min(11, body.height - 19)) : layout.isCompact ? 0 : 1
    var area = body
    area.height -= height
    row = PanelRow(area: area, count: panels, gridSides: scene.gridSides, isCompact: layout.isCompact)
    let gap = body.height - row.height >= 10 ? 1 : 0
    let used = row.height + gap
    let strip = Rect(
      x: body.x, y: body.y + used, width: body.width, height: layout.isCompact ? 0 : body.height - used)
    self.strip = strip
    let hasPictures = strip.height >= ThumbnailStrip.lowest && scene.focused?.examination != nil
    pictures =
      hasPictures ? scene.focused.map { ThumbnailStrip(scene.thumbnails(of: $0), in: strip) } : nil
  }
}

extension Canvas {
  mutating func drawHeads(_ scene: Scene, _ layout: ScreenLayout) {
    let panels = scene.headPanels
    let places = HeadsLayout(scene, layout, panels: panels.count)
    let row = places.row
    if let image = row.image { drawImage(scene, in: image, row: row) }
    for (panel, rect) in zip(scene.mostImportant(panels, count: row.panels.count), row.panels) {
      draw(panel, in: rect, row: row)
    }
    drawThumbnails(scene, places)
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

  /// The places of view 1; nil in the others.
  var headsLayout: HeadsLayout? {
    guard state.view == .heads else { return nil }
    let panels = state.sides.reduce(0) { count, side in
      count + (subject(side).map { $0.examination == nil ? 1 : $0.mapKindsOnScreen.count } ?? 1)
    }
    return HeadsLayout(self, ScreenLayout(state.size), panels: panels)
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
