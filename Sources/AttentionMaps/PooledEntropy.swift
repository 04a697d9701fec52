// Entropies on a coarser grid, where rows over different key grids can be compared.
import Attention
import Compute

extension HeatMap {
  /// The entropy of the map's mass over its grid, nats, prefix tokens left out; of |values| where they are signed.
  package var entropy: Measured<Double> {
    Attention.entropy(ofRow: zip(values, contents).map { $1 == .value || $1 == .notFinite ? $0 : 0 })
  }
}

extension AttentionLayerDescription {
  /// Whether entropies of two layers can be subtracted as they stand: rows are over as many keys of one grid, and weights
  /// of both or of neither may be negative.
  package func hasEntropies(comparableTo other: AttentionLayerDescription) -> Bool {
    geometry.hasKeys(like: other.geometry) && mechanism.hasSignedRows == other.mechanism.hasSignedRows
  }
}

extension AttentionRecord {
  /// The mean entropy of a head's rows after pooling them to a coarser key grid, nats, over the spatial queries
  /// whose row is not empty; prefix tokens are no keys here, and of weights that may be negative the sizes are pooled.
  /// Undefined where all rows are empty or one is not finite. O(N·n·d)
  ///
  /// - Throws: `Cancelled`
  package func pooledEntropy(
    head: Int, stream: Stream, on grid: TokenGrid, cancellation: Cancellation? = nil
  ) throws(Cancelled) -> Measured<Double> {
    var (total, counted) = (0.0, 0)
    for query in geometry.spatialQueries {
      try cancellation?.check()
      let weights = row(query: query, head: head, stream: stream).weights
      let sizes = description.mechanism.hasSignedRows ? weights.map(abs) : weights
      switch place(sizes, kind: .attention, query: query).pooled(to: grid).entropy {
      case .value(let entropy):
        total += entropy
        counted += 1
      case .undefined(.notFinite): return .undefined(.notFinite)
      case .undefined: continue
      }
    }
    return counted > 0 ? .value(total / Double(counted)) : .undefined(.emptyRow)
  }
}
