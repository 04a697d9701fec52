// View 1: one panel per stream of both models, and all heads of the focused one as thumbnails.

import Attention
import AttentionMaps
import TerminalUI

struct HeadsView: ScreenView {
  let name = "heads"
  let summary = "one panel per stream of both models, all heads as thumbnails"
  let settings: ViewSettings = [.colors, .scale, .map, .incoming, .pins, .query, .overlay]

  /// Attention as the maps that the mechanism shows it with: one for each stream, or the product and its factors.
  func maps(of subject: Subject, _ state: ViewerState) -> [MapKind] {
    state.map == .attention ? subject.description.mechanism.panels : [state.map]
  }

  func exportedMaps(_ state: ViewerState) -> [MapKind]? { state.chosenMaps }
  func mapName(_ scene: Scene) -> String { scene.state.map.rawValue }

  func computations(_ scene: Scene) -> [any Computation] {
    let places = HeadsLayout(scene, ScreenLayout(scene.state.size), panels: scene.headPanelSides)
    let stripSide = scene.stripSubject?.side
    return scene.loaded.flatMap { subject in
      scene.layerWork(
        of: subject, thumbnails: subject.side == stripSide ? places.pictures?.shown ?? [] : [])
    } + scene.pinWork + scene.entropyComparisonWork
  }

  func panels(_ scene: Scene) -> [MapPanel] { scene.headPanels }

  func draw(_ canvas: inout Canvas, _ scene: Scene, _ layout: ScreenLayout) {
    let panels = scene.headPanels
    let places = HeadsLayout(scene, layout, panels: panels.map(\.side))
    let row = places.row
    canvas.parts = places.page.parts
    if let image = row.image { canvas.drawImage(scene, in: image, row: row) }
    for (index, rect) in zip(places.page.panels, row.panels) {
      canvas.draw(panels[index], in: rect, row: row)
    }
    canvas.drawThumbnails(scene, places.pictures, in: places.strip)
    if let row = layout.storyRow ?? places.freeRow { canvas.drawStory(scene, y: row) }
  }
}

/// The rectangles of the panels and the strip of thumbnails, and which heads the strip shows.
private struct HeadsLayout {
  enum Part: Equatable { case image, strip }

  private static let mostLargestLines = 5

  let page: Page<Part>
  let row: PanelRow
  /// Room for the strip.
  let strip: Rect
  /// nil where the strip is too low for pictures, or there is nothing to show yet.
  let pictures: ThumbnailStrip?
  /// A line that nothing else takes, below a line of entropies or above the strip; nil where there is none.
  let freeRow: Int?

  /// - Parameter panels: the side of every panel that there is to show.
  init(_ scene: Scene, _ layout: ScreenLayout, panels: [Side?]) {
    let body = layout.body
    // The strip of thumbnails comes only below panels of a fair size.
    let height = body.height >= 24 ? max(6, min(11, body.height - 19)) : layout.isCompact ? 0 : 1
    var area = body
    area.height -= height
    func panelRow(lines: [PanelLine]) -> PanelRow {
      PanelRow.fitting(panels.count) { smallestSide, hasImage in
        PanelRow(
          area: area, count: panels.count, gridSides: scene.gridSides, isCompact: layout.isCompact,
          smallestSide: smallestSide, hasImage: hasImage, lines: lines, fills: body.height >= 40)
      }
    }
    var row = panelRow(lines: scene.panelLines)
    // What the maps and the thumbnails leave over, up to a few rows, lists more of the largest values.
    if row.lines.contains(.largest), let subject = scene.stripSubject, subject.examination != nil {
      func strip(_ row: PanelRow) -> (strip: ThumbnailStrip, free: Int) {
        let below = Rect(
          x: body.x, y: body.y, width: body.width,
          height: body.height - row.height - (layout.storyRow == nil ? 1 : 2))
        let strip = ThumbnailStrip(
          scene.thumbnails(of: subject), in: below, gridSides: scene.gridSides(of: subject))
        return (strip, below.height - strip.height)
      }
      let (shown, free) = strip(row)
      let more = min(HeadsLayout.mostLargestLines - 1, free)
      if more > 0 {
        let taller = panelRow(lines: scene.panelLines + Array(repeating: .largest, count: more))
        // Only what is left over: maps and thumbnails keep their sizes.
        let after = strip(taller).strip
        if taller.height == row.height + more, taller.panels.count == row.panels.count,
          (after.side, after.shown.count) == (shown.side, shown.shown.count)
        {
          row = taller
        }
      }
    }
    page = scene.page(
      panels: panels, room: row.panels.count,
      others: (row.image == nil ? [.image] : []) + (layout.isCompact ? [.strip] : []))
    let gap = body.height - row.height >= 10 ? 1 : 0
    let used = page.other == .strip ? 0 : row.height + gap
    let isSeen = page.other != .image && (page.other == .strip || !layout.isCompact)
    let strip = Rect(
      x: body.x, y: body.y + used, width: body.width, height: isSeen ? body.height - used : 0)
    self.strip = strip
    self.row = page.other == .image ? .image(in: body) : row
    let subject = strip.height >= ThumbnailStrip.lowest ? scene.stripSubject : nil
    pictures = subject.flatMap { subject in
      subject.examination == nil
        ? nil
        : ThumbnailStrip(
          scene.thumbnails(of: subject), in: strip, gridSides: scene.gridSides(of: subject))
    }
    let below = pictures == nil && strip.height >= 2 ? strip.y + 1 : nil
    freeRow = below ?? (page.other == nil && gap > 0 && isSeen ? strip.y - 1 : nil)
  }
}

extension Scene {
  /// The sides of `headPanels`.
  fileprivate var headPanelSides: [Side?] {
    state.sides.flatMap { side -> [Side?] in
      guard let subject = subject(side), subject.examination != nil else { return [side] }
      return maps(of: subject).map { _ in side }
    } + pinPanelSides
  }

  /// A panel for every stream of every model on the screen.
  fileprivate var headPanels: [MapPanel] {
    state.sides.flatMap { side -> [MapPanel] in
      guard let subject = subject(side), subject.examination != nil else { return [statusPanel(side)] }
      return maps(of: subject).map { panel($0, of: side) }
    } + pinPanels
  }
}
