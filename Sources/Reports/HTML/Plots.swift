// The plots of the report.
import Attention
import Session

/// A line of a plot.
struct PlotSeries {
  let title: String
  /// The classes of its color and of its dashes in the style sheet: `m0`, `m1 same` …
  let style: String
  /// For each layer of the model; nil where there is none.
  let values: [Double?]
}

/// A plot's scale from 0 to 1 on the left, with the room around it.
private struct Frame {
  let width = 480.0
  let height = 260.0
  let left = 40.0
  let right = 12.0
  let top = 10.0
  let bottom = 36.0

  func y(_ value: Double) -> Double { top + (height - top - bottom) * (1 - min(max(value, 0), 1)) }
  func x(_ fraction: Double) -> Double { left + (width - left - right) * fraction }

  func drawScale(into shapes: inout Shapes) {
    for tick in stride(from: 0.0, through: 1.0, by: 0.25) {
      shapes.line(left, y(tick), width - right, y(tick), "grid")
      shapes.text(tick.fixed(2), left - 6, y(tick) + 4, "end")
    }
  }
}

/// Lines over the layers of their models, on a scale from 0 to 1: the first layers of all models stand above each
/// other, and the last ones.
func layerPlot(title: String, series: [PlotSeries]) -> Markup {
  let frame = Frame()
  var shapes = Shapes()
  let depth = series.map(\.values.count).max() ?? 0
  func x(_ layer: Int, of count: Int) -> Double {
    let place = count > 1 ? Double(layer) / Double(count - 1) * Double(depth - 1) : Double(depth - 1) / 2
    return frame.x((place + 0.5) / Double(max(depth, 1)))
  }
  frame.drawScale(into: &shapes)
  for layer in stride(from: 0, to: depth, by: max(1, (depth + 23) / 24)) {
    shapes.text("\(layer)", x(layer, of: depth), frame.height - frame.bottom + 17)
  }
  let differ = Set(series.map(\.values.count)).count > 1
  shapes.text(
    differ ? "layer of the deepest model; the others from first to last" : "layer",
    frame.x(0.5), frame.height - 5)
  for one in series {
    let points = one.values.enumerated().map { layer, value in
      value.map { (x: x(layer, of: one.values.count), y: frame.y($0)) }
    }
    shapes.polyline(points, one.style)
    for (layer, point) in points.enumerated() {
      guard let point, let value = one.values[layer] else { continue }
      shapes.dot(point.x, point.y, one.style, tip: "\(one.title), layer \(layer): \(value.fixed(3))")
    }
  }
  let words = series.map { "\($0.title): " + $0.values.map { $0.fixed(2) }.joined(separator: ", ") }
  return shapes.figure(
    title: title, description: words.joined(separator: ". "), width: frame.width, height: frame.height,
    legend: series.map { LegendKey(style: $0.style, title: $0.title, isLine: true) })
}

/// An image of `imagePlot`.
struct PlotImage {
  let name: String
  /// By model.
  let levels: [Double?]
}

/// Every image in the order of the page, with a dot for each model, on a scale from 0 to 1.
func imagePlot(title: String, images: [PlotImage], models: [String]) -> Markup {
  let frame = Frame()
  var shapes = Shapes()
  frame.drawScale(into: &shapes)
  for (index, image) in images.enumerated() {
    let x = frame.x((Double(index) + 0.5) / Double(images.count))
    let known = image.levels.compactMap(\.self)
    if let low = known.min(), let high = known.max(), low < high {
      shapes.line(x, frame.y(low), x, frame.y(high), "grid")
    }
    for (model, level) in image.levels.enumerated() {
      guard let level else { continue }
      shapes.dot(x, frame.y(level), "m\(model)", tip: "\(image.name) · \(models[model]): \(level.fixed(3))")
    }
  }
  shapes.text("images, in the order of the table", frame.x(0.5), frame.height - 12)
  let words = images.prefix(40).map { image in
    "\(image.name): " + image.levels.map { $0.fixed(2) }.joined(separator: ", ")
  }
  return shapes.figure(
    title: title, description: words.joined(separator: ". "), width: frame.width, height: frame.height,
    legend: models.enumerated().map { LegendKey(style: "m\($0)", title: $1) })
}

/// A row of `matrixPlot`: a layer with a value for each of its heads.
struct PlotRow {
  /// What it is called beside the plot.
  let title: String
  let values: [Double?]
}

