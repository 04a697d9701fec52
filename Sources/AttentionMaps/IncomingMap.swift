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

  /// The weight that every query gives to one key, on the query grid; no key where the query does not see it.
  /// O(N·n·d)
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
    for row in 0..<geometry.queryCount
    where geometry.window(ofQueryRow: row) == keyWindow && sees(query: row, key: index) {
      try cancellation?.check()
      let weight = self.row(query: row, head: head, stream: stream).weights[index]
      map.set(weight, at: geometry.place(ofQueryRow: row))
    }
    return map
  }
}
