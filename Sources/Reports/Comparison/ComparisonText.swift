// A comparison as a table, Markdown, CSV or JSON.
import Attention
import Files
import Session

extension Comparison {
  /// The comparison in one of the formats, with a line break at its end. Throws what `JSONEncoder` throws.
  package func text(_ format: ReportFormat) throws -> String {
    switch format {
    case .table:
      [("A", models.a), ("B", models.b)].map { "\($0)  \($1.name.abridged) (\($1.family))\($1.changes)\n" }
        .joined()
        + "\n"
        + headTable.plain + "\n" + (remarks + accuracySentences).map { "\($0)\n" }.joined() + "\n"
        + "\(answer.question.escaped)\n" + answer.sentences.map { "\($0)\n" }.joined()
    case .markdown:
      "A is \(models.a.name.markdownEscaped)\(models.a.changes), B is \(models.b.name.markdownEscaped)"
        + "\(models.b.changes).\n\n" + headTable.markdown + "\n"
        + (remarks + accuracySentences).map { "\($0.markdownEscaped)\n\n" }.joined()
        + "**\(answer.question.markdownEscaped)** \(answer.sentences.joined(separator: " ").markdownEscaped)\n"
    case .csv: headTable(digits: nil).csv
    case .json: try json
    }
  }

  /// A row for every head pair.
  var headTable: TextTable { headTable(digits: 3) }

  /// - Parameter digits: decimals of the numbers; nil: all digits, and names for programs.
  private func headTable(digits: Int?) -> TextTable {
    digits.map(headTable(rounded:)) ?? wholeHeadTable
  }

  /// With columns for the streams of the sides that have streams.
  private func headTable(rounded digits: Int) -> TextTable {
    let sides = [("A", \Sides<HeadDifference.Side>.a), ("B", \.b)]
    let streams = sides.flatMap { name, side in
      [(Stream.same, "same"), (.opposite, "opp.")].compactMap { stream, title in
        heads.contains { $0.sides[keyPath: side].entropies[stream] != nil }
          ? ("\(title) \(name)", side, stream) : nil
      }
    }
    var table = TextTable(
      (["layer", "head", "H A", "H B"] + streams.map(\.0)
        + ["B − A", "95 %", "lower on", "JS", "pp:nn:pn:np A", "pp:nn:pn:np B"]).map { .number($0) })
    for pair in heads {
      let attention = zip(sides, [pair.isSigned.a, pair.isSigned.b]).map { side, isSigned in
        (pair.sides[keyPath: side.1].entropies[.attention]?.mean.fixed(digits) ?? "–")
          + (isSigned ? " |a|" : "")
      }
      let half = pair.difference.interval.map(\.halfWidth)
      table.append(
        [pair.places.layerText, "\(pair.sides.a.place.head)"] + attention
          + streams.map { pair.sides[keyPath: $0.1].entropies[$0.2]?.mean.fixed(digits) ?? "–" }
          + [
            pair.difference.mean.signed(digits) + (pair.isPooled ? "*" : ""),
            half.map { "±\($0.fixed(digits))" } ?? "–", "\(pair.difference.lower)/\(pair.difference.count)",
            pair.divergence.mean.fixed(digits), pair.sides.a.budget.percentages,
            pair.sides.b.budget.percentages,
          ])
    }
    return table
  }

  /// Every number with all its digits.
  private var wholeHeadTable: TextTable {
    func whole(_ number: Double?) -> String { number.map { "\($0)" } ?? "" }
    var table = TextTable(
      [
        "layer", "head", "nameA", "nameB", "mechanismA", "mechanismB", "pooled", "entropyA", "entropyB",
        "sameA",
        "oppositeA", "sameB", "oppositeB", "difference", "low", "high", "lowerOn", "images", "divergence",
        "ppA",
        "nnA", "pnA", "npA", "ppB", "nnB", "pnB", "npB",
      ].map { .number($0) } + (hasSignedRows ? ["signedA", "signedB"] : []).map { .number($0) })
    for pair in heads {
      let layers = models.layers(at: pair.places)
      let interval = pair.difference.interval
      var cells = [
        "\(pair.places.a.layer)", "\(pair.places.a.head)", layers.a.name, layers.b.name,
        layers.a.mechanism.name.rawValue, layers.b.mechanism.name.rawValue, "\(pair.isPooled)",
      ]
      cells += [pair.sides.a.entropies[.attention], pair.sides.b.entropies[.attention]].map {
        whole($0?.mean)
      }
      for side in [pair.sides.a, pair.sides.b] {
        cells += [whole(side.entropies[.same]?.mean), whole(side.entropies[.opposite]?.mean)]
      }
      cells += [pair.difference.mean, interval?.lowerBound, interval?.upperBound].map(whole)
      cells += ["\(pair.difference.lower)", "\(pair.difference.count)", whole(pair.divergence.mean)]
      for side in [pair.sides.a, pair.sides.b] {
        cells += side.budget.fractions?.map { "\($0)" } ?? ["", "", "", ""]
      }
      if hasSignedRows { cells += ["\(pair.isSigned.a)", "\(pair.isSigned.b)"] }
      table.append(cells)
    }
    return table
  }

