// A summary as a table, Markdown, CSV or JSON.
import Files
import Session

extension Summary {
  /// The summary in one of the formats, with a line break at its end. Throws what `JSONEncoder` throws.
  package func text(_ format: ReportFormat) throws -> String {
    switch format {
    case .table:
      models.map { model in
        "\(model.title.escaped)\n\n\(shown(of: model).plain)"
          + sentences(of: model).map { "\n\($0)\n" }.joined()
      }.joined(separator: "\n")
        + (sideBySide.map { "\n\($0.table.plain)\n" + $0.remarks.map { "\($0)\n" }.joined() } ?? "")
    case .markdown:
      models.map { model in
        "### \(model.title.markdownEscaped)\n\n\(shown(of: model).markdown)"
          + sentences(of: model).map { "\n\($0.markdownEscaped)\n" }.joined()
      }.joined(separator: "\n")
        + (sideBySide.map {
          "\n### Side by side\n\n\($0.table.markdown)"
            + $0.remarks.map { "\n\($0.markdownEscaped)\n" }.joined()
        } ?? "")
    case .csv: csv
    case .json: try json
    }
  }

  /// The last columns of CSV, where any model was changed or has rows with negative weights.
  private var changeTitles: [String] { models.allSatisfy(\.interventions.isEmpty) ? [] : ["interventions"] }
  private var signTitles: [String] {
    models.contains { $0.layers.contains(where: \.isSigned) } ? ["signed"] : []
  }

  private var quantileTitles: [String] { fractions.map { "q\($0)" } }

  /// The entropies of the models' layers; nil unless there are two to six models.
  private var sideBySide: [LayerLevels]? {
    let levels = models.compactMap(\.levels)
    return [LayerLevels].tableSizes.contains(levels.count) ? levels : nil
  }

  /// The numbers of every head; of kernels, which are too many to read, one line each.
  private func shown(of model: Model) -> TextTable { model.fits?.table ?? table(of: model) }

  private func sentences(of model: Model) -> [String] {
    if let fits = model.fits { return fits.sentences }
    return model.layers.contains(where: \.isSigned) ? [Self.signedRemark] : []
  }

  private static let signedRemark =
    "Weights of the layers marked |a| may be negative: entropy and normalizedEntropy are those of |a|/Σ|a|, and do not "
    + "compare with the others; negativeMass is Σ|a⁻|/Σ|a|."

  private func table(of model: Model) -> TextTable {
    var table = TextTable(
      [.number("layer"), .text("name"), .text("mechanism"), .number("head"), .text("number"), .number("n")]
        + (["mean", "sd", "min"] + quantileTitles + ["max"]).map { .number($0) })
    forEachRow(of: model) { layer, index, head, metric, distribution in
      table.append(
        [
          "\(index)", layer.name, layer.mechanism + (layer.isSigned ? " |a|" : ""),
          head.map { "\($0)" } ?? "",
          metric.description, "\(distribution.count)",
        ]
          + distribution.numbers.map { $0.fixed(4) })
    }
    return table
  }

  private var csv: String {
    var table = TextTable(
      [
        "model", "family", "layer", "name", "mechanism", "head", "number", "part", "count", "mean",
        "standardDeviation", "min",
      ]
      .map { .text($0) } + (quantileTitles + ["max"] + changeTitles + signTitles).map { .text($0) })
    for model in models {
      forEachRow(of: model) { layer, index, head, metric, distribution in
        table.append(
          [
            model.name, model.family, "\(index)", layer.name, layer.mechanism,
            head.map { "\($0)" } ?? "",
            metric.name.description, metric.part ?? "", "\(distribution.count)",
          ] + distribution.numbers.map { $0.map { "\($0)" } ?? "" }
            + changeTitles.map { _ in model.interventions.description }
            + signTitles.map { _ in "\(layer.isSigned)" })
      }
    }
    return table.csv
  }

  /// The rows of heads, and after those of a layer its own, which are of no head.
  private func forEachRow(
    of model: Model, _ body: (_ layer: Layer, _ index: Int, _ head: Int?, Metric, Distribution) -> Void
  ) {
    for (index, layer) in model.layers.enumerated() {
      for (head, numbers) in layer.heads.enumerated() {
        for (metric, distribution) in numbers { body(layer, index, head, metric, distribution) }
      }
      for (metric, distribution) in layer.numbers { body(layer, index, nil, metric, distribution) }
    }
  }
}

extension Summary.Model {
  /// `fashion-polarity (pola_pvt), heads off 2.1: 1000 images`.
  fileprivate var title: String {
    var title = family.isEmpty ? name : "\(name) (\(family))"
    if !interventions.isEmpty { title += ", \(interventions)" }
    title += ": \(images) \(images == 1 ? "image" : "images")"
    if copies > 0 { title += ", \(counted(copies, "copy", "copies")) left out" }
    if failures > 0 { title += ", \(failures) more failed" }
    if let kernels { title += ", read by \(kernels.count == 1 ? "1 kernel" : "\(kernels.count) kernels")" }
    if !otherNames.isEmpty { title += ", also called \(otherNames.joined(separator: ", "))" }
    return title
  }
}

