// What an attention mechanism is: one way to turn queries and keys into rows of weights.
import Compute

/// One attention mechanism, a small value that holds only its own parameters.
///
/// It has three faces that must agree: for every query, the explicit `row` of each stream, applied to that stream's
/// values, equals what `apply` writes and what `streamRows` gives. The vectors in a record are those that enter the
/// feature map.
package protocol Mechanism: Sendable {
  /// What it is called, which rows and maps it has, and whatever else other code asks of it.
  var facts: MechanismFacts { get }

  /// The factor of q·k in the logit: d^-½ for softmax, 1 for linear mechanisms.
  var logitScale: Float { get }

  /// Labels of the tokens in matrix order, where tokens of different labels do not see each other although
  /// they share a window (a cyclic shift brought them together); nil where nothing is masked.
  var regions: [Int32]? { get }

  /// What is added to the logit of a key that a query does not see: low enough to leave it next to no weight.
  var mask: Float { get }

  /// What is added to the logits by position: one value for every head and pair of a window, [heads × N × n]; nil
  /// where nothing is.
  var positionBias: [Float]? { get }

  /// φ(q) and φ(k) as queries and keys, whose products are the weights before normalization; nil without a feature
  /// map. Polarity-aware features are the signed powers sign(x)·|x|^p: of x⁺ᵖ and x⁻ᵖ one is zero in every place, so
  /// that they need no more memory than x.
  func features(
    of inputs: AttentionInputs, geometry: AttentionGeometry, on engine: Engine
  ) -> AttentionInputs?

  /// The fast path: Σ_j a_ij v_j of every head, and the rows on the way where they are wanted.
  ///
  /// - Parameters:
  ///   - queries: matrix rows of the queries; all, unless there is one window and no position term.
  ///   - output: [those queries × channels]
  ///   - reading: what becomes of the rows, of all queries then; nil where they are not wanted.
  /// - Throws: `Cancelled`; what is written is incomplete then.
  func apply(
    _ record: AttentionRecord, queries: Range<Int>, into output: Matrix, reading: RowReading?,
    cancellation: Cancellation?
  ) throws(Cancelled)

  /// The explicit weights of one query over the keys of its window, as the mechanism applies them. O(n·d)
  ///
  /// - Parameters:
  ///   - query: matrix row of the query.
  ///   - stream: one of its streams.
  ///   - weights: `keysPerWindow` values to write.
  /// - Returns: the sum of the row.
  func row(
    query: Int, head: Int, stream: Stream, of record: AttentionRecord,
    into weights: UnsafeMutableBufferPointer<Float>
  ) -> Float

  /// Streams rows with their statistics: no [queries × keys] matrix is allocated. Without a consumer in `reading`, the
  /// statistics alone, which is cheaper.
  ///
  /// - Throws: `Cancelled`; what is written is incomplete then.
  func streamRows(
    _ selection: RowSelection, of record: AttentionRecord, reading: RowReading, cancellation: Cancellation?
  ) throws(Cancelled)

  /// The weights of one stream before normalization as a product of thin matrices; nil without a feature map.
  func factors(of record: AttentionRecord, head: Int, stream: Stream) -> LinearFactors?
}

/// What becomes of rows that are made.
package struct RowReading {
  /// To be written, for each stream and `attention`; the places of the selected queries are.
  package let statistics: [Stream: RowStatistics]
  /// Takes a row of each stream, as the mechanism applies them; nil where statistics alone are wanted.
  package let consume: RowConsumer?

  /// Writes the sums of `attention` rows that add up to 1 wherever they are numbers, which their entropies say.
  func writeSumsOfOne(_ selection: RowSelection) {
    guard let rows = statistics[.attention] else { return }
    rows.forEach(selection) { head, query in
      rows.sums[head, query] = rows.entropies[head, query].isNaN ? .nan : 1
    }
  }
}

extension RowStatistics {
  /// Calls `body` for the head and the query of every selected row.
  func forEach(_ selection: RowSelection, _ body: (_ head: Int, _ query: Int) -> Void) {
    switch selection {
    case .all:
      for head in 0..<sums.rows {
        for query in 0..<sums.columns { body(head, query) }
      }
    case .queries(let queries, let head):
      for query in queries { body(head, query) }
    }
  }
}

extension Mechanism {
  package var regions: [Int32]? { nil }
  package var mask: Float { -100 }
  package var positionBias: [Float]? { nil }

  package func features(
    of inputs: AttentionInputs, geometry: AttentionGeometry, on engine: Engine
  ) -> AttentionInputs? { nil }

  package func factors(of record: AttentionRecord, head: Int, stream: Stream) -> LinearFactors? { nil }
}
