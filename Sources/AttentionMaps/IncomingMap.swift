// Which queries look at a key, and how much attention every key receives.
import Attention
import Compute

extension AttentionRecord {
  /// The attention that each key receives: `columnMeans` of the `attention` map, which is also the map of the mean
  /// query. O(N·n·d)
  ///
  /// - Throws: `Cancelled`
  package func incoming(head: Int, cancellation: Cancellation? = nil) throws(Cancelled) -> HeatMap {
    keyMap(kind: .incoming, of: try columnMeans(.attention, head: head, cancellation: cancellation))
  }

  /// The weight that every query gives to one key, on the query grid; no key where the query does not see it. Of heads
  /// with several streams, `attention` is the mean of the re-normalized rows, as `row` gives it. O(N·n·d), by the
  /// engine's blocks of rows.
  ///
  /// - Parameter key: a place of the key grid, or a prefix token that the layer has.
  /// - Throws: `Cancelled`
  package func queriesLooking(
    at key: TokenPlace, head: Int, stream: Stream, cancellation: Cancellation? = nil
  ) throws(Cancelled) -> HeatMap {
    var map = HeatMap(
      kind: .incoming, emptyOn: geometry.queryGrid, prefix: geometry.prefix.count,
      isSigned: description.isSigned(.incoming))
    let (index, keyWindow) = geometry.key(key)
    let queries = (0..<geometry.queryCount).filter { query in
      geometry.window(ofQueryRow: query) == keyWindow && !geometry.isPadding(queryRow: query)
        && sees(query: query, key: index)
    }
    let column = try column(index, of: queries, head: head, stream: stream, cancellation: cancellation)
    for (query, weight) in zip(queries, column) { map.set(weight, at: geometry.place(ofQueryRow: query)) }
    return map
  }

  /// The weights of the key `index` of a window in the rows of queries of that window.
  private func column(
    _ index: Int, of queries: [Int], head: Int, stream: Stream, cancellation: Cancellation?
  ) throws(Cancelled) -> [Float] {
    let weights = Matrix(rows: 1, columns: queries.count)
    let position = streams.firstIndex(of: stream)
    // Blocks are of different queries, so that each place is written once.
    try streamRows(.queries(queries, head: head), cancellation: cancellation) { _, first, rows in
      for query in 0..<rows[0].rows {
        weights[0, first + query] =
          position.map { rows[$0][query, index] } ?? mean(of: rows, query: query, key: index)
      }
    }
    return weights.values
  }

  /// The weight in the mean of the re-normalized rows that are not empty.
  private func mean(of rows: [Matrix], query: Int, key: Int) -> Float {
    let sums = rows.map { Float(engine.sum(of: $0.pointer + query * $0.stride, count: $0.columns)) }
    let filled = Float(sums.count { $0 != 0 })
    return zip(rows, sums).reduce(Float(0)) { mean, stream in
      stream.1 == 0 ? mean : mean + stream.0[query, key] / (stream.1 * filled)
    }
  }
}
