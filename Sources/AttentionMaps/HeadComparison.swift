// How differently two heads of two models attend, over all queries of one image.
import Attention
import Compute
import Glibc

/// Two heads compared by their `attention` maps.
package struct HeadComparison: Sendable, Equatable {
  /// Mean Jensen–Shannon divergence over the spatial queries that both have and whose rows are not empty, nats;
  /// undefined where there are none, and where weights may be negative.
  package let divergence: Measured<Double>
  /// Where the layers' key grids differ, maps are pooled to the coarser one. The mean normalized entropies of both
  /// heads there, so that they can be compared; nil on equal grids, where nothing is pooled, and where the divergence is
  /// undefined.
  package let pooled: PooledEntropies?

  /// Mean entropies over the common keys, as fractions of ln n; prefix tokens are no keys here.
  package struct PooledEntropies: Sendable, Equatable {
    package let first: Double
    package let second: Double
  }

  /// Compares over every position of the coarser query grid. O(N·n·d) time, rows of a few queries in memory.
  ///
  /// - Throws: `Cancelled`
  package init(
    _ first: AttentionRecord, head firstHead: Int, _ second: AttentionRecord, head secondHead: Int,
    cancellation: Cancellation? = nil
  ) throws(Cancelled) {
    guard ![first, second].contains(where: \.description.mechanism.hasSignedRows) else {
      self.init(undefined: .signedRows)
      return
    }
    let (a, b) = (first.geometry, second.geometry)
    let pairs = Self.queryPairs(a, b)
    let (keysOfA, keysOfB) = (
      CommonKeys(of: a, with: b, on: first.engine), CommonKeys(of: b, with: a, on: second.engine)
    )
    let isPooled = !a.hasKeys(like: b)
    let engine = second.engine
    let length = engine.paddedRowLength(keysOfA.count)
    let atOnce = max(Self.leastQueriesAtOnce, min(Self.mostQueriesAtOnce, Self.floatsAtOnce / max(length, 1)))
    let rowsOfA = Matrix(rows: min(pairs.count, atOnce), columns: length)
    // Of every pair: the divergence and, pooled, both entropies.
    let numbers = Matrix(rows: pairs.count, columns: 3)
    for start in stride(from: 0, to: pairs.count, by: atOnce) {
      let block = pairs[start..<min(start + atOnce, pairs.count)]
      let (queriesOfA, queriesOfB) = (block.map(\.0), block.map(\.1))
      let statisticsOfA = try first.streamRows(
        .queries(queriesOfA, head: firstHead), cancellation: cancellation
      ) {
        _, first, rows in
        for index in 0..<rows[0].rows {
          let pair = first + index
          keysOfA.write(rows, index, query: queriesOfA[pair], into: rowsOfA.row(pair).baseAddress!)
        }
      }
      let statisticsOfB = try second.streamRows(
        .queries(queriesOfB, head: secondHead), cancellation: cancellation
      ) {
        _, first, rows in
        withUnsafeTemporaryAllocation(of: Float.self, capacity: length) { rowOfB in
          rowOfB.initialize(repeating: 0)
          guard let b = rowOfB.baseAddress else { return }
          for index in 0..<rows[0].rows {
            let pair = first + index
            let a = rowsOfA.row(pair).baseAddress!
            keysOfB.write(rows, index, query: queriesOfB[pair], into: b)
            numbers[start + pair, 0] = engine.divergence(of: a, and: b, count: length)
            guard isPooled else { continue }
            numbers[start + pair, 1] = engine.entropy(of: a, count: length)
            numbers[start + pair, 2] = engine.entropy(of: b, count: length)
          }
        }
      }
      if Self.isNotFinite(statisticsOfA, head: firstHead, queries: queriesOfA)
        || Self.isNotFinite(statisticsOfB, head: secondHead, queries: queriesOfB)
      {
        self.init(undefined: .notFinite)
        return
      }
    }
    self.init(numbers, isPooled: isPooled, keys: keysOfA.count)
  }

  private init(undefined reason: Undefined) {
    divergence = .undefined(reason)
    pooled = nil
  }

  /// Whether the `attention` rows of some queries hold infinities or what is no number.
  private static func isNotFinite(
    _ statistics: [Stream: RowStatistics], head: Int, queries: [Int]
  ) -> Bool {
    guard let rows = statistics[.attention] else { return false }
    return queries.contains { rows.entropy(head: head, query: $0).reason == .notFinite }
  }

  /// Queries whose rows are kept at a time: keys are packed and summed once for all of them.
  private static let (leastQueriesAtOnce, mostQueriesAtOnce) = (128, 1024)
  /// Floats of these rows, as long as there are enough queries.
  private static let floatsAtOnce = 1 << 23

  /// The matrix rows of the queries at the same places of both layers, in the order of the first.
  private static func queryPairs(_ a: AttentionGeometry, _ b: AttentionGeometry) -> [(Int, Int)] {
    let grid = HeatMap.commonGrid(a.queryGrid, b.queryGrid)
    return (0..<grid.count).map { index in
      let position = grid.position(at: index)
      func row(_ geometry: AttentionGeometry) -> Int {
        geometry.matrixRow(ofQuery: .spatial(grid.position(position, on: geometry.queryGrid)))
      }
      return (row(a), row(b))
    }.sorted { $0 < $1 }
  }

  /// Means over the pairs of which both rows have mass.
  private init(_ numbers: Matrix, isPooled: Bool, keys: Int) {
    var (divergence, entropies, counted) = (0.0, (first: 0.0, second: 0.0), 0)
    for pair in 0..<numbers.rows where !numbers[pair, 0].isNaN {
      divergence += min(max(Double(numbers[pair, 0]), 0), log(2))
      entropies.first += Double(numbers[pair, 1])
      entropies.second += Double(numbers[pair, 2])
      counted += 1
    }
    self.divergence = counted > 0 ? .value(divergence / Double(counted)) : .undefined(.emptyRow)
    let highest = Double(counted) * log(Double(keys))
    pooled =
      isPooled && highest > 0
      ? PooledEntropies(first: min(entropies.first / highest, 1), second: min(entropies.second / highest, 1))
      : nil
  }
}
