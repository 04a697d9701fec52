// Entropies of heads: means over queries, normalised values, and per-query maps.
import Attention
import Compute
import Glibc

/// What the rows of one stream of one head are like.
package struct StreamSummary: Sendable, Equatable {
  /// Mean entropy over the queries whose row is not empty, in nats; nil when all are empty.
  package let entropy: Double?
  /// Mean of H/ln n; nil when every query has a single key or an empty row.
  package let normalizedEntropy: Double?
  package let meanRowSum: Double
  package let minRowSum: Double
  /// Queries whose raw row sums to 0.
  package let emptyRows: Int
  /// Queries whose raw row sums to less than 0.5.
  package let weakRows: Int
}

/// The statistics of every head and stream of a layer, computed once.
package struct LayerStatistics: Sendable {
  package let record: AttentionRecord
  package let streams: [Stream: RowStatistics]
  /// Keys that each query may attend to, in matrix order.
  private let admissibleKeys: [Int]
  /// nil where they were not asked for.
  private let measures: RowMeasures?

  /// Streams over all queries and keys: O(N·n·d) a head, without an [N × n] matrix.
  ///
  /// - Returns: nil when cancelled before the end.
  package init?(of record: AttentionRecord, cancellation: Cancellation? = nil) {
    let streams = record.statistics(cancellation: cancellation)
    if cancellation?.isCancelled == true { return nil }
    self.init(of: record, streams: streams)
  }

  /// Of rows that were read in the forward pass.
  ///
  /// - Parameters:
  ///   - streams: their entropies and sums, one for each stream of the record and `attention`.
  ///   - measures: of all of them; nil where distances were not asked for.
  package init(of record: AttentionRecord, streams: [Stream: RowStatistics], measures: RowMeasures? = nil) {
    self.record = record
    self.streams = streams
    self.measures = measures
    admissibleKeys = (0..<record.geometry.queryCount).map(record.admissibleKeys(ofQuery:))
  }

  /// Σ_j a_ij·‖centre_i − centre_j‖ in pixels as a mean over spatial queries, prefix tokens left out of both and
  /// the row re-normalised; polarity heads by their `attention` map. nil when every row is empty, or distances
  /// were not asked for.
  package func meanDistance(head: Int) -> Double? { measures?.meanDistance(head: head) }

  /// The share of their attention that queries in the box give to keys in it, by the rows of `meanDistance`. Tokens
  /// that lie in the box in part count in part, so that uniform attention gives the box's share of the input. nil
  /// without a box.
  package func massInBox(head: Int) -> Double? { measures?.massInBox(head: head) }

  /// The streams that have statistics of their own, `attention` first.
  package var names: [Stream] { Stream.allCases.filter { streams[$0] != nil } }

  /// Means over the queries of one head; nil for a stream that the layer does not have.
  package func summary(head: Int, stream: Stream) -> StreamSummary? {
    guard let rows = streams[stream] else { return nil }
    let entropies = rows.entropies.row(head)
    let sums = rows.sums.row(head)
    var entropy = (sum: 0.0, count: 0)
    var normalized = (sum: 0.0, count: 0)
    var (empty, weak) = (0, 0)
    var (sumOfSums, smallest) = (0.0, Double.infinity)
    for query in entropies.indices {
      let sum = Double(sums[query])
      sumOfSums += sum
      smallest = min(smallest, sum)
      if sum == 0 { empty += 1 }
      if sum < 0.5 { weak += 1 }
      guard !entropies[query].isNaN else { continue }
      entropy.sum += Double(entropies[query])
      entropy.count += 1
      let keys = admissibleKeys[query]
      guard keys > 1 else { continue }
      normalized.sum += Double(entropies[query]) / log(Double(keys))
      normalized.count += 1
    }
    return StreamSummary(
      entropy: entropy.count > 0 ? entropy.sum / Double(entropy.count) : nil,
      normalizedEntropy: normalized.count > 0 ? normalized.sum / Double(normalized.count) : nil,
      meanRowSum: sumOfSums / Double(max(entropies.count, 1)), minRowSum: smallest, emptyRows: empty,
      weakRows: weak)
  }

  /// The entropy of one row, nats; nil where the row is empty.
  package func entropy(head: Int, stream: Stream, row: Int) -> Float? {
    guard let value = streams[stream]?.entropies[head, row], !value.isNaN else { return nil }
    return value
  }

  /// The entropy of one row as a share of its maximum, ln n; nil where the row is empty or has one key.
  package func normalizedEntropy(head: Int, stream: Stream, row: Int) -> Float? {
    guard let entropy = entropy(head: head, stream: stream, row: row), admissibleKeys[row] > 1 else {
      return nil
    }
    return entropy / Float(log(Double(admissibleKeys[row])))
  }

  /// The entropy of every query of a head, on the query grid; NaN where a row is empty.
  package func entropyMap(head: Int, stream: Stream) -> HeatMap? {
    guard let rows = streams[stream] else { return nil }
    let geometry = record.geometry
    var values = [Float](repeating: .nan, count: geometry.queryGrid.count)
    var prefix = [Float](repeating: .nan, count: geometry.prefix.count)
    for (row, entropy) in rows.entropies.row(head).enumerated() {
      switch geometry.place(ofQueryRow: row) {
      case .prefix(let index): prefix[index] = entropy
      case .spatial(let position): values[geometry.queryGrid.index(of: position)] = entropy
      }
    }
    return HeatMap(kind: .entropy, grid: geometry.queryGrid, values: values, prefix: prefix)
  }
}

/// The entropy −Σ p ln p of a row, p = row / row sum, in nats; nil for an empty row.
package func entropy(ofRow row: [Float]) -> Double? {
  let sum = row.reduce(0.0) { $0 + Double($1) }
  guard sum > 0 else { return nil }
  return row.reduce(0.0) { total, value in
    guard value > 0 else { return total }
    let share = Double(value) / sum
    return total - share * log(share)
  }
}