  /// Whether weights of any paired head may be negative.
  private var hasSignedRows: Bool { heads.contains { $0.isSigned.a || $0.isSigned.b } }

  /// How many heads differ by Student's paired t test, corrected by Holm for as many tests as there are heads; nil below
  /// two images, where there is no test.
  var headVerdicts: (lower: Int, higher: Int, tested: Int)? {
    let corrected = holmCorrected(heads.map(\.difference.moments.probability))
    let tested = zip(heads, corrected).filter { $0.1 != nil }
    guard !tested.isEmpty else { return nil }
    let differing = tested.filter { ($0.1 ?? 1) < Answer.significance }.compactMap(\.0.difference.mean)
    return (differing.count { $0 < 0 }, differing.count { $0 > 0 }, tested.count)
  }

  /// What readers of the table must know.
  var remarks: [String] {
    var remarks = [
      "\(counted(images, "image")). H is the mean normalized entropy of the attention map (1 = uniform), same and opp. "
        + "those of the streams of polarity heads; B − A is a mean over images, with the 95 % interval of Student's t with "
        + "n − 1 degrees of freedom; lower on counts the images on which B is lower, of n; JS is the "
        + "Jensen–Shannon divergence in nats, at most 0.693; the last columns are the fractions of same-signed and "
        + "opposite-signed products in percent."
    ]
    if let verdicts = headVerdicts, verdicts.tested > 1 {
      remarks.append(
        "Of \(verdicts.tested) paired heads, the entropy of B is lower in \(verdicts.lower) and higher in "
          + "\(verdicts.higher) by paired t tests corrected by Holm, at 5 % for all together; the others are not decided."
      )
    }
    if hasSignedRows {
      remarks.append(
        "|a|: weights may be negative; H is that of |a|/Σ|a|. It does not compare with the entropy of a row, so that "
          + "B − A is taken only between two such heads, and a divergence is undefined.")
    }
    if heads.contains(where: \.isPooled) {
      remarks.append(
        "* Queries see other keys: B − A compares entropies after pooling both to the coarser grid; H A and H B are "
          + "those of the layers' own grids.")
    }
    if heads.contains(where: { $0.places.a.layer != $0.places.b.layer }) {
      remarks.append(
        "The models have different numbers of layers; layers are paired by depth: 3/5 is layer 3 of A beside layer 5 "
          + "of B.")
    }
    for (side, name) in [(unpaired.a, "A"), (unpaired.b, "B")] where !side.isEmpty {
      let listed = side.prefix(8).map(\.description).joined(separator: ", ")
      remarks.append(
        "\(counted(side.count, "head")) of \(name) \(side.count == 1 ? "has" : "have") no partner in the other model "
          + "and \(side.count == 1 ? "is" : "are") left out: \(listed)\(side.count > 8 ? ", …" : "").")
    }
    if let remark = copiesRemark(copies) { remarks.append(remark) }
    if failures > 0 { remarks.append("\(counted(failures, "image")) could not be read.") }
    remarks.append(
      models.a.digest == models.b.digest
        ? "A and B have the same weights, of digest \(models.a.digest)."
        : "The digest of the weights of A is \(models.a.digest), that of B \(models.b.digest).")
    return remarks
  }

  /// How well the models classify the images.
  var accuracySentences: [String] {
    var sentences: [String] = []
    if let fractions = accuracy.fractions {
      sentences.append(
        "Accuracy on \(counted(accuracy.images, "labeled image")): A \((100 * fractions.a).fixed(1)) %, "
          + "B \((100 * fractions.b).fixed(1)) %; only A is right on \(accuracy.onlyA), only B on \(accuracy.onlyB)."
      )
    }
    if classified > 0 {
      sentences.append("Both give the same class to \(agreements) of \(counted(classified, "image")).")
    } else if let classesA = models.a.classes, let classesB = models.b.classes, !models.shareClasses {
      let counts =
        classesA.count == classesB.count
        ? "\(classesA.count) of other names" : "\(classesA.count) and \(classesB.count)"
      sentences.append("A and B have different classes (\(counts)), so their predictions are not compared.")
    }
    return sentences
  }
}

/// What readers must know of images that are copies; nil where there are none.
func copiesRemark(_ copies: Int) -> String? {
  guard copies > 0 else { return nil }
  return copies == 1
    ? "1 more image is a copy, its file equal to that of another one: it is no independent measurement and does not count."
    : "\(copies) more images are copies, their files equal to those of others: they are no independent measurements and "
      + "do not count."
}

