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

/// All singular values of one stream of a head's matrix.
package struct MatrixSpectrum: Sendable, Equatable {
  /// Window by window, of each the largest first; more than the rank where factors are wide, with zeros then.
  let values: [Double]

  /// The largest ones, the largest first; nil where one is not finite.
  package func largest(_ count: Int) -> [Double]? {
    guard values.allSatisfy(\.isFinite) else { return nil }
    return Array(values.sorted(by: >).prefix(count))
  }
}

extension AttentionRecord {
  /// The rank of one stream of a head's matrix, rows as the mechanism applies them and all windows together.
  /// Undefined where every row is empty or one is not finite.
  ///
  /// Effective for linear heads, from their factors X and Y: O((N + n)·d²), and for softmax heads of at most 1 024
  /// keys, O(N·n²). Else the stable rank by power iteration over streamed rows, O(N·n·d) a step. No [N × n] matrix.
  ///
  /// - Parameter stream: one of `streams`.
  /// - Throws: `Cancelled`
  package func matrixRank(
    head: Int, stream: Stream, cancellation: Cancellation? = nil
  ) throws(Cancelled) -> Measured<MatrixRank> {
    try matrixRank(
      head: head, of: try matrixSpectrum(head: head, stream: stream, cancellation: cancellation),
      cancellation: cancellation)
  }

  /// The same of a spectrum that is known; nil where the matrix is too large for one.
  ///
  /// - Throws: `Cancelled`
  package func matrixRank(
    head: Int, of spectrum: MatrixSpectrum?, cancellation: Cancellation? = nil
  ) throws(Cancelled) -> Measured<MatrixRank> {
    guard let spectrum else { return try stableRank(head: head, cancellation: cancellation) }
    return exponentialEntropy(of: spectrum.values).map { MatrixRank(kind: .effective, value: $0) }
  }

  /// The singular values of one stream of a head's matrix, rows as the mechanism applies them and all windows together;
  /// nil for softmax heads of more than 1 024 keys. The costs are those of `matrixRank`.
  ///
  /// - Parameter stream: one of `streams`.
  /// - Throws: `Cancelled`
  package func matrixSpectrum(
    head: Int, stream: Stream, cancellation: Cancellation? = nil
  ) throws(Cancelled) -> MatrixSpectrum? {
    // Windows are blocks of one matrix.
    var values: [Double] = []
    if let factors = mechanism.factors(of: self, head: head, stream: stream) {
      for window in 0..<geometry.windowCount {
        try cancellation?.check()
        values += singularValues(of: factors, window: window)
      }
      return MatrixSpectrum(values: values)
    }
    guard geometry.keysPerWindow <= MatrixRank.exactKeys else { return nil }
    for window in 0..<geometry.windowCount {
      values += try singularValues(ofWindow: window, head: head, stream: stream, cancellation: cancellation)
    }
    return MatrixSpectrum(values: values)
  }

  /// Of D⁻¹·X·Yᵀ with D the rows' normalizers, where there are some: those of the small R_X·R_Yᵀ, where both factors are Q·R.
  private func singularValues(of factors: LinearFactors, window: Int) -> [Double] {
    let keys = window * geometry.keysPerWindow..<(window + 1) * geometry.keysPerWindow
    let queries = self.queries(ofWindow: window)
    var sum = [Double](repeating: 0, count: factors.width)
    let right = triangularFactor(of: Array(keys), columns: factors.width) { row in
      let key = factors.key(row)
      for (channel, value) in key.enumerated() { sum[channel] += value }
      return key
    }
    let epsilon = Double(geometry.keysPerWindow) * 1e-6
    let left = triangularFactor(of: queries, columns: factors.width) { row in
      let query = factors.query(row)
      guard factors.isNormalized else { return query }
      let normalizer = zip(query, sum).reduce(epsilon) { $0 + $1.0 * $1.1 }
      return query.map { $0 / normalizer }
    }
    return AttentionMaps.singularValues(left.product(withTransposed: right), order: factors.width)
  }

  private func singularValues(
    ofWindow window: Int, head: Int, stream: Stream, cancellation: Cancellation?
  ) throws(Cancelled) -> [Double] {
    let queries = self.queries(ofWindow: window)
    let factor = try triangularFactor(of: queries, columns: geometry.keysPerWindow) {
      query throws(Cancelled) in
      try cancellation?.check()
      return self.row(query: query, head: head, stream: stream).weights.map(Double.init)
    }
    try cancellation?.check()
    return AttentionMaps.singularValues(factor.values, order: geometry.keysPerWindow)
  }

