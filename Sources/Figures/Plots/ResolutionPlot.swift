// A figure of what becomes of attention, time and memory where the input has more pixels.
import Files
import Imaging
import Session

extension PlotFigure {
  /// A panel of a figure over sizes.
  private struct Quantity {
    let title: String
    /// What is left out of it.
    let name: String
    var range: ClosedRange<Double>?
    /// Whether it is another number where weights may be negative.
    var hasSigns = false
    let values: KeyPath<ResolutionNumbers, ResolutionNumbers.Values>
  }

  private static var quantities: [Quantity] {
    [
      Quantity(
        title: "entropy ÷ ln n", name: "entropy", range: 0...1, hasSigns: true, values: \.entropies),
      Quantity(title: "distance ÷ diagonal", name: "distance", hasSigns: true, values: \.distances),
      Quantity(title: "rank of the rows", name: "rank", values: \.ranks),
    ]
  }

  /// Panels of entropy, distance, rank, time and memory over the size of the input, a line for each model.
  ///
  /// - Parameters:
  ///   - models: each at its sizes, at least two of them.
  ///   - remarks: what models lack of what was asked for.
  /// - Throws: `PlotError` where none of the numbers is defined.
  package init(
    resolution models: [[ResolutionNumbers]], images: [String], remarks: [String] = [], style: FigureStyle
  ) throws(PlotError) {
    let models = models.filter { !$0.isEmpty }.map { $0.sorted { $0.side < $1.side } }
    var lacks: [String] = []
    var panels: [PlotPanel] = []
    func add(_ yTitle: String, range: ClosedRange<Double>? = nil, _ series: [PlotSeries]) {
      guard series.contains(where: { $0.values.contains { $0.y != nil } }) else { return }
      panels.append(
        PlotPanel(xTitle: "side of the input, pixels", yTitle: yTitle, series: series, yRange: range))
    }
    func line(_ number: Int, _ values: [Double?]) -> PlotSeries {
      PlotSeries(
        title: models[number][0].model.name, color: Ink.series[number % Ink.series.count], look: .line,
        values: zip(models[number], values).map { ($0.side, $1) })
    }
    for quantity in Self.quantities {
      add(
        quantity.title, range: quantity.range,
        models.enumerated().map { number, sizes in
          let means = CommonMeans(sizes.map { $0[keyPath: quantity.values] })
          var series = line(number, means.values)
          (series.leftOut, series.leftOutName) = (means.leftOut, quantity.name)
          series.isSigned = quantity.hasSigns && sizes.contains(where: \.isSigned)
          if means.leftOut.count > 0, means.leftOut.count == means.leftOut.total {
            lacks.append(
              "\(series.title.abridged): \(quantity.name) left out: no chosen head has one at every size")
          }
          return series
        })
    }
    add("forward pass, ms", models.indices.map { line($0, models[$0].map { $0.seconds * 1e3 }) })
    add(
      "peak memory, MB",
      models.indices.map { line($0, models[$0].map { $0.peakBytes.map { Double($0) / 1e6 } }) })
    guard !panels.isEmpty else { throw .noValues(.resolution) }
    if models.contains(where: { $0.contains { $0.peakBytes == nil } }) { lacks.append(peakMemoryRemark) }
    let signs =
      models.contains { $0.contains(where: \.isSigned) }
      ? [
        "|a|: weights may be negative; entropy and distance are those of |a|/Σ|a| and do not compare with the others."
      ] : []
    self.init(
      title: "attention at several sizes of the input", panels: panels,
      caption: ([Self.resolutionCaption(models.map { $0[0].model }, images: images)] + signs
        + (remarks + lacks).map { "\($0)." })
        .joined(separator: " "), style: style, remarks: remarks + lacks,
      leftOutRule: "Left out are heads without a number at one of the sizes, on each image.")
  }

  private static func resolutionCaption(_ models: [PlotModel], images: [String]) -> String {
    let all = images.count == 1 ? "Image \(images[0])." : "Mean over \(images.count) images."
    let text =
      "Entropy of the rows divided by its maximum ln n, mean distance between a query and its keys divided by the "
      + "input's diagonal, effective rank of the rows, each the mean over heads and layers, of those heads that have "
      + "one at every size; time of a forward pass on this machine, and the peak memory of the process. "
      + names(models) + " " + all
    return text.escaped
  }
}
