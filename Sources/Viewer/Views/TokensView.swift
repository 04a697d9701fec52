// View 8: the tokens that each block gives: norms, principal components, sinks, and entropy against the query's norm.

import Attention
import AttentionMaps
import Glibc
import TerminalUI

struct TokensView: ScreenView {
  let name = "tokens"
  let summary =
    "tokens after each layer: norms, principal components as colors, sinks, entropy against the query's norm"

  let settings: ViewSettings = [.colors, .overlay]

  func maps(of subject: Subject, _ state: ViewerState) -> [MapKind] { [.attention] }
  func exportedMaps(_ state: ViewerState) -> [MapKind]? { nil }
  func exportRemark(_ state: ViewerState) -> String? {
    "Files hold the attention of the model, not norms or components of tokens."
  }
  func scaleName(_ state: ViewerState) -> ScaleName { ScaleName(brief: "|x|", full: "norm, each panel") }
  func mapName(_ scene: Scene) -> String { "norm of tokens" }

  func computations(_ scene: Scene) -> [any Computation] {
    scene.loaded.flatMap { subject -> [any Computation] in
      guard subject.record != nil else { return [] }
      let layer = LayerKey(examination: subject.key, layer: subject.layer)
      return [MeasureTokens(examination: subject.key), FindSinks(layer: layer), SumRows(layer)]
    }
  }

  /// The norms of the tokens under the cursor.
  func valuesAtCursor(_ scene: Scene) -> [CursorValue] {
    scene.loaded.compactMap { subject in
      guard let map = subject.tokens?.norms.map, let position = subject.mark(on: map.grid) else { return nil }
      let content = map.content(at: position)
      return CursorValue(
        side: subject.side, map: nil, text: content == .value ? map[position].brief : content.text)
    }
  }

  func panels(_ scene: Scene) -> [MapPanel] {
    scene.state.sides.flatMap { [scene.normPanel($0), scene.componentPanel($0)] }
  }

  func draw(_ canvas: inout Canvas, _ scene: Scene, _ layout: ScreenLayout) {
    var panels = panels(scene)
    let places = TokensLayout(scene, layout, panels: panels.map(\.side))
    // Without a line that says where they are, letters would be riddles.
    if places.lines.isEmpty { for index in panels.indices { panels[index].sinks = [:] } }
    canvas.parts = places.page.parts
    for (index, rect) in zip(places.page.panels, places.row.panels) {
      canvas.draw(panels[index], in: rect, row: places.row)
    }
    for (side, rect) in zip(scene.state.sides, places.lines) {
      canvas.frame.spans(scene.tokenLine(side), x: rect.x, y: rect.y, width: rect.width)
    }
    if let depth = places.depth { canvas.drawNormsOverDepth(scene, in: depth) }
    for (side, rect) in places.scatters { canvas.drawEntropyAgainstNorm(side, scene, in: rect) }
  }
}

/// The rectangles of the view's parts, and which of them a page shows.
private struct TokensLayout {
  enum Part: Equatable { case depth, scatters }

  let page: Page<Part>
  let row: PanelRow
  /// A line for each side; none where there is no room.
  let lines: [Rect]
  let depth: Rect?
  let scatters: [(side: Side, rect: Rect)]

  /// The fewest rows of a chart with its title.
  private static let lowestChart = 7
  private static let narrowestScatter = 20
  private static let narrowestDepth = 34

