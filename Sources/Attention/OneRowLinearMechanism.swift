// What linear mechanisms with one row per head share: all of them but the feature map.
import Compute

/// A linear mechanism with one row per head: a_ij = φ(q_i)·φ(k_j) / (Σ_j φ(q_i)·φ(k_j) + n·1e-6).
///
/// A conforming type brings its name and its feature map.
package protocol OneRowLinearMechanism: MeasuredMechanism {}

extension OneRowLinearMechanism {
  package var logitScale: Float { 1 }

  package func mix(_ record: AttentionRecord, into output: Matrix) {
    guard let features = record.features else { return }
    record.engine.focusedAttention(
      phiQ: features.queries, phiK: features.keys, v: record.values, heads: record.heads,
      windows: record.geometry.windowCount, into: output)
  }

  package func row(
    query: Int, head: Int, stream: Stream, of record: AttentionRecord,
    into weights: UnsafeMutableBufferPointer<Float>
  ) -> Float {
    record.kernelRow(query: query, head: head, pairing: .all, into: weights)
  }

  package func measure(
    _ record: AttentionRecord, into statistics: [Stream: RowStatistics], givingRows: Bool,
    cancellation: Cancellation?, consume: (_ head: Int, _ firstQuery: Int, _ rows: [Matrix]) -> Void
  ) {
    guard let features = record.features, let rows = statistics[.attention] else { return }
    record.engine.kernelStatistics(
      phiQ: features.queries, phiK: features.keys, heads: record.heads,
      windows: record.geometry.windowCount, into: rows.entropies, sums: rows.sums,
      cancellation: cancellation, givingRows: givingRows
    ) { consume($0, $1, [$2]) }
  }

  package func streamRows(
    of record: AttentionRecord, head: Int, queries: [Int]?, into statistics: [Stream: RowStatistics],
    cancellation: Cancellation?, consume: (_ first: Int, _ rows: [Matrix]) -> Void
  ) {
    guard let features = record.features else { return }
    record.engine.kernelRows(
      head: head, queries: queries, phiQ: features.queries, phiK: features.keys, heads: record.heads,
      windows: record.geometry.windowCount, pairing: .all, normalised: true,
      statistics: statistics[.attention].map { ($0.entropies, $0.sums) }, cancellation: cancellation
    ) { first, rows in consume(first, [rows]) }
  }
}
