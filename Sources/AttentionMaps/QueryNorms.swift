// The norms of a head's queries, beside the entropies of their rows.
import Attention
import Compute

extension AttentionRecord {
  /// ‖q_i‖ of one head for every query but padding, in the order of `geometry.tokenQueries`; q as it enters the
  /// mechanism, scaled. O(N·d)
  package func queryNorms(head: Int) -> [Float] {
    let channels = channels(ofHead: head)
    return geometry.tokenQueries.map { query in
      let vector = queries.row(query)
      return Float(channels.reduce(0.0) { $0 + Double(vector[$1]) * Double(vector[$1]) }.squareRoot())
    }
  }
}

/// A query by the size of its vector and the entropy of its row.
package struct QueryPoint: Sendable, Equatable {
  /// The query's row in the matrices of the record.
  package let row: Int
  /// ‖q‖
  package let norm: Float
  /// Nats, of |a| where weights may be negative.
  package let entropy: Measured<Float>
}

extension LayerStatistics {
  /// Every query but padding; nil for a stream that the layer does not have. `queryNormCorrelation` is Pearson's
  /// correlation of those that have an entropy. O(N·d)
  package func queryPoints(head: Int, stream: Stream) -> [QueryPoint]? {
    guard let rows = streams[stream] else { return nil }
    return zip(record.geometry.tokenQueries, record.queryNorms(head: head)).map { row, norm in
      QueryPoint(row: row, norm: norm, entropy: rows.entropy(head: head, query: row))
    }
  }
}