  /// - Parameter panels: the side of every panel that there is to show.
  init(_ scene: Scene, _ layout: ScreenLayout, panels: [Side?]) {
    let body = layout.body
    let sides = scene.state.sides
    var area = body
    if body.height >= 18 { area.height = max(10, min(body.height - 9, body.height * 2 / 3)) }
    let row = PanelRow(
      area: area, count: panels.count, gridSides: scene.gridSides, isCompact: layout.isCompact,
      smallestSide: 14, hasImage: false, lines: scene.panelLines)
    self.row = row
    let left = body.height - row.height
    let lineCount = left >= TokensLayout.lowestChart + sides.count + 1 ? sides.count : 0
    let gap = left - lineCount >= TokensLayout.lowestChart + 3 ? 1 : 0
    let top = body.y + row.height
    let charts = Rect(
      x: 1, y: top + lineCount + gap, width: body.width - 2, height: left - lineCount - gap)
    let hasCharts = charts.height >= TokensLayout.lowestChart
    let besideDepth = charts.width - sides.count * TokensLayout.narrowestScatter
    let hasScatters = hasCharts && besideDepth >= TokensLayout.narrowestDepth
    page = scene.page(
      panels: panels, room: row.panels.count,
      others: (hasCharts ? [] : [.depth]) + (hasScatters ? [] : [.scatters]))
    let whole = Rect(x: 1, y: body.y, width: body.width - 2, height: body.height)
    func columns(_ rect: Rect) -> [(side: Side, rect: Rect)] {
      let width = rect.width / sides.count
      return sides.enumerated().map { index, side in
        (
          side, Rect(x: rect.x + index * width, y: rect.y, width: width - 1, height: rect.height)
        )
      }
    }
    lines =
      page.other == nil
      ? (0..<lineCount).map { Rect(x: 1, y: top + $0, width: body.width - 2, height: 1) } : []
    switch page.other {
    case .depth: (depth, scatters) = (whole, [])
    case .scatters: (depth, scatters) = (nil, columns(whole))
    case nil where hasScatters:
      let share = charts.width / (sides.count + 2)
      let width = sides.count * max(TokensLayout.narrowestScatter, min(48, share))
      let depthWidth = charts.width - width
      depth = Rect(x: charts.x, y: charts.y, width: depthWidth - 2, height: charts.height)
      scatters = columns(
        Rect(x: charts.x + depthWidth, y: charts.y, width: width, height: charts.height))
    case nil: (depth, scatters) = (hasCharts ? charts : nil, [])
    }
  }
}

// MARK: Norms over depth

extension Scene {
  /// The mean and the largest norm after every layer of each side.
  fileprivate var normProfiles: [DepthProfile] {
    loaded.flatMap { subject -> [DepthProfile] in
      let layers = findings[MeasureTokens(examination: subject.key)] ?? []
      let colors = Theme.lines[subject.side.rawValue]
      func profile(_ name: String, _ color: Color, _ number: (TokenNorms) -> Double?) -> DepthProfile {
        DepthProfile(
          name: "\(subject.side.letter) \(name)", color: color,
          values: layers.map { number($0.norms).map(Float.init) ?? .nan }, layer: subject.layer)
      }
      return [
        profile("mean", colors[0]) { $0.mean.value }, profile("max", colors[1]) { $0.max.value },
      ]
    }
  }
}

extension Canvas {
  fileprivate mutating func drawNormsOverDepth(_ scene: Scene, in area: Rect) {
    let profiles = scene.normProfiles
    guard profiles.contains(where: { !$0.values.isEmpty }) else {
      frame.text("norms over depth", x: area.x, y: area.y, Theme.faint, width: area.width)
      return
    }
    // Few tokens may be a hundred times as long as the others.
    let known = profiles.flatMap(\.values).filter { $0.isFinite && $0 > 0 }
    let isLogarithmic = (known.max() ?? 1) > 10 * (known.min() ?? 1)
    let lines = profiles.map { profile in
      LinePlot.Line(
        name: profile.name, color: profile.color, isDotted: profile.name.hasSuffix("mean"),
        values: profile.values.map { value in
          isLogarithmic ? value > 0 ? log10f(value) : .nan : value
        })
    }
    frame.spans(
      depthTitle(profiles, isLogarithmic: isLogarithmic, width: area.width), x: area.x, y: area.y,
      width: area.width)
    let counted = scene.focused ?? scene.loaded.first
    let layers = counted?.model.model.layers.count ?? 1
    let values = lines.flatMap(\.values)
    let chart = Rect(x: area.x, y: area.y + 1, width: area.width, height: area.height - 1)
    let plotWidth = max(1, chart.width - LinePlot.axisWidth - lines.count - 1)
    let step = max(1, (layers * 4 + plotWidth - 1) / plotWidth)
    let current = counted?.layer
    // Lines of models with other numbers of layers run from the first to the last layer too.
    let isUnlike = Set(profiles.map(\.values.count)).count > 1
    let owner = isUnlike ? "\(counted?.side.letter ?? "") " : ""
    draw(
      LinePlot(
        lines: lines, axis: isLogarithmic ? ValueAxis(logarithms: values) : nil,
        cursor: current.map { Float($0) / Float(max(1, layers - 1)) },
        labels: (0..<layers).filter { $0 % step == 0 || $0 == current }.map {
          (
            Float($0) / Float(max(1, layers - 1)), ($0 == 0 ? owner : "") + "\($0)",
            $0 == current ? Theme.accent : Theme.faint
          )
        }),
      in: chart)
  }

