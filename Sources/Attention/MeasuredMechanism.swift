// Mechanisms whose entropies, sums and rows come out of one pass over the keys.
import Compute

/// A mechanism that measures every row of every head in one pass, whether the rows are wanted or only their numbers.
package protocol MeasuredMechanism: Mechanism {
  /// Writes entropies and sums of every row, and gives the rows in blocks of queries where they are wanted.
  ///
  /// Other parameters as of `mixStreamingRows`.
  ///
  /// - Parameter givingRows: whether `consume` is called; O(keys) more memory a thread then.
  func measure(
    _ record: AttentionRecord, into statistics: [Stream: RowStatistics], givingRows: Bool,
    cancellation: Cancellation?, consume: (_ head: Int, _ firstQuery: Int, _ rows: [Matrix]) -> Void)
}

extension MeasuredMechanism {
  package func statistics(
    of record: AttentionRecord, cancellation: Cancellation?
  ) -> [Stream: RowStatistics] {
    let statistics = record.unwrittenStatistics
    measure(record, into: statistics, givingRows: false, cancellation: cancellation) { _, _, _ in }
    return statistics
  }

  package func streamRows(
    of record: AttentionRecord, into statistics: [Stream: RowStatistics], cancellation: Cancellation?,
    consume: (_ head: Int, _ firstQuery: Int, _ rows: [Matrix]) -> Void
  ) {
    measure(record, into: statistics, givingRows: true, cancellation: cancellation, consume: consume)
  }
}
