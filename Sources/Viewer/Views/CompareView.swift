// View 2: A, B and B − A, and the heads where the two models differ most.

import Attention
import AttentionMaps
import Session
import TerminalUI

extension Canvas {
  /// Returns the scale of B − A.
  mutating func drawCompare(_ scene: Scene, _ layout: ScreenLayout) -> MapScale? {
    let panels = scene.comparePanels
    let body = layout.body
    var area = body
    area.height -= body.height >= 22 ? 4 : 0
    let row = PanelRow(
      area: area, count: panels.count, gridSides: scene.gridSides, isCompact: layout.isCompact)
    if let image = row.image { drawImage(scene, in: image, row: row) }
    for (panel, rect) in zip(panels, row.panels) { draw(panel, in: rect, row: row) }
    let used = row.height + (body.height - row.height >= 8 ? 1 : 0)
    drawDifferences(
      scene, in: Rect(x: 1, y: body.y + used, width: body.width - 2, height: body.height - used))
    guard panels.count > 2, case .map(_, let scale) = panels[2].content else { return nil }
    return scale
  }

  /// The table of heads, those that differ most first; as many columns of rows as fit.
  private mutating func drawDifferences(_ scene: Scene, in area: Rect) {
    guard area.height >= 2 else { return }
    guard scene.state.slots.count > 1 else {
      frame.text(
        "one model is loaded; start with two to compare them: polascope MODEL_A MODEL_B", x: area.x,
        y: area.y,
        Theme.faint, width: area.width)
      return
    }
    let key = ComparisonKey(a: scene.state.examinationKey(.a), b: scene.state.examinationKey(.b))
    guard let comparisons = scene.findings.comparisons[key] else {
      let share = scene.findings.progress[.compare(key)]
      frame.text(
        "comparing all heads" + (share.map { " \(($0 * 100).fixed(0)) %" } ?? ""), x: area.x, y: area.y,
        Theme.faint)
      return
    }
    let ranked = comparisons.byDivergence
    let isCurrent = { (head: HeadPair) in
      scene.focused.map { $0.layer == head.layer && $0.head == head.head } ?? false
    }
    guard area.height >= 4 else {
      // No room for a table: the head on the screen alone.
      frame.text(DifferenceRow.header, x: area.x, y: area.y, Theme.faint, width: area.width)
      if let head = ranked.first(where: isCurrent) {
        frame.text(DifferenceRow.text(head), x: area.x, y: area.y + 1, Theme.accent, width: area.width)
      }
      return
    }
    frame.text(
      "heads by Jensen–Shannon divergence of A and B, mean over queries, nats (J walks them); H is normalised",
      x: area.x, y: area.y,
      Theme.faint, width: area.width)
    let width = 41
    let columns = max(1, (area.width + 2) / width)
    let rows = area.height - 2
    for column in 0..<columns where column * rows < ranked.count {
      let x = area.x + column * width
      frame.text(DifferenceRow.header, x: x, y: area.y + 1, Theme.strong, width: area.right - x)
      for (index, head) in ranked.dropFirst(column * rows).prefix(rows).enumerated() {
        let y = area.y + 2 + index
        frame.text(
          DifferenceRow.text(head), x: x, y: y, isCurrent(head) ? Theme.accent : Theme.text,
          width: area.right - x)
        targets.append(
          .head(
            Rect(x: x, y: y, width: width - 2, height: 1), scene.state.focus, layer: head.layer,
            head: head.head))
      }
    }
  }
}

private enum DifferenceRow {
  static let header = row("head", "H A", "H B", "ΔH", "JS")

  static func text(_ head: HeadPair) -> String {
    row(
      "\(head.layer).\(head.head)", head.entropies.a[.attention].fixed(2),
      head.entropies.b[.attention].fixed(2),
      head.entropyDifference.signed(2), head.divergence.fixed(3))
  }

  private static func row(_ head: String, _ numbers: String...) -> String {
    head.padded(to: 6) + numbers.map { String(repeating: " ", count: max(0, 8 - $0.columns)) + $0 }.joined()
  }
}

extension Scene {
  var comparePanels: [MapPanel] {
    var panels = state.sides.map { panel(state.map, of: $0) }
    if state.slots.count > 1 { panels.append(differencePanel) }
    return panels
  }

  /// What can be said of B − A, piece by piece: `ΔH −0.71`, `JS 0.310`; empty while the maps are not there.
  var differenceNotes: [String] {
    guard state.slots.count > 1 else { return [] }
    return differencePanel.footers.first.map { $0.split(separator: "  ").map(String.init) } ?? []
  }

  /// B − A, on the coarser grid where the two differ.
  private var differencePanel: MapPanel {
    var panel = MapPanel(
      side: nil, title: [Span("B − A", Theme.strong)], content: .message(["waiting for both models"]))
    guard let a = subject(.a), let b = subject(.b), a.examination != nil, b.examination != nil else {
      return panel
    }
    switch (a.map(state.map), b.map(state.map)) {
    case (.pending, _), (_, .pending): panel.content = .progress(["waiting for both maps"], nil)
    case (.unavailable(let reason), _): panel.content = .message(["A has no such map", reason])
    case (_, .unavailable(let reason)): panel.content = .message(["B has no such map", reason])
    case (.map(let mapA), .map(let mapB)):
      let difference = MapDifference(mapA, mapB, normalising: state.map == .attention && !state.showsIncoming)
      panel.content = .map(
        difference.map,
        MapScale(range: difference.map.range, isSigned: true, colorMap: state.colorMap))
      panel.mark = a.mark(on: difference.map.grid)
      if difference.isPooled {
        panel.title.append(
          Span("  pooled to \(difference.map.grid.rows)×\(difference.map.grid.columns)", Theme.faint))
      }
      panel.footers = difference.footers(a, b)
    }
    return panel
  }
}

/// B − A of two maps with what can be said of it.
struct MapDifference {
  let map: HeatMap
  let isPooled: Bool
  private let divergence: Double?
  private let correlation: Double?

  /// - Parameter normalising: rows are compared as distributions, each of sum 1.
  init(_ a: HeatMap, _ b: HeatMap, normalising: Bool) {
    isPooled = a.grid != b.grid
    let grid = HeatMap.commonGrid(a.grid, b.grid)
    let pooledA = a.pooled(to: grid)
    let pooledB = b.pooled(to: grid)
    let differences = zip(pooledA.values, pooledB.values).map { $1 - $0 }
    map = HeatMap(kind: a.kind, grid: grid, values: differences, isSigned: true)
    divergence = normalising ? jensenShannonDivergence(pooledA.values, pooledB.values) : nil
    correlation = AttentionMaps.correlation(pooledA.values, pooledB.values)
  }

  func footers(_ a: Subject, _ b: Subject) -> [String] {
    let entropyA = a.rowNumbers(layer: a.layer, head: a.head, stream: .attention)?.entropy
    let entropyB = b.rowNumbers(layer: b.layer, head: b.head, stream: .attention)?.entropy
    var parts: [String] = []
    if let entropyA, let entropyB { parts.append("ΔH \((entropyB - entropyA).signed(2))") }
    if let divergence { parts.append("JS \(divergence.fixed(3))") }
    if let correlation { parts.append("r \(correlation.fixed(2))") }
    let range = map.range.map { "±" + max(abs($0.lowerBound), abs($0.upperBound)).brief } ?? ""
    return [
      (parts + [range]).joined(separator: "  "), parts.joined(separator: "  "), parts.first ?? range,
    ]
  }
}
