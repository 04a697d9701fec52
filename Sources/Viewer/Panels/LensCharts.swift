// The charts of view 5: entropy against the exponent p of the kernels that have one, and against a factor t of the
// queries, which softmax sharpens with and scale-invariant kernels do not.

import Attention
import AttentionMaps
import TerminalUI

extension Scene {
  /// What the chart of factors is made from.
  func sweeps(of readings: [Reading], _ subject: Subject) -> [SweepScale] {
    let layer = LayerKey(examination: subject.key, layer: subject.layer)
    return readings.filter { $0.obstacle(subject.description) == nil }.map { reading in
      SweepScale(
        layer: layer, head: subject.head, reading: reading.name,
        exponent: reading.hasExponent ? state.exponent : nil)
    }
  }
}

/// A chart with the words around it.
private struct LensChart {
  let plot: LinePlot
  let title: String
  let briefTitle: String
  /// The numbers of its lines, in their order.
  let numbers: [String]
  /// The names of lines where there is little room.
  let briefNames: [String]
  /// Below the names of the lines, or below the charts.
  let notes: [[Span]]

  /// `.89→.10` for `0.89 → 0.10`.
  var briefNumbers: [String] {
    numbers.map { number in number.split(separator: " ").map { String($0).withoutLeadingZero }.joined() }
  }

  /// The columns of a list of its lines.
  func legendWidth(_ names: [String], _ numbers: [String]) -> Int {
    5 + (names.map(\.columns).max() ?? 0) + 2 + (numbers.map(\.columns).max() ?? 0)
  }
}

extension Canvas {
  /// The caption, then one chart with all that is said of it beside it, or two beside each other with their notes below.
  mutating func drawLensCharts(_ scene: Scene, _ subject: Subject, _ places: LensLayout, in area: Rect) {
    drawCaption(scene, subject, in: area)
    let below = Rect(x: area.x, y: area.y + 1, width: area.width, height: area.height - 1)
    let exponents = places.hasExponents ? exponentChart(scene, subject) : nil
    let sweep = places.sweep == nil ? nil : sweepChart(scene, subject, places.readings)
    guard places.hasExponents, places.sweep != nil else {
      if let chart = exponents ?? sweep { return drawAlone(chart, in: below) }
      let curves = TraceCurves(
        layer: LayerKey(examination: subject.key, layer: subject.layer), head: subject.head)
      let sweeps = scene.sweeps(of: places.readings, subject)
      return places.hasExponents
        ? drawProgress("p", scene.findings.progress(curves), in: below)
        : drawProgress("t", sweeps.first.flatMap { scene.findings.progress($0) }, in: below)
    }
    let notes = [exponents, sweep].compactMap { $0?.notes }.joined().reduce(into: [Span]()) { line, note in
      line += (line.isEmpty ? [] : [Span("   ", Theme.faint)]) + note
    }
    let lines = notes.wrapped(to: below.width, indent: 0)
    let noteRows = min(lines.count, max(0, below.height - 8))
    let width = below.width / 2
    let left = Rect(x: below.x, y: below.y, width: width - 2, height: below.height - noteRows)
    let right = Rect(x: below.x + width, y: below.y, width: below.width - width, height: left.height)
    for (chart, name, rect) in [(exponents, "p", left), (sweep, "t", right)] {
      if let chart { drawHalf(chart, in: rect) } else { drawProgress(name, nil, in: rect) }
    }
    drawLines(
      lines, x: below.x, y: below.bottom - noteRows, width: below.width, height: noteRows)
  }

  private mutating func drawCaption(_ scene: Scene, _ subject: Subject, in area: Rect) {
    let isOff = scene.isOff(subject.place.headPlace, of: subject.side)
    // A record without a feature map has queries and keys as they meet.
    let isTurned = subject.record.map { $0.description.mechanism.isRotated && $0.features == nil } ?? false
    let head =
      "\(subject.side.letter) \(subject.place.isOfPool ? "pooling head," : "layer \(subject.layer)") head \(subject.head)\(isOff ? " (off)" : "")"
      + (isTurned ? " after rotation" : "")
    let captions = [
      "counterfactual: q and k of \(head), read with kernels that the model was not trained with",
      "counterfactual: q and k of \(head), read with other kernels", "counterfactual: q and k of \(head)",
    ]
    let caption = captions.first { $0.columns <= area.width } ?? captions[2]
    frame.text(caption, x: area.x, y: area.y, Theme.notice, width: area.width)
  }

  private mutating func drawProgress(_ name: String, _ fraction: Double?, in area: Rect) {
    let text = "entropy against \(name)" + (fraction.map { " \((100 * $0).fixed(0)) %" } ?? "")
    frame.text(text, x: area.x, y: area.y, Theme.faint, width: area.width)
  }

