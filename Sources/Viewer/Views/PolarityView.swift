// View 3: same-signed and opposite-signed parts of the logits, their shares, powers and gates.

import Attention
import AttentionMaps
import TerminalUI

struct PolarityView: ScreenView {
  let name = "polarity"
  let summary = "same-signed and opposite-signed parts of the logits, their fractions, powers, gates"
  let settings: ViewSettings = [.colors, .scale]

  static let maps: [MapKind] = [.positive, .negative, .net]

  /// The parts of the logits; of a mechanism whose weights have no parts by sign, what it shows its attention with.
  func maps(of subject: Subject, _ state: ViewerState) -> [MapKind] {
    let mechanism = subject.description.mechanism
    return mechanism.maps.isSuperset(of: PolarityView.maps) ? PolarityView.maps : mechanism.panels
  }
  func exportedMaps(_ state: ViewerState) -> [MapKind]? { PolarityView.maps }

  func computations(_ scene: Scene) -> [any Computation] {
    scene.loaded.flatMap { subject in
      [SplitSigns(LayerKey(examination: subject.key, layer: subject.layer))] + scene.layerWork(of: subject)
    }
  }

  /// Its maps are parts of logits, no weights.
  func scaleName(_ state: ViewerState) -> ScaleName { state.scale.name(of: .net) }

  func panels(_ scene: Scene) -> [MapPanel] {
    scene.state.sides.flatMap { side in
      scene.subject(side)?.record == nil
        ? [scene.statusPanel(side)] : PolarityView.maps.map { scene.panel($0, of: side) }
    }
  }

  func draw(_ canvas: inout Canvas, _ scene: Scene, _ layout: ScreenLayout) {
    canvas.drawPolarity(scene, layout)
  }
}

extension Canvas {
  /// A row of panels for each model with its numbers to the right, beside the image; on small screens of the model in
  /// focus alone.
  fileprivate mutating func drawPolarity(_ scene: Scene, _ layout: ScreenLayout) {
    let body = layout.body
    let sides = layout.isCompact || body.height < 18 ? [scene.state.focus] : scene.state.sides
    func partCount(_ side: Side) -> Int { scene.polarityMaps(side).count + 1 }
    // Both rows have the same height, so that their panels line up.
    let height = body.height / sides.count
    let imageWidth = body.width >= 136 && body.height >= 18 ? 34 : 0
    // Those of a model that is not shown are counted too.
    var shown = ShownParts(
      shown: 0, count: scene.state.sides.filter { !sides.contains($0) }.map(partCount).reduce(0, +))
    var y = body.y
    for side in sides {
      let area = Rect(
        x: body.x + imageWidth, y: y, width: body.width - imageWidth, height: min(height, body.bottom - y))
      let drawn = drawPolarity(of: side, scene, in: area, isCompact: layout.isCompact)
      shown = ShownParts(shown: shown.shown + drawn.shown, count: shown.count + partCount(side))
      y += min(height, drawn.height + 1)
    }
    if imageWidth > 0 {
      let rect = Rect(
        x: body.x, y: body.y, width: imageWidth, height: max(18, min(body.bottom, y - 1) - body.y))
      drawImage(
        scene, in: rect,
        row: PanelRow(
          area: rect, count: 1, gridSides: scene.gridSides, isCompact: false, hasImage: false,
          lines: scene.panelLines))
    }
    if shown.shown < shown.count { parts = shown }
    let haveParts = scene.loaded.contains { scene.maps(of: $0) == PolarityView.maps }
    let notes = (haveParts ? Canvas.polarityNotes : []).flatMap { $0.wrapped(to: body.width - 2) }
    if body.bottom - y >= notes.count {
      drawLines(
        notes.map { [Span($0, Theme.faint)] }, x: 1, y: body.bottom - notes.count, width: body.width - 2,
        height: notes.count)
    }
  }

  private static let polarityNotes = [
    "pp, nn: products of channels where q and k have the same sign (both + or both −); pn, np: opposite signs",
    "positive: the same-signed part of the logit, s·(pp + nn), where pp sums q⁺·k⁺ over the channels and nn q⁻·k⁻",
    "negative: the opposite-signed part, s·(pn + np)     net: positive − negative = s·q·k",
    "ρ = positive / (positive + negative): compare ρ between mechanisms, not the raw values",
  ]

