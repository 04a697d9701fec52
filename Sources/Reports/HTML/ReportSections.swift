// The plots, the images and the maps of the report.
import Attention
import Session

// MARK: Plots

extension ReportPage {
  var plots: Section {
    var plots = [
      layerPlot(
        title: "Normalized entropy by layer, mean over heads and images (1 = uniform)", series: series)
    ]
    if !drawnImages.isEmpty {
      plots.append(
        imagePlot(
          title: "Normalized entropy of every image, mean over heads",
          images: drawnImages.map { PlotImage(name: name(of: $0.path), levels: $0.levels) },
          models: modelNames))
    }
    for (index, name) in modelNames.enumerated() {
      plots.append(
        matrixPlot(
          title: "Normalized entropy of every head of \(name)",
          rows: zip(report.models[index].layers, report.heads[index]).map { layer, heads in
            PlotRow(title: "\(layer.index)", values: heads.map { $0.entropies[.attention]?.mean })
          }, isSigned: false, style: "m\(index)"))
    }
    if let pair {
      plots.append(
        matrixPlot(
          title: "Normalized entropy, B − A, of every head pair", rows: differenceRows(of: pair),
          isSigned: true))
    }
    for (index, name) in modelNames.enumerated().dropFirst() {
      let values = report.entries.compactMap { $0.differences[index - 1] }
      if !values.isEmpty {
        plots.append(
          histogram(
            title: "\(name) less A: difference of every image, mean over the paired heads", values: values))
      }
    }
    for (index, name) in modelNames.enumerated() {
      let layers = budgets(ofModel: index)
      if layers.contains(where: { $0 != nil }) {
        plots.append(budgetPlot(title: "Polarity budget of \(name) by layer, in percent", layers: layers))
      }
    }
    return Section(
      id: "plots", link: "Plots", title: "Entropy and polarity",
      content: [.element("div", ["class": "plots"], plots)])
  }

  /// The lines of the entropy plot: every stream of every model over all of its layers.
  private var series: [PlotSeries] {
    var all: [PlotSeries] = []
    for (index, model) in report.models.enumerated() {
      let isSigned = model.layers.contains(where: \.mechanism.hasSignedRows)
      for stream in Stream.allCases {
        let values = report.heads[index].map { heads in
          heads.compactMap { $0.entropies[stream]?.mean }.mean
        }
        guard values.contains(where: { $0 != nil }) else { continue }
        all.append(
          PlotSeries(
            title: modelNames[index] + (stream == .attention ? "" : ": \(stream.rawValue)")
              + (isSigned ? ", of |a| where weights may be negative" : ""),
            style: stream == .attention ? "m\(index)" : "m\(index) \(stream.rawValue)", values: values))
      }
    }
    return all
  }

  private func budgets(ofModel index: Int) -> [[Double]?] {
    report.heads[index].map { heads in
      let known = heads.compactMap(\.budget.fractions)
      guard !known.isEmpty else { return nil }
      return (0..<4).map { part in known.reduce(0) { $0 + $1[part] } / Double(known.count) }
    }
  }

  /// B − A, a row for each pair of layers.
  private func differenceRows(of pair: Comparison) -> [PlotRow] {
    var rows: [(title: String, values: [Double?])] = []
    for head in pair.heads {
      if rows.last?.title != head.places.layerText { rows.append((head.places.layerText, [])) }
      rows[rows.count - 1].values.append(head.difference.mean)
    }
    return rows.map { PlotRow(title: $0.title, values: $0.values) }
  }
}

// MARK: Images

extension ReportPage {
  /// How many images the table and the plot list at each end.
  private static let listed = 100

  /// The images of the table and of the plot: all, or those at both ends.
  var drawnImages: [Report.Entry] {
    ordered.count <= 2 * Self.listed
      ? ordered : Array(ordered.prefix(Self.listed) + ordered.suffix(Self.listed))
  }

  var imageTable: Section? {
    guard !ordered.isEmpty else { return nil }
    let letters = report.models.indices.map(SideBySide.letter)
    var table = TextTable(
      [.number("rank"), .text("image")] + letters.map { .number("H \($0)") }
        + letters.dropFirst().map { .number("\($0) − A") } + letters.map { .text("class by \($0)") })
    for (rank, entry) in ordered.enumerated() {
      if ordered.count > 2 * Self.listed, Self.listed..<ordered.count - Self.listed ~= rank { continue }
      table.append(
        ["\(rank + 1)", name(of: entry.path)] + entry.levels.map { $0.fixed(3) }
          + entry.differences.map { $0.signed(3) }
          + zip(entry.classes, entry.isRight).map { top, isRight in
            guard let top else { return "–" }
            let verdict = isRight.map { $0 ? ", right" : ", wrong" } ?? ""
            return "\(top.label) \((100 * top.probability).fixed(0)) %\(verdict)"
          })
    }
    var remarks = [
      "Ordered by \(report.orderTitle), the lowest first. H is the mean normalized entropy over all heads of the model"
        + (letters.count > 1 ? "; differences are means over the paired heads." : ".")
    ]
    if ordered.count > 2 * Self.listed {
      remarks.append("The \(Self.listed) lowest and the \(Self.listed) highest of \(ordered.count) images.")
    }
    return Section(
      id: "images", link: "Images", title: "Every image",
      content: [table.markup(caption: remarks.joined(separator: " "))])
  }

