// Several models on the same images: their layers side by side, and each compared with the first.
import Attention
import AttentionMaps
import Files
import Session

/// A comparison of several models that grows image by image.
package struct SideBySide: Sendable {
  /// How many models `compare` takes.
  package static let modelCounts = [LayerLevels].tableSizes

  let models: [ComparedModel]
  package private(set) var levels: [LayerLevels]
  /// Of the first model with each of the others.
  package private(set) var comparisons: [Comparison]
  /// Images whose file is that of another one, byte for byte; they do not count.
  package private(set) var copies = 0
  /// Images that could not be read.
  package private(set) var failures = 0

  /// - Parameters:
  ///   - models: one at least.
  ///   - comparisons: of the first model with each of the others, before any image is added.
  package init(_ models: [ComparedModel], _ comparisons: [Comparison]) {
    precondition(comparisons.count == models.count - 1)
    self.models = models
    self.comparisons = comparisons
    levels = models.enumerated().map { index, model in
      LayerLevels(
        model: "\(Self.letter(index)) \(model.name)", isSigned: model.layers.map(\.mechanism.hasSignedRows))
    }
  }

  /// Adds an image.
  ///
  /// - Parameters:
  ///   - entropies: for each model those of the heads of every layer, as `entropyLevels` gives them; nil where the
  ///     layers are not shown side by side.
  ///   - images: for each comparison.
  ///   - labels: its true class for each comparison, where it is known.
  package mutating func add(
    _ entropies: [[[Double?]]]?, _ images: [ImageComparison], labels: [Sides<Int?>]
  ) {
    for (index, entropies) in (entropies ?? []).enumerated() { levels[index].add(entropies) }
    for index in comparisons.indices { comparisons[index].add(images[index], label: labels[index]) }
  }

  /// Counts an image that is a copy of one that was added.
  package mutating func addCopy() {
    copies += 1
    for index in comparisons.indices { comparisons[index].addCopy() }
  }

  /// Counts an image that could not be read.
  package mutating func addFailure() {
    failures += 1
    for index in comparisons.indices { comparisons[index].addFailure() }
  }

  /// A, B, C …
  static func letter(_ index: Int) -> String {
    Unicode.Scalar(0x41 + UInt32(index)).map { String(Character($0)) } ?? "\(index)"
  }
}

extension Examination {
  /// The mean normalized entropy of the `attention` rows of every head of every layer; nil where it is undefined.
  /// O(Σ layers heads·N·n·d)
  ///
  /// - Throws: `Cancelled`.
  package func entropyLevels() throws -> [[Double?]] {
    try records.map { record in
      let statistics = try LayerStatistics(of: record)
      return (0..<record.heads).map {
        statistics.summary(head: $0, stream: .attention)?.normalizedEntropy.value
      }
    }
  }
}

// MARK: Texts

extension SideBySide {
  /// In one of the formats, with a line break at its end. Throws what `JSONEncoder` throws.
  package func text(_ format: ReportFormat) throws -> String {
    switch format {
    case .table:
      legend.map { "\($0.escaped)\n" }.joined() + "\n" + levels.table.plain + "\n"
        + levels.remarks.map { "\($0)\n" }.joined()
        + (comparisons.isEmpty ? "" : "\n\(differenceTable.plain)\n") + remarks.map { "\($0)\n" }.joined()
    case .markdown:
      legend.map { "\($0.markdownEscaped)\n\n" }.joined() + levels.table.markdown + "\n"
        + levels.remarks.map { "\($0.markdownEscaped)\n\n" }.joined()
        + (comparisons.isEmpty ? "" : "\(differenceTable.markdown)\n")
        + remarks.map { "\($0.markdownEscaped)\n" }.joined(separator: "\n")
    case .csv: try csv
    case .json: try jsonText(JSONSideBySide(self), isIndented: true) + "\n"
    }
  }

  private var legend: [String] {
    models.enumerated().map { index, model in
      "\(Self.letter(index))  \(model.name.abridged) (\(model.family), \(model.mechanism?.title ?? "no attention"))"
        + "\(model.changes), digest \(model.digest)"
    }
  }

  /// Of every model but the first: the mean difference over the paired heads, image by image.
  private var answers: [(differences: Differences, probability: Double?)] {
    let differences = comparisons.map(\.overall)
    return zip(differences, holmCorrected(differences.map(\.moments.probability))).map {
      (differences: $0, probability: $1)
    }
  }

