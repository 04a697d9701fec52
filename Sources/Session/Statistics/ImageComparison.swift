// One image seen by two models, head by head.
import Attention
import AttentionMaps
import Compute
import VisionModels

/// What differs between two models on one image.
package struct ImageComparison: Sendable {
  package let image: String
  /// Every head that both models have: the same number of the same layer.
  package let heads: [HeadPair]
  /// The most probable class of either model; nil without a head.
  package let classes: Sides<Int?>
}

/// One thing of each of the two models that are compared.
package struct Sides<Value> {
  package var a: Value
  package var b: Value

  package init(a: Value, b: Value) {
    self.a = a
    self.b = b
  }

  /// Both, changed alike.
  package func map<Result, Problem: Error>(
    _ transform: (Value) throws(Problem) -> Result
  ) throws(Problem) -> Sides<Result> {
    Sides<Result>(a: try transform(a), b: try transform(b))
  }
}

extension Sides: Sendable where Value: Sendable {}

/// A head of A and the head of B in the same place.
package struct HeadPair: Sendable {
  package let layer: Int
  package let head: Int
  /// Mean normalised entropies of the rows of every stream that is defined.
  package let entropies: Sides<[Stream: Double]>
  /// Of the `attention` maps, the two that may be compared: on different key grids after pooling both to the
  /// coarser one. nil where one is undefined.
  package let comparable: Sides<Double>?
  package let isPooled: Bool
  /// Jensen–Shannon divergence of the `attention` maps, nats.
  package let divergence: Double?
  package let budgets: Sides<PolarityBudget?>

  /// B − A of the mean normalised entropies of `attention`; nil where one is undefined.
  package var entropyDifference: Double? {
    if let a = entropies.a[.attention], let b = entropies.b[.attention] { b - a } else { nil }
  }
}

extension ImageComparison {
  /// Compares two examinations of one image. O(Σ layers heads·N·n·d)
  ///
  /// - Parameter progress: takes the share of heads done, 0…1.
  /// - Throws: `Cancelled`.
  package init(
    _ a: Examination, _ b: Examination, cancellation: Cancellation? = nil,
    progress: ((Double) -> Void)? = nil
  ) throws {
    image = a.image.path
    classes = Sides(a: a, b: b).map { $0.predictions.first?.index }
    var heads: [HeadPair] = []
    let count = zip(a.records, b.records).reduce(0) { $0 + min($1.0.heads, $1.1.heads) }
    for (recordA, recordB) in zip(a.records, b.records) {
      let records = Sides(a: recordA, b: recordB)
      let statistics = try records.map { record in
        guard let statistics = LayerStatistics(of: record, cancellation: cancellation) else {
          throw Cancelled()
        }
        return statistics
      }
      for head in 0..<min(recordA.heads, recordB.heads) {
        guard
          let comparison = HeadComparison(
            recordA, head: head, recordB, head: head, cancellation: cancellation)
        else { throw Cancelled() }
        let entropies = statistics.map { $0.normalizedEntropies(head: head) }
        var comparable: Sides<Double>?
        let isPooled = recordA.geometry.keyGrid != recordB.geometry.keyGrid
        if isPooled {
          comparable = comparison.pooled.map { Sides(a: $0.first, b: $0.second) }
        } else if let a = entropies.a[.attention], let b = entropies.b[.attention] {
          comparable = Sides(a: a, b: b)
        }
        heads.append(
          HeadPair(
            layer: recordA.index, head: head, entropies: entropies, comparable: comparable,
            isPooled: isPooled,
            divergence: comparison.divergence, budgets: records.map { $0.polarityBudget(head: head) }))
        progress?(Double(heads.count) / Double(count))
      }
    }
    self.heads = heads
  }
}

extension LayerStatistics {
  /// The mean normalised entropy of a head in every stream where it is defined and finite.
  fileprivate func normalizedEntropies(head: Int) -> [Stream: Double] {
    var entropies: [Stream: Double] = [:]
    for stream in names {
      if let value = summary(head: head, stream: stream)?.normalizedEntropy, value.isFinite {
        entropies[stream] = value
      }
    }
    return entropies
  }
}
