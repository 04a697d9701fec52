// View 2: A, B and B − A, and the heads where the two models differ most.

import Attention
import AttentionMaps
import Session
import TerminalUI

struct CompareView: ScreenView {
  let name = "compare"
  let summary = "A, B and B − A; the heads that differ most"
  let settings: ViewSettings = [
    .colors, .scale, .map, .incoming, .differences, .pins, .query, .overlay,
  ]

  func maps(of subject: Subject, _ state: ViewerState) -> [MapKind] { [state.map] }
  func exportedMaps(_ state: ViewerState) -> [MapKind]? { state.chosenMaps }
  func exportRemark(_ state: ViewerState) -> String? {
    state.sides.count > 1 ? "Files hold A and B, not B − A." : nil
  }

  func computations(_ scene: Scene) -> [any Computation] {
    scene.loaded.flatMap { scene.layerWork(of: $0) } + scene.state.comparisonWork(scene.findings)
      + scene.pinWork
  }

  func panels(_ scene: Scene) -> [MapPanel] { scene.comparePanels }

  func draw(_ canvas: inout Canvas, _ scene: Scene, _ layout: ScreenLayout) {
    canvas.drawCompare(scene, layout)
  }

  /// What can be said of B − A: `ΔH −0.71`, `JS 0.310`.
  func narrowNotes(_ scene: Scene) -> [String] { scene.difference?.notes ?? [] }
}

extension Canvas {
  fileprivate mutating func drawCompare(_ scene: Scene, _ layout: ScreenLayout) {
    let panels = scene.comparePanels
    let body = layout.body
    var area = body
    area.height -= body.height >= 22 ? 4 : 0
    let row = PanelRow.fitting(panels.count) { smallestSide, hasImage in
      PanelRow(
        area: area, count: panels.count, gridSides: scene.gridSides, isCompact: layout.isCompact,
        smallestSide: smallestSide, hasImage: hasImage, lines: scene.panelLines,
        fills: body.height >= 40)
    }
    let used = row.height + (body.height - row.height >= 8 ? 1 : 0)
    let table = Rect(x: 1, y: body.y + used, width: body.width - 2, height: body.height - used)
    let page = scene.page(
      panels: panels.map(\.side), room: row.panels.count,
      others: (row.image == nil ? [ComparePart.image] : []) + (table.height < 2 ? [.table] : []))
    parts = page.parts
    if let image = row.image { drawImage(scene, in: image, row: row) }
    for (index, rect) in zip(page.panels, row.panels) { draw(panels[index], in: rect, row: row) }
    switch page.other {
    case .image: drawImage(scene, in: body, row: .image(in: body))
    case .table: drawDifferences(scene, in: Rect(x: 1, y: body.y, width: body.width - 2, height: body.height))
    case nil: drawDifferences(scene, in: table)
    }
  }

