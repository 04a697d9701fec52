// A similarity of queries and keys as a mechanism: what the readings without models have in common.
import Compute

/// How the products of features become the weights of a row.
struct KernelNormalization: Sendable {
  /// Writes the weights in place of the products S_ij of one query and returns their sum.
  let apply: @Sendable (_ row: UnsafeMutableBufferPointer<Float>) -> Float
  /// What a row's sum means.
  let rowSum: MechanismFacts.RowSum
  /// x_i with x_i·φ(k_j) the weights, from φ(q_i), Σ_j φ(k_j) and n.
  let factor: @Sendable (_ query: [Double], _ keySum: [Double], _ keys: Int) -> [Double]

  /// S/(ΣS + n·1e-6), as linear attention is published.
  static let plusEpsilon = dividing(.normalized) { $0 + Double($1) * 1e-6 }
  /// S/max(ΣS, 1e-6)
  static let atLeastEpsilon = dividing(.normalized) { sum, _ in max(sum, 1e-6) }
  /// S/ΣS; a row of zeros stays one.
  static let sum = dividing(.one) { sum, _ in sum == 0 ? 1 : sum }
  /// S
  static let none = dividing(.free) { _, _ in 1 }

  /// - Parameter divisor: of a row, from its sum and n.
  private static func dividing(
    _ rowSum: MechanismFacts.RowSum, by divisor: @escaping @Sendable (Double, Int) -> Double
  ) -> KernelNormalization {
    KernelNormalization(
      apply: { row in
        let sum = total(row)
        let divisor = divisor(sum, row.count)
        for key in row.indices { row[key] = Float(Double(row[key]) / divisor) }
        return Float(sum / divisor)
      },
      rowSum: rowSum,
      factor: { query, keySum, keys in
        let divisor = divisor(zip(query, keySum).reduce(0) { $0 + $1.0 * $1.1 }, keys)
        return query.map { $0 / divisor }
      })
  }
}

private func total(_ row: UnsafeMutableBufferPointer<Float>) -> Double {
  row.reduce(0) { $0 + Double($1) }
}

/// A mechanism that is only read with, and that no model was trained with: a_ij from φ(q_i)·φ(k_j).
///
/// Its formulas are those of published code, one file each beside this one.
struct KernelAttention: Mechanism {
  let facts: MechanismFacts
  let normalization: KernelNormalization
  /// S_ij of a product and the places of query and key in their window; nil where the product is S_ij.
  let similarity: (@Sendable (_ product: Double, _ query: Int, _ key: Int) -> Double)?
  private let featureMap: @Sendable (AttentionInputs) -> AttentionInputs

  init(
    _ name: MechanismName, title: String, normalization: KernelNormalization = .plusEpsilon,
    isSigned: Bool = false, rowSum: MechanismFacts.RowSum? = nil,
    similarity: (@Sendable (_ product: Double, _ query: Int, _ key: Int) -> Double)? = nil,
    features: @escaping @Sendable (AttentionInputs) -> AttentionInputs
  ) {
    var facts = MechanismFacts(
      name: name, title: title, kind: "linear", rowSum: rowSum ?? normalization.rowSum)
    facts.hasSignedRows = isSigned
    self.facts = facts
    self.normalization = normalization
    self.similarity = similarity
    featureMap = features
  }

  var logitScale: Float { 1 }

  func features(
    of inputs: AttentionInputs, geometry: AttentionGeometry, on engine: Engine
  ) -> AttentionInputs? { featureMap(inputs) }

  /// The rows times the values. O(N·n·d)
  func apply(
    _ record: AttentionRecord, queries: Range<Int>, into output: Matrix, reading: RowReading?,
    cancellation: Cancellation?
  ) throws(Cancelled) {
    let unread = RowReading(statistics: [:], consume: nil)
    for head in 0..<record.heads {
      let channels = record.channels(ofHead: head)
      try forEachRow(of: Array(queries), head: head, of: record, unread, cancellation: cancellation) {
        place, query, row in
        let first = record.geometry.window(ofQueryRow: query) * record.geometry.keysPerWindow
        var sums = [Double](repeating: 0, count: channels.count)
        for (key, weight) in row.enumerated() {
          let values = record.values.row(first + key)
          for channel in sums.indices {
            sums[channel] += Double(weight) * Double(values[channels.lowerBound + channel])
          }
        }
        for (channel, sum) in zip(channels, sums) { output[place, channel] = Float(sum) }
      }
    }
    if let reading { try streamRows(.all, of: record, reading: reading, cancellation: cancellation) }
  }

  func row(
    query: Int, head: Int, stream: Stream, of record: AttentionRecord,
    into weights: UnsafeMutableBufferPointer<Float>
  ) -> Float {
    guard let features = record.features else { return 0 }
    record.engine.linearRow(
      query: query, head: head, features, pairing: .all, normalized: false, into: weights)
    return finish(weights, query: query, of: record)
  }

  func streamRows(
    _ selection: RowSelection, of record: AttentionRecord, reading: RowReading, cancellation: Cancellation?
  ) throws(Cancelled) {
    switch selection {
    case .all:
      for head in 0..<record.heads {
        try forEachRow(
          of: Array(0..<record.queries.rows), head: head, of: record, reading, cancellation: cancellation)
      }
    case .queries(let queries, let head):
      try forEachRow(of: queries, head: head, of: record, reading, cancellation: cancellation)
    }
  }