  /// A chart with its lines' names, their numbers and its notes to the right.
  private mutating func drawAlone(_ chart: LensChart, in area: Rect) {
    let isWide = area.width >= 100
    let names = isWide ? chart.plot.lines.map(\.name) : chart.briefNames
    let numbers = isWide ? chart.numbers : chart.briefNumbers
    // The title and the notes wrap above and below the names.
    let legendWidth = max(isWide ? 40 : 26, chart.legendWidth(names, numbers))
    let plot = Rect(
      x: area.x, y: area.y, width: max(18, min(120, area.width - 2 - legendWidth)), height: area.height)
    draw(chart.plot, in: plot)
    let left = plot.right + 2
    let legend =
      (isWide ? chart.title : chart.briefTitle).wrapped(to: area.right - left)
      .map { [Span($0, Theme.faint)] }
      + Canvas.legend(chart.plot.lines, names: names, numbers: numbers)
      + chart.notes.flatMap { $0.wrapped(to: area.right - left, indent: 2) }
    drawLines(legend, x: left, y: plot.y, width: area.right - left, height: area.height)
  }

  /// A chart below its title, with its lines' names and numbers to the right.
  private mutating func drawHalf(_ chart: LensChart, in area: Rect) {
    frame.text(chart.title, x: area.x, y: area.y, Theme.faint, width: area.width)
    let full = (names: chart.plot.lines.map(\.name), numbers: chart.numbers)
    let brief = (names: chart.briefNames, numbers: chart.briefNumbers)
    let isWide = area.width - chart.legendWidth(full.names, full.numbers) >= 60
    let (names, numbers) = isWide ? full : brief
    let legendWidth = chart.legendWidth(names, numbers)
    let plot = Rect(
      x: area.x, y: area.y + 1, width: max(16, min(120, area.width - legendWidth - 1)),
      height: area.height - 1)
    draw(chart.plot, in: plot)
    let left = plot.right + 1
    drawLines(
      Canvas.legend(chart.plot.lines, names: names, numbers: numbers), x: left, y: plot.y,
      width: area.right - left, height: plot.height)
  }
}

// MARK: The exponent

extension Canvas {
  /// nil while the curves are computed.
  private func exponentChart(_ scene: Scene, _ subject: Subject) -> LensChart? {
    let layer = LayerKey(examination: subject.key, layer: subject.layer)
    guard let curves = scene.findings[TraceCurves(layer: layer, head: subject.head)] else { return nil }
    let lines = LinePlot.Line.lens(curves, subject)
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
    return LensChart(
      plot: LinePlot(lines: lines, cursor: fraction(scene.state.exponent), labels: labels),
      title: "H / ln n against p, at 1 and 6; dotted: mean of queries", briefTitle: "H / ln n against p",
      numbers: lines.map {
        "\(($0.values.first ?? .nan).fixed(2)) → \(($0.values.last ?? .nan).fixed(2))"
      },
      briefNames: LinePlot.Line.briefLensNames(curves, subject),
      notes: scene.exponentNotes(curves, subject))
  }
}

extension Scene {
  fileprivate func exponentNotes(_ curves: LensCurves, _ subject: Subject) -> [[Span]] {
    var notes: [[Span]] = []
    let gaps = Set(curves.curves.flatMap(\.gaps)).map { "\($0)" }.sorted()
    if !gaps.isEmpty {
      notes.append([Span("without a value: " + gaps.joined(separator: ", "), Theme.notice)])
    }
    for curve in curves.curves where curve.isSplit {
      let rising = curve.risingRows
      notes.append([
        Span(
          "\(curve.stream.rawValue): "
            + (rising.of == 0
              ? "H has no value"
              : "H rises for \(rising.count) of \(rising.of) \(rising.of == 1 ? "query" : "queries")"),
          rising.count > 0 ? Theme.notice : Theme.faint)
      ])
    }
    notes.append([
      Span(
        "p = \(state.exponent.fixed(2))  + −"
          + (subject.trainedExponent.map { "   ▲ trained mean \($0.fixed(2))" } ?? ""), Theme.text)
    ])
    return notes
  }
}

extension LinePlot.Line {
  /// The mean over the queries and the current query, of every reading with an exponent.
  fileprivate static func lens(_ curves: LensCurves, _ subject: Subject) -> [LinePlot.Line] {
    let row = subject.matrixRow(layer: subject.layer)
    // The query's line is solid, that of the mean dotted.
    return curves.curves.flatMap { curve -> [LinePlot.Line] in
      let (sign, color) = LensPanel.mark(of: curve.title, curve.stream)
      let name = curve.isSplit ? "\(curve.title) \(curve.stream.mapKind.shortName)" : curve.title
      let mean = LinePlot.Line(
        name: name + " mean", color: color, isDotted: true, sign: sign, values: curve.means)
      guard let row else { return [mean] }
      return [
        mean,
        LinePlot.Line(name: name + " query", color: color, sign: sign, values: curve.values(row: row)),
      ]
    }
  }

