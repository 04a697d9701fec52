// The numbers of one model on one image, as `polascope stats` writes them (one JSON object a line).
import Attention
import AttentionMaps
import Compute
import FoundationEssentials
import Imaging
import VisionModels

/// Everything that `stats` reports of an examination. What is undefined is written as `null`.
package struct StatisticsRecord: Sendable, Encodable {
  package struct ModelFile: Sendable, Encodable {
    package let path: String
    package let bytes: Int
  }

  package struct Top: Sendable, Encodable {
    package let index: Int
    package let label: String
    package let probability: Double
  }

  /// Sums of the rows as applied; nil, written as `null`, where a value is not finite.
  package struct RowSum: Sendable {
    package let mean: Double?
    package let min: Double?
  }

  package struct Power: Sendable, Encodable {
    package let min: Double
    package let mean: Double
    package let max: Double
  }

  package struct Budget: Sendable, Encodable {
    package let pp, nn, pn, np: Double
  }

  package struct Seconds: Sendable, Encodable {
    package let load: Double
    package let forward: Double
  }

  package let model: String
  package let modelFile: ModelFile
  package let family: String
  package let image: String
  /// Height and width of the model's input.
  package let input: [Int]
  /// A logit that is not finite is nil.
  package let logits: [Float?]?
  package let top: [Top]
  package let layers: [Layer]
  /// The share of the input that the image's box covers; nil without one.
  package let boxShare: Double?
  /// What the heads' extra entropies are pooled to; nil unless asked for.
  package let pooledGrid: [Int]?
  package let seconds: Seconds

  package struct Layer: Sendable, Encodable {
    package let index: Int
    package let name: String
    package let mechanism: MechanismName
    package let queryGrid: [Int]
    package let keyGrid: [Int]
    package let prefix: Int
    package let windows: Int
    package let heads: [Head]
  }

  package struct Head: Sendable {
    package let index: Int
    package let entropy: [Stream: Double?]
    package let normalizedEntropy: [Stream: Double?]
    package let rowSum: [Stream: RowSum]
    package let emptyRows: [Stream: Int]
    package let weakRows: [Stream: Int]
    package let polarity: Budget?
    package let meanDistance: Double?
    /// nil without a box.
    package let massInBox: Double?
    package let power: Power?
    /// nil unless asked for.
    package let extra: HeadExtras?
    package let gate: [Stream: Double]?
  }
}

// MARK: Making one

extension StatisticsRecord {
  /// Runs a model on an image and measures every row of its heads on the way. O(Σ layers heads·N·n·d)
  ///
  /// - Parameters:
  ///   - box: a part of the image in which the mass of attention is told.
  ///   - withExtras: whether every head has `extra`, which takes several times as long.
  ///   - topCount: how many classes `top` lists.
  /// - Throws: `Cancelled`; `ImageError` for a recipe that is out of bounds.
  package init(
    of model: LoadedModel, on image: InputImage, box: Rectangle? = nil, withExtras: Bool = false,
    topCount: Int = 5,
    cancellation: Cancellation? = nil
  ) throws {
    let recipe = model.model.preprocessing
    let inputBox = box.map { recipe.inputRectangle(of: $0, in: image.image) }
    let measures = model.model.layers.map {
      RowMeasures(
        $0.geometry, heads: $0.heads, height: recipe.inputHeight, width: recipe.inputWidth, box: inputBox)
    }
    let examination = try Examination.run(
      model, on: image, cancellation: cancellation,
      rowReader: { record, head, firstQuery, rows in
        measures[record.index].measure(rows, head: head, from: firstQuery)
      })
    self.model = model.name
    modelFile = ModelFile(path: model.path, bytes: model.byteCount)
    family = model.model.family
    self.image = image.path
    input = [recipe.inputHeight, recipe.inputWidth]
    logits = examination.logits?.map { $0.isFinite ? $0 : nil }
    top = examination.predictions.prefix(topCount).map {
      Top(index: $0.index, label: $0.label, probability: $0.probability)
    }
    boxShare = inputBox.map { $0.width * $0.height / Double(recipe.inputWidth * recipe.inputHeight) }
    let pooledGrid = withExtras ? HeadExtras.commonGrid(of: examination.records) : nil
    self.pooledGrid = pooledGrid.map { [$0.rows, $0.columns] }
    layers = try examination.records.map { record in
      let statistics = LayerStatistics(
        of: record, streams: examination.rowStatistics[record.index], measures: measures[record.index])
      let geometry = record.geometry
      let extras = try pooledGrid.map {
        try HeadExtras.ofHeads(in: record, pooledTo: $0, cancellation: cancellation)
      }
      return Layer(
        index: record.index, name: record.name, mechanism: record.mechanism.name,
        queryGrid: [geometry.queryGrid.rows, geometry.queryGrid.columns],
        keyGrid: [geometry.keyGrid.rows, geometry.keyGrid.columns], prefix: geometry.prefix.count,
        windows: geometry.windowCount,
        heads: (0..<record.heads).map { Head(statistics, head: $0, extra: extras?[$0]) })
    }
    seconds = Seconds(load: model.secondsToLoad, forward: examination.secondsForward)
  }

