// What mechanisms have in common whose matrix of weights is a product of two thin ones, with weights of either sign.
import Compute

/// A mechanism with one row per head: a_ij = x_i·y_j, nothing normalized afterwards.
///
/// A conforming type brings its facts and, as the features of queries and keys, x and y of every head, as few values
/// each as the matrix has rank.
package protocol ProductMechanism: Mechanism {}

extension ProductMechanism {
  package func apply(
    _ record: AttentionRecord, queries: Range<Int>, into output: Matrix, reading: RowReading?,
    cancellation: Cancellation?
  ) throws(Cancelled) {
    guard let factors = record.features else { return }
    try record.engine.productAttention(
      factors.with(queries: queries), into: output, cancellation: cancellation)
    if let reading { try streamRows(.all, of: record, reading: reading, cancellation: cancellation) }
  }

  package func row(
    query: Int, head: Int, stream: Stream, of record: AttentionRecord,
    into weights: UnsafeMutableBufferPointer<Float>
  ) -> Float {
    guard let factors = record.features else { return 0 }
    return record.engine.linearRow(
      query: query, head: head, factors, pairing: .all, normalized: false, into: weights)
  }

  package func streamRows(
    _ selection: RowSelection, of record: AttentionRecord, reading: RowReading, cancellation: Cancellation?
  ) throws(Cancelled) {
    guard let factors = record.features, let rows = reading.statistics[.attention] else { return }
    try record.engine.productRows(
      selection, factors, into: rows, cancellation: cancellation, consume: reading.consume)
  }

  /// x and y.
  package func factors(of record: AttentionRecord, head: Int, stream: Stream) -> LinearFactors? {
    record.features.map { LinearFactors($0, head: head, isNormalized: false) }
  }
}
