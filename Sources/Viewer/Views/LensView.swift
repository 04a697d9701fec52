// View 5: the queries and keys of one layer read by other kernels, a counterfactual.

import Attention
import AttentionMaps
import TerminalUI

struct LensView: ScreenView {
  let name = "lens"
  let summary = "the same queries and keys read by other kernels (counterfactual)"
  let settings: ViewSettings = [.colors, .exponent, .query]

  func maps(of subject: Subject, _ state: ViewerState) -> [MapKind] { [.attention] }
  func exportedMaps(_ state: ViewerState) -> [MapKind]? { nil }
  func exportRemark(_ state: ViewerState) -> String? {
    "Files hold the attention of the model, not counterfactual readings."
  }
  /// Readings of the same queries and keys are compared, whatever scale the other views have.
  func scaleName(_ state: ViewerState) -> ScaleName { ScaleMode.uniform.name(of: .attention) }
  /// The panels have them in their footers.
  func valuesAtCursor(_ scene: Scene) -> [CursorValue] { [] }

  func computations(_ scene: Scene) -> [any Computation] {
    scene.loaded.flatMap { subject -> [any Computation] in
      let work = scene.layerWork(of: subject)
      guard subject.side == scene.state.focus else { return work }
      let layer = LayerKey(examination: subject.key, layer: subject.layer)
      let places = LensLayout(scene, ScreenLayout(scene.state.size), subject)
      return work + scene.readings(of: LensPanel.shown(scene, places), subject)
        + [TraceCurves(layer: layer, head: subject.head)]
        + (places.sweep == nil ? [] : scene.sweeps(of: places.readings, subject))
    }
  }

  func panels(_ scene: Scene) -> [MapPanel] {
    guard let subject = scene.focused, subject.record != nil else {
      return [scene.statusPanel(scene.state.focus)]
    }
    return scene.lensPanels(LensPanel.all, subject)
  }

  func draw(_ canvas: inout Canvas, _ scene: Scene, _ layout: ScreenLayout) {
    canvas.drawLens(scene, layout)
  }
}

extension Canvas {
  fileprivate mutating func drawLens(_ scene: Scene, _ layout: ScreenLayout) {
    guard let subject = scene.focused, subject.record != nil else {
      let row = PanelRow(
        area: layout.body, count: 1, gridSides: scene.gridSides, isCompact: layout.isCompact,
        lines: scene.panelLines)
      draw(scene.statusPanel(scene.state.focus), in: row.panels[0], row: row)
      return
    }
    let places = LensLayout(scene, layout, subject)
    parts = places.page.parts
    let panels = scene.lensPanels(LensPanel.shown(scene, places), subject)
    for (panel, rect) in zip(panels, places.row.panels) { draw(panel, in: rect, row: places.row) }
    if let charts = places.charts { drawLensCharts(scene, subject, places, in: charts) }
  }
}

/// The rectangles of the view's parts, and which of them a page shows.
struct LensLayout {
  enum Part: Equatable { case exponents, sweep }

  let page: Page<Part>
  let row: PanelRow
  /// Of both charts, with their caption; nil where there is no room.
  let charts: Rect?
  /// Whether the chart of entropy against the exponent is there.
  let hasExponents: Bool
  /// Nil where the chart of entropy against the factor of the queries is on another page.
  let sweep: Part?
  /// What that chart is about: the readings whose panels are on the page, else those of the first.
  let readings: [Reading]

  /// Two charts beside each other need so many columns.
  private static let both = 110

  init(_ scene: Scene, _ layout: ScreenLayout, _ subject: Subject) {
    let body = layout.body
    var area = body
    if body.height >= 18 { area.height = max(10, min(body.height - 9, body.height * 2 / 3)) }
    let row = PanelRow(
      area: area, count: min(LensPanel.all.count, LensPanel.atOnce), gridSides: scene.gridSides,
      isCompact: layout.isCompact, smallestSide: 14, hasImage: false, lines: scene.panelLines)
    self.row = row
    let gap = body.height - row.height >= 14 ? 1 : 0
    let rest = Rect(
      x: 1, y: body.y + row.height + gap, width: body.width - 2, height: body.height - row.height - gap)
    let hasBoth = rest.width >= LensLayout.both && rest.height >= 11
    page = scene.page(
      panels: LensPanel.all.map { _ in subject.side }, room: row.panels.count,
      others: hasBoth ? [] : (rest.height < 11 ? [.exponents] : []) + [.sweep])
    let whole = Rect(x: 1, y: body.y, width: body.width - 2, height: body.height)
    charts = page.other != nil ? whole : rest.height >= 7 ? rest : nil
    hasExponents = page.other != .sweep
    sweep = page.other == .sweep || (page.other == nil && hasBoth) ? .sweep : nil
    let shown = page.panels.isEmpty ? Array(0..<row.panels.count) : page.panels
    var names: Set<MechanismName> = []
    readings = shown.map { LensPanel.all[$0].reading }.filter { names.insert($0.name).inserted }
  }
}