  /// `same`, and `query` for the line of the same kernel after it.
  fileprivate static func briefLensNames(_ curves: LensCurves, _ subject: Subject) -> [String] {
    let hasQuery = subject.matrixRow(layer: subject.layer) != nil
    return curves.curves.flatMap { curve in
      [curve.isSplit ? curve.stream.mapKind.shortName : curve.title] + (hasQuery ? [" query"] : [])
    }
  }
}

extension Subject {
  /// The mean power or the exponent that the head was trained with.
  var trainedExponent: Float? {
    record.flatMap { $0.description.mechanism.trainedExponent(channels: $0.channels(ofHead: head)) }
  }
}

// MARK: The factor of the queries

extension Canvas {
  /// nil until the first of its lines is there.
  private func sweepChart(_ scene: Scene, _ subject: Subject, _ readings: [Reading]) -> LensChart? {
    let work = scene.sweeps(of: readings, subject)
    let found = work.flatMap { sweep -> [(title: String, name: String, brief: String, curve: ScaleCurve)] in
      guard let reading = readings.first(where: { $0.name == sweep.reading }) else { return [] }
      return (scene.findings[sweep] ?? []).map { curve in
        let stream = curve.stream.mapKind.shortName
        guard reading.streams.count > 1 else {
          return (reading.title, reading.title, reading.title, curve)
        }
        return (reading.title, "\(reading.title) \(stream)", stream, curve)
      }
    }
    guard !found.isEmpty else { return nil }
    let lines = found.map { found in
      let (sign, color) = LensPanel.mark(of: found.title, found.curve.stream)
      return LinePlot.Line(name: found.name, color: color, sign: sign, values: found.curve.means)
    }
    let count = ScaleCurve.factors.count
    let labels = [Float(0.25), 0.5, 1, 2, 4, 8].enumerated().map { index, factor in
      (
        fraction: Float(2 * index) / Float(count - 1),
        text: index == 0 ? "t = .25" : factor.brief.withoutTrailingZeros.withoutLeadingZero,
        style: factor == 1 ? Theme.accent : Theme.faint
      )
    }
    let missing = work.count { scene.findings.result($0) == nil }
    var notes: [[Span]] = []
    if missing > 0 {
      let stopped = scene.state.sumsAreStopped ? ", stopped" : ""
      notes.append([Span("\(missing) of \(work.count) kernels to come\(stopped)", Theme.notice)])
    }
    notes.append([Span(scene.sweepVerdict(found.map { ($0.name, $0.curve) }), Theme.text)])
    let queries = found.map(\.curve.queries).max() ?? 0
    notes.append([Span("t: " + (queries == 1 ? "of one query" : "mean over \(queries) queries"), Theme.faint)]
    )
    return LensChart(
      plot: LinePlot(
        lines: lines, cursor: Float(ScaleCurve.factors.firstIndex(of: 1) ?? 0) / Float(count - 1),
        labels: labels),
      title: "H / ln n against t, with t·q for q", briefTitle: "H / ln n against t (t·q)",
      numbers: lines.map {
        "\(($0.values.first ?? .nan).fixed(2)) → \(($0.values.last ?? .nan).fixed(2))"
      },
      briefNames: found.map(\.brief), notes: notes)
  }
}

extension Scene {
  /// Which readings do not depend on the length of the query: `no change with t: ReLU, focused`.
  fileprivate func sweepVerdict(_ curves: [(name: String, curve: ScaleCurve)]) -> String {
    func names(_ areMeant: (Float) -> Bool) -> String {
      curves.filter { entry in
        let known = entry.curve.means.filter(\.isFinite)
        guard let low = known.min(), let high = known.max() else { return false }
        return areMeant(high - low)
      }.map(\.name).joined(separator: ", ")
    }
    let (same, others) = (names { $0 < 0.005 }, names { $0 >= 0.005 })
    if others.isEmpty { return same.isEmpty ? "" : "no change with t: \(same)" }
    return "changes with t: \(others)" + (same.isEmpty ? "" : "; does not: \(same)")
  }
}

extension String {
  /// `0.5` for `0.500`, `2` for `2.00`.
  fileprivate var withoutTrailingZeros: String {
    guard contains(".") else { return self }
    var text = self[...]
    while text.last == "0" { text = text.dropLast() }
    if text.last == "." { text = text.dropLast() }
    return String(text)
  }
}
