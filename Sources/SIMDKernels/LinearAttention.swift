// Linear attention for a block of queries, from the products Σ_j φ(k_j)ᵀv_j of its head.

extension Kernels {
  /// output `[rows × columns]` ← φ(q)·KV/(φ(q)·Σ_j φ(k_j) + epsilon).
  ///
  /// - Parameters:
  ///   - queries: φ(q) `[rows × depth]`.
  ///   - keyValues: KV = Σ_j φ(k_j)ᵀv_j `[depth × columns]`, packed.
  ///   - streams: 1, or 2: then each owns half of the columns.
  ///   - keySums: `[streams × depth]`, by which each stream's φ(q) gives its row sums.
  @inline(never)
  package static func linearAttention(
    queries: UnsafePointer<Float>, queryStride: Int, rows: Int, depth: Int,
    keyValues: UnsafePointer<Float>, columns: Int, streams: Int, keySums: UnsafePointer<Float>,
    epsilon: Float,
    into output: UnsafeMutablePointer<Float>, stride: Int
  ) {
    multiply(
      queries, stride: queryStride, rows: rows, depth: depth, panels: keyValues, columns: columns, bias: nil,
      residual: nil, residualStride: 0, applyingGELU: false, following: nil, into: output, stride: stride)
    let width = columns / streams
    var r = 0
    while r < rows {
      var stream = 0
      while stream < streams {
        var sum: Float = 0
        multiplyRow(
          queries + r * queryStride, depth: depth, scale: 1, rows: keySums + stream * depth, stride: depth,
          count: 1, into: &sum)
        let part = output + r * stride + stream * width
        scale(part, by: 1 / (sum + epsilon), count: width, into: part)
        stream += 1
      }
      r += 1
    }
  }
}
