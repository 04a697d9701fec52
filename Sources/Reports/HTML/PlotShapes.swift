// What the plots of the report are drawn with: inline SVG whose colors come from the page's style.
import Session

/// The marks of one plot.
struct Shapes {
  var all: [Markup] = []

  /// A line; `style` is its class.
  mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String) {
    all.append(
      .element(
        "line",
        [
          "x1": coordinate(x1), "y1": coordinate(y1), "x2": coordinate(x2), "y2": coordinate(y2),
          "class": style,
        ]))
  }

  mutating func text(_ text: String, _ x: Double, _ y: Double, _ style: String = "middle") {
    all.append(.element("text", ["x": coordinate(x), "y": coordinate(y), "class": style], text))
  }

  /// A rectangle whose value readers see when they point at it.
  mutating func rectangle(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ style: String, opacity: Double = 1,
    tip: String
  ) {
    all.append(
      .element(
        "rect",
        [
          "x": coordinate(x), "y": coordinate(y), "width": coordinate(max(width, 0)),
          "height": coordinate(max(height, 0)), "class": style, "fill-opacity": coordinate(opacity),
        ], [.element("title", [:], tip)]))
  }

  mutating func dot(_ x: Double, _ y: Double, _ style: String, tip: String) {
    all.append(
      .element(
        "circle", ["cx": coordinate(x), "cy": coordinate(y), "r": "3", "class": "dot \(style)"],
        [.element("title", [:], tip)]))
  }

  /// A line through points, interrupted where one is missing.
  mutating func polyline(_ points: [(x: Double, y: Double)?], _ style: String) {
    for run in points.split(whereSeparator: { $0 == nil }) where run.count > 1 {
      let text = run.compactMap { $0.map { "\(coordinate($0.x)),\(coordinate($0.y))" } }
      all.append(
        .element("polyline", ["points": text.joined(separator: " "), "class": "line \(style)"]))
    }
  }

  /// The plot with its title and, for screen readers, its numbers in words.
  ///
  /// - Parameters:
  ///   - isWide: whether it may grow with the page; else it keeps its size.
  ///   - legend: what is drawn in which style.
  func figure(
    title: String, description: String, width: Double, height: Double, isWide: Bool = true,
    legend: [LegendKey] = []
  ) -> Markup {
    let svg = Markup.element(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "viewBox": "0 0 \(Int(width)) \(Int(height))",
        "width": "\(Int(width))", "height": "\(Int(height))", "role": "img",
        "aria-label": "\(title). \(description)",
      ], all)
    return .element(
      "figure", ["class": isWide ? "plot" : "plot still"],
      [.element("figcaption", [:], title)]
        + (legend.isEmpty ? [] : [.element("ul", ["class": "legend"], legend.map(\.markup))])
        + [.element("div", ["class": "wide"], [svg])])
  }
}

/// An entry of a legend.
struct LegendKey {
  let style: String
  let title: String
  var isLine = false

  fileprivate var markup: Markup {
    let sample: Markup =
      isLine
      ? .element("line", ["x1": "1", "y1": "6", "x2": "29", "y2": "6", "class": "line \(style)"])
      : .element("rect", ["x": "1", "y": "1", "width": "10", "height": "10", "class": style])
    let key = Markup.element(
      "svg",
      [
        "class": "key", "width": isLine ? "30" : "12", "height": "12",
        "viewBox": "0 0 \(isLine ? 30 : 12) 12", "aria-hidden": "true",
      ], [sample])
    return .element("li", [:], [key, .text(title)])
  }
}

/// A length of an SVG with two decimals and a plain minus sign.
func coordinate(_ value: Double) -> String { value.fixed(2).replacing("−", with: "-") }
