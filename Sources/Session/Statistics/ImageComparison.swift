// One image as two models see it, head by head.
import Attention
import AttentionMaps
import Compute
import VisionModels

/// What differs between two models on one image.
package struct ImageComparison: Sendable {
  package let image: String
  /// The heads of `HeadPairing`, in its order.
  package let heads: [HeadPair]
  /// The most probable class of each model; nil without a classifier.
  package let classes: Sides<Int?>
  /// Where the numbers of each model end; nil where its outputs are finite.
  package let divergences: Sides<Divergence?>
}

/// A head of A and its partner of B.
package struct HeadPair: Sendable {
  package let places: Sides<HeadPlace>
  /// Mean normalized entropies of the rows of every stream that is defined.
  package let entropies: Sides<[Stream: Double]>
  /// The entropies of the `attention` maps that may be compared: on different key grids those after pooling both to
  /// the coarser one. nil where one is undefined, and where weights of one alone may be negative: its entropy is that
  /// of |a|, another number.
  package let comparable: Sides<Double>?
  package let isPooled: Bool
  /// Jensen–Shannon divergence of the `attention` maps, nats.
  package let divergence: Double?
  package let budgets: Sides<PolarityBudget?>
  /// Whether weights may be negative: then entropies are those of |a|/Σ|a|.
  package let isSigned: Sides<Bool>

  /// B − A of `comparable`.
  package var entropyDifference: Double? { comparable.map { $0.b - $0.a } }
}

extension Sides<HeadPlace> {
  /// The layer of both, `3`, or where they differ `3/5`.
  package var layerText: String { a.layer == b.layer ? "\(a.layer)" : "\(a.layer)/\(b.layer)" }

  /// Layer and head of both, `3.1` or `3/5.1`; the head has the same number in both.
  package var text: String { "\(layerText).\(a.head)" }
}

extension ImageComparison {
  /// Compares two examinations of one image. O(Σ layers heads·N·n·d)
  ///
  /// - Parameter progress: takes the fraction of heads done, 0…1.
  /// - Throws: `Cancelled`.
  package init(
    _ a: Examination, _ b: Examination, cancellation: Cancellation? = nil,
    progress: ((Double) -> Void)? = nil
  ) throws {
    let sides = Sides(a: a, b: b)
    image = a.image.path
    classes = sides.map { $0.predictions.first?.index }
    divergences = sides.map(\.divergence)
    let pairing = HeadPairing(sides.map { ModelPlaces($0.model.model.layers) })
    var heads: [HeadPair] = []
    var layers: Sides<LayerStatistics>?
    for places in pairing.pairs {
      let records = Sides(a: a.records[places.a.layer], b: b.records[places.b.layer])
      let known = layers
      let statistics =
        if let known, known.a.record.index == places.a.layer, known.b.record.index == places.b.layer {
          known
        } else {
          try records.map { try LayerStatistics(of: $0, cancellation: cancellation) }
        }
      layers = statistics
      let comparison = try HeadComparison(
        records.a, head: places.a.head, records.b, head: places.b.head, cancellation: cancellation)
      heads.append(HeadPair(places, in: statistics, comparison))
      progress?(Double(heads.count) / Double(pairing.pairs.count))
    }
    self.heads = heads
  }
}

extension HeadPair {
  fileprivate init(
    _ places: Sides<HeadPlace>, in layers: Sides<LayerStatistics>, _ comparison: HeadComparison
  ) {
    self.places = places
    entropies = Sides(
      a: layers.a.normalizedEntropies(head: places.a.head),
      b: layers.b.normalizedEntropies(head: places.b.head))
    isSigned = layers.map(\.record.description.mechanism.hasSignedRows)
    isPooled = !layers.a.record.geometry.hasKeys(like: layers.b.record.geometry)
    if isPooled {
      comparable = comparison.pooled.map { Sides(a: $0.first, b: $0.second) }
    } else if layers.a.record.description.hasEntropies(comparableTo: layers.b.record.description),
      let a = entropies.a[.attention], let b = entropies.b[.attention]
    {
      comparable = Sides(a: a, b: b)
    } else {
      comparable = nil
    }
    divergence = comparison.divergence.value
    budgets = Sides(
      a: layers.a.record.polarityBudget(head: places.a.head).value,
      b: layers.b.record.polarityBudget(head: places.b.head).value)
  }
}

extension LayerStatistics {
  /// The mean normalized entropy of a head in every stream where it is defined.
  fileprivate func normalizedEntropies(head: Int) -> [Stream: Double] {
    var entropies: [Stream: Double] = [:]
    for stream in names {
      if let value = summary(head: head, stream: stream)?.normalizedEntropy.value {
        entropies[stream] = value
      }
    }
    return entropies
  }
}
