// View 1: one panel per stream of both models, and all heads of the focused one as thumbnails.

import Attention
import AttentionMaps
import TerminalUI

struct HeadsView: ScreenView {
  let name = "heads"
  let summary = "one panel per stream of both models, all heads as thumbnails"
  let settings: ViewSettings = [.colors, .scale, .map, .incoming]

  /// Attention as one map per stream.
  func maps(of subject: Subject, _ state: ViewerState) -> [MapKind] {
    let streams = subject.streams
    return state.map == .attention && streams.count > 1
      ? streams.map(\.mapKind) : [state.map]
  }

  func exportedMaps(_ state: ViewerState) -> [MapKind]? { state.chosenMaps }
  func mapName(_ scene: Scene) -> String { scene.state.map.rawValue }

  func computations(_ scene: Scene) -> [any Computation] {
    let panels = scene.loaded.reduce(scene.state.sides.count - scene.loaded.count) { count, subject in
      count + (subject.examination == nil ? 1 : scene.maps(of: subject).count)
    }
    let places = HeadsLayout(scene, ScreenLayout(scene.state.size), panels: panels)
    let stripSide = scene.stripSubject?.side
    return scene.loaded.flatMap { subject in
      scene.layerWork(
        of: subject, thumbnails: subject.side == stripSide ? places.pictures?.shown ?? [] : [])
    }
  }

  func draw(_ canvas: inout Canvas, _ scene: Scene, _ layout: ScreenLayout) {
    let panels = scene.headPanels
    let places = HeadsLayout(scene, layout, panels: panels.count)
    let row = places.row
    if let image = row.image { canvas.drawImage(scene, in: image, row: row) }
    for (panel, rect) in zip(scene.mostImportant(panels, count: row.panels.count), row.panels) {
      canvas.draw(panel, in: rect, row: row)
    }
    canvas.drawThumbnails(scene, places.pictures, in: places.strip)
  }
}

/// The rectangles of the panels and the strip of thumbnails, and which heads the strip shows.
private struct HeadsLayout {
  let row: PanelRow
  /// Room for the strip.
  let strip: Rect
  /// nil where the strip is too low for pictures, or there is nothing to show yet.
  let pictures: ThumbnailStrip?

  /// - Parameter panels: how many panels there are to show.
  init(_ scene: Scene, _ layout: ScreenLayout, panels: Int) {
    let body = layout.body
    // The strip of thumbnails comes only below panels of a fair size.
    let height = body.height >= 24 ? max(6, min(11, body.height - 19)) : layout.isCompact ? 0 : 1
    var area = body
    area.height -= height
    row = PanelRow(
      area: area, count: panels, gridSides: scene.gridSides, isCompact: layout.isCompact,
      hasPrefix: scene.hasPrefix)
    let gap = body.height - row.height >= 10 ? 1 : 0
    let used = row.height + gap
    let strip = Rect(
      x: body.x, y: body.y + used, width: body.width, height: layout.isCompact ? 0 : body.height - used)
    self.strip = strip
    let subject = strip.height >= ThumbnailStrip.lowest ? scene.stripSubject : nil
    pictures = subject.flatMap { subject in
      subject.examination == nil ? nil : ThumbnailStrip(scene.thumbnails(of: subject), in: strip)
    }
  }
}

extension Scene {
  /// A panel for every stream of every model on the screen.
  fileprivate var headPanels: [MapPanel] {
    state.sides.flatMap { side -> [MapPanel] in
      guard let subject = subject(side), subject.examination != nil else { return [statusPanel(side)] }
      return maps(of: subject).map { panel($0, of: side) }
    }
  }
}
