// What an attention mechanism is: one way to turn queries and keys into rows of weights.
import Compute

/// Queries and keys after a feature map, whose products are the unnormalised weights.
///
/// Polarity-aware features are the signed powers sign(x)·|x|^p: of x⁺ᵖ and x⁻ᵖ one is zero in every place, so
/// that they need no more memory than x.
package struct Features: Sendable {
  /// [queries × channels]
  package let queries: Matrix
  /// [keys × channels]
  package let keys: Matrix
}

/// Entropy and raw sum of every row of one stream.
package struct RowStatistics: Sendable {
  /// Nats, [heads × queries] in matrix order; NaN where the row is empty.
  package let entropies: Matrix
  /// Sums of the rows as the mechanism applies them, [heads × queries]: 1 for softmax, S/(S + n·1e-6) for
  /// linear mechanisms.
  package let sums: Matrix
}

/// One attention mechanism, a small value that holds only its own parameters.
///
/// Its faces must agree: for every query, the explicit `row` of each stream applied to that stream's values
/// equals what `mix` writes. The vectors in the record are those that enter the feature map.
package protocol Mechanism: Sendable {
  /// What it is called, which rows and maps it has, and whatever else other code asks of it.
  var facts: MechanismFacts { get }

  /// The factor of q·k in the logit: d^-½ for softmax, 1 for linear mechanisms.
  var logitScale: Float { get }

  /// Labels of the tokens in matrix order, where tokens of different labels do not see each other although
  /// they share a window (a cyclic shift brought them together); nil where nothing is masked.
  var regions: [Int32]? { get }

  /// What is added to the logits by position: one value for every head and pair of a window, [heads × N × n]; nil
  /// where nothing is.
  var positionBias: [Float]? { get }

  /// φ(q) and φ(k), or nil where there is no feature map.
  func features(queries: Matrix, keys: Matrix, heads: Int, on engine: Engine) -> Features?

  /// The fast path: Σ_j a_ij v_j of every head. `output` is [queries × channels].
  func mix(_ record: AttentionRecord, into output: Matrix)

  /// `mix` for the queries in the matrix rows `queries` alone: `output` is [those × channels].
  func mix(_ record: AttentionRecord, queries: Range<Int>, into output: Matrix)

  /// `mix` and `streamRows` of every head in one: what a forward pass does whose rows are all wanted.
  ///
  /// - Parameters:
  ///   - statistics: as for `streamRows`; the rows of all heads are written.
  ///   - consume: takes a head beside what it takes in `streamRows`.
  func mixStreamingRows(
    _ record: AttentionRecord, into output: Matrix, statistics: [Stream: RowStatistics],
    cancellation: Cancellation?, consume: (_ head: Int, _ firstQuery: Int, _ rows: [Matrix]) -> Void)

  /// The explicit weights of one query over the keys of its window, as the mechanism applies them. O(n·d)
  ///
  /// - Parameters:
  ///   - query: matrix row of the query.
  ///   - stream: one of `streams`.
  ///   - weights: `keysPerWindow` values to write.
  /// - Returns: the sum of the row.
  func row(
    query: Int, head: Int, stream: Stream, of record: AttentionRecord,
    into weights: UnsafeMutableBufferPointer<Float>
  ) -> Float

  /// Entropies and row sums of all heads and queries, streamed: no [queries × keys] matrix is allocated.
  ///
  /// Holds each of `streams` and `attention`. Incomplete once `cancellation` is cancelled.
  func statistics(of record: AttentionRecord, cancellation: Cancellation?) -> [Stream: RowStatistics]

  /// The unnormalised weights of one stream as a product of thin matrices; nil where there is no feature map.
  func factors(of record: AttentionRecord, head: Int, stream: Stream) -> KernelFactors?

  /// Streams every row of every head in blocks of queries, with entropies and sums.
  ///
  /// Parameters as of `mixStreamingRows`.
  func streamRows(
    of record: AttentionRecord, into statistics: [Stream: RowStatistics], cancellation: Cancellation?,
    consume: (_ head: Int, _ firstQuery: Int, _ rows: [Matrix]) -> Void)

  /// Streams rows of a head in blocks of queries, with entropies and sums: what a whole map needs.
  ///
  /// Blocks come in any order, perhaps on several threads at once.
  ///
  /// - Parameters:
  ///   - queries: matrix rows of the queries, those of a window best side by side; nil: all.
  ///   - statistics: of each of `streams` and `attention`; the queries' places in the head's rows are written.
  ///   - consume: takes a row of each of `streams` for the queries from the `first` of `queries` on, as the
  ///     mechanism applies them, [queries × keysPerWindow]. It must not keep them nor ask the engine for anything
  ///     that takes its threads.
  func streamRows(
    of record: AttentionRecord, head: Int, queries: [Int]?, into statistics: [Stream: RowStatistics],
    cancellation: Cancellation?, consume: (_ first: Int, _ rows: [Matrix]) -> Void)
}

extension Mechanism {
  package var regions: [Int32]? { nil }
  package var positionBias: [Float]? { nil }

  package func factors(of record: AttentionRecord, head: Int, stream: Stream) -> KernelFactors? { nil }

  package func mix(_ record: AttentionRecord, queries: Range<Int>, into output: Matrix) {
    let all = Matrix(unwrittenRows: record.queries.rows, columns: output.columns)
    mix(record, into: all)
    record.engine.gatherRows(all, Array(queries), into: output)
  }

  package func mixStreamingRows(
    _ record: AttentionRecord, into output: Matrix, statistics: [Stream: RowStatistics],
    cancellation: Cancellation?, consume: (_ head: Int, _ firstQuery: Int, _ rows: [Matrix]) -> Void
  ) {
    mix(record, into: output)
    streamRows(of: record, into: statistics, cancellation: cancellation, consume: consume)
  }

  /// One head after the other.
  package func streamRows(
    of record: AttentionRecord, into statistics: [Stream: RowStatistics], cancellation: Cancellation?,
    consume: (_ head: Int, _ firstQuery: Int, _ rows: [Matrix]) -> Void
  ) {
    for head in 0..<record.heads {
      streamRows(of: record, head: head, queries: nil, into: statistics, cancellation: cancellation) {
        consume(head, $0, $1)
      }
    }
  }
}
