// How differently two heads of two models attend, over all queries of one image (attention.md §5).
import Attention
import Compute
import Glibc

/// Two heads compared by their `attention` maps.
package struct HeadComparison: Sendable, Equatable {
  /// Mean Jensen–Shannon divergence over the spatial queries that both have, nats; nil when none is comparable.
  package let divergence: Double?
  /// Where the layers' key grids differ, maps are pooled to the coarser one. The mean normalised entropies of both
  /// heads there, so that they can be compared; nil on equal grids, where nothing is pooled.
  package let pooled: PooledEntropies?

  /// Mean entropies over the common keys, as shares of ln n; prefix tokens are no keys here.
  package struct PooledEntropies: Sendable, Equatable {
    package let first: Double
    package let second: Double
  }

  /// Compares over every position of the coarser query grid. O(N·n·d)
  ///
  /// - Returns: nil when cancelled.
  package init?(
    _ first: AttentionRecord, head firstHead: Int, _ second: AttentionRecord, head secondHead: Int,
    cancellation: Cancellation? = nil
  ) {
    let queryGrid = HeatMap.commonGrid(first.geometry.queryGrid, second.geometry.queryGrid)
    let keyGrid = HeatMap.commonGrid(first.geometry.keyGrid, second.geometry.keyGrid)
    var total = 0.0
    var counted = 0
    let isPooled = first.geometry.keyGrid != second.geometry.keyGrid
    var entropies = (first: 0.0, second: 0.0)
    for index in 0..<queryGrid.count {
      if cancellation?.isCancelled == true { return nil }
      let position = queryGrid.position(at: index)
      func row(_ record: AttentionRecord, _ head: Int) -> [Float] {
        let query = queryGrid.position(position, on: record.geometry.queryGrid)
        return record.attentionMap(head: head, query: query).pooled(to: keyGrid).values
      }
      let rows = (row(first, firstHead), row(second, secondHead))
      guard let divergence = jensenShannonDivergence(rows.0, rows.1) else { continue }
      total += divergence
      counted += 1
      if isPooled {
        entropies.first += entropy(ofRow: rows.0.map { $0.isNaN ? 0 : $0 }) ?? 0
        entropies.second += entropy(ofRow: rows.1.map { $0.isNaN ? 0 : $0 }) ?? 0
      }
    }
    divergence = counted > 0 ? total / Double(counted) : nil
    let highest = Double(counted) * log(Double(keyGrid.count))
    pooled =
      isPooled && highest > 0
      ? PooledEntropies(first: entropies.first / highest, second: entropies.second / highest) : nil
  }
}

extension AttentionRecord {
  /// The `attention` map of one spatial query, which every mechanism has.
  package func attentionMap(head: Int, query: GridPosition) -> HeatMap {
    let row = geometry.matrixRow(ofQuery: .spatial(query))
    return place(
      self.row(query: row, head: head, stream: .attention).weights, kind: .attention,
      query: row)
  }
}
