// View 5: the queries and keys of one layer read by other kernels, a counterfactual, and entropy against the
// exponent p.

import Attention
import AttentionMaps
import TerminalUI

struct LensView: ScreenView {
  let name = "lens"
  let summary = "the same queries and keys read by other kernels (counterfactual)"
  let settings: ViewSettings = [.colors, .exponent]

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
      return work + [
        ReadOtherwise(layer: layer, exponent: scene.state.exponent),
        ReadOtherwise(layer: layer, exponent: nil),
        TraceCurves(layer: layer, head: subject.head),
      ]
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
    let body = layout.body
    var area = body
    if body.height >= 18 { area.height = max(10, min(body.height - 9, body.height * 2 / 3)) }
    let row = PanelRow(
      area: area, count: min(LensPanel.all.count, LensPanel.atOnce), gridSides: scene.gridSides,
      isCompact: layout.isCompact, smallestSide: 14, hasImage: false, lines: scene.panelLines)
    let gap = body.height - row.height >= 14 ? 1 : 0
    let rest = Rect(
      x: 1, y: body.y + row.height + gap, width: body.width - 2, height: body.height - row.height - gap)
    let page = scene.page(
      panels: LensPanel.all.map { _ in subject.side }, room: row.panels.count,
      others: rest.height < 11 ? ["curves"] : [])
    parts = page.parts
    let panels = scene.lensPanels(page.panels.map { LensPanel.all[$0] }, subject)
    for (panel, rect) in zip(panels, row.panels) { draw(panel, in: rect, row: row) }
    if page.other != nil {
      drawCurves(scene, subject, in: Rect(x: 1, y: body.y, width: body.width - 2, height: body.height))
    } else if rest.height >= 7 {
      drawCurves(scene, subject, in: rest)
    }
  }

  // MARK: Entropy against the exponent

  private mutating func drawCurves(_ scene: Scene, _ subject: Subject, in area: Rect) {
    let isOff = scene.isOff(subject.place.headPlace, of: subject.side)
    // A record without a feature map has queries and keys as they meet.
    let isTurned = subject.record.map { $0.description.mechanism.isRotated && $0.features == nil } ?? false
    let head =
      "\(subject.side.letter) layer \(subject.layer) head \(subject.head)\(isOff ? " (off)" : "")"
      + (isTurned ? " after rotation" : "")
    let captions = [
      "counterfactual: q and k of \(head), read with kernels that the model was not trained with",
      "counterfactual: q and k of \(head), read with other kernels", "counterfactual: q and k of \(head)",
    ]
    let caption = captions.first { $0.columns <= area.width } ?? captions[2]
    frame.text(caption, x: area.x, y: area.y, Theme.notice, width: area.width)
    let layer = LayerKey(examination: subject.key, layer: subject.layer)
    let computation = TraceCurves(layer: layer, head: subject.head)
    guard let curves = scene.findings[computation] else {
      frame.text(
        "entropy against p"
          + (scene.findings.progress(computation).map { " \(($0 * 100).fixed(0)) %" } ?? ""),
        x: area.x, y: area.y + 1, Theme.faint, width: area.width)
      return
    }
    let lines = LinePlot.Line.lens(curves, subject)
    let plot = Rect(
      x: area.x, y: area.y + 1, width: max(18, min(100, area.width - 44)), height: area.height - 1)
    func fraction(_ p: Float) -> Float { (p - 1) / 5 }
    var labels = (1...6).map { (fraction: fraction(Float($0)), text: "\($0)", style: Theme.faint) }
    labels[0].text = "p = 1"
    if let trained = subject.trainedExponent {
      switch trained {
      case ..<1: labels.append((0, "‹ ▲ \(trained.fixed(1))", Theme.accent))
      case ...6: labels.append((fraction(trained), "▲", Theme.accent))
      // Beyond the axis it is named with a sign that points there.
      default: labels.append((1, "6 ▲ \(trained.fixed(1)) ›", Theme.accent))
      }
    }
    draw(LinePlot(lines: lines, cursor: fraction(scene.state.exponent), labels: labels), in: plot)
    let left = plot.right + 2
    drawLines(
      scene.legend(lines, curves, subject), x: left, y: plot.y, width: area.right - left,
      height: area.height - 1)
  }
}

extension LinePlot.Line {
  /// The mean over the queries and the current query, of every reading with an exponent.
  fileprivate static func lens(_ curves: LensCurves, _ subject: Subject) -> [LinePlot.Line] {
    let row = subject.matrixRow(layer: subject.layer)
    return curves.curves.enumerated().flatMap { index, curve -> [LinePlot.Line] in
      let color = colors[index % colors.count]
      let name = curve.isSplit ? "\(curve.title) \(curve.stream.mapKind.shortName)" : curve.title
      let mean = LinePlot.Line(name: name + " mean", color: color, isDotted: true, values: curve.means)
      guard let row else { return [mean] }
      return [
        mean,
        LinePlot.Line(name: name + " query", color: color, values: curve.values(row: row)),
      ]
    }
  }

  /// Of one curve after the other; the query's line is solid, that of the mean dotted.
  private static let colors = Theme.lines[1] + Theme.lines[0]
}

/// What a panel of the lens shows: a stream of a reading.
private struct LensPanel {
  let reading: Reading
  let stream: Attention.Stream

