// The numbers of one model on one image, as `polascope stats` writes them (one JSON object a line).
import Attention
import AttentionMaps
import Compute
import Files
import Imaging
import VisionModels

/// Everything that `stats` reports of an examination. What is undefined is written as `null`.
package struct StatisticsRecord: Sendable, Encodable {
  package struct ModelFile: Sendable, Encodable {
    package let path: String
    package let bytes: Int
    package let digest: String

    init(_ model: LoadedModel) {
      path = model.path
      bytes = model.byteCount
      digest = model.digest
    }
  }

  package struct Top: Sendable, Encodable {
    package let index: Int
    package let label: String
    package let probability: Double
  }

  package struct Seconds: Sendable, Encodable {
    package let load: Double
    package let forward: Double
  }

  package let model: String
  package let modelFile: ModelFile
  package let family: String
  /// What decides the numbers besides the weights; see `LoadedModel.settings`.
  package let settings: [String: String]
  package let image: String
  /// Of the image's file; nil for an image that was decoded without.
  package let imageDigest: String?
  /// What is changed in the forward pass.
  package let interventions: Interventions
  /// Height and width of the model's input.
  package let input: [Int]
  /// A logit that is not finite is nil.
  package let logits: [Float?]?
  /// Of a model without a classifier, or where extras were asked for; a value that is not finite is nil.
  package let embedding: [Float?]?
  package let top: [Top]
  package let layers: [Layer]
  /// Left, top, width and height of the image's box, in pixels of the image; nil without one.
  package let box: [Double]?
  /// The fraction of the input that it covers; nil without one.
  package let boxFraction: Double?
  /// The grid to which the heads' `pooledEntropy` is pooled; nil unless asked for.
  package let pooledGrid: [Int]?
  package let seconds: Seconds
  /// Where numbers end; not written. nil where outputs and rows are finite.
  package let divergence: Divergence?

  package struct Layer: Sendable, Encodable {
    package let index: Int
    /// Whether it is the pooling head, which comes last and whose `index` is written as "pool".
    package let isPool: Bool
    package let name: String
    package let mechanism: MechanismName
    package let queryGrid: [Int]
    package let keyGrid: [Int]
    package let prefix: Int
    package let windows: Int
    package let heads: [Head]
    /// Of the tokens that the block gives; nil unless asked for.
    package let tokenNorm: TokenNorm?

    /// What `--extra` adds to every layer but a pooling head.
    static let extraKeys = [Key.tokenNorm.rawValue]
  }

  /// How long the tokens are that a block gives, those in front of the patches too.
  package struct TokenNorm: Sendable, Encodable {
    /// nil where a token is not finite.
    package let mean: Double?
    package let max: Double?
    /// The longest token as `--query` calls it: `3,5`, `cls`.
    package let top1: String?
  }

  /// The members of a head's JSON object.
  package struct Head: Sendable, Encodable {
    private var members: [String: StatisticsValue]

    init(index: Int) { members = ["index": .count(index)] }

    mutating func set(_ statistic: HeadStatistic, to value: StatisticsValue) {
      guard statistic.isExtra else {
        members[statistic.key] = value
        return
      }
      var extra: [String: StatisticsValue] = [:]
      if case .members(let known) = members["extra"] { extra = known }
      extra[statistic.key] = value
      members["extra"] = .members(extra)
    }

    /// A member; nil where it was left out.
    package subscript(key: String) -> StatisticsValue? { members[key] }

    /// A number; nil where it is undefined or was left out.
    package subscript(metric: Metric) -> Double? {
      metric.path.reduce(StatisticsValue.members(members) as StatisticsValue?) { $0?[$1] }?.double
    }

    package func encode(to encoder: any Encoder) throws { try members.encode(to: encoder) }
  }
}

// MARK: Making one