/// Numbers of heads as a matrix of colored cells, a row for each layer.
///
/// - Parameters:
///   - isSigned: whether the color is that of a sign; else that of a size from 0 to 1.
///   - style: the class of sizes.
func matrixPlot(title: String, rows: [PlotRow], isSigned: Bool, style: String = "") -> Markup {
  let heads = rows.map(\.values.count).max() ?? 0
  let (cellWidth, cellHeight, left, top) = (46.0, 22.0, 44.0, 22.0)
  let width = max(left + cellWidth * Double(heads) + 4, 180)
  let height = top + cellHeight * Double(rows.count) + 20
  let largest = isSigned ? max(rows.flatMap(\.values).compactMap { $0.map(abs) }.max() ?? 0, 1e-9) : 1
  var shapes = Shapes()
  func text(_ value: Double?) -> String { isSigned ? value.signed(2) : value.fixed(2) }
  for head in 0..<heads { shapes.text("\(head)", left + cellWidth * (Double(head) + 0.5), top - 7) }
  for (index, row) in rows.enumerated() {
    let y = top + cellHeight * Double(index)
    shapes.text(row.title, left - 8, y + cellHeight / 2 + 4, "end")
    for (head, value) in row.values.enumerated() {
      let x = left + cellWidth * Double(head)
      let color = value.map { isSigned ? ($0 < 0 ? "below" : "above") : style } ?? "none"
      shapes.rectangle(
        x + 1, y + 1, cellWidth - 2, cellHeight - 2, color,
        opacity: value.map { 0.06 + 0.5 * abs($0) / largest } ?? 1,
        tip: "layer \(row.title), head \(head): \(isSigned ? value.signed(3) : value.fixed(3))")
      shapes.text(text(value), x + cellWidth / 2, y + cellHeight / 2 + 4, "middle value")
    }
  }
  shapes.text("rows: layers, columns: heads", left, height - 5, "start")
  let words = rows.flatMap { row in
    row.values.enumerated().map { "layer \(row.title) head \($0): \(text($1))" }
  }
  return shapes.figure(
    title: title, description: words.joined(separator: ", "), width: width, height: height, isWide: false,
    legend: isSigned
      ? [LegendKey(style: "below", title: "lower"), LegendKey(style: "above", title: "higher")] : [])
}

/// How often each difference occurs, with a line at zero.
func histogram(title: String, values: [Double]) -> Markup {
  let frame = Frame()
  let low = min(values.min() ?? 0, 0)
  let high = max(values.max() ?? 0, 0)
  let span = max(high - low, 1e-9)
  let bins = 30
  var counts = [Int](repeating: 0, count: bins)
  for value in values { counts[min(bins - 1, max(0, Int(Double(bins) * (value - low) / span)))] += 1 }
  let most = Double(max(counts.max() ?? 0, 1))
  func x(_ value: Double) -> Double { frame.x((value - low) / span) }
  var shapes = Shapes()
  for (bin, count) in counts.enumerated() where count > 0 {
    let start = low + span * Double(bin) / Double(bins)
    let end = start + span / Double(bins)
    let top = frame.y(Double(count) / most)
    shapes.rectangle(
      x(start) + 0.5, top, x(end) - x(start) - 1, frame.y(0) - top, start + end < 0 ? "below" : "above",
      opacity: 0.7,
      tip: "\(counted(count, "image")) from \(start.signed(3)) to \(end.signed(3))")
  }
  shapes.line(frame.left, frame.y(0), frame.width - frame.right, frame.y(0), "axis")
  shapes.line(x(0), frame.top, x(0), frame.y(0), "axis")
  shapes.text("\(Int(most))", frame.left - 6, frame.top + 10, "end")
  for value in Set([low, 0, high]).sorted() {
    let style = value == high ? "end" : value == low ? "start" : "middle"
    shapes.text(value == 0 ? "0" : value.signed(3), x(value), frame.height - frame.bottom + 17, style)
  }
  return shapes.figure(
    title: title, description: "\(values.count { $0 < 0 }) of \(values.count) images are below zero.",
    width: frame.width, height: frame.height)
}

/// The fractions pp, nn, pn, np of every layer as bars of one length.
func budgetPlot(title: String, layers: [[Double]?]) -> Markup {
  let (width, left, bar, gap) = (480.0, 40.0, 16.0, 5.0)
  let height = (bar + gap) * Double(layers.count) + 6
  let styles = ["pp", "nn", "pn", "np"]
  var shapes = Shapes()
  for (layer, fractions) in layers.enumerated() {
    let y = (bar + gap) * Double(layer) + 2
    shapes.text("\(layer)", left - 8, y + bar - 4, "end")
    var x = left
    for (style, fraction) in zip(styles, fractions ?? []) {
      let size = (width - left - 4) * fraction
      shapes.rectangle(
        x, y, size - 1, bar, style, tip: "layer \(layer), \(style): \((100 * fraction).fixed(1)) %")
      if fraction > 0.06 {
        shapes.text((100 * fraction).fixed(0), x + size / 2, y + bar - 4, "on-color")
      }
      x += size
    }
  }
  let words = layers.enumerated().map { layer, fractions in
    "layer \(layer): " + (fractions.map { $0.map { (100 * $0).fixed(0) }.joined(separator: " ") } ?? "–")
  }.joined(separator: ", ")
  return shapes.figure(
    title: title, description: "Fractions pp, nn, pn, np in percent by layer. \(words)", width: width,
    height: height,
    legend: [
      ("pp", "both positive"), ("nn", "both negative"), ("pn", "query positive"), ("np", "key positive"),
    ].map { LegendKey(style: $0.0, title: "\($0.0): \($0.1)") })
}