extension Distribution {
  /// In the order of the tables' columns; nil beyond the range of `Double`, where sums of enormous numbers lie.
  fileprivate var numbers: [Double?] {
    ([mean, standardDeviation, minimum] + quantiles + [maximum]).map { $0.flatMap { $0.isFinite ? $0 : nil } }
  }
}

// MARK: JSON

extension Summary {
  private var json: String {
    get throws {
      try jsonText(self, isIndented: true) + "\n"
    }
  }
}

/// A key made of any text.
private struct AnyKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(_ text: String) { stringValue = text }
  init?(stringValue: String) { self.init(stringValue) }
  init?(intValue: Int) { nil }
}

extension Summary: Encodable {
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: AnyKey.self)
    try container.encode(
      models.map { EncodedModel(model: $0, fractions: fractions) }, forKey: AnyKey("models"))
  }
}

private struct EncodedModel: Encodable {
  let model: Summary.Model
  let fractions: [Double]

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: AnyKey.self)
    try container.encode(model.name, forKey: AnyKey("model"))
    try container.encode(model.bytes, forKey: AnyKey("bytes"))
    try container.encode(model.identity?.digest, forKey: AnyKey("digest"))
    if case .weights(_, let settings) = model.identity {
      try container.encode(settings, forKey: AnyKey("settings"))
    }
    if !model.otherNames.isEmpty { try container.encode(model.otherNames, forKey: AnyKey("otherNames")) }
    try container.encode(model.family, forKey: AnyKey("family"))
    try container.encodeIfPresent(InterventionsJSON(model.interventions), forKey: AnyKey("interventions"))
    try container.encode(model.images, forKey: AnyKey("images"))
    try container.encode(model.copies, forKey: AnyKey("copies"))
    try container.encode(model.failures, forKey: AnyKey("failed"))
    try container.encodeIfPresent(model.kernels, forKey: AnyKey("kernels"))
    try container.encodeIfPresent(model.fits, forKey: AnyKey("fits"))
    try container.encode(
      model.layers.enumerated().map { EncodedLayer(index: $0, layer: $1, fractions: fractions) },
      forKey: AnyKey("layers"))
  }
}

private struct EncodedLayer: Encodable {
  let index: Int
  let layer: Summary.Layer
  let fractions: [Double]

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: AnyKey.self)
    try container.encode(index, forKey: AnyKey("index"))
    try container.encode(layer.name, forKey: AnyKey("name"))
    try container.encode(layer.mechanism, forKey: AnyKey("mechanism"))
    if layer.isSigned { try container.encode(true, forKey: AnyKey("signed")) }
    var heads = container.nestedUnkeyedContainer(forKey: AnyKey("heads"))
    for (index, numbers) in layer.heads.enumerated() {
      var head = heads.nestedContainer(keyedBy: AnyKey.self)
      try head.encode(index, forKey: AnyKey("index"))
      try encode(numbers, to: &head)
    }
    try encode(layer.numbers, to: &container)
  }

  /// Each number by its name, one of several parts as an object.
  private func encode(
    _ numbers: [(metric: Metric, distribution: Distribution)],
    to container: inout KeyedEncodingContainer<AnyKey>
  ) throws {
    for name in Metric.Name.all {
      let parts = numbers.filter { $0.metric.name == name }
      if let whole = parts.first(where: { $0.metric.part == nil }) {
        try container.encode(
          EncodedDistribution(distribution: whole.distribution, fractions: fractions),
          forKey: AnyKey(name.description))
      } else if !parts.isEmpty {
        try container.encode(
          Dictionary(
            uniqueKeysWithValues: parts.map {
              (
                $0.metric.part ?? "",
                EncodedDistribution(distribution: $0.distribution, fractions: fractions)
              )
            }), forKey: AnyKey(name.description))
      }
    }
  }
}

/// Numbers that are not finite become `null`.
private struct EncodedDistribution: Encodable {
  let distribution: Distribution
  let fractions: [Double]

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: AnyKey.self)
    func finite(_ number: Double?) -> Double? { number.flatMap { $0.isFinite ? $0 : nil } }
    try container.encode(distribution.count, forKey: AnyKey("count"))
    try container.encode(finite(distribution.mean), forKey: AnyKey("mean"))
    try container.encode(finite(distribution.standardDeviation), forKey: AnyKey("standardDeviation"))
    try container.encode(distribution.minimum, forKey: AnyKey("min"))
    try container.encode(distribution.maximum, forKey: AnyKey("max"))
    var quantiles = container.nestedContainer(keyedBy: AnyKey.self, forKey: AnyKey("quantiles"))
    for (fraction, quantile) in zip(fractions, distribution.quantiles) {
      try quantiles.encode(finite(quantile), forKey: AnyKey("\(fraction)"))
    }
  }
}
