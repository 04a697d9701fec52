// View 4: the entropy of every head of both models, per query of the current head, and over depth.

import Attention
import AttentionMaps
import Session
import TerminalUI

struct EntropyView: ScreenView {
  let name = "entropy"
  let summary = "entropy of every head of both models, per query and over depth"
  let settings: ViewSettings = [.colors, .order]

  func maps(of subject: Subject, _ state: ViewerState) -> [MapKind] { [.entropy] }
  func exportedMaps(_ state: ViewerState) -> [MapKind]? { [.entropy] }
  func scaleName(_ state: ViewerState) -> ScaleName { ScaleName(brief: "H/ln n", full: "H / ln n") }

  /// Layer by layer, or as the first table of the model lists them.
  func heads(of subject: Subject, _ scene: Scene) -> [HeadPlace] {
    guard scene.state.entropyOrder != .layer,
      let table = scene.entropyTables.first(where: { $0.side == subject.side })
    else { return subject.places.heads }
    return scene.ranking(of: table).entries.map(\.place)
  }

  /// All numbers of this view are fractions of ln n.
  func valuesAtCursor(_ scene: Scene) -> [CursorValue] {
    scene.valuesAtCursor { value, subject in
      value / Float(logOf(max(2, subject.description.geometry.keysPerWindow)))
    }
  }

  func computations(_ scene: Scene) -> [any Computation] {
    scene.loaded.flatMap { scene.layerWork(of: $0) } + scene.entropyComparisonWork
  }

  func panels(_ scene: Scene) -> [MapPanel] { scene.state.sides.map { scene.entropyPanel($0) } }

  func draw(_ canvas: inout Canvas, _ scene: Scene, _ layout: ScreenLayout) {
    canvas.drawEntropy(scene, layout)
  }
}

/// The rectangles of the view's parts, and which of them a page shows.
private struct EntropyLayout {
  enum Part: Equatable { case map, profile }

  let page: Page<Part>
  let tables: [EntropyTable]
  /// Of the map of the current head, the tables, and entropy over depth; empty where there is no room.
  let map: Rect
  let area: Rect
  let profile: Rect
  let cellHeight: Int

  private static let narrowestTable = 22

  init(_ scene: Scene, _ layout: ScreenLayout) {
    let body = layout.body
    let tables = scene.entropyTables + [scene.differenceTable].compactMap { $0 }
    let profileWithHead = { (height: Int) in
      Rect(x: 1, y: body.bottom - height + 1, width: body.width - 2, height: max(0, height - 1))
    }
    // Below the tables: entropy over depth, as a chart where the tables leave room for one.
    let isMatrix = scene.state.entropyOrder == .layer
    let layers = tables.map(\.rows.count).max() ?? 1
    let chart = Canvas.lowestProfileChart + 1
    cellHeight = isMatrix && 2 * layers + 3 + chart <= body.height ? 2 : 1
    let needed = isMatrix ? layers * cellHeight + 3 : body.height - chart - 4
    let rest = body.height - max(needed, min(18, body.height / 2))
    let height = layout.isCompact ? 0 : rest >= chart ? rest : min(tables.count + 1, body.height / 3)
    let above = Rect(x: body.x, y: body.y, width: body.width, height: body.height - height)
    let mapWidth = above.width >= 60 ? min(above.width / 3, max(20, 2 * above.height)) : 0
    let room = (above.width - mapWidth) / EntropyLayout.narrowestTable
    let others: [Part] = (mapWidth == 0 ? [.map] : []) + (height == 0 ? [.profile] : [])
    page = scene.page(panels: tables.map { $0.isDifference ? nil : $0.side }, room: room, others: others)
    self.tables = page.panels.map { tables[$0] }
    let nothing = Rect(x: 0, y: 0, width: 0, height: 0)
    switch page.other {
    case .map: (map, area, profile) = (body, nothing, profileWithHead(0))
    case .profile: (map, area, profile) = (nothing, nothing, profileWithHead(body.height))
    case nil:
      map = Rect(x: above.x, y: above.y, width: mapWidth, height: above.height)
      area = Rect(x: above.x + mapWidth, y: above.y, width: above.width - mapWidth, height: above.height)
      profile = profileWithHead(height)
    }
  }
}

extension Canvas {
  fileprivate mutating func drawEntropy(_ scene: Scene, _ layout: ScreenLayout) {
    let places = EntropyLayout(scene, layout)
    parts = places.page.parts
    if !places.map.isEmpty { drawEntropyMap(scene, in: places.map, isCompact: layout.isCompact) }
    let width = places.area.width / max(1, places.tables.count)
    for (index, table) in places.tables.enumerated() {
      draw(
        table, scene,
        in: Rect(
          x: places.area.x + index * width, y: places.area.y, width: width, height: places.area.height),
        cellHeight: places.cellHeight)
    }
    if !places.profile.isEmpty { drawDepthProfiles(scene, in: places.profile) }
    // The line above entropy over depth is free.
    let free = places.profile.isEmpty ? nil : places.profile.y - 1
    if let row = layout.storyRow ?? free, let verdict = scene.verdict {
      let room = frame.size.columns - 2
      let label = 12 + verdict.text.columns <= room ? "this image: " : ""
      let end = frame.text(label, x: 1, y: row, Theme.faint)
      frame.text(verdict.text, x: end, y: row, Theme.text, width: room - label.columns)
    }
  }

