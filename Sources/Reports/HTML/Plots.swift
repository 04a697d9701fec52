// The plots of the report, as inline SVG whose colors come from the page's style.
import Attention
import Session

/// A line of a plot: a value for each layer, nil where there is none.
struct PlotSeries {
  let title: String
  /// The class of its color in the style sheet: `a`, `b`, `b-same` …
  let style: String
  let values: [Double?]
}

/// A figure with its title and, for screen readers, its numbers in words.
private func figure(
  title: String, description: String, width: Int, height: Int, legend: [(style: String, title: String)] = [],
  _ shapes: [Markup]
) -> Markup {
  let svg = Markup.element(
    "svg",
    [
      "xmlns": "http://www.w3.org/2000/svg", "viewBox": "0 0 \(width) \(height)", "width": "\(width)",
      "role": "img",
      "aria-label": "\(title). \(description)",
    ], shapes)
  let keys = legend.map { key in
    Markup.element(
      "li", [:], [.element("span", ["class": "key \(key.style)"], [.text("")]), .text(key.title)])
  }
  return .element(
    "figure", [:],
    [.element("figcaption", [:], title), svg]
      + (keys.isEmpty ? [] : [.element("ul", ["class": "legend"], keys)]))
}

private func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String) -> Markup {
  .element(
    "line",
    ["x1": coordinate(x1), "y1": coordinate(y1), "x2": coordinate(x2), "y2": coordinate(y2), "class": style])
}

private func label(_ text: String, _ x: Double, _ y: Double, _ style: String = "middle") -> Markup {
  .element("text", ["x": coordinate(x), "y": coordinate(y), "class": style], text)
}

private func rectangle(
  _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ style: String, opacity: Double = 1
) -> Markup {
  .element(
    "rect",
    [
      "x": coordinate(x), "y": coordinate(y), "width": coordinate(max(width, 0)),
      "height": coordinate(max(height, 0)), "class": style, "fill-opacity": coordinate(opacity),
    ])
}

/// A length of an SVG with two decimals and a plain minus sign.
private func coordinate(_ value: Double) -> String { value.fixed(2).replacing("−", with: "-") }

/// Lines over the layers, on a scale from 0 to 1.
func layerPlot(title: String, series: [PlotSeries]) -> Markup {
  let (width, height, left, right, top, bottom) = (640.0, 280.0, 44.0, 12.0, 12.0, 36.0)
  let layers = series.map(\.values.count).max() ?? 0
  func x(_ layer: Int) -> Double {
    left + (width - left - right) * (Double(layer) + 0.5) / Double(max(layers, 1))
  }
  func y(_ value: Double) -> Double { top + (height - top - bottom) * (1 - min(max(value, 0), 1)) }
  var shapes: [Markup] = []
  for tick in stride(from: 0.0, through: 1.0, by: 0.25) {
    shapes.append(line(left, y(tick), width - right, y(tick), "grid"))
    shapes.append(label(tick.fixed(2), left - 6, y(tick) + 4, "end"))
  }
  let step = max(1, (layers + 23) / 24)
  for layer in stride(from: 0, to: layers, by: step) {
    shapes.append(label("\(layer)", x(layer), height - bottom + 18))
  }
  shapes.append(label("layer", (left + width - right) / 2, height - 4))
  for one in series {
    let points = one.values.enumerated().compactMap { layer, value in value.map { (x(layer), y($0)) } }
    shapes.append(
      .element(
        "polyline",
        [
          "points": points.map { "\(coordinate($0.0)),\(coordinate($0.1))" }.joined(separator: " "),
          "class": "line \(one.style)",
        ]))
    shapes += points.map {
      .element("circle", ["cx": coordinate($0.0), "cy": coordinate($0.1), "r": "3", "class": one.style])
    }
  }
  let words = series.map { one in
    "\(one.title): " + one.values.map { $0.fixed(2) }.joined(separator: ", ")
  }.joined(separator: ". ")
  return figure(
    title: title, description: words, width: Int(width), height: Int(height),
    legend: series.map { ($0.style, $0.title) }, shapes)
}

/// A cell of `matrixPlot`.
struct PlotCell {
  /// Of A; gives the cell its row and column.
  let place: HeadPlace
  /// What the row is called.
  let layerText: String
  let value: Double?
}