  /// nil where S_ij is not the product of features.
  func factors(of record: AttentionRecord, head: Int, stream: Stream) -> LinearFactors? {
    guard similarity == nil, let features = record.features else { return nil }
    let width = features.queries.columns / record.heads
    let geometry = record.geometry
    func vector(_ matrix: Matrix, _ row: Int) -> [Double] {
      matrix.row(row)[head * width..<(head + 1) * width].map(Double.init)
    }
    let keySums = (0..<geometry.windowCount).map { window in
      (0..<geometry.keysPerWindow).reduce(into: [Double](repeating: 0, count: width)) { sums, key in
        for (channel, value) in vector(features.keys, window * geometry.keysPerWindow + key).enumerated() {
          sums[channel] += value
        }
      }
    }
    return LinearFactors(
      width: width, isNormalized: false,
      query: { row in
        normalization.factor(
          vector(features.queries, row), keySums[geometry.window(ofQueryRow: row)], geometry.keysPerWindow)
      },
      key: { vector(features.keys, $0) })
  }
}

// MARK: Rows

extension KernelAttention {
  /// Writes the weights of a query in place of its products and returns their sum.
  private func finish(
    _ row: UnsafeMutableBufferPointer<Float>, query: Int, of record: AttentionRecord
  ) -> Float {
    if let similarity {
      let inWindow = query % record.geometry.queriesPerWindow
      for key in row.indices { row[key] = Float(similarity(Double(row[key]), inWindow, key)) }
    }
    return normalization.apply(row)
  }

  /// Makes the rows of some queries, with their statistics, and hands them out; `body` takes each with its place among
  /// the queries, perhaps on several threads at once.
  private func forEachRow(
    of queries: [Int], head: Int, of record: AttentionRecord, _ reading: RowReading,
    cancellation: Cancellation?,
    _ body: (_ place: Int, _ query: Int, _ row: UnsafeMutableBufferPointer<Float>) -> Void = { _, _, _ in }
  ) throws(Cancelled) {
    guard let features = record.features else { return }
    let engine = record.engine
    let statistics = reading.statistics[.attention]
    let length = engine.paddedRowLength(record.geometry.keysPerWindow)
    try engine.products(of: queries, head: head, features, cancellation: cancellation) { first, products in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: length) { sizes in
        sizes.initialize(repeating: 0)
        guard let sizes = sizes.baseAddress else { return }
        for index in 0..<products.rows {
          let (query, row) = (queries[first + index], products.row(index))
          let sum = finish(row, query: query, of: record)
          if let statistics {
            for (key, weight) in row.enumerated() { sizes[key] = abs(weight) }
            statistics.entropies[head, query] = engine.entropy(of: sizes, count: row.count)
            statistics.sums[head, query] = sum
            statistics.negatives?[head, query] =
              negativeMass(ofRow: Array(row)).value.map(Float.init) ?? .nan
          }
          body(first + index, query, row)
        }
      }
      reading.consume?(head, first, [products])
    }
  }
}

// MARK: Features

extension AttentionInputs {
  /// Queries and keys of every head with the same function of each channel.
  func mappedChannels(_ map: (Double) -> Double) -> AttentionInputs {
    mapped { matrix in
      Matrix(
        rows: matrix.rows, columns: matrix.columns, values: matrix.values.map { Float(map(Double($0))) })
    }
  }

  /// Queries and keys with features of each head's part of a token.
  ///
  /// - Parameters:
  ///   - query: φ(q) of a head's channels; `place` is the token's in its window.
  ///   - key: likewise.
  func mappedTokens(
    query: (_ x: [Double], _ place: Int) -> [Double], key: (_ x: [Double], _ place: Int) -> [Double]
  ) -> AttentionInputs {
    func map(_ matrix: Matrix, _ feature: ([Double], Int) -> [Double]) -> Matrix {
      let width = matrix.columns / heads
      let tokens = matrix.rows / windows
      var values: [Float] = []
      for row in 0..<matrix.rows {
        let token = matrix.row(row)
        for head in 0..<heads {
          values += feature(token[head * width..<(head + 1) * width].map(Double.init), row % tokens).map(
            Float.init)
        }
      }
      return Matrix(rows: matrix.rows, columns: values.count / max(matrix.rows, 1), values: values)
    }
    return AttentionInputs(
      queries: map(queries, query), keys: map(keys, key), values: values, heads: heads, windows: windows)
  }

  /// The same features of queries and keys.
  func mappedTokens(_ feature: (_ x: [Double]) -> [Double]) -> AttentionInputs {
    mappedTokens(query: { x, _ in feature(x) }, key: { x, _ in feature(x) })
  }

  /// The keys changed window by window and head by head.
  ///
  /// - Parameter map: of the keys of one head in one window, with its queries.
  func mappedKeys(_ map: (_ keys: [[Double]], _ queries: [[Double]]) -> [[Double]]) -> AttentionInputs {
    let width = keys.columns / heads
    let output = Matrix(rows: keys.rows, columns: keys.columns)
    func part(_ matrix: Matrix, window: Int, head: Int) -> [[Double]] {
      let tokens = matrix.rows / windows
      return (window * tokens..<(window + 1) * tokens).map { row in
        matrix.row(row)[head * width..<(head + 1) * width].map(Double.init)
      }
    }
    for window in 0..<windows {
      for head in 0..<heads {
        let first = window * (keys.rows / windows)
        let changed = map(
          part(keys, window: window, head: head), part(queries, window: window, head: head))
        for (row, key) in changed.enumerated() {
          for (channel, value) in key.enumerated() {
            output[first + row, head * width + channel] = Float(value)
          }
        }
      }
    }
    return AttentionInputs(queries: queries, keys: output, values: values, heads: heads, windows: windows)
  }
}
