// View 3: same-signed and opposite-signed parts of the logits, their shares, powers and gates.

import Attention
import AttentionMaps
import TerminalUI

struct PolarityView: ScreenView {
  let name = "polarity"
  let summary = "same-signed and opposite-signed parts of the logits, their fractions, powers, gates"
  let settings: ViewSettings = [.colors, .scale, .query, .overlay]

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

/// Where the panels and the numbers of one model are.
private struct PolaritySide {
  let side: Side
  let area: Rect
  let row: PanelRow
  /// Panels of the model, of which not all may fit at once.
  let count: Int
  /// The numbers beside the panels; nil where there is no room for them, or nothing to number yet.
  let beside: [[Span]]?
  /// The numbers on pages of their own; empty where all of them are beside the panels.
  let others: [[[Span]]]

  init(_ side: Side, _ row: PanelRow, _ area: Rect, _ scene: Scene) {
    (self.side, self.row, self.area) = (side, row, area)
    guard let subject = scene.subject(side), let record = subject.record else {
      (count, beside, others) = (1, nil, [])
      return
    }
    count = scene.polarityMaps(side).count
    let numbers = PolarityNumbers(subject, record, scene: scene)
    let room = area.right - (PolaritySide.numbersColumn(row) ?? area.x)
    beside = room >= 24 ? numbers.lines(width: room) : nil
    let isWhole = beside.map { $0.count <= area.height } ?? false
    let lines = isWhole ? [] : numbers.linesInColumns(width: area.width - 2)
    let height = max(1, area.height)
    others = stride(from: 0, to: lines.count, by: height).map { Array(lines[$0...].prefix(height)) }
  }

  /// Left of the numbers beside the panels.
  static func numbersColumn(_ row: PanelRow) -> Int? { row.panels.last.map { $0.right + 2 } }

  var pages: Int { Scene.panelPages(count, room: row.panels.count) + others.count }
  var partCount: Int { count + (beside == nil && others.isEmpty ? 0 : 1) }
  /// The rows that the panels and the numbers beside them take.
  var height: Int { max(row.height, min(area.height, beside?.count ?? 0)) }
}

/// The rectangles of the view: the image goes, or the numbers become narrower, where maps are much larger then.
private struct PolarityLayout {
  /// Columns of the image; 0 where the maps are larger without it.
  let imageWidth: Int
  let sides: [PolaritySide]
  /// What the parts are, in words, below the panels or on a page of its own.
  let notes: [String]
  let hasNotesBelow: Bool

  /// Columns of the numbers beside the panels.
  private static let numbersWidths = [44, 34, 28]

  init(_ scene: Scene, _ layout: ScreenLayout) {
    let body = layout.body
    // On small screens the model in focus alone. Both rows have the same height, so that their panels line up.
    let sides = layout.isCompact || body.height < 18 ? [scene.state.focus] : scene.state.sides
    let height = body.height / sides.count
    func row(
      _ side: Side, _ widths: (image: Int, numbers: Int), y: Int, fills: Bool
    ) -> (PanelRow, area: Rect) {
      let area = Rect(
        x: body.x + widths.image, y: y, width: body.width - widths.image, height: min(height, body.bottom - y)
      )
      var panelArea = area
      if area.width >= 80 {
        panelArea.width = max(54, min(area.width - widths.numbers, 3 * (2 * area.height)))
      }
      let row = PanelRow(
        area: panelArea, count: scene.polarityMaps(side).count, gridSides: scene.gridSides,
        isCompact: layout.isCompact, smallestSide: 14, hasImage: false, lines: scene.panelLines, fills: fills)
      return (row, area)
    }
    let images = body.width >= 136 && body.height >= 18 ? [34, 0] : [0]
    let candidates = PolarityLayout.numbersWidths.flatMap { numbers in
      images.map { (image: $0, numbers: numbers) }
    }
    /// How many panels there are, and how high their pictures are.
    func size(_ widths: (image: Int, numbers: Int)) -> (panels: Int, height: Int) {
      sides.map { row($0, widths, y: body.y, fills: false).0 }.reduce((0, 0)) { sum, row in
        (sum.0 + row.panels.count, sum.1 + (row.panels.first.map { row.interior($0).height } ?? 0))
      }
    }
    // Only much larger maps are worth the image, or wide numbers.
    var (widths, best) = (candidates[0], size(candidates[0]))
    for candidate in candidates.dropFirst() {
      let size = size(candidate)
      if size.panels > best.panels || size.panels == best.panels && 2 * size.height >= 3 * best.height {
        (widths, best) = (candidate, size)
      }
    }
    imageWidth = widths.image
    var y = body.y
    self.sides = sides.map { side in
      let placed = row(side, widths, y: y, fills: true)
      let part = PolaritySide(side, placed.0, placed.area, scene)
      y += min(height, part.height + 1)
      return part
    }
    let haveParts = scene.loaded.contains { scene.maps(of: $0) == PolarityView.maps }
    notes = (haveParts ? PolarityLayout.notes : []).flatMap { $0.wrapped(to: body.width - 2) }
    let bottom = self.sides.map { $0.area.y + $0.height }.max() ?? body.y
    hasNotesBelow = body.bottom - bottom > notes.count
  }

