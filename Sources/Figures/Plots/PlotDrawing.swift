// Draws figures of numbers: panels side by side, a legend for all, a caption.
import Files
import Glibc
import Imaging
import Session

extension PlotFigure {
  /// The figure.
  ///
  /// - Parameter source: what made it, for the caption: the program and the command.
  package func drawing(source: String) -> Drawing {
    PlotDrawing(self, source: source).drawing
  }
}

private struct PlotDrawing {
  private static let lineWidth = 1.0
  private static let mostColumns = 3
  private let figure: PlotFigure
  private(set) var drawing: Drawing

  private var style: FigureStyle { figure.style }
  private var small: Double { style.smallSize }

  init(_ figure: PlotFigure, source: String) {
    self.figure = figure
    let style = figure.style
    let width = points(millimeters: style.width)
    let size = style.fontSize
    let isWhole = figure.panels.allSatisfy { $0.series.allSatisfy { $0.leftOut.count == 0 } }
    let explanation = isWhole ? "" : " " + figure.leftOutRule
    let lines =
      style.hasCaption
      ? "\(figure.caption)\(explanation) \(source)".wrapped(
        width: (width - 1) / Letters.substituteWidth, size: size) : []
    let legend = Legend(figure.panels, width: width, size: style.smallSize)
    let gap = size * 1.6
    let columns = min(max(figure.panels.count, 1), Self.mostColumns)
    let rows = (figure.panels.count + columns - 1) / columns
    let panelWidth = (width - gap * Double(columns - 1)) / Double(columns)
    let panelHeight = min(panelWidth * 0.72, points(millimeters: 75))
    let legendTop = Double(rows) * panelHeight + Double(max(rows - 1, 0)) * gap + 4
    let captionTop = legendTop + legend.height + 4
    drawing = Drawing(
      width: width,
      height: captionTop + (lines.isEmpty ? 0 : Double(lines.count) * size * 1.25 + 3),
      title: figure.title)
    for (number, panel) in figure.panels.enumerated() {
      let box = Box(
        x: Double(number % columns) * (panelWidth + gap), y: Double(number / columns) * (panelHeight + gap),
        width: panelWidth, height: panelHeight)
      draw(panel, in: box)
    }
    legend.draw(on: &drawing, top: legendTop)
    for (number, line) in lines.enumerated() {
      drawing.write(
        line, at: Point(0.5, captionTop + size + Double(number) * size * 1.25), size: size, keepsWidth: true)
    }
  }

  private mutating func draw(_ panel: PlotPanel, in box: Box) {
    let axes = PlotAxes(panel, style: style, in: box)
    let inner = axes.inner
    for tick in axes.yTicks {
      let y = axes.y(tick.value)
      drawing.add(.line([Point(inner.x, y), Point(inner.right, y)], color: Ink.grid, width: 0.5))
      drawing.write(tick.text, at: Point(inner.x - 3, y + small * 0.35), size: small, anchor: .end)
    }
    for tick in axes.xTicks {
      let x = axes.x(tick.value)
      drawing.add(
        .line([Point(x, inner.bottom), Point(x, inner.bottom + 2)], color: Ink.axis, width: 0.5))
      drawing.write(
        tick.text, at: Point(x, inner.bottom + 3 + small * 0.85), size: small, anchor: .middle)
    }
    for series in panel.series {
      let band =
        series.spread.map { Point(axes.x($0.x), axes.y($0.high)) }
        + series.spread.reversed().map { Point(axes.x($0.x), axes.y($0.low)) }
      if band.count > 3 {
        drawing.add(.polygon(band, fill: series.color, opacity: 0.15))
      }
    }
    for series in panel.series { draw(series, on: axes) }
    drawing.add(
      .line(
        [Point(inner.x, inner.y), Point(inner.x, inner.bottom), Point(inner.right, inner.bottom)],
        color: Ink.axis, width: 0.6))
    drawing.write(
      panel.xTitle, at: Point(inner.x + inner.width / 2, box.bottom - small * 0.2), size: small,
      anchor: .middle)
    drawing.write(
      panel.yTitle, at: Point(box.x + small * 0.85, inner.y + inner.height / 2), size: small,
      anchor: .middle,
      isUpright: true)
    drawing.write(
      panel.title.escaped.fitted(width: inner.width, size: style.fontSize),
      at: Point(inner.x + inner.width / 2, box.y + style.fontSize), size: style.fontSize,
      anchor: .middle)
  }

