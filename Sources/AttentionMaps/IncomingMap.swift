// Which queries look at a key, and how much attention every key receives.
import Attention
import Compute

extension AttentionRecord {
  /// The attention that each key receives: Σ_i a_ij / N over spatial queries, by the `attention` map. O(N·n·d)
  package func incoming(head: Int) -> HeatMap {
    let queries = Double(geometry.queryGrid.count)
    return keyMap(kind: .incoming, of: columnSums(.attention, head: head)) { Float($0.sum / queries) }
  }

  /// The weight that every query gives to one key, on the query grid; NaN where the query does not see it.
  /// O(N·n·d)
  ///
  /// - Parameters:
  ///   - key: a position on the key grid.
  ///   - cancellation: ends the work early; the map then holds the first queries only.
  package func queriesLooking(
    at key: GridPosition, head: Int, stream: Stream, cancellation: Cancellation? = nil
  ) -> HeatMap {
    var values = [Float](repeating: .nan, count: geometry.queryGrid.count)
    var prefix = [Float](repeating: .nan, count: geometry.prefix.count)
    let (index, keyWindow) = geometry.key(.spatial(key))
    for row in 0..<geometry.queryCount
    where geometry.window(ofQueryRow: row) == keyWindow && sees(query: row, key: index) {
      if cancellation?.isCancelled == true { break }
      let weight = self.row(query: row, head: head, stream: stream).weights[index]
      switch geometry.place(ofQueryRow: row) {
      case .prefix(let position): prefix[position] = weight
      case .spatial(let position): values[geometry.queryGrid.index(of: position)] = weight
      }
    }
    return HeatMap(
      kind: .incoming, grid: geometry.queryGrid, values: values, prefix: prefix,
      isSigned: description.isSigned(.incoming))
  }
}
