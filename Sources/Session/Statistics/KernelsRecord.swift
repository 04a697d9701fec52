// A model's queries and keys on one image read by many kernels, as `polascope kernels` writes it (one JSON object a
// line).
import Attention
import AttentionMaps
import Compute
import Files
import VisionModels

/// Everything that `kernels` reports of an examination: numbers of each kernel in place of those of the model's heads.
package struct KernelsRecord: Sendable, Encodable {
  private let model: String
  private let modelFile: StatisticsRecord.ModelFile
  private let family: String
  private let settings: [String: String]
  private let image: String
  private let imageDigest: String?
  private let interventions: InterventionsJSON?
  private let input: [Int]
  /// The names of the kernels that were asked for.
  private let kernels: [String]
  private let layers: [StatisticsValue]
  private let seconds: StatisticsRecord.Seconds
  /// Where numbers end; not written. nil where the outputs are finite.
  package let divergence: Divergence?

  private enum CodingKeys: String, CodingKey {
    case model, modelFile, family, settings, image, imageDigest, interventions, input, kernels, layers,
      seconds
  }

  /// Runs a model on an image and reads each of its layers by every kernel. O(Σ layers kernels·heads·N·n·d), a few rows
  /// in memory.
  ///
  /// - Parameters:
  ///   - interventions: heads and patches of the model and image; the caller has checked that they are there.
  ///   - applyingOrientation: whether images are rotated by their EXIF orientation, for the record.
  ///   - progress: told each step before it is done.
  /// - Throws: `Cancelled`; `ImageError` for a transform that is out of bounds.
  package init(
    of model: LoadedModel, on image: InputImage, kernels: [Kernel],
    interventions: Interventions = Interventions(), applyingOrientation: Bool = false,
    cancellation: Cancellation? = nil, progress: (@Sendable (WorkStep) -> Void)? = nil
  ) throws {
    let count = model.model.layers.count
    let examination = try Examination.run(
      model, on: image, interventions: interventions, cancellation: cancellation, steps: progress)
    let transform = model.model.preprocessing
    self.model = model.name
    modelFile = StatisticsRecord.ModelFile(model)
    family = model.model.family
    settings = model.settings(applyingOrientation: applyingOrientation)
    self.image = image.path
    imageDigest = image.digest
    self.interventions = InterventionsJSON(interventions)
    input = [transform.inputHeight, transform.inputWidth]
    self.kernels = kernels.map(\.name)
    layers = try examination.records.map { record in
      progress?(.numbers(ofLayer: record.index, of: count))
      return try Self.layer(
        record, kernels, height: model.model.coveredHeight, width: model.model.coveredWidth,
        cancellation: cancellation)
    }
    seconds = StatisticsRecord.Seconds(load: model.secondsToLoad, forward: examination.secondsForward)
    divergence = examination.divergence
  }

  /// One line of JSON without a line break at its end. Keys are sorted, so that equal records are equal text.
  package func json() throws -> String { try jsonText(self) }

  private static func layer(
    _ record: AttentionRecord, _ kernels: [Kernel], height: Int, width: Int, cancellation: Cancellation?
  ) throws -> StatisticsValue {
    var heads = [[String: StatisticsValue]](repeating: [:], count: record.heads)
    var obstacles: [String: StatisticsValue] = [:]
    for kernel in kernels {
      if let obstacle = kernel.reading.obstacle(record.description) {
        obstacles[kernel.name] = .text(obstacle)
        continue
      }
      let reading = kernel(record)
      let measures = RowMeasures(reading.description, height: height, width: width, withShapes: true)
      let streams = try reading.streamRows(cancellation: cancellation) { head, first, rows in
        measures.measure(rows, head: head, from: first)
      }
      let measured = MeasuredLayer(
        LayerStatistics(of: reading, streams: streams, measures: measures),
        pooledGrid: record.geometry.keyGrid, original: record, cancellation: cancellation)
      var members = heads.map { _ in [String: StatisticsValue]() }
      for statistic in HeadStatistic.ofReadings {
        for (head, value) in try statistic.values(measured).enumerated() {
          members[head][statistic.key] = value
        }
      }
      for head in heads.indices { heads[head][kernel.name] = .members(members[head]) }
    }
    return .members(members(of: record, heads: heads, obstacles: obstacles))
  }

  /// Which queries and keys are read: a record has them as they enter a feature map or, without one, as they meet.
  private static func vectors(of record: AttentionRecord) -> String {
    guard record.description.mechanism.isRotated else { return "q and k as they enter the attention" }
    return record.features == nil
      ? "q and k as they meet, after their rotation by position"
      : "q and k as they enter the feature map, whose features are then rotated by position"
  }

  private static func members(
    of record: AttentionRecord, heads: [[String: StatisticsValue]], obstacles: [String: StatisticsValue]
  ) -> [String: StatisticsValue] {
    let (geometry, facts) = (record.geometry, record.description.mechanism)
    func grid(_ grid: TokenGrid) -> StatisticsValue { .list([.count(grid.rows), .count(grid.columns)]) }
    var members: [String: StatisticsValue] = [
      "index": .count(record.index), "name": .text(record.name), "mechanism": .text(facts.name.rawValue),
      "queryGrid": grid(geometry.queryGrid), "keyGrid": grid(geometry.keyGrid),
      "prefix": .count(geometry.prefix.count), "windows": .count(geometry.windowCount),
      "vectors": .text(vectors(of: record)),
      "heads": .list(
        heads.enumerated().map { index, kernels in
          .members(["index": .count(index), "kernels": .members(kernels)])
        }),
    ]
    let terms = [(MechanismFacts.PositionTerm.bias, "bias"), (.mask, "mask")]
    let leftOut = terms.filter { facts.positionTerms.contains($0.0) }.map { StatisticsValue.text($0.1) }
    if !leftOut.isEmpty { members["leftOut"] = .list(leftOut) }
    if !obstacles.isEmpty { members["undefined"] = .members(obstacles) }
    return members
  }
}