  /// Returns the rows used, and how many of its parts are shown.
  private mutating func drawPolarity(
    of side: Side, _ scene: Scene, in area: Rect, isCompact: Bool
  ) -> (height: Int, shown: Int) {
    guard let subject = scene.subject(side), let record = subject.record else {
      let row = PanelRow(
        area: area, count: 1, gridSides: scene.gridSides, isCompact: isCompact, lines: scene.panelLines)
      draw(scene.statusPanel(side), in: row.panels[0], row: row)
      return (row.height, scene.polarityMaps(side).count + 1)
    }
    // The numbers need about forty columns beside the panels.
    var panelArea = area
    if area.width >= 80 { panelArea.width = max(54, min(area.width - 44, 3 * (2 * area.height))) }
    let row = PanelRow(
      area: panelArea, count: scene.polarityMaps(side).count, gridSides: scene.gridSides,
      isCompact: isCompact, smallestSide: 14, hasImage: false, lines: scene.panelLines)
    var panels = scene.polarityMaps(side).map { scene.panel($0, of: side) }
    let room = (row.panels.first?.width ?? 0) - 4
    if panels.contains(where: { $0.title(width: room, note: nil) != $0.title }) {
      for index in panels.indices { panels[index].title = panels[index].shortTitle ?? panels[index].title }
    }
    // The numbers are beside the panels where there is room for them, else after them.
    let left = (row.panels.last?.right ?? 0) + 2
    let isBeside = area.right - left >= 24
    let page = scene.page(
      panels: panels.map { _ in side }, room: row.panels.count, others: isBeside ? [] : ["numbers"])
    for (index, rect) in zip(page.panels, row.panels) { draw(panels[index], in: rect, row: row) }
    var height = row.height
    if isBeside || page.other != nil {
      let x = isBeside ? left : area.x + 1
      let lines = PolarityNumbers(subject, record, scene: scene).lines(width: area.right - x)
      drawLines(lines, x: x, y: area.y, width: area.right - x, height: area.height)
      height = max(height, min(area.height, lines.count))
    }
    return (height, page.panels.count + (isBeside || page.other != nil ? 1 : 0))
  }
}

extension Scene {
  /// The maps of a model; those of signs while it is not there.
  fileprivate func polarityMaps(_ side: Side) -> [MapKind] {
    subject(side).map { maps(of: $0) } ?? PolarityView.maps
  }
}

/// The numbers of one head beside its panels.
private struct PolarityNumbers {
  private let subject: Subject
  /// nil while they are being added up.
  private let layer: LayerPolarity?
  /// nil while the maps are being made, or of a mechanism without them.
  private let ratioOfRow: Measured<Double>?
  /// nil where there is no key under the cursor.
  private let ratioHere: Measured<Double>?
  private let powers: [Float]
  private let hasThirdTerm: Bool
  private let isRotated: Bool
  /// τ of the head; nil where logits are of products.
  private let cosineScale: Float?
  private let notes: [String]
  private let isOff: (HeadPlace) -> Bool

  init(_ subject: Subject, _ record: AttentionRecord, scene: Scene) {
    self.subject = subject
    isOff = { scene.isOff($0, of: subject.side) }
    layer = scene.findings[SplitSigns(LayerKey(examination: subject.key, layer: subject.layer))]
    let positive = subject.map(.positive).map
    let negative = subject.map(.negative).map
    if let positive, let negative {
      ratioOfRow = positive.polarityRatio(with: negative)
      ratioHere = subject.mark(on: positive.grid).flatMap { positive.polarityRatio(with: negative, at: $0) }
    } else {
      (ratioOfRow, ratioHere) = (nil, nil)
    }
    powers =
      record.description.mechanism.powers.map { Array($0[record.channels(ofHead: subject.head)]) } ?? []
    hasThirdTerm = record.description.mechanism.positionTerms.contains(.bias)
    isRotated = record.description.mechanism.isRotated
    let scales = record.description.mechanism.cosineScales ?? []
    cosineScale = scales.indices.contains(subject.head) ? scales[subject.head] : nil
    notes = record.description.mechanism.notes
  }

  func lines(width: Int) -> [[Span]] {
    var lines = budgetLines(width: width)
    if let ratioOfRow {
      lines.append([
        Span("ρ ", Theme.strong), Span("row \(ratioOfRow.text)", Theme.text),
        Span(ratioHere.map { ", here \($0.text)" } ?? "", Theme.text),
      ])
    }
    if let low = powers.min(), let high = powers.max() {
      let mean = powers.reduce(0, +) / Float(powers.count)
      let power = width >= 31 ? "power p" : "p"
      let numbers = "\(low.fixed(1))–\(high.fixed(1)), mean \(mean.fixed(1))"
      lines.append([Span("\(power) \(mean.isFinite ? numbers : "\(Undefined.notFinite)")", Theme.text)])
      if powers.count > width {
        lines.append([Span("\(powers.count) powers, a bar for several", Theme.faint)])
      }
      lines.append([Span(sparkline(powers, low: min(1, low), high: max(5, high), width: width), Theme.accent)]
      )
    }
    lines += gateLines(width: width) + agentLines
    if hasThirdTerm { lines.append([Span("position bias and mask are a term apart", Theme.faint)]) }
    if let cosineScale {
      let text = "τ·cos(q, k), τ \(cosineScale.fixed(1)), in place of s·q·k"
      lines += text.wrapped(to: width).map { [Span($0, Theme.faint)] }
    }
    if isRotated { lines.append([Span("signs after rotation by position", Theme.faint)]) }
    lines += notes.flatMap { $0.wrapped(to: width) }.map { [Span($0, Theme.faint)] }
    return lines
  }

