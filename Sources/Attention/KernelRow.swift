// The explicit row of a linear mechanism from its features.
import Compute

/// What the official code adds to the mean of a kernel's row before dividing by it.
private let normaliserFloor: Float = 1e-6

extension AttentionRecord {
  /// Writes φ(q_i)·φ(k_j)/(Σ_j … + n·1e-6) over the keys of the query's window, with the halves of the
  /// query's features exchanged when `swapped`, and returns its sum. O(n·features)
  func kernelRow(
    query: Int, head: Int, swapped: Bool, into weights: UnsafeMutableBufferPointer<Float>
  ) -> Float {
    guard let features else { return 0 }
    let raw = engine.kernelRow(
      query: query, head: head, phiQ: features.queries, phiK: features.keys, heads: heads,
      windows: geometry.windowCount, swapped: swapped, normalised: true, into: weights)
    return raw / (raw + Float(geometry.keysPerWindow) * normaliserFloor)
  }

  /// The unnormalised weights S_ij or, with `swapped`, O_ij of a polarity head.
  package func kernelProducts(query: Int, head: Int, swapped: Bool) -> [Float] {
    guard let features else { return [] }
    return [Float](unsafeUninitializedCapacity: geometry.keysPerWindow) { buffer, count in
      buffer.initialize(repeating: 0)
      _ = engine.kernelRow(
        query: query, head: head, phiQ: features.queries, phiK: features.keys, heads: heads,
        windows: geometry.windowCount, swapped: swapped, normalised: false, into: buffer)
      count = geometry.keysPerWindow
    }
  }
}