  /// The per-query map of the focused model's current head.
  private mutating func drawEntropyMap(_ scene: Scene, in area: Rect, isCompact: Bool) {
    let row = PanelRow(
      area: area, count: 1, gridSides: scene.gridSides, isCompact: isCompact, smallestSide: 14,
      hasImage: false, lines: scene.panelLines)
    draw(scene.entropyPanel(scene.state.focus), in: row.panels[0], row: row)
  }

  /// A table of normalized entropies on their colors, layers down and heads across, or heads in order.
  private mutating func draw(_ table: EntropyTable, _ scene: Scene, in rect: Rect, cellHeight: Int) {
    let isFocused = table.side == scene.state.focus && !table.isDifference
    let isMatrix = scene.state.entropyOrder == .layer
    let rows = isMatrix ? table.rows.count * cellHeight + 1 : table.rows.joined().count + 1
    let rect = Rect(x: rect.x, y: rect.y, width: rect.width, height: min(rect.height, rows + 2))
    let interior = rect.inset(columns: 1, rows: 1)
    let window = MatrixWindow(table, scene, in: interior, cellHeight: cellHeight)
    let footers =
      table.isDifference
      ? scene.verdict.map { [$0.text, "Δ \($0.difference.signed(2))"] } ?? []
      : scene.progressOfEntropies(table.side).map { [$0] }
        ?? (isMatrix ? window.notes(table) : scene.ranking(of: table).key)
    let letter = table.isDifference ? "" : table.side.letter + " "
    let title =
      table.titles.first { letter.columns + $0.columns <= rect.width - 4 } ?? table.titles.last ?? ""
    frame.box(
      rect, title: [Span(letter, Theme.accent), Span(title, Theme.strong)],
      footer: [Span(footers.first { $0.columns <= rect.width - 4 } ?? footers.last ?? "", Theme.faint)],
      border: isFocused ? Theme.focusedBorder : Theme.border)
    if isMatrix {
      drawMatrix(table, window, scene, in: interior)
    } else {
      drawRanking(table, scene, in: interior)
    }
  }

  private mutating func drawMatrix(
    _ table: EntropyTable, _ window: MatrixWindow, _ scene: Scene, in area: Rect
  ) {
    let current = scene.subject(table.side)
    let (width, height) = (window.cellWidth, window.cellHeight)
    for head in window.heads {
      let end = area.x + 4 + (head - window.heads.lowerBound + 1) * width - 1
      frame.text("\(head)", endingAt: end, y: area.y, head == current?.head ? Theme.accent : Theme.faint)
    }
    for layer in window.layers {
      let y = area.y + 1 + (layer - window.layers.lowerBound) * height
      frame.text("\(layer)", endingAt: area.x + 3, y: y, layer == current?.layer ? Theme.accent : Theme.faint)
      for head in window.heads where head < table.rows[layer].count {
        let x = area.x + 4 + (head - window.heads.lowerBound) * width
        let place = HeadPlace(layer: layer, head: head)
        let isCurrent = place == current?.place.headPlace
        if table.isDifference {
          drawDifference(
            table.rows[layer][head], in: Rect(x: x, y: y, width: width, height: height), isCurrent: isCurrent)
        } else {
          drawEntropy(
            table.rows[layer][head], scene, x: x, y: y, width: width, height: height, isCurrent: isCurrent)
        }
        if scene.isOff(place, of: table.side) { frame.text("off", endingAt: x + width, y: y, Theme.warning) }
        targets.append(.head(Rect(x: x, y: y, width: width, height: height), table.side, place))
      }
    }
  }

  /// `−.12` on its color: blue where B is sharper, red where A is.
  private mutating func drawDifference(_ value: Double?, in rect: Rect, isCurrent: Bool) {
    guard let value else { return frame.text("–", endingAt: rect.right - 1, y: rect.y, Theme.faint) }
    let scale = MapScale(.diverging(limit: 0.5), colorMap: .diverging)
    legend.add(scale.bar, of: Legend.Owner(side: nil, name: "B − A"))
    let ground = scale.color(fraction: scale.fraction(of: Float(value)))
    let isColored = capabilities.depth.showsValuesByColor
    let style = Style(
      isColored ? ground.contrast : .standard, on: isColored ? ground : .standard, isCurrent ? .bold : [])
    frame.fill(rect, with: Cell(" ", style))
    let text = value.signed(2).withoutZeroBeforePoint
    frame.text(text, endingAt: rect.right - (rect.width > 4 ? 1 : 0), y: rect.y, style)
  }