  /// The most on a page: more would be too small to compare.
  static let atOnce = 6

  static let all = Reading.all.flatMap { reading in
    reading.streams.map { LensPanel(reading: reading, stream: $0) }
  }
}

extension Scene {
  /// The panels of a page, on one scale where weights are not negative.
  fileprivate func lensPanels(_ wanted: [LensPanel], _ subject: Subject) -> [MapPanel] {
    let layer = LayerKey(examination: subject.key, layer: subject.layer)
    // The panels show those of another exponent until new ones are there.
    let made = findings.results(ReadOtherwise.self).filter { $0.key.layer == layer }
    func find(_ hasExponent: Bool) -> (exponent: Float?, readings: [LayerReading])? {
      made.first { ($0.key.exponent != nil) == hasExponent }
        .flatMap { found in found.value.value.map { (found.key.exponent, $0) } }
    }
    let (with, without) = (find(true), find(false))
    let found = wanted.map { panel in
      (panel.reading.hasExponent ? with : without)?.readings.first { $0.reading.name == panel.reading.name }
    }
    return zip(wanted, found).map { panel, reading in
      guard let reading else {
        return MapPanel(
          side: subject.side, title: [Span("reading", Theme.faint)], content: .progress(["reading"], nil))
      }
      return lensPanel(reading, panel.stream, exponent: with?.exponent ?? state.exponent, subject)
    }
  }

  private func lensPanel(
    _ made: LayerReading, _ stream: Attention.Stream, exponent p: Float, _ subject: Subject
  ) -> MapPanel {
    let reading = made.reading
    let title = reading.hasExponent ? "\(reading.title) p \(p.fixed(2))" : reading.title
    let isSplit = reading.streams.count > 1
    let isTrained = made.isTrained(subject.description)
    let name = isSplit ? "\(title) \(stream.mapKind.shortName)" : title + (isTrained ? " (as trained)" : "")
    var panel = MapPanel(
      side: subject.side, name: name, title: [Span(name, Theme.strong)],
      shortTitle: isSplit
        ? [Span("\(stream.rawValue) p \(p.fixed(2))", Theme.strong)]
        : isTrained ? [Span("\(title), trained", Theme.strong)] : nil,
      content: .message(["the mean over queries has no row: press C"]))
    guard let record = made.record else {
      panel.content = .message([made.obstacle ?? ""])
      return panel
    }
    guard let row = subject.matrixRow(layer: subject.layer),
      let query = subject.query(layer: subject.layer),
      let map = try? record.map(stream.mapKind, head: subject.head, query: query)
    else { return panel }
    panel.content = .map(map) { box in
      map.isSigned
        ? MapScale(range: box.drawn(map).range, isSigned: true, colorMap: state.colorMap)
        : MapScale(.uniform(keys: record.admissibleKeys(ofQuery: row)), colorMap: state.colorMap)
    }
    panel.beside = beside(map, stream.mapKind, subject)
    panel.keys = record.admissibleKeys(ofQuery: row)
    panel.mark = subject.mark(on: map.grid)
    panel.hidden = subject.key.interventions.occluded
    let here =
      panel.mark.map {
        "  here \(map.content(at: $0) == .value ? map[$0].brief : map.content(at: $0).text)"
      } ?? ""
    panel.footers = record.footers(row: row, head: subject.head, stream, here: here)
    if let notes = outdatedNotes(subject.side) {
      panel.footers = notes
      panel.footerStyle = Theme.notice
    }
    return panel
  }

  fileprivate func legend(_ lines: [LinePlot.Line], _ curves: LensCurves, _ subject: Subject) -> [[Span]] {
    var legend: [[Span]] = [[Span("H / ln n against p, at p = 1 and 6", Theme.faint)]]
    legend += Canvas.legend(lines) {
      "\(($0.values.first ?? .nan).fixed(2)) → \(($0.values.last ?? .nan).fixed(2))"
    }
    let gaps = Set(curves.curves.flatMap(\.gaps)).map { "\($0)" }.sorted()
    if !gaps.isEmpty {
      legend.append([Span("without a value: " + gaps.joined(separator: ", "), Theme.notice)])
    }
    for curve in curves.curves where curve.isSplit {
      let rising = curve.risingRows
      legend.append([
        Span(
          "\(curve.stream.rawValue): H rises for \(rising.count) of \(rising.of) queries",
          rising.count > 0 ? Theme.notice : Theme.faint)
      ])
    }
    legend.append([
      Span(
        "p = \(state.exponent.fixed(2))  + −"
          + (subject.trainedExponent.map { "   ▲ trained mean \($0.fixed(2))" } ?? ""), Theme.text)
    ])
    return legend
  }
}

extension Subject {
  /// The mean power or the exponent that the head was trained with.
  var trainedExponent: Float? {
    record.flatMap { $0.description.mechanism.trainedExponent(channels: $0.channels(ofHead: head)) }
  }
}

extension AttentionRecord {
  /// The entropy of a row, the longest text first: where weights may be negative that of |a|, with the fraction of
  /// negative weights and the sum of the row.
  fileprivate func footers(row: Int, head: Int, _ stream: Attention.Stream, here: String) -> [String] {
    let row = self.row(query: row, head: head, stream: stream)
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
