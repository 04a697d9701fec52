// Rows of linear attention: one at a time, or streamed with their statistics.

/// Which products of two tokens' features make their weight.
package enum FeaturePairing: Sendable, CaseIterable {
  /// Σ_c φ(q)_c·φ(k)_c of features that are not negative.
  case all
  /// Σ_c max(φ(q)_c·φ(k)_c, 0) of signed powers.
  case equalSigns
  /// Σ_c max(−φ(q)_c·φ(k)_c, 0) of signed powers.
  case oppositeSigns

  var splitsSigns: Bool { self != .all }
}

extension Engine {
  /// `output` `[n]` ← the paired products of φ(q_i) and φ(k_j) for the keys of the query's window. O(n·m)
  ///
  /// - Parameters:
  ///   - features: φ(q) and φ(k) as queries and keys.
  ///   - normalized: divide by S + n·1e-6.
  /// - Returns: the raw row sum S.
  @discardableResult
  package func linearRow(
    query: Int, head: Int, _ features: AttentionInputs, pairing: FeaturePairing, normalized: Bool,
    into output: UnsafeMutableBufferPointer<Float>
  ) -> Float {
    let layout = AttentionLayout(features)
    let (phiQ, phiK) = (features.queries, features.keys)
    precondition(query >= 0 && query < phiQ.rows && head >= 0 && head < features.heads)
    precondition(output.count == layout.keys)
    guard let row = output.baseAddress else { return 0 }
    let unit = AttentionUnit(query / layout.queries * features.heads + head, heads: features.heads)
    let source = phiQ.pointer + query * phiQ.stride + head * layout.depth
    return withUnsafeTemporaryAllocation(of: Float.self, capacity: max(layout.depth, 1)) { prepared in
      let prepared = prepared.baseAddress!
      kernels.scale(source, by: pairing == .oppositeSigns ? -1 : 1, count: layout.depth, into: prepared)
      return makeRow(
        of: unit, layout: layout, memory: 0,
        multiply: { keys, _ in
          let rows = layout.keyPointer(phiK, unit: unit, key: keys.lowerBound, columns: layout.depth)
          if pairing.splitsSigns {
            kernels.multiplyRowOfEqualSigns(
              prepared, depth: layout.depth, rows: rows, stride: phiK.stride, count: keys.count,
              into: row + keys.lowerBound)
          } else {
            kernels.multiplyRow(
              prepared, depth: layout.depth, scale: 1, rows: rows, stride: phiK.stride, count: keys.count,
              into: row + keys.lowerBound)
          }
        },
        finish: { _ in finish(row, layout: layout, normalized: normalized) })
    }
  }

  /// Streams normalized rows with their statistics: entropies, and sums S/(S + n·1e-6), both of empty rows (S = 0)
  /// NaN and 0. O(N·n·m) time a head and window, O(n) memory a thread.
  ///
  /// - Parameters:
  ///   - features: φ(q) and φ(k) ≥ 0 as queries and keys.
  ///   - statistics: of which the places of the selected queries are written.
  ///   - consume: nil where statistics alone are wanted: then no row is ever whole.
  /// - Throws: `Cancelled`; rows are given and `statistics` are written in part then.
  package func linearRows(
    _ selection: RowSelection = .all, _ features: AttentionInputs, into statistics: RowStatistics,
    cancellation: Cancellation? = nil, consume: RowConsumer? = nil
  ) throws(Cancelled) {
    check([statistics], features)
    switch selection {
    case .all:
      linearStatistics(features, into: statistics, cancellation: cancellation, consume: consume)
    case .queries(let queries, let head):
      linearStatistics(
        of: queries, head: head, features, into: statistics, cancellation: cancellation, consume: consume)
    }
    try cancellation?.check()
  }

  /// The same for the two streams of polarity-aware heads, `same` first, whose rows come together.
  ///
  /// - Parameters:
  ///   - features: the signed powers φ(q) and φ(k) as queries and keys.
  ///   - mean: `[heads × windows·N]` ← the entropy of ½(Âˢ + Âᵒ), the streams' rows each re-normalized to sum 1; of
  ///     the other row alone where one stream is empty; NaN where both are.
  /// - Throws: `Cancelled`, as `linearRows`.
  package func polarityRows(
    _ selection: RowSelection = .all, _ features: AttentionInputs, same: RowStatistics,
    opposite: RowStatistics, mean: Matrix, cancellation: Cancellation? = nil, consume: RowConsumer? = nil
  ) throws(Cancelled) {
    check([same, opposite], features)
    precondition(mean.rows == features.heads && mean.columns == features.queries.rows)
    switch selection {
    case .all:
      polarityStatistics(
        features, same: same, opposite: opposite, mean: mean, cancellation: cancellation, consume: consume)
    case .queries(let queries, let head):
      polarityStatistics(
        of: queries, head: head, features, same: same, opposite: opposite, mean: mean,
        cancellation: cancellation, consume: consume)
    }
    try cancellation?.check()
  }

  private func check(_ statistics: [RowStatistics], _ features: AttentionInputs) {
    for matrix in statistics.map(\.entropies) {
      precondition(matrix.rows == features.heads && matrix.columns == features.queries.rows)
    }
  }

  /// Sums a row of products and, if asked to, normalizes it.
  @discardableResult
  private func finish(
    _ row: UnsafeMutablePointer<Float>, layout: AttentionLayout, normalized: Bool
  ) -> Float {
    let sum = kernels.sum(row, count: layout.keys)
    if normalized {
      kernels.scale(row, by: 1 / (sum + layout.epsilon), count: layout.keys, into: row)
    }
    return sum
  }
}
