// Entropies of heads: means over queries, normalized values, and per-query maps.
import Attention
import Compute
import Glibc

/// What the rows of one stream of one head are like.
package struct StreamSummary: Sendable, Equatable {
  /// Mean entropy over the queries whose row is not empty, in nats, of |a| where weights may be negative; undefined when all are empty or one is not finite.
  package let entropy: Measured<Double>
  /// Mean of H/ln n over the queries whose row is not empty and has several keys; undefined likewise.
  package let normalizedEntropy: Measured<Double>
  /// Undefined where a row is not finite.
  package let meanRowSum: Measured<Double>
  /// Undefined where a row is not finite.
  package let minRowSum: Measured<Double>
  /// Queries whose weights are all 0.
  package let emptyRows: Int
  /// Queries whose raw row sums to less than 0.5; 0 where the sums of rows are free.
  package let weakRows: Int
  /// Mean of Σ|a⁻|/Σ|a| over the queries whose row is not empty; nil of rows without negative weights.
  package let negativeMass: Measured<Double>?
}

/// The statistics of every head and stream of a layer, computed once.
package struct LayerStatistics: Sendable {
  package let record: AttentionRecord
  package let streams: [Stream: RowStatistics]
  /// Keys that each query may attend to, in matrix order.
  private let admissibleKeys: [Int]
  /// nil where they were not asked for.
  let measures: RowMeasures?
  /// Matrix rows of the queries that are no padding.
  private let queries: [Int]

  /// Streams over all queries and keys: O(N·n·d) a head, without an [N × n] matrix.
  ///
  /// - Throws: `Cancelled`
  package init(of record: AttentionRecord, cancellation: Cancellation? = nil) throws(Cancelled) {
    self.init(of: record, streams: try record.streamRows(cancellation: cancellation))
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
    queries = record.geometry.tokenQueries
    admissibleKeys = (0..<record.geometry.queryCount).map(record.admissibleKeys(ofQuery:))
  }

  /// Σ_j p_ij·‖center_i − center_j‖ in pixels as a mean over spatial queries, prefix tokens left out of both; p the
  /// row re-normalized, of |a| where weights may be negative, and the mean of several streams. nil when every row is
  /// empty, or distances were not asked for.
  package func meanDistance(head: Int) -> Double? { measures?.meanDistance(head: head) }

  /// The fraction of their attention that queries in the box give to keys in it, by the rows of `meanDistance`. Tokens
  /// that lie in the box in part count in part, so that uniform attention gives the box's fraction of the input. nil
  /// without a box.
  package func massInBox(head: Int) -> Double? { measures?.massInBox(head: head) }

  /// The streams that have statistics, `attention` first.
  package var names: [Stream] { Stream.allCases.filter { streams[$0] != nil } }

  /// Means over the queries of one head; nil for a stream that the layer does not have.
  package func summary(head: Int, stream: Stream) -> StreamSummary? {
    guard let rows = streams[stream] else { return nil }
    let sums = rows.sums.row(head)
    var entropy = (sum: 0.0, count: 0)
    var normalized = (sum: 0.0, count: 0)
    var (empty, weak) = (0, 0)
    var (sumOfSums, smallest) = (0.0, Double.infinity)
    var negative = 0.0
    // Where sums are free, a small one means nothing.
    let countsWeakRows = record.description.mechanism.rowSum != .free
    var isFinite = true
    for query in queries {
      let sum = Double(sums[query])
      sumOfSums += sum
      smallest = min(smallest, sum)
      if countsWeakRows, sum < 0.5 { weak += 1 }
      let value: Double
      switch rows.entropy(head: head, query: query) {
      case .value(let nats): value = Double(nats)
      case .undefined(let reason):
        if reason == .emptyRow { empty += 1 } else { isFinite = false }
        continue
      }
      entropy.sum += value
      entropy.count += 1
      if let negatives = rows.negatives { negative += Double(negatives[head, query]) }
      let keys = admissibleKeys[query]
      guard keys > 1 else { continue }
      // An even row is at the maximum but for rounding.
      normalized.sum += min(value / log(Double(keys)), 1)
      normalized.count += 1
    }
    func mean(_ numbers: (sum: Double, count: Int), orElse reason: Undefined) -> Measured<Double> {
      if !isFinite { return .undefined(.notFinite) }
      return numbers.count > 0 ? .value(numbers.sum / Double(numbers.count)) : .undefined(reason)
    }
    return StreamSummary(
      entropy: mean(entropy, orElse: .emptyRow),
      normalizedEntropy: mean(normalized, orElse: entropy.count > 0 ? .singleKey : .emptyRow),
      meanRowSum: isFinite ? .value(sumOfSums / Double(max(queries.count, 1))) : .undefined(.notFinite),
      minRowSum: isFinite ? .value(smallest) : .undefined(.notFinite),
      emptyRows: empty, weakRows: weak,
      negativeMass: rows.negatives.map { _ in mean((negative, entropy.count), orElse: .emptyRow) })
  }

  /// Whether a stream of a head has a row with NaN or infinity.
  package var hasRowsThatAreNotFinite: Bool {
    streams.keys.contains { stream in
      (0..<record.heads).contains { summary(head: $0, stream: stream)?.entropy.reason == .notFinite }
    }
  }

  /// The entropy of one row, nats; nil for a stream that the layer does not have.
  package func entropy(head: Int, stream: Stream, row: Int) -> Measured<Float>? {
    streams[stream]?.entropy(head: head, query: row)
  }

  /// The entropy of one row as a fraction of its maximum, ln n; nil for a stream that the layer does not have.
  package func normalizedEntropy(head: Int, stream: Stream, row: Int) -> Measured<Float>? {
    guard let entropy = entropy(head: head, stream: stream, row: row) else { return nil }
    guard admissibleKeys[row] > 1 || entropy.value == nil else { return .undefined(.singleKey) }
    return entropy.map { min($0 / Float(log(Double(admissibleKeys[row]))), 1) }
  }

  /// The entropy of every query of a head, on the query grid; nil for a stream that the layer does not have.
  package func entropyMap(head: Int, stream: Stream) -> HeatMap? {
    guard let rows = streams[stream] else { return nil }
    let geometry = record.geometry
    var map = HeatMap(
      kind: .entropy, emptyOn: geometry.queryGrid, prefix: geometry.prefix.count, isSigned: false)
    for row in 0..<geometry.queryCount {
      map.set(rows.entropy(head: head, query: row), at: geometry.place(ofQueryRow: row))
    }
    return map
  }
}
