// View 4: the entropy of every head of both models, per query of the current head, and over depth.

import Attention
import AttentionMaps
import Session
import TerminalUI

struct EntropyView: ScreenView {
  let name = "entropy"
  let summary = "entropy of every head of both models, per query and over depth"
  let settings: ViewSettings = [.colors, .order, .overlay]

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
    scene.loaded.flatMap { scene.layerWork(of: $0) } + scene.entropyComparisonWork + scene.poolingWork
  }

  func blocks(_ scene: Scene) -> Int { EntropyLayout(scene, ScreenLayout(scene.state.size)).blocks }

  func panels(_ scene: Scene) -> [MapPanel] { scene.state.sides.map { scene.entropyPanel($0) } }

  func draw(_ canvas: inout Canvas, _ scene: Scene, _ layout: ScreenLayout) {
    canvas.drawEntropy(scene, layout)
  }
}

extension Canvas {
  fileprivate mutating func drawEntropy(_ scene: Scene, _ layout: ScreenLayout) {
    let places = EntropyLayout(scene, layout)
    parts = places.page.parts
    if !places.map.isEmpty { drawEntropyMap(scene, in: places.map, isCompact: layout.isCompact) }
    var x = places.area.x
    for (table, width) in zip(places.tables, places.widths) {
      draw(
        table, scene, in: Rect(x: x, y: places.area.y, width: width, height: places.area.height),
        cellHeight: places.cellHeight, turned: scene.blockTurn(places.blocks))
      x += width
    }
    if !places.profile.isEmpty { drawDepthProfiles(scene, in: places.profile) }
    // The line above entropy over depth is free.
    let free = places.profile.isEmpty ? nil : places.profile.y - 1
    if let row = layout.storyRow ?? free, let verdict = scene.pooledVerdict {
      let room = frame.size.columns - 2
      let pooling = scene.poolingFraction.map { "; pooling \((100 * $0).fixed(0)) %" } ?? ""
      let texts = verdict.texts.map { $0 + pooling } + verdict.texts
      let text = texts.first { $0.columns <= room } ?? texts.last ?? ""
      let label = 12 + text.columns <= room ? "this image: " : ""
      let end = frame.text(label, x: 1, y: row, Theme.faint)
      frame.text(text, x: end, y: row, Theme.text, width: room - label.columns)
    }
  }

  /// The per-query map of the focused model's current head.
  private mutating func drawEntropyMap(_ scene: Scene, in area: Rect, isCompact: Bool) {
    let row = PanelRow.entropyMap(scene, in: area, isCompact: isCompact)
    draw(scene.entropyPanel(scene.state.focus), in: row.panels[0], row: row)
  }