  private mutating func draw(_ series: PlotSeries, on axes: PlotAxes) {
    switch series.look {
    case .line, .points:
      var run: [Point] = []
      for value in series.values {
        guard let y = value.y.map(axes.y), y.isFinite else {
          connect(&run, series)
          continue
        }
        run.append(Point(axes.x(value.x), y))
      }
      connect(&run, series)
    case .steps:
      var outline: [Point] = []
      for (value, next) in zip(series.values, series.values.dropFirst()) {
        let y = axes.y(value.y ?? 0)
        outline += [Point(axes.x(value.x), y), Point(axes.x(next.x), y)]
      }
      stroke(outline, series)
    }
  }

  /// Draws a piece of a series, and begins the next.
  private mutating func connect(_ run: inout [Point], _ series: PlotSeries) {
    if series.look == .line, run.count > 1 { stroke(run, series) }
    if series.look == .points || run.count == 1 || (3...24).contains(series.values.count) {
      for point in run {
        drawing.add(
          .circle(
            point, radius: series.look == .points ? 2.4 : 1.5, fill: series.color,
            stroke: Ink.paper, width: 0.5))
      }
    }
    run = []
  }

  private mutating func stroke(_ points: [Point], _ series: PlotSeries) {
    let pieces = series.isDashed ? dashes(of: points, length: 3.2, gap: 2) : [points]
    for piece in pieces { drawing.add(.line(piece, color: series.color, width: Self.lineWidth)) }
  }
}

/// A line cut into pieces with gaps between them.
private func dashes(of points: [Point], length: Double, gap: Double) -> [[Point]] {
  var pieces: [[Point]] = []
  var (left, isDrawn) = (length, true)
  var piece = points.prefix(1).map { $0 }
  for (start, end) in zip(points, points.dropFirst()) {
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    let total = (dx * dx + dy * dy).squareRoot()
    var done = 0.0
    while total - done > left {
      done += left
      let place = Point(start.x + dx * done / total, start.y + dy * done / total)
      if isDrawn {
        pieces.append(piece + [place])
        piece = []
      } else {
        piece = [place]
      }
      isDrawn.toggle()
      left = isDrawn ? length : gap
    }
    left -= total - done
    if isDrawn { piece.append(end) }
  }
  return piece.count > 1 ? pieces + [piece] : pieces
}

/// Where values of a panel are.
private struct PlotAxes {
  let inner: Box
  let xTicks: [(value: Double, text: String)]
  let yTicks: [(value: Double, text: String)]
  private let xRange: ClosedRange<Double>
  /// Of logarithms on a logarithmic axis.
  private let yRange: ClosedRange<Double>
  private let isLogarithmic: Bool

  init(_ panel: PlotPanel, style: FigureStyle, in box: Box) {
    let small = style.smallSize
    isLogarithmic = panel.isLogarithmic
    let all = panel.series.flatMap(\.values)
    xRange = panel.xRange ?? Self.range(all.map(\.x))
    let ys =
      all.compactMap(\.y) + panel.series.flatMap { $0.spread.flatMap { [$0.low, $0.high] } }
    if isLogarithmic {
      let logarithms = ys.filter { $0 > 0 }.map { log10($0) }
      let top = (logarithms.max() ?? 0).rounded(.up)
      let bottom = max((logarithms.min() ?? -1).rounded(.down), top - 8)
      yRange = min(bottom, top - 1)...top
      yTicks = (Int(yRange.lowerBound)...Int(yRange.upperBound)).map {
        (pow(10, Double($0)), $0 == 0 ? "1" : "1e\($0)")
      }
    } else {
      var range = panel.yRange ?? Self.range(ys + [0])
      var ticks = niceTicks(from: range.lowerBound, to: range.upperBound, about: 5)
      if panel.yRange == nil, ticks.count > 1 {
        // The axis ends with a tick above the values.
        let step = ticks[1].value - ticks[0].value
        range = range.lowerBound...max((range.upperBound / step).rounded(.up) * step, range.lowerBound + step)
        ticks = niceTicks(from: range.lowerBound, to: range.upperBound, about: 5)
      }
      (yRange, yTicks) = (range, ticks)
    }
    let (low, high) = (xRange.lowerBound, xRange.upperBound)
    let ticks = niceTicks(from: low, to: high, about: panel.hasWholeX ? 8 : 5)
    xTicks = panel.hasWholeX ? ticks.filter { $0.value == $0.value.rounded() } : ticks
    let left = small * 1.5 + (yTicks.map { $0.text.width(size: small) }.max() ?? 0) + 4
    let top = panel.title.isEmpty ? small * 0.6 : style.fontSize * 1.5
    let bottom = small * 2.6 + 3
    inner = Box(
      x: box.x + left, y: box.y + top, width: box.width - left - small * 0.8,
      height: box.height - top - bottom)
  }