  /// What the lines are, each with its number and its value in the layer on the screen, as much of it as fits.
  private func depthTitle(_ profiles: [DepthProfile], isLogarithmic: Bool, width: Int) -> [Span] {
    func title(_ name: String, hasValues: Bool, isBrief: Bool) -> [Span] {
      var spans = [Span(name, Theme.faint)]
      for (index, profile) in profiles.enumerated() {
        let isRepeated = index > 0 && profiles[index - 1].name.first == profile.name.first
        let label = isBrief && isRepeated ? String(profile.name.dropFirst(2)) : profile.name
        spans.append(Span("  ", Theme.faint))
        spans.append(Span("\(LinePlot.number(index)) ", Style(profile.color, on: .standard, .bold)))
        spans.append(Span(label, Theme.text))
        if hasValues { spans.append(Span(" \(profile.here.brief)", Theme.strong)) }
      }
      return spans
    }
    let long = "norm of tokens over depth" + (isLogarithmic ? ", log" : "")
    let forms = [
      title(long, hasValues: true, isBrief: false), title("|x| over depth", hasValues: true, isBrief: false),
      title("|x|", hasValues: true, isBrief: false), title("|x|", hasValues: false, isBrief: false),
      title("|x|", hasValues: false, isBrief: true),
      Array(title("", hasValues: false, isBrief: true).dropFirst(2)),
    ]
    return forms.first { $0.columns <= width } ?? forms[forms.count - 1]
  }
}

// MARK: Entropy against the norm of the query

extension Canvas {
  /// The queries of a side's head as points, with their correlation.
  fileprivate mutating func drawEntropyAgainstNorm(_ side: Side, _ scene: Scene, in area: Rect) {
    guard let subject = scene.subject(side), subject.record != nil else { return }
    let start = [Span(side.letter + " ", Theme.accent), Span("\(subject.place.headPlace) ", Theme.text)]
    guard
      let statistics = subject.statistics(layer: subject.layer),
      let points = statistics.queryPoints(head: subject.head, stream: .attention)
    else {
      let sums = SumRows(LayerKey(examination: subject.key, layer: subject.layer))
      let fraction = scene.findings.progress(sums).map { " \(($0 * 100).fixed(0)) %" } ?? ""
      let stopped = scene.state.sumsAreStopped ? ", stopped" : ""
      return drawTitle([start + [Span("entropies" + fraction + stopped, Theme.faint)]], in: area)
    }
    let known = points.compactMap { point in
      point.entropy.value.flatMap { $0.isFinite && point.norm.isFinite ? (x: point.norm, y: $0) : nil }
    }
    let name = subject.description.mechanism.hasSignedRows ? "H|a|" : "H"
    let correlation = statistics.queryNormCorrelation(head: subject.head, stream: .attention)
    let number = correlation.map { "r \($0.fixed(2))" } ?? "r –"
    let why = correlation == nil ? known.count < 2 ? ": too few queries" : ": \(Undefined.constant)" : ""
    let left = points.count - known.count
    let gaps = left > 0 ? ", \(left) without an entropy" : ""
    drawTitle(
      [
        start + [
          Span("\(name) against |q|, ", Theme.faint), Span(number + why, Theme.strong),
          Span(", \(known.count) queries\(gaps)", Theme.faint),
        ],
        start + [Span("\(name) against |q|  ", Theme.faint), Span(number + why, Theme.strong)],
        start + [Span("\(name), |q|  ", Theme.faint), Span(number, Theme.strong)],
        start + [Span(number, Theme.strong)],
      ], in: area)
    let row = subject.matrixRow(layer: subject.layer)
    let marked = points.first { $0.row == row }.flatMap { point in
      point.entropy.value.map { (x: point.norm, y: $0) }
    }
    draw(
      ScatterPlot(
        points: known, color: Theme.lines[side.rawValue][0], name: "|q|", marked: marked),
      in: Rect(x: area.x, y: area.y + 1, width: area.width, height: area.height - 1))
  }

  /// The first of the titles that fits.
  private mutating func drawTitle(_ titles: [[Span]], in area: Rect) {
    // A blank more to the title of the next chart.
    let title = titles.first { $0.columns < area.width } ?? titles[titles.count - 1]
    frame.spans(title, x: area.x, y: area.y, width: area.width)
  }
}