  private static let notes = [
    "pp, nn: products of channels where q and k have the same sign (both + or both −); pn, np: opposite signs",
    "positive: the same-signed part of the logit, s·(pp + nn), where pp sums q⁺·k⁺ over the channels and nn q⁻·k⁻",
    "negative: the opposite-signed part, s·(pn + np)     net: positive − negative = s·q·k",
    "ρ = positive / (positive + negative): compare ρ between mechanisms, not the raw values",
  ]
}

extension Canvas {
  /// A row of panels for each model with its numbers to the right, beside the image.
  fileprivate mutating func drawPolarity(_ scene: Scene, _ layout: ScreenLayout) {
    let body = layout.body
    let places = PolarityLayout(scene, layout)
    let hasImage = places.imageWidth > 0
    // Those of a model that is not shown are counted too.
    let unseen = scene.state.sides.filter { side in !places.sides.contains { $0.side == side } }
    let hasNotesPage = !places.hasNotesBelow && !places.notes.isEmpty
    let count =
      unseen.reduce(1) { $0 + scene.polarityMaps($1).count + 1 }
      + places.sides.reduce(0) { $0 + $1.partCount } + (hasNotesPage ? 1 : 0)
    let ofSides = places.sides.map(\.pages).max() ?? 1
    let pages = ofSides + (hasNotesPage ? 1 : 0) + (hasImage ? 0 : 1)
    let number = scene.state.page.turned(among: pages)
    guard number < ofSides else {
      parts = ShownParts(shown: 1, count: count, page: number, pages: pages)
      guard hasNotesPage, number == ofSides else {
        return drawImage(scene, in: body, row: .image(in: body))
      }
      return drawLines(
        places.notes.map { [Span($0, Theme.text)] }, x: 1, y: body.y, width: body.width - 2,
        height: body.height)
    }
    let shown = places.sides.reduce(hasImage ? 1 : 0) { $0 + draw($1, scene, page: number) }
    if shown < count { parts = ShownParts(shown: shown, count: count, page: number, pages: pages) }
    let bottom = places.sides.map { $0.area.y + $0.height }.max() ?? body.y
    if hasImage {
      let rect = Rect(
        x: body.x, y: body.y, width: places.imageWidth, height: max(18, min(body.bottom, bottom) - body.y))
      drawImage(
        scene, in: rect,
        row: PanelRow(
          area: rect, count: 1, gridSides: scene.gridSides, isCompact: false, hasImage: false,
          lines: scene.panelLines))
    }
    if places.hasNotesBelow {
      drawLines(
        places.notes.map { [Span($0, Theme.faint)] }, x: 1, y: body.bottom - places.notes.count,
        width: body.width - 2, height: places.notes.count)
    }
  }

  /// Returns how many of its parts are shown whole.
  private mutating func draw(_ placed: PolaritySide, _ scene: Scene, page number: Int) -> Int {
    let (side, row, area) = (placed.side, placed.row, placed.area)
    guard scene.subject(side)?.record != nil else {
      draw(scene.statusPanel(side), in: row.panels[0], row: row)
      return 1
    }
    var panels = scene.polarityMaps(side).map { scene.panel($0, of: side) }
    let room = (row.panels.first?.width ?? 0) - 4
    if panels.contains(where: { $0.title(width: room, note: nil) != $0.title }) {
      for index in panels.indices { panels[index].title = panels[index].shortTitle ?? panels[index].title }
    }
    let page = scene.page(
      panels: panels.map { _ in side }, room: row.panels.count, others: placed.others, turned: number)
    if let numbers = page.other {
      drawLines(numbers, x: area.x + 1, y: area.y, width: area.width - 2, height: area.height)
      return 1
    }
    for (index, rect) in zip(page.panels, row.panels) { draw(panels[index], in: rect, row: row) }
    if let numbers = placed.beside, let x = PolaritySide.numbersColumn(row) {
      drawLines(numbers, x: x, y: area.y, width: area.right - x, height: area.height)
    }
    return page.panels.count + (placed.beside != nil && placed.others.isEmpty ? 1 : 0)
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
  /// In amber where the side in focus is elsewhere.
  private let placeStyle: Style

  init(_ subject: Subject, _ record: AttentionRecord, scene: Scene) {
    self.subject = subject
    isOff = { scene.isOff($0, of: subject.side) }
    placeStyle = scene.differingPlace(subject.side) == nil ? Theme.text : Theme.notice
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

  /// The same in two columns where there is room for them.
  func linesInColumns(width: Int) -> [[Span]] {
    width >= 2 * 31 + 3
      ? lines(width: (width - 3) / 2).inTwoColumns(width: width, gap: 3) : lines(width: width)
  }

  /// How Σ|q·k| is shared among the four pairs of signs, and what that means for maps without signs.
  private func budgetLines(width: Int) -> [[Span]] {
    let off = isOff(subject.place.headPlace) ? " (off)" : ""
    let start = [
      Span("\(subject.side.letter) ", Theme.accent), Span("\(subject.place.name)\(off) ", placeStyle),
    ]
    let captions = ["Σ|q·k| over all pairs", "Σ|q·k|, all pairs", "Σ|q·k|"]
    let caption = captions.first { start.columns + $0.columns <= width } ?? captions[2]
    var lines = [start + [Span(caption, Theme.faint)]]
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