  // MARK: Maps

  var maps: Section? {
    guard !images.isEmpty else { return nil }
    let entries = Dictionary(ordered.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    let ranks = Dictionary(
      ordered.enumerated().map { ($1.path, $0 + 1) }, uniquingKeysWith: { first, _ in first })
    func list(_ range: Range<Int>) -> Markup {
      .element(
        "div", ["class": "images"],
        range.map { index in
          let image = images[index]
          let number = entries[image.path].flatMap { report.order(of: $0) }
          let text = report.ordersByLevel ? number.fixed(3) : number.signed(3)
          return image.markup(
            index: index, name: name(of: image.path),
            note: "\(report.orderTitle) \(text), rank \(ranks[image.path] ?? 0) of \(ordered.count)")
        })
    }
    let low = min(plan.lowest.count, images.count)
    var content = [
      Markup.element(
        "p", ["class": "fixed"],
        (report.models.count == 1
          ? "The heads with the lowest entropy" : "The heads whose attention differs most")
          + ", for the query in the middle (the frame). Each map has its own scale; \(MapPanel.paints)."),
      Markup.element(
        "p", ["class": "remark scripted"],
        [
          .element(
            "span", ["class": "screen"],
            "Point at a map, or go over it with the arrow keys, to read the weight of a key; a click on a photograph takes "
              + "the nearest query that the page holds. "),
          .text(
            "× uniform is the weight times the number of keys that the query sees. Weights are kept to 1/4093 of the largest "
              + "of their map (1/2046 where they may be negative), and ranks are those of the kept weights. H is the entropy "
              + "of the row in nats, in brackets divided by its maximum; \(MapPanel.paints)."),
        ]),
      controls,
      .element("h3", [:], "The lowest \(report.orderTitle)"), list(0..<low),
    ]
    if low < images.count {
      content += [.element("h3", [:], "The highest \(report.orderTitle)"), list(low..<images.count)]
    }
    return Section(id: "maps", link: "Maps", title: "Maps of the best and the worst images", content: content)
  }

  /// What the script shows and fills.
  private var controls: Markup {
    func choice(_ id: String, _ label: String, _ options: [(value: String, title: String)]) -> Markup {
      .element(
        "label", [:],
        [
          .text("\(label) "),
          .element(
            "select", ["id": "\(id)"],
            options.isEmpty
              ? [.text("")] : options.map { .element("option", ["value": $0.value], $0.title) }),
        ])
    }
    return .element(
      "div", ["id": "controls", "class": "scripted"],
      [
        .element(
          "div", ["class": "choices"],
          [
            choice("layer", "Layer", []), choice("head", "Head", []), choice("query", "Query", []),
            choice(
              "scale", "Scale",
              [
                ("uniform", "× uniform, logarithmic"), ("panel", "of each map, from 0"),
                ("shared", "shared, from 0"), ("log", "shared, logarithmic"),
              ]),
            .element("span", ["id": "first"], ""),
          ]),
        .element(
          "figure", ["id": "bar"],
          [
            .element("p", ["id": "named", "class": "paper"], ""),
            .element(
              "canvas", ["id": "ramp", "width": "256", "height": "1", "aria-hidden": "true"], [.text("")]),
            .element("figcaption", ["id": "ends"], [.text("")]),
            .element(
              "p", ["id": "signs", "class": "note"],
              "Maps with negative weights: blue below 0, orange above, linear."),
          ]),
      ])
  }
}

extension ReportImage {
  /// The image with the rows of pictures, which the script replaces by maps that readers choose.
  ///
  /// - Parameters:
  ///   - index: its number among the images of the page's data.
  ///   - name: what it is called.
  ///   - note: its numbers.
  func markup(index: Int, name: String, note: String) -> Markup {
    let photographs = photographs.map { photograph in
      Markup.element(
        "figure", ["class": "panel photograph"],
        [
          .element(
            "div", ["class": "picture"],
            [
              .picture(photograph.png, alt: "what \(photograph.models) saw of \(name)"),
              .mark(.center, on: TokenGrid(rows: 15, columns: 15)),
            ]),
          .element("figcaption", [:], "what \(photograph.models) saw"),
        ])
    }
    return .element(
      "article", ["class": "image", "data-image": "\(index)"],
      [
        .element("h4", [:], name), .element("p", ["class": "note"], note),
        .element(
          "div", ["class": "panels"],
          photographs + [
            .element(
              "div", ["class": "fixed"],
              rows.flatMap { row in
                [
                  Markup.element("p", ["class": "title"], row.title),
                  .element("div", ["class": "panels"], row.panels.map(\.markup)),
                ]
              })
          ]),
      ])
  }
}
