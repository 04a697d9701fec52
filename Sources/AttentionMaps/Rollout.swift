// Attention rollout (Abnar and Zuidema 2020): attention multiplied through the layers, for models where that
// is defined.
import Attention
import Compute

/// Rollout from one query through a stack of layers.
package enum Rollout {
  /// Why rollout is not defined for these layers; nil where it is.
  ///
  /// It needs one token grid throughout, and one matrix of weights ≥ 0 in every head that holds all of its mixing.
  package static func obstacle(in layers: [AttentionLayerDescription]) -> String? {
    guard let first = layers.first?.geometry else { return "the model has no attention layer" }
    let sameTokens = layers.allSatisfy {
      $0.geometry.queryGrid == first.queryGrid && $0.geometry.keyGrid == first.queryGrid
        && $0.geometry.prefix == first.prefix
    }
    if !sameTokens { return "token grids change between layers" }
    if layers.contains(where: { $0.geometry.partition != nil }) { return "tokens are attended to in windows" }
    if layers.contains(where: \.hasConvolution) {
      return "convolution and gate mix tokens outside the attention matrix"
    }
    if layers.contains(where: { $0.streams.count > 1 }) { return "a head has more than one attention matrix" }
    if let signed = layers.first(where: \.mechanism.hasSignedRows) {
      return "weights of \(signed.mechanism.title) heads may be negative"
    }
    return nil
  }

  /// Rollout starts from one query.
  package static let meanUnavailable = MapUnavailable.undefined(
    .rollout, reason: "starts from one query, not from the mean")

  /// The row of R_l = Â_l R_{l−1} for one query, with heads averaged and Â = (A + I)/row sum; discard ratio 0.
  ///
  /// O(layers · heads · N · n · d), without an [N × n] matrix: the row is multiplied down through the layers.
  ///
  /// - Parameters:
  ///   - records: layers 0…l.
  ///   - row: matrix row of the query in the last layer.
  /// - Throws: `MapUnavailable` where rollout is undefined; `Cancelled`.
  package static func map(
    through records: [AttentionRecord], row: Int, cancellation: Cancellation? = nil
  ) throws -> HeatMap {
    if let obstacle = obstacle(in: records.map(\.description)) {
      throw MapUnavailable.undefined(.rollout, reason: "undefined here: \(obstacle)")
    }
    guard let last = records.last, row < last.geometry.queryCount else {
      throw MapUnavailable.noSuchQuery("there is no query \(row)")
    }
    var weights = [Double](repeating: 0, count: last.geometry.keyCount)
    weights[row] = 1
    for record in records.reversed() {
      weights = try product(of: weights, with: record, cancellation: cancellation)
    }
    return last.place(weights.map(Float.init), kind: .rollout, query: row)
  }

  /// Floats of the rows that are made at once.
  private static let floatsAtOnce = 1 << 18
  /// Queries from which on the engine's blocks of rows are worth packing the keys.
  private static let leastQueriesOfBlocks = 4

  /// weights · (mean over heads of A + I)/row sum; rows are made on all threads and added up in order.
  private static func product(
    of weights: [Double], with record: AttentionRecord, cancellation: Cancellation?
  ) throws(Cancelled) -> [Double] {
    let keys = weights.count
    let queries = weights.indices.filter { weights[$0] != 0 }
    let atOnce = max(1, min(queries.count, floatsAtOnce / max(keys, 1)))
    let means = DoubleRows(rows: atOnce, columns: keys)
    var result = [Double](repeating: 0, count: keys)
    for start in stride(from: 0, to: queries.count, by: atOnce) {
      let block = Array(queries[start..<min(start + atOnce, queries.count)])
      for (index, query) in block.enumerated() {
        means[index].update(repeating: 0)
        means[index][query] = 1
      }
      for head in 0..<record.heads {
        try addRows(of: record, head: head, queries: block, to: means, cancellation: cancellation)
      }
      for (index, query) in block.enumerated() {
        let mean = means[index]
        let factor = weights[query] / mean.reduce(0, +)
        result.withUnsafeMutableBufferPointer { result in
          for key in mean.indices { result[key] += factor * mean[key] }
        }
      }
    }
    return result
  }

  /// Adds a head's rows of some queries to `means`, as the part of the heads' mean that they are.
  private static func addRows(
    of record: AttentionRecord, head: Int, queries: [Int], to means: DoubleRows, cancellation: Cancellation?
  ) throws(Cancelled) {
    let engine = record.engine
    let fraction = 1 / Double(record.heads)
    func add(_ row: UnsafePointer<Float>, at index: Int) {
      let mean = means[index]
      engine.add(row, count: mean.count, by: fraction, to: mean.baseAddress!)
    }
    if queries.count >= leastQueriesOfBlocks {
      try record.streamRows(.queries(queries, head: head), cancellation: cancellation) { _, first, rows in
        for index in 0..<rows[0].rows {
          add(rows[0].pointer + index * rows[0].stride, at: first + index)
        }
      }
      return
    }
    for (index, query) in queries.enumerated() {
      try cancellation?.check()
      record.row(query: query, head: head, stream: .attention).weights.withUnsafeBufferPointer {
        add($0.baseAddress!, at: index)
      }
    }
  }
}

/// Rows of numbers that several threads write, each its own.
private final class DoubleRows: @unchecked Sendable {
  private let numbers: UnsafeMutableBufferPointer<Double>
  private let columns: Int

  init(rows: Int, columns: Int) {
    self.columns = columns
    numbers = .allocate(capacity: rows * columns)
    numbers.initialize(repeating: 0)
  }

  deinit { numbers.deallocate() }

  subscript(row: Int) -> UnsafeMutableBufferPointer<Double> {
    UnsafeMutableBufferPointer(rebasing: numbers[row * columns..<(row + 1) * columns])
  }
}