  /// Matrix rows of the queries of a window, without padding.
  private func queries(ofWindow window: Int) -> [Int] {
    let rows = window * geometry.queriesPerWindow..<(window + 1) * geometry.queriesPerWindow
    return geometry.isPadded ? rows.filter { !geometry.isPadding(queryRow: $0) } : Array(rows)
  }

  private func triangularFactor<Failure: Error>(
    of rows: [Int], columns: Int, _ row: (Int) throws(Failure) -> [Double]
  ) throws(Failure) -> TriangularFactor {
    var factor = TriangularFactor(columns: columns)
    let rowsPerBlock = 64
    for first in stride(from: 0, to: rows.count, by: rowsPerBlock) {
      var block: [Double] = []
      for index in rows[first..<min(first + rowsPerBlock, rows.count)] { block += try row(index) }
      factor.add(block)
    }
    return factor
  }
}

// MARK: Power iteration

extension AttentionRecord {
  /// ‖A‖_F²/‖A‖₂² of a one-row head.
  ///
  /// - Throws: `Cancelled`
  func stableRank(head: Int, cancellation: Cancellation? = nil) throws(Cancelled) -> Measured<MatrixRank> {
    var vector = powerIterationStart
    var squaredNorm = 0.0
    for _ in 0..<200 {
      let step = try gramProduct(head: head, vector: vector, cancellation: cancellation)
      guard step.frobenius.isFinite else { return .undefined(.notFinite) }
      if step.frobenius == 0 { return .undefined(.emptyRow) }
      let next = zip(vector, step.product).reduce(0.0) { $0 + $1.0 * $1.1 }
      let length = step.product.reduce(0.0) { $0 + $1 * $1 }.squareRoot()
      guard length > 0 else { return .undefined(.emptyRow) }
      vector = step.product.map { $0 / length }
      let isSettled = abs(next - squaredNorm) <= 1e-9 * next
      squaredNorm = next
      if isSettled { return .value(MatrixRank(kind: .stable, value: step.frobenius / squaredNorm)) }
    }
    return .undefined(.notSettled)
  }

  /// A vector of length 1 that is not orthogonal to the first singular vector. That one has no negative entry where the
  /// weights have none, so that a constant will do; elsewhere one of random entries, always the same, is orthogonal to
  /// it with probability 0.
  private var powerIterationStart: [Double] {
    let count = geometry.keyCount
    guard description.mechanism.hasSignedRows else {
      return [Double](repeating: 1 / Double(count).squareRoot(), count: count)
    }
    var state: UInt64 = 1
    let entries = (0..<count).map { _ -> Double in
      // Knuth's linear congruential generator (MMIX); the upper bits, in −1…1.
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / Double(1 << 52) - 1
    }
    let length = entries.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return entries.map { $0 / length }
  }

  /// AᵀA·vector and ‖A‖_F² in one pass over the rows.
  private func gramProduct(
    head: Int, vector: [Double], cancellation: Cancellation?
  ) throws(Cancelled) -> (product: [Double], frobenius: Double) {
    let total = Mutex((product: [Double](repeating: 0, count: geometry.keyCount), frobenius: 0.0))
    let keys = geometry.keysPerWindow
    let queries = geometry.tokenQueries
    try streamRows(.queries(queries, head: head), cancellation: cancellation) {
      _, first, streams in
      let rows = streams[0]
      let firstKey = geometry.window(ofQueryRow: queries[first]) * keys
      var product = [Double](repeating: 0, count: keys)
      var frobenius = 0.0
      vector.withUnsafeBufferPointer { vector in
        product.withUnsafeMutableBufferPointer { product in
          guard let vector = vector.baseAddress, let product = product.baseAddress else { return }
          for index in 0..<rows.rows {
            let row = UnsafePointer(rows.pointer + index * rows.stride)
            let (dot, squares) = engine.products(of: row, and: vector + firstKey, count: keys)
            engine.add(row, count: keys, by: dot, to: product)
            frobenius += squares
          }
        }
      }
      total.withLock { total in
        for key in 0..<keys { total.product[firstKey + key] += product[key] }
        total.frobenius += frobenius
      }
    }
    return total.withLock { $0 }
  }
}

/// exp(−Σ p ln p), p = value / sum; undefined where all values are 0 or one is not finite.
func exponentialEntropy(of values: [Double]) -> Measured<Double> {
  let sum = values.reduce(0, +)
  guard sum.isFinite else { return .undefined(.notFinite) }
  guard sum > 0 else { return .undefined(.emptyRow) }
  let entropy = values.reduce(0.0) { total, value in
    let fraction = value / sum
    return fraction > 0 ? total - fraction * log(fraction) : total
  }
  return .value(exp(entropy))
}
