// How alike the rows of a head's queries are: a head whose queries look at the same keys confuses them.
import Attention
import Compute

/// The rows of a head that are compared with each other.
package enum QueryPairs {
  /// How many pairs of queries.
  package static let count = 256
  /// The fraction of pairs that are at most as far apart as `confusion` says.
  package static let quantile = 0.1

  /// Pairs of matrix rows of two queries in one window, the same for every layer of that geometry: the first any
  /// query, the second any other of its window, by Knuth's linear congruential generator (MMIX) from 1. None where
  /// every query is alone.
  static func rows(of geometry: AttentionGeometry) -> [(Int, Int)] {
    let queries = geometry.tokenQueries
    let windows = Dictionary(grouping: queries, by: geometry.window(ofQueryRow:))
    var state: UInt64 = 1
    func next(below limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(limit))
    }
    guard windows.values.contains(where: { $0.count > 1 }) else { return [] }
    var pairs: [(Int, Int)] = []
    while pairs.count < count {
      let first = queries[next(below: queries.count)]
      guard let mates = windows[geometry.window(ofQueryRow: first)], mates.count > 1,
        let position = mates.firstIndex(of: first)
      else { continue }
      let other = next(below: mates.count - 1)
      pairs.append((first, mates[other < position ? other : other + 1]))
    }
    return pairs
  }
}

extension AttentionRecord {
  /// The lowest decile of the Jensen–Shannon divergence between the `attention` rows of 256 pairs of queries, nats:
  /// near 0 where many queries look at the same keys. Between neighbors in the sorted list it is linear, as NumPy's
  /// quantile is; pairs with an empty row are left out. Undefined where weights may be negative, where all rows are
  /// empty or one is not finite, and where a window has one query. O(512·n·d), a row in memory.
  ///
  /// - Throws: `Cancelled`
  package func confusion(
    head: Int, cancellation: Cancellation? = nil
  ) throws(Cancelled) -> Measured<Double> {
    if description.mechanism.hasSignedRows { return .undefined(.signedRows) }
    var divergences: [Double] = []
    for (first, second) in QueryPairs.rows(of: geometry) {
      try cancellation?.check()
      let rows = [first, second].map { row(query: $0, head: head, stream: .attention).weights }
      switch jensenShannonDivergence(rows[0], rows[1]) {
      case .value(let value): divergences.append(value)
      case .undefined(.emptyRow): continue
      case .undefined(let reason): return .undefined(reason)
      }
    }
    guard !divergences.isEmpty else { return .undefined(.emptyRow) }
    divergences.sort()
    let place = QueryPairs.quantile * Double(divergences.count - 1)
    let lower = Int(place)
    let upper = min(lower + 1, divergences.count - 1)
    return .value(divergences[lower] + (place - Double(lower)) * (divergences[upper] - divergences[lower]))
  }
}
