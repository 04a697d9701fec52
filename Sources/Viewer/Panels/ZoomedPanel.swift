// Zoom: one map, one window of it, or the image beside it, over the whole screen.

import Attention
import AttentionMaps
import TerminalUI

extension ViewerState {
  /// From the whole view to each zoom and back; to a window only where the layer has windows.
  mutating func nextZoom(_ findings: Findings) {
    let hasWindows =
      Subject(focus, state: self, findings: findings)?.description.geometry.partition != nil
    let zooms: [Zoom?] = [nil] + Zoom.allCases.filter { $0 != .window || hasWindows }
    zoom = zooms[((zooms.firstIndex(of: zoom) ?? 0) + 1) % zooms.count]
  }
}

extension Canvas {
  /// One panel of the view over the body of the screen, or the image beside it; the view itself where it has none.
  mutating func drawZoomed(_ zoom: Zoom, _ scene: Scene, _ layout: ScreenLayout) {
    var panels = scene.state.view.screen.panels(scene)
    guard !panels.isEmpty else { return scene.state.view.screen.draw(&self, scene, layout) }
    let page = scene.zoomPage(panels)
    parts = page.parts
    var panel = panels.remove(at: page.panels[0])
    var area = layout.body
    if zoom == .image {
      let width = area.width / 2
      let image = Rect(x: area.x, y: area.y, width: width, height: area.height)
      drawImage(scene, in: image, row: .image(in: image))
      area = Rect(x: area.x + width, y: area.y, width: area.width - width, height: area.height)
    }
    if zoom == .window { panel.showWindow(of: scene) }
    panel.showQuery(of: scene)
    panel.printsValues = true
    let lines = layout.isCompact ? [] : scene.panelLines
    draw(panel, in: area, row: .panel(in: area, isCompact: layout.isCompact, lines: lines))
  }

  /// The values of a map on their colors, where every one has room for its number.
  mutating func printValues(_ map: HeatMap, _ fit: GridFit, at place: Rect) {
    guard capabilities.depth.showsValuesByColor, fit.block.count == 1, fit.valueWidth >= 6 else { return }
    for index in map.values.indices where map.contents[index] == .value {
      let position = map.grid.position(at: index)
      let cells = MarkedCells(fit, position, place: place)
      let text = map.values[index].brief.withoutLeadingZero
      guard !cells.own.isEmpty, text.columns <= fit.valueWidth - 1 else { continue }
      let x = cells.columns.lowerBound + (fit.valueWidth - text.columns) / 2
      let y = (cells.own.lowerBound + cells.own.upperBound - 1) / 2
      let ground = frame[x, y].style.background
      frame.text(text, x: x, y: y, Style(ground.contrast, on: ground))
    }
  }
}

extension Scene {
  /// Which of the panels of the view fills the screen.
  fileprivate func zoomPage(_ panels: [MapPanel]) -> Page<Never> {
    page(panels: panels.map(\.side), room: 1, others: [])
  }

  /// The panel that a zoom shows; nil in a view without panels.
  var zoomedPanel: MapPanel? {
    let panels = state.view.screen.panels(self)
    return panels.isEmpty ? nil : panels[zoomPage(panels).panels[0]]
  }
}

extension MapPanel {
  /// Whether it is of both sides: B − A.
  var isDifference: Bool { side == nil }

  /// Leaves the window where the user looks, where the map is of a layer with windows.
  fileprivate mutating func showWindow(of scene: Scene) {
    guard let side, let subject = scene.subject(side), case .map(let map, _) = content else { return }
    let geometry = subject.description.geometry
    window =
      map.grid == geometry.keyGrid
      ? PanelWindow(of: geometry, holding: subject.cursor.position(on: geometry.keyGrid)) : nil
    guard let window, let first = window.positions.first, let last = window.positions.last else {
      return note("this layer has no windows", Theme.notice)
    }
    note("window \(first)–\(last)", Theme.notice)
  }

  /// Says whose row it is: no other panel of the screen does.
  fileprivate mutating func showQuery(of scene: Scene) {
    guard let side, let subject = scene.subject(side), case .map(let map, _) = content,
      map.kind?.needsQuery == true || map.kind == .incoming
    else { return }
    note((subject.showsIncoming ? "key " : "query ") + subject.shownName, Theme.faint)
  }

  private mutating func note(_ text: String, _ style: Style) {
    let span = Span("  " + text, style)
    title.append(span)
    shortTitle?.append(span)
    briefTitles = briefTitles.map { $0 + [span] }
  }
}

extension HeatMap {
  /// The places of the map at `positions`, in this order, as a map over a grid of so many places.
  func cropped(to positions: [GridPosition], on grid: TokenGrid) -> HeatMap {
    var map = HeatMap(kind: kind, emptyOn: grid, prefix: prefix.count, isSigned: isSigned)
    for (index, value) in prefix.enumerated() { map.set(value, at: .prefix(index)) }
    for (index, position) in positions.enumerated() {
      let place = TokenPlace.spatial(grid.position(at: index))
      switch content(at: position) {
      case .value, .notFinite: map.set(self[position], at: place)
      case .undefined: map.set(.undefined(.emptyRow), at: place)
      case .noKey: break
      }
    }
    return map
  }
}