extension StatisticsRecord {
  /// Runs a model on an image and measures every row of its heads on the way. O(Σ layers heads·N·n·d)
  ///
  /// - Parameters:
  ///   - interventions: heads and patches of the model and image; the caller has checked that they are there.
  ///   - box: the part of the image for `massInBox`.
  ///   - withExtras: whether every head has `extra`, which takes several times as long.
  ///   - topCount: how many classes `top` lists.
  ///   - applyingOrientation: whether images are rotated by their EXIF orientation, for the record.
  ///   - progress: told each step before it is done.
  /// - Throws: `Cancelled`; `ImageError` for a transform that is out of bounds.
  package init(
    of model: LoadedModel, on image: InputImage, interventions: Interventions = Interventions(),
    box: Rectangle? = nil, withExtras: Bool = false, topCount: Int = 5, applyingOrientation: Bool = false,
    cancellation: Cancellation? = nil, progress: (@Sendable (WorkStep) -> Void)? = nil
  ) throws {
    let count = model.model.layers.count
    let transform = model.model.preprocessing
    let inputBox = box.map { transform.inputRectangle(of: $0, in: image.image) }
    let measures = RowMeasures.ofLayers(
      model.model.layers, height: model.model.coveredHeight, width: model.model.coveredWidth, box: inputBox,
      withShapes: withExtras)
    let norms = withExtras ? BlockTokens { _, tokens, grid in TokenNorms(of: tokens, on: grid) } : nil
    let examination = try Examination.run(
      model, on: image, interventions: interventions, cancellation: cancellation,
      rowReader: { record, head, firstQuery, rows in
        measures[record.index].measure(rows, head: head, from: firstQuery, regions: record.mechanism.regions)
      },
      tokenReader: norms?.read, steps: progress)
    let tokenNorms = norms?.values ?? []
    self.model = model.name
    modelFile = ModelFile(model)
    family = model.model.family
    settings = model.settings(applyingOrientation: applyingOrientation)
    self.image = image.path
    imageDigest = image.digest
    self.interventions = interventions
    input = [transform.inputHeight, transform.inputWidth]
    logits = examination.logits?.map { $0.isFinite ? $0 : nil }
    top = examination.predictions.prefix(topCount).map {
      Top(index: $0.index, label: $0.label, probability: $0.probability)
    }
    self.box = box.map { [$0.x, $0.y, $0.width, $0.height] }
    boxFraction = inputBox.map {
      $0.width * $0.height / Double(transform.inputWidth * transform.inputHeight)
    }
    embedding =
      examination.logits == nil || withExtras
      ? examination.embedding?.map { $0.isFinite ? $0 : nil } : nil
    let pooledGrid = Self.coarsestKeyGrid(of: examination.records)
    self.pooledGrid = withExtras ? pooledGrid.map { [$0.rows, $0.columns] } : nil
    var firstBroken: AttentionRecord?
    let blocks = try examination.records.map { record in
      progress?(.numbers(ofLayer: record.index, of: count))
      let statistics = LayerStatistics(
        of: record, streams: examination.rowStatistics[record.index], measures: measures[record.index])
      let measured = MeasuredLayer(
        statistics, pooledGrid: pooledGrid ?? record.geometry.keyGrid, cancellation: cancellation)
      if firstBroken == nil, statistics.hasRowsThatAreNotFinite { firstBroken = record }
      return try Layer(
        measured, withExtras: withExtras,
        tokenNorm: tokenNorms.indices.contains(record.index)
          ? TokenNorm(tokenNorms[record.index], prefix: record.geometry.prefix) : nil)
    }
    let pool = try examination.pool.map { record in
      let statistics = try LayerStatistics(of: record, cancellation: cancellation)
      // A probe is at no place of the image: extras that need one are left out.
      return try Layer(
        MeasuredLayer(statistics, pooledGrid: record.geometry.keyGrid, cancellation: cancellation),
        withExtras: false)
    }
    layers = blocks + [pool].compactMap(\.self)
    seconds = Seconds(load: model.secondsToLoad, forward: examination.secondsForward)
    divergence = Divergence(examination.divergence, rows: firstBroken)
  }

  /// The coarsest key grid along each axis; nil without layers.
  private static func coarsestKeyGrid(of records: [AttentionRecord]) -> TokenGrid? {
    records.map(\.geometry.keyGrid).reduce(nil) { common, grid in
      common.map { HeatMap.commonGrid($0, grid) } ?? grid
    }
  }

