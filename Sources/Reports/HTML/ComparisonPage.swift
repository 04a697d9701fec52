// The report of a comparison: one page without external resources.
import Attention
import Files
import Session

extension Comparison {
  /// The head pairs whose attention differs most, one of a layer.
  ///
  /// - Returns: at most `count`, the most different first.
  package func mostDifferentHeads(_ count: Int) -> [Sides<HeadPlace>] {
    var best: [Int: HeadDifference] = [:]
    for pair in heads {
      if let known = best[pair.places.a.layer], (known.divergence.mean ?? 0) >= (pair.divergence.mean ?? 0) {
        continue
      }
      best[pair.places.a.layer] = pair
    }
    return best.values
      .sorted { ($1.divergence.mean ?? 0, $0.places.a) < ($0.divergence.mean ?? 0, $1.places.a) }
      .prefix(count).map(\.places)
  }

  /// The page, for light and dark color schemes.
  ///
  /// - Parameter program: name and version, for the foot.
  package func page(images: [ReportImage], program: String) -> String {
    let title = "\(models.a.name) and \(models.b.name)"
    let body =
      [
        Markup.element("header", [:], [.element("h1", [:], title), models.legend]),
        .element(
          "section", [:],
          [.element("h2", [:], answer.question)] + answer.sentences.map { .element("p", [:], $0) }),
        .element(
          "section", [:],
          [.element("h2", [:], "Images and classes")]
            + (accuracySentences.isEmpty
              ? [.element("p", [:], counted(self.images, "image"))]
              : accuracySentences.map { .element("p", [:], $0) })),
        .element(
          "section", [:],
          [
            .element("h2", [:], "Entropy"),
            layerPlot(
              title: "Normalized entropy by layer, mean over heads and images (1 = uniform)", series: series),
            matrixPlot(
              title: "Normalized entropy, B − A, of every head pair",
              cells: heads.map {
                PlotCell(place: $0.sides.a.place, layerText: $0.places.layerText, value: $0.difference.mean)
              }),
            histogram(
              title:
                "Difference of every image, mean over the paired heads (\(answer.isAboutA ? "A − B" : "B − A"))",
              values: answer.perImage),
          ]),
        .element(
          "section", [:],
          [
            .element("h2", [:], "Polarity"),
            budgetPlot(title: "Polarity budget of A by layer, in percent", layers: budgets(\.a)),
            budgetPlot(title: "Polarity budget of B by layer, in percent", layers: budgets(\.b)),
          ]),
        .element(
          "section", [:],
          [
            .element("h2", [:], "Every head pair"),
            .element(
              "div", ["class": "wide", "tabindex": "0"], [headTable.markup(caption: "All paired heads")]),
          ] + remarks.map { .element("p", ["class": "remark"], $0) }),
      ]
      + (images.isEmpty
        ? []
        : [
          .element(
            "section", [:],
            [
              .element("h2", [:], "Where they differ most"),
              .element(
                "p", [:],
                "The heads with the largest divergence, for the query in the middle (white square). Each map has its own "
                  + "scale; \(ReportImage.Panel.paints)."),
            ] + images.map(\.markup))
        ]) + [.element("footer", [:], [.element("p", [:], "Made by \(program).")])]
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8"/>
      <meta name="viewport" content="width=device-width, initial-scale=1"/>
      <meta name="color-scheme" content="light dark"/>
      \(Markup.element("title", [:], "Attention of \(title)").html)
      <style>\(Self.style)</style>
      </head>
      <body>
      <main>
      \(body.map(\.html).joined(separator: "\n"))
      </main>
      </body>
      </html>

      """
  }

  /// The lines of the entropy plot.
  private var series: [PlotSeries] {
    var all: [PlotSeries] = []
    for (side, path, name) in [
      ("a", \Sides<HeadDifference.Side>.a, "A \(models.a.name)"), ("b", \.b, "B \(models.b.name)"),
    ] {
      let isSigned = heads.contains { side == "a" ? $0.isSigned.a : $0.isSigned.b }
      for stream in Stream.allCases {
        let values = byLayer(of: path) { $0.entropies[stream]?.mean }
        guard values.contains(where: { $0 != nil }) else { continue }
        all.append(
          PlotSeries(
            title: (stream == .attention ? name : "\(name): \(stream.rawValue)")
              + (isSigned ? ", of |a| where weights may be negative" : ""),
            style: stream == .attention ? side : "\(side)-\(stream.rawValue)", values: values))
      }
    }
    return all
  }

  /// The mean of a number of one side over the paired heads of each of its layers, up to the last paired one.
  private func byLayer(
    of side: KeyPath<Sides<HeadDifference.Side>, HeadDifference.Side>,
    _ number: (HeadDifference.Side) -> Double?
  ) -> [Double?] {
    let heads = heads.map { $0.sides[keyPath: side] }
    let layers = (heads.map(\.place.layer).max() ?? -1) + 1
    return (0..<layers).map { layer in
      let numbers = heads.filter { $0.place.layer == layer }.compactMap(number)
      return numbers.isEmpty ? nil : numbers.reduce(0, +) / Double(numbers.count)
    }
  }

  private func budgets(_ side: KeyPath<Sides<HeadDifference.Side>, HeadDifference.Side>) -> [[Double]?] {
    let fractions = (0..<4).map { index in byLayer(of: side) { $0.budget.fractions?[index] } }
    return (fractions.first ?? []).indices.map { layer in
      let layerFractions = fractions.compactMap { $0[layer] }
      return layerFractions.count == 4 ? layerFractions : nil
    }
  }
}

extension Sides<ComparedModel> {
  /// Which model is A and which is B.
  fileprivate var legend: Markup {
    .element(
      "ul", ["class": "legend"],
      [("a", "A", a), ("b", "B", b)].map { style, side, model in
        .element(
          "li", [:],
          [
            .element("span", ["class": "key \(style)"], [.text("")]),
            .text(
              "\(side): \(model.name), \(model.family), \(model.mechanism?.title ?? "no attention"), "
                + "\(counted(model.layers.count, "layer")), digest \(model.digest)\(model.changes)"),
          ])
      })
  }
}

extension Comparison {
  /// Colors of both schemes (contrast of text at least 4.5 : 1), then the layout.
  fileprivate static let style = """
    :root{--ground:#fff;--text:#1c1e21;--soft:#5c6470;--rule:#d5d9df;--a:#1b6ca8;--a2:#0b7a5c;\
    --a3:#5b4bb5;--b:#b8470b;--b2:#8a5a00;--b3:#9b2c77;--pp:#14507d;--nn:#3579b1;--pn:#8f3608;--np:#b8602b;--on:#fff}
    @media(prefers-color-scheme:dark){:root{--ground:#15181c;--text:#e6e8eb;--soft:#a0a8b3;--rule:#363c45;\
    --a:#6db3e8;--a2:#5fd0a8;--a3:#b0a4f4;--b:#f0985f;--b2:#e5c15d;--b3:#e291c8;--pp:#6db3e8;--nn:#a5cfee;--pn:#f0985f;--np:#f6c3a0;--on:#15181c}}
    body{margin:0;background:var(--ground);color:var(--text);font:16px/1.5 system-ui,sans-serif}
    main{max-width:60rem;margin:0 auto;padding:1.5rem}
    h1{font-size:1.6rem;margin:0}h2{font-size:1.2rem;margin:2rem 0 .5rem}h3,h4{font-size:1rem;margin:1rem 0 .3rem}
    h1,h3{overflow-wrap:anywhere}p{margin:.4rem 0;max-width:46rem}.remark,footer{color:var(--soft);font-size:.875rem}
    figure{margin:1rem 0}figcaption{font-size:.875rem;color:var(--soft)}svg{max-width:100%;height:auto}
    svg text{fill:var(--text);font-size:11px}.middle,.on-color{text-anchor:middle}.end{text-anchor:end}
    svg .on-color{fill:var(--on)}.grid,.axis{stroke:var(--rule)}.axis{stroke:var(--soft)}
    .line{fill:none;stroke-width:2}.line.a{stroke:var(--a)}.line.b{stroke:var(--b)}
    .line.a-same,.line.b-same{stroke-dasharray:7 3}.line.a-opposite,.line.b-opposite{stroke-dasharray:2 3}
    .line.a-same{stroke:var(--a2)}.line.a-opposite{stroke:var(--a3)}
    .line.b-same{stroke:var(--b2)}.line.b-opposite{stroke:var(--b3)}
    circle.a,rect.below{fill:var(--a)}circle.b,rect.above{fill:var(--b)}rect.none{fill:var(--rule)}
    circle.a-same{fill:var(--a2)}circle.a-opposite{fill:var(--a3)}
    circle.b-same{fill:var(--b2)}circle.b-opposite{fill:var(--b3)}
    rect.pp{fill:var(--pp)}rect.nn{fill:var(--nn)}rect.pn{fill:var(--pn)}rect.np{fill:var(--np)}
    .legend{list-style:none;display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;padding:0;margin:.4rem 0;font-size:.875rem}
    .key{display:inline-block;width:.8em;height:.8em;margin-right:.4em;background:var(--a)}
    .key.b,.key.above{background:var(--b)}.key.a-same{background:var(--a2)}
    .key.a-opposite{background:var(--a3)}.key.b-same{background:var(--b2)}
    .key.b-opposite{background:var(--b3)}.key.pp{background:var(--pp)}.key.nn{background:var(--nn)}
    .key.pn{background:var(--pn)}.key.np{background:var(--np)}
    .wide{overflow-x:auto}table{border-collapse:collapse;font-size:.8125rem;font-variant-numeric:tabular-nums}
    caption{text-align:left;color:var(--soft)}th,td{padding:.15rem .6rem;text-align:right;white-space:nowrap;\
    border-bottom:1px solid var(--rule)}
    .panels{display:flex;flex-wrap:wrap;gap:.8rem}.panel{margin:0;width:8.5rem}.picture{position:relative}
    .panel img{width:100%;display:block;image-rendering:pixelated}.range{white-space:nowrap}
    .query{position:absolute;width:.5rem;height:.5rem;margin:-.3rem 0 0 -.3rem;border:.1rem solid #fff;outline:1px solid #000}
    @media print{main{max-width:none}.wide{overflow:visible}}

    """
}
