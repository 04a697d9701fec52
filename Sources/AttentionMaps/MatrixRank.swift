// How many independent patterns a head's matrix of weights has.
import Attention
import Compute
import Glibc
import Synchronization

/// A smooth rank of a matrix with singular values σ.
package struct MatrixRank: Sendable, Equatable {
  package enum Kind: String, Sendable, Codable {
    /// exp(H(σ/Σσ)) with H the entropy in nats (Roy and Vetterli 2007).
    case effective
    /// ‖A‖_F²/‖A‖₂² = Σσ²/σ₁², for matrices too large for the other.
    case stable
  }

  package let kind: Kind
  package let value: Double

  /// Keys of a window up to which softmax matrices are taken apart exactly.
  static let exactKeys = 1024
}

extension AttentionRecord {
  /// The rank of one stream of a head's matrix, rows as the mechanism applies them and all windows together; nil
  /// where every row is empty, and when cancelled.
  ///
  /// Effective for linear heads, from their factors X and Y: O((N + n)·d²), and for softmax heads of at most 1 024
  /// keys, O(N·n²). Else the stable rank by power iteration over streamed rows, O(N·n·d) a step. No [N × n] matrix.
  ///
  /// - Parameter stream: one of `streams`.
  package func matrixRank(head: Int, stream: Stream, cancellation: Cancellation? = nil) -> MatrixRank? {
    if let factors = mechanism.factors(of: self, head: head, stream: stream) {
      return effectiveRank { self.singularValues(of: factors, window: $0) }
    }
    guard geometry.keysPerWindow <= MatrixRank.exactKeys else {
      return stableRank(head: head, cancellation: cancellation)
    }
    return effectiveRank { window in
      self.singularValues(ofWindow: window, head: head, stream: stream, cancellation: cancellation)
    }
  }

  /// From the singular values of each window's matrix, nil when cancelled: windows are blocks of one matrix.
  private func effectiveRank(_ valuesOfWindow: (Int) -> [Double]?) -> MatrixRank? {
    var values: [Double] = []
    for window in 0..<geometry.windowCount {
      guard let own = valuesOfWindow(window) else { return nil }
      values += own
    }
    return exponentialEntropy(of: values).map { MatrixRank(kind: .effective, value: $0) }
  }

  /// Of D⁻¹·X·Yᵀ with D the rows' normalisers: those of the small R_X·R_Yᵀ, where both factors are Q·R.
  private func singularValues(of factors: KernelFactors, window: Int) -> [Double]? {
    let keys = window * geometry.keysPerWindow..<(window + 1) * geometry.keysPerWindow
    let queries = window * geometry.queriesPerWindow..<(window + 1) * geometry.queriesPerWindow
    var sum = [Double](repeating: 0, count: factors.width)
    let right = triangularFactor(of: keys, columns: factors.width) { row in
      let key = factors.key(row)
      for (channel, value) in key.enumerated() { sum[channel] += value }
      return key
    }
    let floor = Double(geometry.keysPerWindow) * 1e-6
    let left = triangularFactor(of: queries, columns: factors.width) { row in
      let query = factors.query(row)
      let normaliser = zip(query, sum).reduce(floor) { $0 + $1.0 * $1.1 }
      return query.map { $0 / normaliser }
    }
    return AttentionMaps.singularValues(left.product(withTransposed: right), order: factors.width)
  }

  private func singularValues(
    ofWindow window: Int, head: Int, stream: Stream, cancellation: Cancellation?
  ) -> [Double]? {
    let queries = window * geometry.queriesPerWindow..<(window + 1) * geometry.queriesPerWindow
    let factor = triangularFactor(of: queries, columns: geometry.keysPerWindow) { query in
      guard cancellation?.isCancelled != true else { return [] }
      return self.row(query: query, head: head, stream: stream).weights.map(Double.init)
    }
    if cancellation?.isCancelled == true { return nil }
    return AttentionMaps.singularValues(factor.values, order: geometry.keysPerWindow)
  }

  private func triangularFactor(
    of rows: Range<Int>, columns: Int, _ row: (Int) -> [Double]
  ) -> TriangularFactor {
    var factor = TriangularFactor(columns: columns)
    let rowsPerBlock = 64
    for first in stride(from: rows.lowerBound, to: rows.upperBound, by: rowsPerBlock) {
      factor.add((first..<min(first + rowsPerBlock, rows.upperBound)).flatMap(row))
    }
    return factor
  }
}

// MARK: Power iteration

extension AttentionRecord {
  /// ‖A‖_F²/‖A‖₂² of a one-row head. The start, a constant, is not orthogonal to the first singular vector, which
  /// has no negative entry as the weights have none.
  func stableRank(head: Int, cancellation: Cancellation? = nil) -> MatrixRank? {
    var vector = [Double](repeating: 1 / Double(geometry.keyCount).squareRoot(), count: geometry.keyCount)
    var squaredNorm = 0.0
    for _ in 0..<200 {
      let step = gramProduct(head: head, vector: vector, cancellation: cancellation)
      if cancellation?.isCancelled == true || step.frobenius == 0 { return nil }
      let next = zip(vector, step.product).reduce(0.0) { $0 + $1.0 * $1.1 }
      let length = step.product.reduce(0.0) { $0 + $1 * $1 }.squareRoot()
      guard length > 0 else { return nil }
      vector = step.product.map { $0 / length }
      let isSettled = abs(next - squaredNorm) <= 1e-9 * next
      squaredNorm = next
      if isSettled { return MatrixRank(kind: .stable, value: step.frobenius / squaredNorm) }
    }
    return nil
  }

  /// AᵀA·vector and ‖A‖_F² in one pass over the rows.
  private func gramProduct(
    head: Int, vector: [Double], cancellation: Cancellation?
  ) -> (product: [Double], frobenius: Double) {
    let total = Mutex((product: [Double](repeating: 0, count: geometry.keyCount), frobenius: 0.0))
    let keys = geometry.keysPerWindow
    mechanism.streamRows(of: self, head: head, queries: nil, into: [:], cancellation: cancellation) {
      firstQuery, streams in
      let rows = streams[0]
      let firstKey = geometry.window(ofQueryRow: firstQuery) * keys
      var product = [Double](repeating: 0, count: keys)
      var frobenius = 0.0
      for index in 0..<rows.rows {
        let row = rows.row(index)
        var (dot, squares) = (0.0, 0.0)
        for key in 0..<keys {
          let weight = Double(row[key])
          dot += weight * vector[firstKey + key]
          squares += weight * weight
        }
        for key in 0..<keys { product[key] += dot * Double(row[key]) }
        frobenius += squares
      }
      total.withLock { total in
        for key in 0..<keys { total.product[firstKey + key] += product[key] }
        total.frobenius += frobenius
      }
    }
    return total.withLock { $0 }
  }
}

/// exp(−Σ p ln p), p = value / sum; nil where all values are 0.
private func exponentialEntropy(of values: [Double]) -> Double? {
  let sum = values.reduce(0, +)
  guard sum > 0 else { return nil }
  let entropy = values.reduce(0.0) { total, value in
    let share = value / sum
    return share > 0 ? total - share * log(share) : total
  }
  return exp(entropy)
}
