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

  /// All numbers of this view are fractions of ln n.
  func valuesAtCursor(_ scene: Scene) -> [CursorValue] {
    scene.valuesAtCursor { value, subject in
      value / Float(logOf(max(2, subject.description.geometry.keysPerWindow)))
    }
  }

  func draw(_ canvas: inout Canvas, _ scene: Scene, _ layout: ScreenLayout) {
    canvas.drawEntropy(scene, layout)
  }
}

extension Canvas {
  fileprivate mutating func drawEntropy(_ scene: Scene, _ layout: ScreenLayout) {
    let body = layout.body
    let tables = scene.entropyTables
    // Below the tables: entropy over depth, as a chart where the tables leave room for one.
    let isMatrix = scene.state.entropyOrder == .layer
    let layers = tables.map(\.rows.count).max() ?? 1
    let chart = Canvas.lowestProfileChart + 1
    let cellHeight = isMatrix && 2 * layers + 3 + chart <= body.height ? 2 : 1
    let needed = isMatrix ? layers * cellHeight + 3 : body.height - chart - 4
    let rest = body.height - max(needed, min(18, body.height / 2))
    let profile = layout.isCompact ? 0 : rest >= chart ? rest : min(tables.count + 1, 4)
    let area = Rect(x: body.x, y: body.y, width: body.width, height: body.height - profile)
    let queries = entropyMapArea(scene, in: area, isCompact: layout.isCompact)
    let left = queries?.right ?? area.x
    let room = area.right - left
    let shown = tables.prefix(max(1, room / 22))
    for (index, table) in shown.enumerated() {
      let width = room / shown.count
      draw(
        table, scene, in: Rect(x: left + index * width, y: area.y, width: width, height: area.height),
        cellHeight: cellHeight)
    }
    drawDepthProfiles(
      scene, in: Rect(x: 1, y: area.bottom + 1, width: body.width - 2, height: max(0, profile - 1)))
  }

  /// The per-query map of the focused model's current head; nil where there is no room.
  private mutating func entropyMapArea(_ scene: Scene, in area: Rect, isCompact: Bool) -> Rect? {
    guard area.width >= 60 else { return nil }
    let width = min(area.width / 3, max(20, 2 * area.height))
    let row = PanelRow(
      area: Rect(x: area.x, y: area.y, width: width, height: area.height), count: 1,
      gridSides: scene.gridSides,
      isCompact: isCompact, smallestSide: 14, hasImage: false, hasPrefix: scene.hasPrefix)
    var panel = scene.panel(.entropy, of: scene.state.focus)
    if case .map(let map, _) = panel.content, let keys = scene.focused?.record?.geometry.keysPerWindow {
      // On the scale of all entropies: up to ln n.
      let scale = MapScale(.fraction(of: Float(logOf(max(2, keys)))), colorMap: scene.state.colorMap)
      panel.content = .map(map) { _ in scale }
      if let here = panel.mark {
        panel.footers = ["H here \(map[here].fixed(2)) of \(logOf(keys).fixed(2)) nats"] + panel.footers
      }
    }
    draw(panel, in: row.panels[0], row: row)
    return row.panels[0]
  }

  /// A table of normalized entropies on their colors, layers down and heads across, or heads in order.
  private mutating func draw(_ table: EntropyTable, _ scene: Scene, in rect: Rect, cellHeight: Int) {
    let isFocused = table.side == scene.state.focus
    let rows =
      scene.state.entropyOrder == .layer ? table.rows.count * cellHeight + 1 : table.rows.joined().count
    let rect = Rect(x: rect.x, y: rect.y, width: rect.width, height: min(rect.height, rows + 2))
    let letter = table.side.letter + " "
    let title =
      table.titles.first { letter.columns + $0.columns <= rect.width - 4 } ?? table.titles.last ?? ""
    frame.box(
      rect, title: [Span(letter, Theme.accent), Span(title, Theme.strong)],
      footer: [Span(scene.entropyFooter(of: table), Theme.faint)],
      border: isFocused ? Theme.focusedBorder : Theme.border)
    let interior = rect.inset(columns: 1, rows: 1)
    if scene.state.entropyOrder == .layer {
      drawMatrix(table, scene, in: interior, cellHeight: cellHeight)
    } else {
      drawRanking(table, scene, in: interior)
    }
  }

  private mutating func drawMatrix(_ table: EntropyTable, _ scene: Scene, in area: Rect, cellHeight: Int) {
    let current = scene.subject(table.side)
    let most = table.rows.map(\.count).max() ?? 0
    let cellWidth = 4 + 5 * most <= area.width ? 5 : 4
    let columns = max(1, (area.width - 4) / cellWidth)
    let layers = EntropyTable.window(
      table.rows.count, around: current?.layer ?? 0, room: (area.height - 1) / cellHeight)
    let heads = EntropyTable.window(most, around: current?.head ?? 0, room: columns)
    for head in heads {
      frame.text(
        "\(head)", endingAt: area.x + 4 + (head - heads.lowerBound + 1) * cellWidth - 1, y: area.y,
        Theme.faint)
    }
    for layer in layers {
      let y = area.y + 1 + (layer - layers.lowerBound) * cellHeight
      frame.text("\(layer)", endingAt: area.x + 3, y: y, layer == current?.layer ? Theme.accent : Theme.faint)
      for head in heads where head < table.rows[layer].count {
        let x = area.x + 4 + (head - heads.lowerBound) * cellWidth
        let isCurrent = layer == current?.layer && head == current?.head
        drawValue(
          table.rows[layer][head], scene, x: x, y: y, width: cellWidth, height: cellHeight,
          isCurrent: isCurrent)
        let place = HeadPlace(layer: layer, head: head)
        if scene.isOff(place, of: table.side) {
          frame.text("off", endingAt: x + cellWidth, y: y, Theme.warning)
        }
        targets.append(.head(Rect(x: x, y: y, width: cellWidth, height: cellHeight), table.side, place))
      }
    }
  }