extension MeanBudget {
  /// `31:29:21:19`.
  var percentages: String {
    fractions?.map { (100 * $0).fixed(0) }.joined(separator: ":") ?? "–"
  }
}

// MARK: JSON

extension Comparison {
  private var json: String {
    get throws {
      try jsonText(JSONComparison(self), isIndented: true) + "\n"
    }
  }
}

/// The comparison as other programs read it; what is undefined is left out.
struct JSONComparison: Encodable {
  struct Pair<Value: Encodable>: Encodable {
    let a: Value
    let b: Value
  }
  struct Model: Encodable {
    let name: String
    let digest: String
    let family: String
    let mechanism: MechanismName?
    let interventions: InterventionsJSON?
  }
  struct Difference: Encodable {
    let mean: Double?
    let interval: [Double]?
    let lower: Int
    let images: Int
    /// Of Student's paired t test; in the list of heads corrected by Holm for all of them.
    let probability: Double?

    init(_ differences: Differences, corrected: Double?? = .none) {
      probability = corrected ?? differences.moments.probability
      mean = differences.mean
      interval = differences.interval.map { [$0.lowerBound, $0.upperBound] }
      lower = differences.lower
      images = differences.count
    }
  }
  struct Head: Encodable {
    /// The place in A.
    let layer: Int
    let head: Int
    /// The place in B where it is another one.
    let b: Place?
    let name: Pair<String>
    let mechanism: Pair<MechanismName>
    let pooled: Bool
    /// Left out where no weight may be negative.
    let signed: Pair<Bool>?
    let normalizedEntropy: Pair<[Stream: Double]>
    let difference: Difference
    let divergence: Double?
    let polarity: Pair<[String: Double]?>
  }
  struct Place: Encodable {
    let layer: Int
    let head: Int

    init(_ place: HeadPlace) {
      layer = place.layer
      head = place.head
    }
  }
  struct Accuracy: Encodable {
    let images: Int
    let a: Double
    let b: Double
    let onlyA: Int
    let onlyB: Int
  }
  struct Answer: Encodable {
    let question: String
    let subject: String
    let verdict: Reports.Answer.Verdict
    let heads: Int
    let attention: Difference
    let streams: Difference?
    let text: String
  }

  let models: Pair<Model>
  /// Those of unequal files.
  let images: Int
  /// Images whose file is that of another one, which do not count.
  let copies: Int
  let failed: Int
  let heads: [Head]
  let unpaired: Pair<[Place]>
  /// nil of models with different classes.
  let sameClass: Int?
  let accuracy: Accuracy?
  let answer: Answer

  init(_ comparison: Comparison) {
    let sides = comparison.models
    models = Pair(
      sides.map {
        Model(
          name: $0.name, digest: $0.digest, family: $0.family, mechanism: $0.mechanism?.name,
          interventions: InterventionsJSON($0.interventions))
      })
    images = comparison.images
    copies = comparison.copies
    failed = comparison.failures
    let corrected = holmCorrected(comparison.heads.map(\.difference.moments.probability))
    heads = zip(comparison.heads, corrected).map { pair, corrected in
      let layers = sides.layers(at: pair.places)
      return Head(
        layer: pair.places.a.layer, head: pair.places.a.head,
        b: pair.places.a == pair.places.b ? nil : Place(pair.places.b), name: Pair(layers.map(\.name)),
        mechanism: Pair(layers.map(\.mechanism.name)),
        pooled: pair.isPooled,
        signed: pair.isSigned.a || pair.isSigned.b ? Pair(pair.isSigned) : nil,
        normalizedEntropy: Pair(pair.sides.map { $0.entropies.compactMapValues(\.mean) }),
        difference: Difference(pair.difference, corrected: corrected), divergence: pair.divergence.mean,
        polarity: Pair(
          pair.sides.map { side in
            side.budget.fractions.map { Dictionary(uniqueKeysWithValues: zip(["pp", "nn", "pn", "np"], $0)) }
          }))
    }
    unpaired = Pair(comparison.unpaired.map { $0.map(Place.init) })
    sameClass = comparison.models.shareClasses ? comparison.agreements : nil
    accuracy = comparison.accuracy.fractions.map {
      Accuracy(
        images: comparison.accuracy.images, a: $0.a, b: $0.b, onlyA: comparison.accuracy.onlyA,
        onlyB: comparison.accuracy.onlyB)
    }
    let answer = comparison.answer
    self.answer = Answer(
      question: answer.question, subject: answer.isAboutA ? "a" : "b",
      verdict: Reports.Answer.verdict(answer.attention), heads: answer.headCount,
      attention: Difference(answer.attention),
      streams: answer.streams.count > 0 ? Difference(answer.streams) : nil,
      text: answer.sentences.joined(separator: " "))
  }
}

extension JSONComparison.Pair {
  init(_ sides: Sides<Value>) { self.init(a: sides.a, b: sides.b) }
}

extension Answer.Verdict: Encodable {}