  /// How a model differs from the first: called so only where the corrected test says so.
  private static func verdict(_ mean: Double?, _ probability: Double?, isSigned: Bool) -> String {
    guard let mean else { return isSigned ? "not compared" : "–" }
    guard let probability else { return "one image" }
    guard probability < Answer.significance else { return "not decided" }
    return mean < 0 ? "lower" : "higher"
  }

  /// No probability is 0, however few decimals show it.
  private static func text(_ probability: Double?) -> String {
    probability.map { $0 < 0.0005 ? "<0.001" : $0.fixed(3) } ?? "–"
  }

  var differenceTable: TextTable {
    var table = TextTable(
      [.text("model")] + ["− A", "95 %", "lower on", "p", "JS"].map { .number($0) } + [.text("than A")])
    for (index, (comparison, answer)) in zip(comparisons, answers).enumerated() {
      let half = answer.differences.interval.map(\.halfWidth)
      let divergences = comparison.heads.compactMap(\.divergence.mean)
      table.append([
        levels[index + 1].model, answer.differences.mean.signed(3), half.map { "±\($0.fixed(3))" } ?? "–",
        "\(answer.differences.lower)/\(answer.differences.count)", Self.text(answer.probability),
        divergences.mean.fixed(3),
        Self.verdict(
          answer.differences.mean, answer.probability,
          isSigned: comparison.models.a.hasSignedRows || comparison.models.b.hasSignedRows),
      ])
    }
    return table
  }

  var remarks: [String] {
    var remarks =
      comparisons.isEmpty
      ? []
      : [
        "− A: the normalized entropy less that of A, mean over the paired heads and then over images, with the 95 % interval "
          + "of Student's t; on unlike key grids after pooling both to the coarser. p is that of the paired t test, "
          + "corrected by Holm for the \(counted(comparisons.count, "model")); a model is called lower or higher where it is "
          + "below \(Answer.significance.fixed(2)). JS is the Jensen–Shannon divergence in nats."
      ]
    if comparisons.contains(where: { $0.models.a.hasSignedRows || $0.models.b.hasSignedRows }) {
      remarks.append(
        "Not compared: where weights of one of two heads may be negative, its entropy is that of |a|, and a divergence is "
          + "undefined.")
    }
    if let remark = copiesRemark(copies) { remarks.append(remark) }
    if failures > 0 { remarks.append("\(counted(failures, "image")) could not be read.") }
    return remarks
  }

  /// The tables of all comparisons, under one line of titles.
  private var csv: String {
    get throws {
      if comparisons.isEmpty { return levels.table.csv }
      var lines: [String] = []
      for comparison in comparisons {
        let names = TextTable.csvFields([comparison.models.a.name, comparison.models.b.name])
        for (index, line) in try comparison.text(.csv).split(separator: "\n").enumerated() {
          if index > 0 {
            lines.append("\(names),\(line)")
          } else if lines.isEmpty {
            lines.append("modelA,modelB,\(line)")
          }
        }
      }
      return lines.map { "\($0)\n" }.joined()
    }
  }
}

private struct JSONSideBySide: Encodable {
  struct Level: Encodable {
    let model: String
    let images: Int
    let mean: Double?
    let interval: [Double]?
    let signed: Bool
    let layers: [Layer]
  }
  struct Layer: Encodable {
    let mean: Double?
    let interval: [Double]?
    let images: Int
    let signed: Bool
  }

  let normalizedEntropy: [Level]
  /// Of the first model with each of the others, as for two models.
  let comparisons: [JSONComparison]

  init(_ models: SideBySide) {
    func ends(_ moments: Moments) -> [Double]? { moments.interval.map { [$0.lowerBound, $0.upperBound] } }
    normalizedEntropy = zip(models.levels, models.models).map { level, model in
      Level(
        model: model.name, images: level.whole.count, mean: level.whole.mean, interval: ends(level.whole),
        signed: level.isSigned.contains(true),
        layers: zip(level.layers, level.isSigned).map {
          Layer(mean: $0.mean, interval: ends($0), images: $0.count, signed: $1)
        })
    }
    comparisons = models.comparisons.map { JSONComparison($0) }
  }
}
