// View 5: the queries and keys of one layer read by other kernels, a counterfactual, and entropy against the
// exponent p.

import Attention
import AttentionMaps
import TerminalUI

extension Canvas {
  mutating func drawLens(_ scene: Scene, _ layout: ScreenLayout) -> MapScale? {
    guard let subject = scene.focused, let record = subject.record else {
      let row = PanelRow(area: layout.body, count: 1, gridSides: scene.gridSides, isCompact: layout.isCompact)
      draw(scene.statusPanel(scene.state.focus), in: row.panels[0], row: row)
      return nil
    }
    let body = layout.body
    var area = body
    if body.height >= 18 { area.height = max(10, min(body.height - 9, body.height * 2 / 3)) }
    let panels = scene.lensPanels(subject, record)
    let row = PanelRow(
      area: area, count: panels.count, gridSides: scene.gridSides, isCompact: layout.isCompact,
      smallestSide: 14, hasImage: false)
    for (panel, rect) in zip(panels, row.panels) { draw(panel, in: rect, row: row) }
    let gap = body.height - row.height >= 14 ? 1 : 0
    let rest = Rect(
      x: 1, y: body.y + row.height + gap, width: body.width - 2, height: body.height - row.height - gap)
    if rest.height >= 6 { drawCurves(scene, subject, in: rest) }
    if case .map(_, let scale) = panels[0].content { return scale }
    return nil
  }

  // MARK: Entropy against the exponent

  private mutating func drawCurves(_ scene: Scene, _ subject: Subject, in area: Rect) {
    let caption =
      "counterfactual: q and k of \(subject.side.letter) layer \(subject.layer) head \(subject.head), read with kernels that the model was not trained with"
    frame.text(caption, x: area.x, y: area.y, Theme.notice, width: area.width)
    let key = LensKey(layer: LayerKey(examination: subject.key, layer: subject.layer), head: subject.head)
    guard let curves = scene.findings.curves[key] else {
      frame.text(
        "entropy against p" + (scene.findings.progress[.lens(key)].map { " \(($0 * 100).fixed(0)) %" } ?? ""),
        x: area.x, y: area.y + 1, Theme.faint)
      return
    }
    let plot = Rect(
      x: area.x + 5, y: area.y + 1, width: max(20, min(64, area.width - 48)), height: area.height - 2)
    let lines = LensLine.lines(curves, subject)
    drawPlot(lines, curves, trained: subject.trainedExponent, current: scene.state.exponent, in: plot)
    let left = plot.right + 2
    drawLines(
      scene.legend(lines, curves, subject), x: left, y: plot.y, width: area.right - left,
      height: area.height - 1)
  }

  /// Lines of half-block pixels; p runs to the right from 1 to 6, normalised entropy upwards from 0 to 1.
  private mutating func drawPlot(
    _ lines: [LensLine], _ curves: LensCurves, trained: Float?, current: Float, in plot: Rect
  ) {
    let (width, height) = (plot.width, 2 * plot.height)
    func column(_ p: Float) -> Int { Int((p - 1) / 5 * Float(width - 1) + 0.5) }
    var image = PixelImage(width: width, height: height) { x, _ in
      Pixel(x == column(current) ? Color(0x4A4E57) : Color(0x1B1D23))
    }
    for line in lines {
      for x in 0..<width {
        let value = line.value(at: Float(x) / Float(width - 1))
        guard value.isFinite else { continue }
        let y = height - 1 - Int(max(0, min(1, value)) * Float(height - 1) + 0.5)
        image[x, y] = Pixel(line.color, level: .value(line.level))
      }
    }
    frame.pixels(image, x: plot.x, y: plot.y)
    frame.text("1.0", x: plot.x - 4, y: plot.y, Theme.faint)
    frame.text("0.0", x: plot.x - 4, y: plot.bottom - 1, Theme.faint)
    for p in 1...6 { frame.text("\(p)", x: plot.x + column(Float(p)), y: plot.bottom, Theme.faint) }
    if let trained, (1...6).contains(trained) {
      frame.text("▲", x: plot.x + column(trained), y: plot.bottom, Theme.accent)
    }
  }
}

