// The explicit row of a linear mechanism from its features.
import Compute

/// What the official code adds to the mean of a kernel's row before dividing by it.
private let normaliserFloor: Float = 1e-6

extension AttentionRecord {
  /// Writes the paired products of φ(q_i) and φ(k_j), divided by their sum + n·1e-6, over the keys of the query's
  /// window, and returns the row's sum. O(n·d)
  func kernelRow(
    query: Int, head: Int, pairing: FeaturePairing, into weights: UnsafeMutableBufferPointer<Float>
  ) -> Float {
    guard let features else { return 0 }
    let raw = engine.kernelRow(
      query: query, head: head, phiQ: features.queries, phiK: features.keys, heads: heads,
      windows: geometry.windowCount, pairing: pairing, normalised: true, into: weights)
    return raw / (raw + Float(geometry.keysPerWindow) * normaliserFloor)
  }

  /// The unnormalised weights: S_ij of a polarity head for equal signs, O_ij for opposite signs.
  package func kernelProducts(query: Int, head: Int, pairing: FeaturePairing) -> [Float] {
    guard let features else { return [] }
    return [Float](unsafeUninitializedCapacity: geometry.keysPerWindow) { buffer, count in
      buffer.initialize(repeating: 0)
      _ = engine.kernelRow(
        query: query, head: head, phiQ: features.queries, phiK: features.keys, heads: heads,
        windows: geometry.windowCount, pairing: pairing, normalised: false, into: buffer)
      count = geometry.keysPerWindow
    }
  }
}