/// Differences of heads as a matrix of colored cells, a row for each layer.
func matrixPlot(title: String, cells: [PlotCell]) -> Markup {
  let layers = (cells.map(\.place.layer).max() ?? 0) + 1
  let heads = (cells.map(\.place.head).max() ?? 0) + 1
  let names = Dictionary(
    cells.map { ($0.place.layer, $0.layerText) }, uniquingKeysWith: { first, _ in first })
  let (cellWidth, cellHeight, left, top) = (46.0, 24.0, 44.0, 22.0)
  let width = max(left + cellWidth * Double(heads) + 4, 200)
  let height = top + cellHeight * Double(layers) + 22
  let largest = max(cells.compactMap { $0.value.map(abs) }.max() ?? 0, 1e-9)
  var shapes = (0..<heads).map { label("\($0)", left + cellWidth * (Double($0) + 0.5), top - 6) }
  shapes += (0..<layers).map {
    label(names[$0] ?? "\($0)", left - 8, top + cellHeight * (Double($0) + 0.5) + 4, "end")
  }
  for cell in cells {
    let (x, y) = (left + cellWidth * Double(cell.place.head), top + cellHeight * Double(cell.place.layer))
    let value = cell.value ?? 0
    shapes.append(
      rectangle(
        x + 1, y + 1, cellWidth - 2, cellHeight - 2,
        cell.value == nil ? "none" : value < 0 ? "below" : "above",
        opacity: 0.08 + 0.62 * abs(value) / largest))
    shapes.append(label(cell.value.signed(2), x + cellWidth / 2, y + cellHeight / 2 + 4))
  }
  shapes.append(label("rows: layers, columns: heads", left, height - 6, "start"))
  let words = cells.map { "layer \($0.layerText) head \($0.place.head): \($0.value.signed(2))" }.joined(
    separator: ", ")
  return figure(
    title: title, description: words, width: Int(width), height: Int(height),
    legend: [("below", "B lower"), ("above", "B higher")], shapes)
}

/// How often each difference occurs, with a line at zero.
func histogram(title: String, values: [Double]) -> Markup {
  let (width, height, left, right, top, bottom) = (640.0, 220.0, 44.0, 12.0, 12.0, 36.0)
  let low = min(values.min() ?? 0, 0)
  let high = max(values.max() ?? 0, 0)
  let span = max(high - low, 1e-9)
  let bins = 30
  var counts = [Int](repeating: 0, count: bins)
  for value in values { counts[min(bins - 1, max(0, Int(Double(bins) * (value - low) / span)))] += 1 }
  let most = Double(max(counts.max() ?? 0, 1))
  func x(_ value: Double) -> Double { left + (width - left - right) * (value - low) / span }
  var shapes: [Markup] = []
  for (bin, count) in counts.enumerated() where count > 0 {
    let start = low + span * Double(bin) / Double(bins)
    let size = (height - top - bottom) * Double(count) / most
    shapes.append(
      rectangle(
        x(start) + 0.5, height - bottom - size, (width - left - right) / Double(bins) - 1, size,
        start + span / Double(bins) / 2 < 0 ? "below" : "above", opacity: 0.7))
  }
  shapes.append(line(left, height - bottom, width - right, height - bottom, "axis"))
  shapes.append(line(x(0), top, x(0), height - bottom, "axis"))
  shapes.append(label("\(Int(most))", left - 6, top + 10, "end"))
  for value in Set([low, 0, high]).sorted() {
    let style = value == high ? "end" : value == low ? "start" : "middle"
    shapes.append(label(value == 0 ? "0" : value.signed(3), x(value), height - bottom + 18, style))
  }
  return figure(
    title: title, description: "\(values.count { $0 < 0 }) of \(values.count) images are below zero.",
    width: Int(width), height: Int(height), shapes)
}

/// The fractions pp, nn, pn, np of every layer as bars of one length.
func budgetPlot(title: String, layers: [[Double]?]) -> Markup {
  let (width, left, bar, gap) = (640.0, 44.0, 16.0, 5.0)
  let height = (bar + gap) * Double(layers.count) + 6
  let styles = ["pp", "nn", "pn", "np"]
  var shapes: [Markup] = []
  for (layer, fractions) in layers.enumerated() {
    let y = (bar + gap) * Double(layer) + 2
    shapes.append(label("\(layer)", left - 8, y + bar - 4, "end"))
    var x = left
    for (style, fraction) in zip(styles, fractions ?? []) {
      let size = (width - left - 4) * fraction
      shapes.append(rectangle(x, y, size - 1, bar, style))
      if fraction > 0.06 {
        shapes.append(label((100 * fraction).fixed(0), x + size / 2, y + bar - 4, "on-color"))
      }
      x += size
    }
  }
  let words = layers.enumerated().map { layer, fractions in
    "layer \(layer): " + (fractions ?? []).map { (100 * $0).fixed(0) }.joined(separator: " ")
  }.joined(separator: ", ")
  return figure(
    title: title, description: "Fractions pp, nn, pn, np in percent by layer. \(words)", width: Int(width),
    height: Int(height),
    legend: [
      ("pp", "pp: both positive"), ("nn", "nn: both negative"), ("pn", "pn: query positive"),
      ("np", "np: key positive"),
    ], shapes)
}
