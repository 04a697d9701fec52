// What linear mechanisms with one row per head have in common: everything but the feature map.
import Compute

/// A linear mechanism with one row per head: a_ij = φ(q_i)·φ(k_j) / (Σ_j φ(q_i)·φ(k_j) + n·1e-6).
///
/// A conforming type brings its facts and its feature map.
package protocol LinearMechanism: Mechanism {}

extension LinearMechanism {
  package var logitScale: Float { 1 }

  package func apply(
    _ record: AttentionRecord, queries: Range<Int>, into output: Matrix, reading: RowReading?,
    cancellation: Cancellation?
  ) throws(Cancelled) {
    guard let features = record.features else { return }
    try record.engine.linearAttention(
      features.with(queries: queries), into: output, cancellation: cancellation)
    if let reading { try streamRows(.all, of: record, reading: reading, cancellation: cancellation) }
  }

  package func row(
    query: Int, head: Int, stream: Stream, of record: AttentionRecord,
    into weights: UnsafeMutableBufferPointer<Float>
  ) -> Float {
    record.linearRow(query: query, head: head, pairing: .all, into: weights)
  }

  package func streamRows(
    _ selection: RowSelection, of record: AttentionRecord, reading: RowReading, cancellation: Cancellation?
  ) throws(Cancelled) {
    guard let features = record.features, let rows = reading.statistics[.attention] else { return }
    try record.engine.linearRows(
      selection, features, into: rows, cancellation: cancellation, consume: reading.consume)
  }

  /// φ(q) and φ(k).
  package func factors(of record: AttentionRecord, head: Int, stream: Stream) -> LinearFactors? {
    record.features.map { LinearFactors($0, head: head, isNormalized: true) }
  }
}

/// What the official code adds to the mean of a row before dividing by it.
private let normalizerEpsilon: Float = 1e-6

extension AttentionRecord {
  /// Writes the paired products of φ(q_i) and φ(k_j), divided by their sum + n·1e-6, over the keys of the query's
  /// window, and returns the row's sum. O(n·d)
  func linearRow(
    query: Int, head: Int, pairing: FeaturePairing, into weights: UnsafeMutableBufferPointer<Float>
  ) -> Float {
    guard let features else { return 0 }
    let raw = engine.linearRow(
      query: query, head: head, features, pairing: pairing, normalized: true, into: weights)
    return raw / (raw + Float(geometry.keysPerWindow) * normalizerEpsilon)
  }

  /// The weights before normalization: S_ij of a polarity head for equal signs, O_ij for opposite signs.
  package func linearProducts(query: Int, head: Int, pairing: FeaturePairing) -> [Float] {
    guard let features else { return [] }
    return [Float](unsafeUninitializedCapacity: geometry.keysPerWindow) { buffer, count in
      buffer.initialize(repeating: 0)
      engine.linearRow(
        query: query, head: head, features, pairing: pairing, normalized: false, into: buffer)
      count = geometry.keysPerWindow
    }
  }
}