/// What a panel of the lens shows: a stream of a reading.
struct LensPanel {
  let reading: Reading
  let stream: Attention.Stream

  /// The most on a page: more would be too small to compare.
  static let atOnce = 6

  static let all = Reading.all.flatMap { reading in
    reading.streams.map { LensPanel(reading: reading, stream: $0) }
  }

  /// The number and the color that a kernel has on the whole screen: its place among all of them.
  ///
  /// The kernels with an exponent are in a chart on every page, so that no other has their colors.
  static func mark(of title: String, _ stream: Attention.Stream) -> (sign: Unicode.Scalar, color: Color) {
    let index =
      all.firstIndex {
        $0.reading.title == title && ($0.stream == stream || $0.reading.streams.count == 1)
      } ?? 0
    let (own, others) = (all[index].reading.hasExponent, Theme.kernels.count - curved)
    let before = all[..<index].count { $0.reading.hasExponent == own }
    let color = own ? before % curved : curved + before % others
    return (LinePlot.number(index), Theme.kernels[color])
  }

  /// Panels of kernels that have an exponent.
  private static let curved = max(1, all.count { $0.reading.hasExponent })

  /// Those of a page; where the view is zoomed, the one that fills the screen.
  static func shown(_ scene: Scene, _ places: LensLayout) -> [LensPanel] {
    let zoomed = scene.page(panels: all.map { _ in scene.state.focus }, room: 1, others: [Never]())
    return (scene.state.zoom == nil ? places.page.panels : zoomed.panels).map { all[$0] }
  }
}

extension Scene {
  /// What panels of the lens are made from, each reading once.
  fileprivate func readings(of panels: [LensPanel], _ subject: Subject) -> [ReadOtherwise] {
    panels.map { reading($0.reading, subject) }.uniqued
  }

  private func reading(_ reading: Reading, _ subject: Subject) -> ReadOtherwise {
    ReadOtherwise(
      layer: LayerKey(examination: subject.key, layer: subject.layer), head: subject.head,
      reading: reading.name, exponent: reading.hasExponent ? state.exponent : nil)
  }

  /// A reading at the exponent that the user has chosen, or until it is made at the nearest one; nil while there is none.
  private func found(_ reading: Reading, _ subject: Subject) -> (made: HeadReading, exponent: Float)? {
    let wanted = self.reading(reading, subject)
    if let made = findings[wanted] ?? nil { return (made, state.exponent) }
    guard reading.hasExponent else { return nil }
    let others = findings.results(ReadOtherwise.self).filter { other, _ in
      other.layer == wanted.layer && other.head == wanted.head && other.reading == wanted.reading
    }
    func distance(_ other: ReadOtherwise) -> Float { abs((other.exponent ?? 0) - state.exponent) }
    guard let nearest = others.min(by: { distance($0.key) < distance($1.key) }),
      let made = nearest.value.value ?? nil
    else { return nil }
    return (made, nearest.key.exponent ?? state.exponent)
  }

  /// The panels of a page, on one scale where weights are not negative.
  fileprivate func lensPanels(_ wanted: [LensPanel], _ subject: Subject) -> [MapPanel] {
    wanted.map { panel in
      guard let (made, exponent) = found(panel.reading, subject) else {
        return MapPanel(
          side: subject.side, title: [Span("reading", Theme.faint)], content: .progress(["reading"], nil))
      }
      return lensPanel(made, panel.stream, exponent: exponent, subject)
    }
  }