  /// The table of heads, those that differ most first; as many columns of rows as fit.
  private mutating func drawDifferences(_ scene: Scene, in area: Rect) {
    guard area.height >= 2 else { return }
    guard let comparison = scene.comparison else {
      frame.text(
        "one model is loaded; start with two to compare them: polascope MODEL_A MODEL_B", x: area.x,
        y: area.y,
        Theme.faint, width: area.width)
      return
    }
    if let a = scene.subject(.a), let b = scene.subject(.b), a.isOfForwardPass(of: b) {
      let line = "A and B are one forward pass: the table would pair every head with itself"
      frame.text(line, x: area.x, y: area.y, Theme.faint, width: area.width)
      return
    }
    guard let comparisons = scene.findings[comparison] else {
      let fraction = scene.findings.progress(comparison)
      frame.text(
        "comparing all heads" + (fraction.map { " \(($0 * 100).fixed(0)) %" } ?? ""), x: area.x, y: area.y,
        Theme.faint, width: area.width)
      return
    }
    let ranked = comparisons.byDivergence
    let isCurrent = { (head: HeadPair) in
      scene.focused.map { $0.place.headPlace == head.place(on: $0.side) } ?? false
    }
    guard area.height >= 4 else {
      // No room for a table: the head on the screen alone.
      let at = ranked.firstIndex(where: isCurrent)
      let caption = "  " + (at.map { "\($0 + 1) of " } ?? "") + "\(ranked.count), J walks them"
      let end = frame.text(DifferenceRow.header, x: area.x, y: area.y, Theme.faint, width: area.width)
      frame.text(caption, x: end, y: area.y, Theme.faint, width: area.right - end)
      if let at {
        frame.text(
          DifferenceRow.text(ranked[at], scene), x: area.x, y: area.y + 1, Theme.accent, width: area.width)
      }
      return
    }
    let width = 41
    let columns = max(1, (area.width + 2) / width)
    let rows = area.height - 2
    // The part of the list that J has come to.
    let capacity = columns * rows
    let first = (scene.state.difference ?? 0) / capacity * capacity
    let shown = ranked[min(first, ranked.count)..<min(first + capacity, ranked.count)]
    let range =
      shown.count < ranked.count ? "\(first + 1)–\(first + shown.count) of \(ranked.count) heads" : "heads"
    let shortest = "\(range), J walks them"
    let note = ranked.contains(where: \.isPooled) ? "; * pooled to the coarser keys" : ""
    let captions = [
      "\(range) by Jensen–Shannon divergence of A and B, mean over queries, nats (J walks them); H is normalized",
      "\(range) by Jensen–Shannon divergence (J walks them); H is normalized",
      "\(range) by JS divergence, J walks them", shortest,
    ].map { $0 + note }
    frame.text(
      captions.first { $0.columns <= area.width } ?? shortest, x: area.x, y: area.y, Theme.faint,
      width: area.width)
    for column in 0..<columns where column * rows < shown.count {
      let x = area.x + column * width
      frame.text(DifferenceRow.header, x: x, y: area.y + 1, Theme.strong, width: area.right - x)
      for (index, head) in shown.dropFirst(column * rows).prefix(rows).enumerated() {
        let y = area.y + 2 + index
        frame.text(
          DifferenceRow.text(head, scene), x: x, y: y, isCurrent(head) ? Theme.accent : Theme.text,
          width: area.right - x)
        targets.append(
          .head(
            Rect(x: x, y: y, width: width - 2, height: 1), scene.state.focus,
            head.place(on: scene.state.focus)))
      }
    }
  }
}

extension Subject {
  /// Whether all of it but its place is the other's: one model, under one name or two, on one image.
  fileprivate func isOfForwardPass(of other: Subject) -> Bool {
    key == other.key
      || key.image == other.key.image && key.interventions == other.key.interventions
        && model.path == other.model.path && model.identity() == other.model.identity()
  }
}

/// The parts of the view that a small screen shows in turn with the maps.
private enum ComparePart { case image, table }

private enum DifferenceRow {
  static let header = row("head", "H A", "H B", "ΔH", "JS")

  /// A head that is off says so in place of its entropy.
  static func text(_ head: HeadPair, _ scene: Scene) -> String {
    func entropy(_ side: Side) -> String {
      scene.isOff(head.place(on: side), of: side)
        ? "off" : (side == .a ? head.entropies.a : head.entropies.b)[.attention].fixed(2)
    }
    let difference = head.entropyDifference.signed(2) + (head.isPooled && head.comparable != nil ? "*" : "")
    return row(
      head.places.text, entropy(.a), entropy(.b), difference, head.divergence.fixed(3))
  }

  private static func row(_ head: String, _ numbers: String...) -> String {
    // A long name takes of the blanks before the first number.
    let start = head.padded(to: 6)
    return start
      + numbers.enumerated().map { index, number in
        let width = index == 0 ? 14 - start.columns : 8
        return String(repeating: " ", count: max(1, width - number.columns)) + number
      }.joined()
  }
}

extension Scene {
  fileprivate var comparePanels: [MapPanel] {
    var panels = state.sides.map { panel(state.map, of: $0) }
    if state.sides.count > 1 { panels.append(differencePanel) }
    return panels + pinPanels
  }

  /// B − A of the maps on the screen; nil while one of them is missing.
  fileprivate var difference: MapDifference? {
    guard state.sides.count > 1, let a = subject(.a), let b = subject(.b), showsOnePair(a, b),
      let mapA = a.map(state.map).map, let mapB = b.map(state.map).map
    else { return nil }
    return difference(of: mapA, a, mapB, b)
  }

  /// Whether both maps are of the images that the sides are about: not one of the last image beside one of the next.
  private func showsOnePair(_ a: Subject, _ b: Subject) -> Bool {
    a.key.image == b.key.image || [a, b].allSatisfy { $0.key.image == $0.wanted.image }
  }

