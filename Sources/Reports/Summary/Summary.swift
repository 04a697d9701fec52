// Lines of `polascope stats` merged into one summary for each head.
import Files
import Session
import VisionModels

/// The numbers of every head of every model, over all images.
package struct Summary: Sendable {
  /// By name, and by what was changed in them.
  package let models: [Model]
  /// Of the quantiles.
  package let fractions: [Double]
  /// Lines that repeat another one, and were left out.
  package let repetitions: Int

  package struct Model: Sendable {
    package let name: String
    /// What was changed in its forward passes: lines of other changes are of another model.
    package let interventions: Interventions
    package let bytes: Int
    package let family: String
    /// Images with numbers.
    package let images: Int
    /// Images without numbers because of an error.
    package let failures: Int
    package let layers: [Layer]
  }

  package struct Layer: Sendable {
    package let name: String
    package let mechanism: String
    package let heads: [[(metric: Metric, distribution: Distribution)]]
  }
}

/// Collects lines in any order; the summary does not depend on it.
package struct SummaryBuilder {
  /// Where a line was read.
  private struct Source {
    let file: String
    let line: Int
  }

  private struct Model {
    let bytes: Int
    let family: String
    let shape: [Shape]
    let first: Source
    var images = 0
    /// Of every layer and head.
    var numbers: [[[Metric: [Double]]]]

    mutating func add(_ image: ImageNumbers) {
      images += 1
      for (layer, values) in image.layers.enumerated() {
        for (head, values) in values.heads.enumerated() {
          for (metric, value) in values { numbers[layer][head][metric, default: []].append(value) }
        }
      }
    }
  }

  /// What the lines of one summary share.
  private struct Key: Hashable, Comparable {
    let name: String
    let interventions: Interventions

    init(_ pair: StatisticsLine.Pair) {
      (name, interventions) = (pair.model, pair.interventions)
    }

    static func < (one: Key, other: Key) -> Bool {
      (one.name, one.interventions.description) < (other.name, other.interventions.description)
    }
  }

  private struct Shape: Equatable {
    let name: String
    let mechanism: String
    let heads: Int
  }

  private var models: [Key: Model] = [:]
  /// The first key of each name: all interventions are in the same model.
  private var firstKeys: [String: Key] = [:]
  private var digests: [StatisticsLine.Pair: UInt64] = [:]
  private var failures: Set<StatisticsLine.Pair> = []
  private var repetitions = 0

  package init() {}

  /// Adds a line.
  ///
  /// A pair of model and image counts once, however often it occurs with the same numbers.
  ///
  /// - Throws: `StatisticsLineError` for a line that contradicts another one.
  package mutating func add(_ line: StatisticsLine, file: String, number: Int) throws(StatisticsLineError) {
    func failure(_ reason: String) -> StatisticsLineError {
      StatisticsLineError(file: file, line: number, reason: reason)
    }
    guard case .numbers(let numbers) = line.content else {
      if !failures.insert(line.pair).inserted { repetitions += 1 }
      return
    }
    let name = line.model.escaped(limit: 80)
    if let known = digests[line.pair] {
      guard known == numbers.digest else {
        throw failure(
          "\(name) has other numbers on \(line.image.escaped(limit: 200)) than in an earlier line")
      }
      repetitions += 1
      return
    }
    let shape = numbers.layers.map { Shape(name: $0.name, mechanism: $0.mechanism, heads: $0.heads.count) }
    let key = Key(line.pair)
    if let known = firstKeys[key.name].flatMap({ models[$0] }) {
      guard known.bytes == numbers.modelBytes, known.family == numbers.family, known.shape == shape else {
        throw failure(
          "\(name) is another model than the one of that name in line \(known.first.line) of "
            + "\(known.first.file.abridged); summarize them separately")
      }
    }
    digests[line.pair] = numbers.digest
    if firstKeys[key.name] == nil { firstKeys[key.name] = key }
    models[
      key,
      default: Model(
        bytes: numbers.modelBytes, family: numbers.family, shape: shape,
        first: Source(file: file, line: number), numbers: shape.map { .init(repeating: [:], count: $0.heads) }
      )
    ].add(numbers)
  }

  /// - Parameters:
  ///   - fractions: of the quantiles, each in 0…1.
  ///   - names: the numbers to report.
  package func summary(fractions: [Double], names: Set<Metric.Name>) -> Summary {
    let metrics = Metric.all.filter { names.contains($0.name) }
    let failed = failures.filter { digests[$0] == nil }
    let keys = Set(models.keys).union(failed.map { Key($0) }).sorted()
    return Summary(
      models: keys.map { key in
        let model = models[key]
        return Summary.Model(
          name: key.name, interventions: key.interventions, bytes: model?.bytes ?? 0,
          family: model?.family ?? "", images: model?.images ?? 0,
          failures: failed.count { Key($0) == key },
          layers: model.map { model in
            zip(model.shape, model.numbers).map { shape, heads in
              Summary.Layer(
                name: shape.name, mechanism: shape.mechanism,
                heads: heads.map { numbers in
                  metrics.compactMap { metric in
                    Distribution(numbers[metric] ?? [], fractions: fractions).map { (metric, $0) }
                  }
                })
            }
          } ?? [])
      }, fractions: fractions, repetitions: repetitions)
  }
}