  /// A table of normalized entropies on their colors, layers down and heads across, or heads in order.
  private mutating func draw(
    _ table: EntropyTable, _ scene: Scene, in rect: Rect, cellHeight: Int, turned: Int
  ) {
    let isFocused = table.side == scene.state.focus && !table.isDifference
    let isMatrix = scene.state.entropyOrder == .layer
    let rows = isMatrix ? table.rows.count * cellHeight + 1 : table.rows.joined().count + 1
    let rect = Rect(x: rect.x, y: rect.y, width: rect.width, height: min(rect.height, rows + 2))
    let interior = rect.inset(columns: 1, rows: 1)
    let window = MatrixWindow(
      table, scene, room: Size(columns: interior.width, rows: interior.height), cellHeight: cellHeight,
      turned: turned)
    let footers =
      table.isDifference
      ? scene.differenceNotes(window)
      : scene.progressOfEntropies(table.side).map { [$0] }
        ?? (isMatrix ? window.blocks.notes : scene.ranking(of: table).key)
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
      drawRanking(table, scene, in: interior, page: turned)
    }
  }

  private mutating func drawMatrix(
    _ table: EntropyTable, _ window: MatrixWindow, _ scene: Scene, in area: Rect
  ) {
    let current = scene.subject(table.side)
    let (width, height) = (window.cellWidth, window.cellHeight)
    let middle = (height - 1) / 2
    for head in window.heads {
      let cell = Rect(
        x: area.x + MatrixWindow.labelWidth + (head - window.heads.lowerBound) * width, y: area.y,
        width: width, height: 1)
      frame.text(
        "\(head)", endingAt: EntropyCell(cell).end, y: area.y,
        head == current?.head ? Theme.accent : Theme.faint)
    }
    for layer in window.layers {
      let y = area.y + 1 + (layer - window.layers.lowerBound) * height
      frame.text(
        "\(layer)", endingAt: area.x + 3, y: y + middle,
        layer == current?.layer ? Theme.accent : Theme.faint)
      for head in window.heads where head < table.rows[layer].count {
        let x = area.x + MatrixWindow.labelWidth + (head - window.heads.lowerBound) * width
        let place = HeadPlace(layer: layer, head: head)
        let isCurrent = place == current?.place.headPlace
        let isOff =
          table.isDifference
          ? scene.verdict?.off.contains(place) ?? false : scene.isOff(place, of: table.side)
        if table.isDifference {
          drawDifference(
            table.rows[layer][head], in: Rect(x: x, y: y, width: width, height: height),
            isCurrent: isCurrent, isPooled: scene.pooledVerdict?.pooled.contains(place) ?? false,
            isOff: isOff,
            scene)
        } else {
          drawEntropy(
            table.rows[layer][head], scene, in: Rect(x: x, y: y, width: width, height: height),
            isCurrent: isCurrent, isOff: isOff)
        }
        targets.append(.head(Rect(x: x, y: y, width: width, height: height), table.side, place))
      }
    }
  }

  /// `−.12` on its color: blue where B is sharper, red where A is.
  private mutating func drawDifference(
    _ value: Double?, in rect: Rect, isCurrent: Bool, isPooled: Bool, isOff: Bool, _ scene: Scene
  ) {
    let cell = EntropyCell(rect)
    if isOff { return frame.text("off", endingAt: cell.end, y: cell.row, Theme.warning) }
    guard let value else { return frame.text("–", endingAt: cell.end, y: cell.row, Theme.faint) }
    let scale = MapScale(.diverging(limit: 0.5), colorMap: scene.state.shownColorMap)
    legend.add(scale.bar, of: Legend.Owner(side: nil, name: "B − A"))
    let style = fill(cell, scale.color(fraction: scale.fraction(of: Float(value))), isCurrent: isCurrent)
    var text = value.signed(2).withoutZeroBeforePoint
    if isPooled, cell.filled.width > text.columns { text += "*" }
    // Two numbers without a blank between them would be read as one.
    if cell.filled.width <= text.columns, text.hasPrefix("+") { text = String(text.dropFirst()) }
    frame.text(text, endingAt: cell.end, y: cell.row, style)
  }

  /// `.74` on its color, the current head with a mark; `off` on it where the head is switched off.
  mutating func drawEntropy(
    _ value: Double?, _ scene: Scene, in rect: Rect, isCurrent: Bool, isOff: Bool = false
  ) {
    let cell = EntropyCell(rect)
    guard let value else {
      return frame.text(
        isOff ? "off" : "–", endingAt: cell.end, y: cell.row, isOff ? Theme.warning : Theme.faint)
    }
    let scale = MapScale(.fraction(of: 1), colorMap: scene.state.shownColorMap)
    legend.add(scale.bar, of: Legend.Owner(side: nil, name: ""))
    let style = fill(cell, scale.color(fraction: Float(value)), isCurrent: isCurrent)
    var text = value.fixed(2).withoutLeadingZero
    // `1.0` where `1.00` would leave no blank between two numbers, and no place for the mark.
    if text.columns >= cell.filled.width { text = String(text.dropLast()) }
    if isOff { return frame.text(isCurrent ? "›off" : "off", endingAt: cell.end, y: cell.row, Theme.warning) }
    if isCurrent { text = "›" + text }
    frame.text(text, endingAt: cell.end, y: cell.row, style)
  }

  /// Returns the style of text on the color.
  private mutating func fill(_ cell: EntropyCell, _ color: Color, isCurrent: Bool) -> Style {
    let isColored = capabilities.depth.showsValuesByColor
    let style = Style(
      isColored ? color.contrast : .standard, on: isColored ? color : .standard, isCurrent ? .bold : [])
    frame.fill(cell.filled, with: Cell(" ", style))
    return style
  }
}

/// A cell of a table: its color, with a blank to the next one where there is room, and its number in the middle.
private struct EntropyCell {
  let filled: Rect
  /// One past the end of the number.
  let end: Int
  let row: Int

  init(_ rect: Rect) {
    let width = rect.width > 4 ? rect.width - 1 : rect.width
    filled = Rect(x: rect.x, y: rect.y, width: width, height: rect.height)
    end = rect.x + width - max(0, width - 4) / 2
    row = rect.y + (rect.height - 1) / 2
  }
}

extension Scene {
  /// The per-query map of a model's current head.
  fileprivate func entropyPanel(_ side: Side) -> MapPanel {
    var panel = panel(.entropy, of: side)
    if case .map(let map, _) = panel.content, let keys = subject(side)?.record?.geometry.keysPerWindow {
      // On the scale of all entropies: up to ln n.
      let scale = MapScale(.fraction(of: Float(logOf(max(2, keys)))), colorMap: state.shownColorMap)
      panel.content = .map(map) { _ in scale }
      if let here = panel.mark, outdatedNotes(side) == nil {
        let name = subject(side)?.description.mechanism.hasSignedRows == true ? "H|a|" : "H"
        panel.footers = ["\(name) here \(map[here].fixed(2)) of \(logOf(keys).fixed(2)) nats"] + panel.footers
      }
    }
    return panel
  }

  /// What is below the table of B − A, from the most to the least detailed: which part of it is seen comes first.
  fileprivate func differenceNotes(_ window: MatrixWindow) -> [String] {
    guard let verdict = pooledVerdict else { return [] }
    let pooled = verdict.pooled.isEmpty ? [""] : ["  * pooled to the coarser keys", "  * pooled", "  *"]
    let difference = "Δ \(verdict.difference.signed(2))"
    guard window.blocks.count > 1 else {
      return (verdict.texts + [difference]).flatMap { text in pooled.map { text + $0 } } + [difference]
    }
    return window.blocks.notes.flatMap { note in pooled.map { "\(note)  \(difference)\($0)" } }
      + window.blocks.notes
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