  /// How Σ|q·k| is shared among the four pairs of signs, and what that means for maps without signs.
  private func budgetLines(width: Int) -> [[Span]] {
    let off = isOff(subject.place.headPlace) ? " (off)" : ""
    let caption = [
      "Σ|q·k| of head \(subject.place.headPlace)\(off) over all pairs", "Σ|q·k|\(off), all pairs",
    ]
    var lines = [[Span(caption.first { $0.columns <= width } ?? caption[1], Theme.faint)]]
    guard let layer else { return lines + [[Span("adding up", Theme.faint)]] }
    let budget: PolarityBudget
    switch layer.heads[subject.head].budget {
    case .value(let value): budget = value
    case .undefined(.emptyRow): return [[Span("every product of this head is 0", Theme.faint)]]
    case .undefined(let reason): return lines + [[Span("\(reason)", Theme.faint)]]
    }
    let parts = [
      ("pp", "q+ k+", budget.pp), ("nn", "q− k−", budget.nn), ("pn", "q+ k−", budget.pn),
      ("np", "q− k+", budget.np),
    ]
    let hasWords = width >= 26
    let room = max(6, min(24, width - (hasWords ? 18 : 12)))
    for (name, words, fraction) in parts {
      let bar = String(repeating: "█", count: Int((fraction * Double(room)).rounded()))
      let style = name == "pp" || name == "nn" ? Theme.accent : Theme.notice
      lines.append([
        Span(name + " ", Theme.text), Span(hasWords ? words + " " : "", Theme.faint),
        Span(bar.padded(to: room), style),
        Span(" \((fraction * 100).fixed(0)) %", Theme.text),
      ])
    }
    let dropped = ((1 - budget.pp) * 100).fixed(0)
    let missed = ((budget.pn + budget.np) * 100).fixed(0)
    let isWide = width >= 31
    lines.append([Span(isWide ? "a ReLU map drops \(dropped) %" : "ReLU drops \(dropped) %", Theme.faint)])
    lines.append([
      Span(isWide ? "a non-negative map misses \(missed) %" : "non-neg. misses \(missed) %", Theme.faint)
    ])
    return lines
  }

  /// The entropies of the two factors of a head with agents.
  private var agentLines: [[Span]] {
    guard let entropies = layer?.heads[subject.head].agents else { return [] }
    func line(_ name: String, _ nats: Measured<Double>, of count: Int) -> [Span] {
      [
        Span("\(name) ", Theme.strong),
        Span("H \(nats.value.fixed(2)) of \(logOf(count).fixed(2)) nats", Theme.text),
      ]
    }
    let facts = subject.description
    return [
      [Span("means over all queries and agents", Theme.faint)],
      line(MapKind.queryAgent.rawValue, entropies.queryAgent, of: facts.mechanism.agents?.count ?? 1),
      line(MapKind.agentKey.rawValue, entropies.agentKey, of: facts.geometry.keysPerWindow),
      [Span("no row's H is below ", Theme.faint), Span(entropies.lowest.value.fixed(2), Theme.text)],
    ]
  }

  /// The sign and the size of the gate, of the current head and then of the others.
  private func gateLines(width: Int) -> [[Span]] {
    guard let layer, !layer.heads[subject.head].gates.isEmpty else { return [] }
    let own = layer.heads[subject.head].gates.map { "\($0.stream.rawValue) \($0.mean.signed(2))" }
    var lines = [[Span("gate ", Theme.faint), Span(own.joined(separator: ", "), Theme.text)]]
    let others = layer.heads.indices.filter { $0 != subject.head }.map { head in
      let place = HeadPlace(layer: subject.layer, head: head)
      return "\(place) \(isOff(place) ? "(off) " : "")"
        + layer.heads[head].gates.map { $0.mean.signed(2) }.joined(separator: "/")
    }
    if !others.isEmpty {
      lines += ("of " + others.joined(separator: "  ")).wrapped(to: width).map { [Span($0, Theme.faint)] }
    }
    return lines
  }
}

extension Measured<Double> {
  /// A fraction of products, or why there is none.
  fileprivate var text: String {
    switch self {
    case .value(let fraction): fraction.fixed(2)
    case .undefined(.emptyRow): "– (all products are 0)"
    case .undefined(let reason): "\(reason)"
    }
  }
}