  /// `.74` on its color, the current head with a mark.
  private mutating func drawValue(
    _ value: Double?, _ scene: Scene, x: Int, y: Int, width: Int = 5, height: Int = 1, isCurrent: Bool
  ) {
    guard let value else {
      frame.text("–", x: x + width - 2, y: y, Theme.faint)
      return
    }
    let scale = MapScale(.fraction(of: 1), colorMap: scene.state.colorMap)
    legend.add(scale.bar, of: Legend.Owner(side: nil, name: ""))
    let background = scale.color(fraction: Float(value))
    let text = value.fixed(2).withoutLeadingZero
    let isColored = scene.state.capabilities.depth.showsValuesByColor
    let style = Style(
      isColored ? background.contrast : .standard, on: isColored ? background : .standard,
      isCurrent ? .bold : [])
    frame.fill(Rect(x: x, y: y, width: width, height: height), with: Cell(" ", style))
    frame.text(
      isCurrent && text.columns < width ? "›" + text : text, endingAt: x + width - (width > 4 ? 1 : 0), y: y,
      style)
  }

  private mutating func drawRanking(_ table: EntropyTable, _ scene: Scene, in area: Rect) {
    let ranked = scene.ranking(of: table)
    let current = scene.subject(table.side)
    let at = ranked.firstIndex { $0.place == current?.place.headPlace } ?? 0
    for (row, index) in EntropyTable.window(ranked.count, around: at, room: area.height).enumerated() {
      let head = ranked[index]
      let y = area.y + row
      let isCurrent = index == at
      frame.text("\(head.place)", x: area.x + 1, y: y, isCurrent ? Theme.accent : Theme.text)
      drawValue(head.entropy, scene, x: area.x + 6, y: y, isCurrent: isCurrent)
      if scene.isOff(head.place, of: table.side) {
        frame.text("off", x: area.x + 11, y: y, Theme.warning, width: area.width - 11)
      }
      if let difference = head.difference {
        frame.text("ΔH \(difference.signed(2))", x: area.x + 14, y: y, Theme.faint, width: area.width - 14)
      }
      targets.append(
        .head(Rect(x: area.x, y: y, width: area.width, height: 1), table.side, head.place))
    }
  }
}

extension Scene {
  /// What the rows and columns are, or how far the entropies are.
  fileprivate func entropyFooter(of table: EntropyTable) -> String {
    if let notes = outdatedNotes(table.side) { return notes[1] }
    if let fraction = statisticsFraction(table.side) { return "entropies \((100 * fraction).fixed(0)) %" }
    return state.entropyOrder == .layer ? "layers × heads" : "by \(state.entropyOrder.rawValue)"
  }

  struct RankedHead {
    let place: HeadPlace
    let entropy: Double?
    /// B − A of `attention`; nil without a partner, or while one of the two is not known.
    let difference: Double?
  }

  /// The heads of a table by falling entropy, or by falling size of the difference between the models; those without
  /// one come last.
  func ranking(of table: EntropyTable) -> [RankedHead] {
    let differences = entropyDifferences(table.side)
    let heads = table.rows.enumerated().flatMap { layer, row in
      row.enumerated().map { head, entropy in
        let place = HeadPlace(layer: layer, head: head)
        return RankedHead(place: place, entropy: entropy, difference: differences[place])
      }
    }
    return heads.enumerated().sorted { one, other in
      let keys = [one.element, other.element].map { head in
        (state.entropyOrder == .difference ? head.difference.map { abs($0) } : head.entropy) ?? -1
      }
      return keys[0] == keys[1] ? one.offset < other.offset : keys[0] > keys[1]
    }.map(\.element)
  }

  /// B − A of every pair of heads whose entropies are known, by the head of a side.
  private func entropyDifferences(_ side: Side) -> [HeadPlace: Double] {
    guard let a = subject(.a), let b = subject(.b), a.key.image == b.key.image else { return [:] }
    func entropy(_ subject: Subject, _ head: HeadPlace) -> Double? {
      subject.summary(layer: head.layer, head: head.head, stream: .attention)?
        .normalizedEntropy.value
    }
    var differences: [HeadPlace: Double] = [:]
    for pair in HeadPairing(Sides(a: a.places, b: b.places)).pairs {
      if let entropyA = entropy(a, pair.a), let entropyB = entropy(b, pair.b) {
        differences[side == .a ? pair.a : pair.b] = entropyB - entropyA
      }
    }
    return differences
  }
}

extension Color {
  /// Black or white, whichever is read better on this color.
  var contrast: Color {
    guard let rgb else { return .standard }
    return Color(OKLab(rgb).lightness > 0.6 ? 0x101114 : 0xF4F4F4)
  }
}