  /// One line of JSON without a line break at its end. Keys are sorted, so that equal records are equal text.
  package func json() throws -> String {
    try jsonText(self)
  }
}

extension StatisticsRecord.Layer {
  /// - Throws: `Cancelled`.
  fileprivate init(
    _ measured: MeasuredLayer, withExtras: Bool, tokenNorm: StatisticsRecord.TokenNorm? = nil
  ) throws {
    let record = measured.record
    let geometry = record.geometry
    var heads = (0..<record.heads).map(StatisticsRecord.Head.init)
    for statistic in HeadStatistic.all where withExtras || !statistic.isExtra {
      for (head, value) in try statistic.values(measured).enumerated() {
        if let value { heads[head].set(statistic, to: value) }
      }
    }
    index = record.index
    isPool = geometry.isProbed
    name = record.name
    mechanism = record.description.mechanism.name
    queryGrid = [geometry.queryGrid.rows, geometry.queryGrid.columns]
    keyGrid = [geometry.keyGrid.rows, geometry.keyGrid.columns]
    prefix = geometry.prefix.count
    windows = geometry.windowCount
    self.heads = heads
    self.tokenNorm = tokenNorm
  }
}

extension StatisticsRecord.TokenNorm {
  /// - Parameter prefix: the tokens in front of the patches.
  fileprivate init(_ norms: TokenNorms, prefix: [PrefixToken]) {
    mean = norms.mean.value
    max = norms.max.value
    top1 = norms.top1.value.map { place in
      switch place {
      case .prefix(let index): prefix.indices.contains(index) ? "\(prefix[index])" : "token \(index)"
      case .spatial(let position): "\(position)"
      case .padding: "padding"
      }
    }
  }

  private enum Key: String, CodingKey { case mean, max, top1 }

  /// With `null` for what is undefined.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(mean, forKey: .mean)
    try container.encode(max, forKey: .max)
    try container.encode(top1, forKey: .top1)
  }
}

// MARK: Encoding

extension StatisticsRecord.Layer {
  fileprivate enum Key: String, CodingKey {
    case index, name, mechanism, queryGrid, keyGrid, prefix, windows, heads, tokenNorm
  }

  /// The query grid of a pooling head is null: its query is at no place.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    if isPool {
      try container.encode("pool", forKey: .index)
      try container.encodeNil(forKey: .queryGrid)
    } else {
      try container.encode(index, forKey: .index)
      try container.encode(queryGrid, forKey: .queryGrid)
    }
    try container.encode(name, forKey: .name)
    try container.encode(mechanism, forKey: .mechanism)
    try container.encode(keyGrid, forKey: .keyGrid)
    try container.encode(prefix, forKey: .prefix)
    try container.encode(windows, forKey: .windows)
    try container.encode(heads, forKey: .heads)
    try container.encodeIfPresent(tokenNorm, forKey: .tokenNorm)
  }
}

extension StatisticsRecord {
  private enum Key: String, CodingKey {
    case model, modelFile, family, settings, image, imageDigest, interventions, input, logits, embedding, top,
      layers
    case box, pooledGrid, seconds
    case boxFraction = "boxShare"
  }

  /// With `null` for missing logits; interventions, the box and the pooled grid are left out where there are none.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(model, forKey: .model)
    try container.encode(modelFile, forKey: .modelFile)
    try container.encode(family, forKey: .family)
    try container.encode(settings, forKey: .settings)
    try container.encode(image, forKey: .image)
    try container.encodeIfPresent(imageDigest, forKey: .imageDigest)
    try container.encodeIfPresent(InterventionsJSON(interventions), forKey: .interventions)
    try container.encode(input, forKey: .input)
    try container.encode(logits, forKey: .logits)
    try container.encodeIfPresent(embedding, forKey: .embedding)
    try container.encode(top, forKey: .top)
    try container.encode(layers, forKey: .layers)
    try container.encodeIfPresent(box, forKey: .box)
    try container.encodeIfPresent(boxFraction, forKey: .boxFraction)
    try container.encodeIfPresent(pooledGrid, forKey: .pooledGrid)
    try container.encode(seconds, forKey: .seconds)
  }
}