  /// One line of JSON without a line break at its end. Keys are sorted, so that equal records are equal text.
  package func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}

extension StatisticsRecord.Head {
  fileprivate init(_ statistics: LayerStatistics, head: Int, extra: HeadExtras?) {
    let record = statistics.record
    index = head
    self.extra = extra
    var entropy: [Stream: Double?] = [:]
    var normalized: [Stream: Double?] = [:]
    for stream in statistics.names {
      let summary = statistics.summary(head: head, stream: stream)
      entropy.updateValue(summary?.entropy?.finite, forKey: stream)
      normalized.updateValue(summary?.normalizedEntropy?.finite, forKey: stream)
    }
    self.entropy = entropy
    normalizedEntropy = normalized
    // Row sums are of the rows as applied: the mean of two streams has none of its own.
    let applied = record.streams.compactMap { stream in
      statistics.summary(head: head, stream: stream).map { (stream, $0) }
    }
    rowSum = Dictionary(
      uniqueKeysWithValues: applied.map { ($0, .init(mean: $1.meanRowSum.finite, min: $1.minRowSum.finite)) })
    emptyRows = Dictionary(uniqueKeysWithValues: applied.map { ($0, $1.emptyRows) })
    weakRows = Dictionary(uniqueKeysWithValues: applied.map { ($0, $1.weakRows) })
    polarity = record.polarityBudget(head: head).map { .init(pp: $0.pp, nn: $0.nn, pn: $0.pn, np: $0.np) }
    meanDistance = statistics.meanDistance(head: head)
    massInBox = statistics.massInBox(head: head)
    if let polarityAttention = record.mechanism as? PolarityAttention {
      let powers = polarityAttention.power[record.channels(ofHead: head)].map(Double.init)
      power = .init(
        min: powers.min() ?? 0, mean: powers.reduce(0, +) / Double(max(powers.count, 1)),
        max: powers.max() ?? 0)
      gate = Dictionary(
        uniqueKeysWithValues: record.streams.compactMap { stream in
          record.meanGate(head: head, stream: stream).map { (stream, $0) }
        })
    } else {
      power = nil
      gate = nil
    }
  }
}

// MARK: Encoding, with `null` for what is undefined

extension StatisticsRecord {
  private enum Key: String, CodingKey {
    case model, modelFile, family, image, input, logits, top, layers, boxShare, pooledGrid, seconds
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(model, forKey: .model)
    try container.encode(modelFile, forKey: .modelFile)
    try container.encode(family, forKey: .family)
    try container.encode(image, forKey: .image)
    try container.encode(input, forKey: .input)
    try container.encode(logits, forKey: .logits)
    try container.encode(top, forKey: .top)
    try container.encode(layers, forKey: .layers)
    try container.encodeIfPresent(boxShare, forKey: .boxShare)
    try container.encodeIfPresent(pooledGrid, forKey: .pooledGrid)
    try container.encode(seconds, forKey: .seconds)
  }
}

extension StatisticsRecord.RowSum: Encodable {
  private enum Key: String, CodingKey { case mean, min }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(mean, forKey: .mean)
    try container.encode(min, forKey: .min)
  }
}

extension Double {
  /// The number itself, nil for an infinity or NaN.
  fileprivate var finite: Double? { isFinite ? self : nil }
}

extension StatisticsRecord.Head: Encodable {
  private enum Key: String, CodingKey {
    case index, entropy, normalizedEntropy, rowSum, emptyRows, weakRows, polarity, meanDistance
    case massInBox, power, gate, extra
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(index, forKey: .index)
    try container.encode(entropy, forKey: .entropy)
    try container.encode(normalizedEntropy, forKey: .normalizedEntropy)
    try container.encode(rowSum, forKey: .rowSum)
    try container.encode(emptyRows, forKey: .emptyRows)
    try container.encode(weakRows, forKey: .weakRows)
    try container.encode(polarity, forKey: .polarity)
    try container.encode(meanDistance, forKey: .meanDistance)
    try container.encodeIfPresent(massInBox, forKey: .massInBox)
    try container.encodeIfPresent(power, forKey: .power)
    try container.encodeIfPresent(gate, forKey: .gate)
    try container.encodeIfPresent(extra, forKey: .extra)
  }
}