  private func lensPanel(
    _ made: HeadReading, _ stream: Attention.Stream, exponent p: Float, _ subject: Subject
  ) -> MapPanel {
    let reading = made.reading
    let title = reading.hasExponent ? "\(reading.title) p \(p.fixed(2))" : reading.title
    let isSplit = reading.streams.count > 1
    let isTrained = made.isTrained(subject.description)
    let mark = LensPanel.mark(of: reading.title, stream)
    let sign = Span("\(mark.sign) ", Style(mark.color, on: .standard, .bold))
    let name = isSplit ? "\(title) \(stream.mapKind.shortName)" : title + (isTrained ? " (as trained)" : "")
    let start = [
      sign, Span(subject.side.letter + " ", Theme.accent), Span("\(subject.place.name) ", Theme.text),
    ]
    let kernel =
      isSplit ? "\(reading.title.prefix(3)). \(stream.mapKind.shortName)" : reading.title
    let withNumber =
      (isSplit ? "\(reading.title) \(stream.mapKind.shortName)" : reading.title)
      + (isTrained ? ", trained" : "")
    // The caption of the charts says the side, the layer and the head too, and the exponent.
    let shorter = [start + [Span(withNumber, Theme.strong)], start + [Span(kernel, Theme.strong)]]
    let brief = [withNumber, kernel].map { [sign, Span($0, Theme.strong)] }
    var panel = MapPanel(
      side: subject.side, name: name, title: start + [Span(name, Theme.strong)], shortTitle: shorter[0],
      briefTitles: [shorter[1]] + brief,
      content: .message(["the mean over queries has no row: press C"]))
    guard let record = made.record else {
      panel.content = .message([made.obstacle ?? ""])
      return panel
    }
    guard let row = subject.matrixRow(layer: subject.layer),
      let query = subject.query(layer: subject.layer),
      let map = try? record.map(stream.mapKind, head: 0, query: query)
    else { return panel }
    panel.content = .map(map) { box in
      map.isSigned
        ? MapScale(range: box.drawn(map).range, isSigned: true, colorMap: state.shownColorMap)
        : MapScale(.uniform(keys: record.admissibleKeys(ofQuery: row)), colorMap: state.shownColorMap)
    }
    panel.beside = beside(map, stream.mapKind, subject)
    panel.keys = record.admissibleKeys(ofQuery: row)
    panel.mark = subject.mark(on: map.grid)
    panel.hidden = subject.key.interventions.occluded
    let here =
      panel.mark.map {
        "  here \(map.content(at: $0) == .value ? map[$0].brief : map.content(at: $0).text)"
      } ?? ""
    panel.footers = record.footers(row: row, stream, here: here)
    if let notes = outdatedNotes(subject.side) {
      panel.isOutdated = true
      panel.footers = notes
      panel.footerStyle = Theme.notice
    }
    return panel
  }
}

extension AttentionRecord {
  /// The entropy of a row of the only head, the longest text first: where weights may be negative that of |a|, with
  /// the fraction of negative weights and the sum of the row.
  fileprivate func footers(row: Int, _ stream: Attention.Stream, here: String) -> [String] {
    let row = self.row(query: row, head: 0, stream: stream)
    let measured = entropy(ofRow: row.weights)
    guard let entropy = measured.value else { return measured.reason.map { ["\($0)"] } ?? [] }
    let normalized = (entropy / logOf(max(2, row.weights.count))).fixed(2)
    guard description.mechanism.hasSignedRows else {
      let numbers = "H \(entropy.fixed(2)) nats \(normalized)"
      return [numbers + here, numbers, "H \(entropy.fixed(2)) \(normalized)"]
    }
    let sizes = row.weights.reduce(0.0) { $0 + Double(abs($1)) }
    let negative = row.weights.reduce(0.0) { $0 + Double(max(-$1, 0)) } / sizes
    let percent = (-100 * negative).fixed(0) + " %"
    let signs = "\(percent)  Σ \(row.sum.fixed(2))"
    return [
      "H of |a| \(entropy.fixed(2)) nats \(normalized)  \(signs)\(here)",
      "H of |a| \(entropy.fixed(2)) \(normalized)  \(signs)", "H |a| \(normalized)  \(signs)",
      "H |a| \(normalized) \(percent)",
    ]
  }
}