  /// The smallest range that holds the values, wider than nothing.
  private static func range(_ values: [Double]) -> ClosedRange<Double> {
    let finite = values.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max() else { return 0...1 }
    return high > low ? low...high : low...low + 1
  }

  func x(_ value: Double) -> Double {
    inner.x + (value - xRange.lowerBound) / (xRange.upperBound - xRange.lowerBound) * inner.width
  }

  /// Values beyond the axis are at its end; NaN for those below a logarithmic one.
  func y(_ value: Double) -> Double {
    let place = isLogarithmic ? (value > 0 ? log10(value) : -.infinity) : value
    if isLogarithmic, place < yRange.lowerBound { return .nan }
    let part = (place - yRange.lowerBound) / (yRange.upperBound - yRange.lowerBound)
    return inner.bottom - min(max(part, 0), 1) * inner.height
  }
}

/// What the colors and lines of all panels mean, in rows below them.
private struct Legend {
  private struct Entry {
    let series: PlotSeries
    let text: String
    let place: Point
  }

  private var entries: [Entry] = []
  private let size: Double
  let height: Double

  init(_ panels: [PlotPanel], width: Double, size: Double) {
    self.size = size
    var titles: Set<String> = []
    let groups = Dictionary(grouping: panels.flatMap(\.series), by: \.title)
    var (x, row) = (1.0, 0)
    for series in panels.flatMap(\.series) where titles.insert(series.title).inserted {
      let words = Self.marks(of: groups[series.title] ?? [])
      let text = series.title.escaped.fitted(width: width - 20 - words.width(size: size), size: size) + words
      // A long text needs room in another font too.
      let room = 16 + text.width(size: size) * (words.isEmpty ? 1 : Letters.substituteWidth) + 12
      if x > 1, x + room > width { (x, row) = (1, row + 1) }
      entries.append(Entry(series: series, text: text, place: Point(x, (Double(row) + 1) * size * 1.35)))
      x += room
    }
    height = entries.isEmpty ? 0 : (Double(row) + 1) * size * 1.35 + 2
  }

  /// ` |a|, 3 of 24 left out`, of all panels.
  private static func marks(of series: [PlotSeries]) -> String {
    var names: [String?] = []
    var leftOut: [String?: LeftOut] = [:]
    for one in series where one.leftOut.count > 0 || one.leftOutName == nil {
      if !names.contains(one.leftOutName) { names.append(one.leftOutName) }
      leftOut[one.leftOutName, default: LeftOut()].add(one.leftOut.count, of: one.leftOut.total)
    }
    let words = names.compactMap { name in
      leftOut[name]?.words.map { (name.map { "\($0) " } ?? "") + $0 }
    }
    return (series.contains(where: \.isSigned) ? " |a|" : "") + words.map { ", \($0)" }.joined()
  }

  func draw(on drawing: inout Drawing, top: Double) {
    for entry in entries {
      let y = top + entry.place.y - size * 0.3
      let (start, series) = (entry.place.x, entry.series)
      if series.look == .points {
        drawing.add(
          .circle(Point(start + 6, y), radius: 2.4, fill: series.color, stroke: nil, width: 0))
      } else {
        let ends = [Point(start, y), Point(start + 12, y)]
        for piece in series.isDashed ? dashes(of: ends, length: 3.2, gap: 2) : [ends] {
          drawing.add(.line(piece, color: series.color, width: 1.2))
        }
      }
      drawing.write(
        entry.text,
        at: Point(start + 16, top + entry.place.y), size: size)
    }
  }
}