  private func difference(of mapA: HeatMap, _ a: Subject, _ mapB: HeatMap, _ b: Subject) -> MapDifference {
    func entropy(_ subject: Subject) -> Double? {
      subject.rowNumbers(layer: subject.layer, head: subject.head, stream: .attention)?.entropy.value
    }
    let kinds = Sides(a: a, b: b).map { $0.description.mechanism.hasSignedRows }
    return MapDifference(
      mapA, mapB,
      entropies: kinds.a == kinds.b ? Sides(a: a, b: b).map(entropy) : Sides(a: nil, b: nil),
      isDistribution: state.map == .attention && !state.showsIncoming)
  }

  /// B − A, on the coarser grid where the two differ.
  private var differencePanel: MapPanel {
    var panel = MapPanel(
      side: nil, name: "B − A", title: [Span("B − A", Theme.strong)],
      content: .message(["waiting for both models"]))
    guard let a = subject(.a), let b = subject(.b), a.examination != nil, b.examination != nil,
      showsOnePair(a, b)
    else { return panel }
    switch (a.map(state.map), b.map(state.map)) {
    case (.pending, _), (_, .pending): panel.content = .progress(["waiting for both maps"], nil)
    case (.unavailable(let reason), _): panel.content = .message(["A has no such map", reason])
    case (_, .unavailable(let reason)): panel.content = .message(["B has no such map", reason])
    case (.map(let mapA), .map(let mapB)):
      let difference = difference(of: mapA, a, mapB, b)
      panel.content = .map(difference.map) { box in
        MapScale(range: box.drawn(difference.map).range, isSigned: true, colorMap: state.shownColorMap)
      }
      let marks = [a, b].map { $0.mark(on: difference.map.grid) }
      panel.mark = marks[0] == marks[1] ? marks[0] : nil
      panel.hidden = a.key.interventions.occluded.union(b.key.interventions.occluded)
      if difference.isPooled {
        panel.title.append(
          Span("  pooled to \(difference.map.grid.rows)×\(difference.map.grid.columns)", Theme.faint))
      }
      panel.footers = difference.footers
      if let notes = outdatedNotes(.a) ?? outdatedNotes(.b) {
        panel.isOutdated = true
        panel.footers = notes
        panel.footerStyle = Theme.notice
      }
    }
    return panel
  }
}

/// B − A of two maps with what can be said of it.
private struct MapDifference {
  let map: HeatMap
  let isPooled: Bool
  /// B − A of the entropies of the rows, pooled where the maps are, nats; nil where one is undefined, or one is of
  /// |weights| and the other not.
  let entropy: Double?
  /// Jensen–Shannon divergence, nats; nil where the maps are no distributions.
  let divergence: Double?
  /// Pearson's r; nil where one map is flat.
  let correlation: Double?

  /// - Parameter isDistribution: rows are compared as distributions, each of sum 1.
  init(_ a: HeatMap, _ b: HeatMap, entropies: Sides<Double?>, isDistribution: Bool) {
    isPooled = a.grid != b.grid
    let grid = HeatMap.commonGrid(a.grid, b.grid)
    let pooledA = a.pooled(to: grid)
    let pooledB = b.pooled(to: grid)
    map = pooledA.difference(to: pooledB)
    // Entropies over different keys cannot be subtracted: those of the pooled rows can.
    let comparable =
      !isPooled
      ? entropies
      : Sides(a: pooledA, b: pooledB).map { isDistribution ? $0.entropy.value : nil }
    entropy =
      if entropies.a != nil, entropies.b != nil, let a = comparable.a, let b = comparable.b { b - a } else {
        nil
      }
    divergence = isDistribution ? jensenShannonDivergence(pooledA, pooledB).value : nil
    correlation = AttentionMaps.correlation(pooledA.values, pooledB.values)
  }

  /// `ΔH −0.71`, `JS 0.310`, `r 0.42`: those that are defined.
  private var numbers: [String] {
    [
      entropy.map { "ΔH \($0.signed(2))" }, divergence.map { "JS \($0.fixed(3))" },
      correlation.map { "r \($0.fixed(2))" },
    ].compactMap { $0 }
  }

  /// The largest size of a difference.
  private var range: String {
    map.range.map { "±" + max(abs($0.lowerBound), abs($0.upperBound)).brief } ?? ""
  }

  /// The numbers, then the range where there is one.
  var notes: [String] { numbers + [range].filter { !$0.isEmpty } }

  /// From the most to the least detailed.
  var footers: [String] {
    [(numbers + [range]).joined(separator: "  "), numbers.joined(separator: "  "), numbers.first ?? range]
  }
}
