// How differently two heads of two models attend, over all queries of one image (attention.md §5).
import Attention
import Compute

/// Two heads compared by their `attention` maps.
package struct HeadComparison: Sendable, Equatable {
  /// Mean Jensen–Shannon divergence over the spatial queries that both have, nats; nil when none is comparable.
  package let divergence: Double?
  /// Whether maps were pooled to a coarser grid because the layers' key grids differ.
  package let isPooled: Bool

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
    for index in 0..<queryGrid.count {
      if cancellation?.isCancelled == true { return nil }
      let position = queryGrid.position(at: index)
      func row(_ record: AttentionRecord, _ head: Int) -> [Float] {
        let query = queryGrid.position(position, on: record.geometry.queryGrid)
        return record.attentionMap(head: head, query: query).pooled(to: keyGrid).values
      }
      if let divergence = jensenShannonDivergence(row(first, firstHead), row(second, secondHead)) {
        total += divergence
        counted += 1
      }
    }
    divergence = counted > 0 ? total / Double(counted) : nil
    isPooled = first.geometry.keyGrid != second.geometry.keyGrid
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
