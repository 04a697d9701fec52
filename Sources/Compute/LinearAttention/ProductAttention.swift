// Attention whose weights are products of two thin matrices, of either sign and not normalized: values and rows.

extension Engine {
  /// `output` `[windows·N × heads·d]` ← x_i·Σ_j y_jᵀv_j of every head. O((N + n)·m·d) a head and window.
  ///
  /// - Parameter factors: x and y as queries and keys.
  /// - Throws: `Cancelled`; `output` is written in part then.
  package func productAttention(
    _ factors: AttentionInputs, into output: Matrix, cancellation: Cancellation? = nil
  ) throws(Cancelled) {
    linearAttention(factors, streams: 1, isNormalized: false, into: output, cancellation: cancellation)
    try cancellation?.check()
  }

  /// Streams the rows x_i·y_j with their statistics: sums, entropies of |a|/Σ|a|, NaN where all weights are 0, and
  /// where asked for Σ|a⁻|/Σ|a|. O(N·n·m) time a head and window, O(n) memory a thread.
  ///
  /// - Parameters:
  ///   - factors: x and y as queries and keys.
  ///   - statistics: of which the places of the selected queries are written.
  /// - Throws: `Cancelled`; rows are given and `statistics` are written in part then.
  package func productRows(
    _ selection: RowSelection = .all, _ factors: AttentionInputs, into statistics: RowStatistics,
    cancellation: Cancellation? = nil, consume: RowConsumer? = nil
  ) throws(Cancelled) {
    switch selection {
    case .all:
      for head in 0..<factors.heads {
        try productRows(
          .queries(Array(0..<factors.queries.rows), head: head), factors, into: statistics,
          cancellation: cancellation, consume: consume)
      }
    case .queries(let queries, let head):
      let layout = AttentionLayout(factors)
      let length = paddedRowLength(layout.keys)
      forEachProductBlock(
        head: head, queries: queries, factors, layout: layout, cancellation: cancellation,
        prepare: { query, prepared in prepared.update(from: query, count: layout.depth) },
        finish: { block, products in
          withUnsafeTemporaryAllocation(of: Float.self, capacity: length) { sizes in
            sizes.initialize(repeating: 0)
            guard let sizes = sizes.baseAddress else { return }
            for (r, query) in block.queries.enumerated() {
              let row = products.pointer + r * products.stride
              statistics.sums[head, query] = kernels.sum(row, count: layout.keys)
              let (total, negative) = writeSizes(of: row, count: layout.keys, into: sizes)
              let factor = total > 0 ? min(1 / total, .greatestFiniteMagnitude) : 0
              statistics.entropies[head, query] = kernels.entropy(
                of: sizes, by: factor, and: sizes, by: 0, count: layout.keys)
              statistics.negatives?[head, query] = total > 0 ? negative / total : .nan
            }
          }
          consume?(head, block.first, [products])
        })
    }
    try cancellation?.check()
  }
}

/// `sizes` `[count]` ← |row|; returns Σ|row| and what of it is below zero. NaN where the row has one.
private func writeSizes(
  of row: UnsafePointer<Float>, count: Int, into sizes: UnsafeMutablePointer<Float>
) -> (total: Float, negative: Float) {
  typealias Lanes = SIMD16<Float>
  var (sum, size) = (0.0, 0.0)
  var index = 0
  while index + Lanes.scalarCount <= count {
    let values = UnsafeRawPointer(row + index).loadUnaligned(as: Lanes.self)
    let magnitudes = values.replacing(with: -values, where: values .< 0)
    UnsafeMutableRawPointer(sizes + index).storeBytes(of: magnitudes, as: Lanes.self)
    sum += Double(values.sum())
    size += Double(magnitudes.sum())
    index += Lanes.scalarCount
  }
  while index < count {
    sizes[index] = abs(row[index])
    sum += Double(row[index])
    size += Double(sizes[index])
    index += 1
  }
  return (Float(size), Float((size - sum) / 2))
}
