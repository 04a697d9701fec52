// Entropies on a coarser grid, where rows over different key grids can be compared.
import Attention
import Compute

extension HeatMap {
  /// The entropy of the map's mass over its grid, nats, prefix tokens left out; nil where there is none.
  package var entropy: Double? { AttentionMaps.entropy(ofRow: values.map { $0.isNaN ? 0 : $0 }) }
}

extension AttentionRecord {
  /// The mean entropy of a head's rows after pooling them to a coarser key grid, nats, over the spatial queries
  /// whose row is not empty; prefix tokens are no keys here. nil where all are empty, and when cancelled. O(N·n·d)
  package func pooledEntropy(
    head: Int, stream: Stream, on grid: TokenGrid, cancellation: Cancellation? = nil
  ) -> Double? {
    var (total, counted) = (0.0, 0)
    for query in geometry.prefix.count..<geometry.queryCount {
      if cancellation?.isCancelled == true { return nil }
      let weights = row(query: query, head: head, stream: stream).weights
      guard let entropy = place(weights, kind: .attention, query: query).pooled(to: grid).entropy else {
        continue
      }
      total += entropy
      counted += 1
    }
    return counted > 0 ? total / Double(counted) : nil
  }
}