  /// `.74` on its color, the current head with a mark.
  mutating func drawEntropy(
    _ value: Double?, _ scene: Scene, x: Int, y: Int, width: Int = 5, height: Int = 1, isCurrent: Bool
  ) {
    guard let value else {
      frame.text("–", x: x + width - 2, y: y, Theme.faint)
      return
    }
    let scale = MapScale(.fraction(of: 1), colorMap: scene.state.colorMap)
    legend.add(scale.bar, of: Legend.Owner(side: nil, name: ""))
    let background = scale.color(fraction: Float(value))
    let isColored = scene.state.capabilities.depth.showsValuesByColor
    let style = Style(
      isColored ? background.contrast : .standard, on: isColored ? background : .standard,
      isCurrent ? .bold : [])
    frame.fill(Rect(x: x, y: y, width: width, height: height), with: Cell(" ", style))
    var text = value.fixed(2).withoutLeadingZero
    // `1.0` where `1.00` would leave no blank between two numbers, and no place for the mark.
    if text.columns >= width { text = String(text.dropLast()) }
    if isCurrent { text = "›" + text }
    frame.text(text, endingAt: x + width - (width > 4 ? 1 : 0), y: y, style)
  }
}

/// The layers and heads of a table for which there is room, those of the model's place among them.
private struct MatrixWindow {
  let layers: Range<Int>
  let heads: Range<Int>
  let cellWidth: Int
  let cellHeight: Int

  init(_ table: EntropyTable, _ scene: Scene, in area: Rect, cellHeight: Int) {
    let place = scene.subject(table.side)?.place.headPlace
    let most = table.rows.map(\.count).max() ?? 0
    // Without colors nothing but a blank keeps numbers apart.
    let isWide = 4 + 5 * most <= area.width || !scene.state.capabilities.depth.showsValuesByColor
    cellWidth = isWide ? 5 : 4
    self.cellHeight = cellHeight
    layers = EntropyTable.window(
      table.rows.count, around: place?.layer ?? 0, room: (area.height - 1) / cellHeight)
    heads = EntropyTable.window(most, around: place?.head ?? 0, room: max(1, (area.width - 4) / cellWidth))
  }

  /// What the rows and columns are and which of them are seen, from the most to the least detailed.
  func notes(_ table: EntropyTable) -> [String] {
    let most = table.rows.map(\.count).max() ?? 0
    let isWhole = layers.count == table.rows.count && heads.count == most
    if isWhole { return ["layers × heads"] }
    func part(_ range: Range<Int>, _ count: Int) -> String {
      range.count == count ? "all \(count)" : "\(range.lowerBound)–\(range.upperBound - 1) of \(count)"
    }
    func brief(_ range: Range<Int>, _ count: Int) -> String {
      range.count == count ? "\(count)" : "\(range.lowerBound)–\(range.upperBound - 1)/\(count)"
    }
    return [
      "layers \(part(layers, table.rows.count)) × heads \(part(heads, most))",
      "\(part(layers, table.rows.count)) × \(part(heads, most))",
      "\(brief(layers, table.rows.count)) × \(brief(heads, most))",
    ]
  }
}

extension Scene {
  /// The per-query map of a model's current head.
  fileprivate func entropyPanel(_ side: Side) -> MapPanel {
    var panel = panel(.entropy, of: side)
    if case .map(let map, _) = panel.content, let keys = subject(side)?.record?.geometry.keysPerWindow {
      // On the scale of all entropies: up to ln n.
      let scale = MapScale(.fraction(of: Float(logOf(max(2, keys)))), colorMap: state.colorMap)
      panel.content = .map(map) { _ in scale }
      if let here = panel.mark, outdatedNotes(side) == nil {
        let name = subject(side)?.description.mechanism.hasSignedRows == true ? "H|a|" : "H"
        panel.footers = ["\(name) here \(map[here].fixed(2)) of \(logOf(keys).fixed(2)) nats"] + panel.footers
      }
    }
    return panel
  }

  /// Of which image the entropies are, or how far they are; nil when they are there.
  fileprivate func progressOfEntropies(_ side: Side) -> String? {
    if let notes = outdatedNotes(side) { return notes[1] }
    return statisticsFraction(side).map { "entropies \((100 * $0).fixed(0)) %" }
  }
}

extension Color {
  /// Black or white, whichever is read better on this color.
  var contrast: Color {
    guard let rgb else { return .standard }
    return Color(OKLab(rgb).lightness > 0.6 ? 0x101114 : 0xF4F4F4)
  }
}