/// One curve of the plot.
private struct LensLine {
  let name: String
  let color: Color
  let level: Int8
  /// Normalised entropies at the exponents of the curves.
  let values: [Float]

  /// Between the exponents in a straight line; `share` is 0…1 along p.
  func value(at share: Float) -> Float {
    let position = share * Float(values.count - 1)
    let index = min(values.count - 2, Int(position))
    let part = position - Float(index)
    return values[index] * (1 - part) + values[index + 1] * part
  }

  static func lines(_ curves: LensCurves, _ subject: Subject) -> [LensLine] {
    let row = subject.matrixRow(layer: subject.layer)
    let styles: [(LensCurves.Kernel, String, UInt32, UInt32)] = [
      (.same, "polarity same", 0xE0A030, 0x8A6420), (.opposite, "polarity opp.", 0x40B0E0, 0x256C8A),
      (.focused, "focused", 0x6CC070, 0x3C7040),
    ]
    return styles.flatMap { kernel, name, bright, dark -> [LensLine] in
      let mean = LensLine(name: name + " mean", color: Color(dark), level: 60, values: curves.means(kernel))
      guard let row else { return [mean] }
      return [
        mean,
        LensLine(
          name: name + " query", color: Color(bright), level: 120, values: curves.values(kernel, row: row)),
      ]
    }
  }
}

extension Scene {
  /// A panel for each kernel, the most telling first.
  fileprivate func lensPanels(_ subject: Subject, _ record: AttentionRecord) -> [MapPanel] {
    let p = state.exponent
    return Lens.readings(of: record, exponent: p).flatMap { reading -> [MapPanel] in
      reading.record.streams.map { stream in
        let isSplit = reading.record.streams.count > 1
        let name = isSplit ? "\(reading.name) \(stream == .same ? "same" : "opp.")" : reading.name
        var panel = MapPanel(
          side: subject.side, title: [Span(name, Theme.strong)],
          shortTitle: isSplit ? [Span("\(stream.rawValue) p \(p.fixed(2))", Theme.strong)] : nil,
          content: .message(["the mean over queries has no row: press C"]))
        guard let row = subject.matrixRow(layer: subject.layer),
          let map = try? reading.record.map(
            MapKind(rawValue: stream.rawValue) ?? .attention, head: subject.head, query: subject.query)
        else { return panel }
        panel.content = .map(
          map, MapScale(range: map.range, isSigned: false, colorMap: state.sequentialColorMap))
        panel.mark = subject.mark(on: map.grid)
        let weights = reading.record.row(query: row, head: subject.head, stream: stream).weights
        let entropy = entropy(ofRow: weights)
        let normalized = entropy.map { $0 / logOf(max(2, weights.count)) }
        let numbers = "H \(entropy.fixed(2)) nats \(normalized.fixed(2))"
        let here = panel.mark.map { "  here \(map[$0].brief)" } ?? ""
        panel.footers = [numbers + here, numbers, "H \(entropy.fixed(2)) \(normalized.fixed(2))"]
        return panel
      }
    }
  }

  fileprivate func legend(_ lines: [LensLine], _ curves: LensCurves, _ subject: Subject) -> [[Span]] {
    var legend: [[Span]] = [[Span("H / ln n against p, at p = 1 and 6", Theme.faint)]]
    for line in lines {
      let ends = "\((line.values.first ?? .nan).fixed(2)) → \((line.values.last ?? .nan).fixed(2))"
      legend.append([
        Span("██ ", Style(line.color)), Span(line.name.padded(to: 20), Theme.text), Span(ends, Theme.text),
      ])
    }
    for kernel in [LensCurves.Kernel.same, .opposite] {
      let rising = curves.risingRows(kernel)
      let name = kernel == .same ? "same" : "opposite"
      legend.append([
        Span(
          "\(name): H rises somewhere for \(rising.count) of \(rising.of) queries",
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
    if let polarity = record?.mechanism as? PolarityAttention, let channels = record?.channels(ofHead: head) {
      return polarity.power[channels].reduce(0, +) / Float(channels.count)
    }
    return (record?.mechanism as? FocusedAttention)?.exponent
  }
}
