// How every head of A differs from the same head of B.

import Attention
import AttentionMaps
import Compute
import Session

/// Entropies and divergences of all heads that both models have. O(Σ layers heads·N·n·d); nil when cancelled.
func compareHeads(
  _ a: Examination, _ b: Examination, cancellation: Cancellation, progress: (Double) -> Void
) -> [HeadComparison]? {
  let count = min(a.records.count, b.records.count)
  var comparisons: [HeadComparison] = []
  for layer in 0..<count {
    let (recordA, recordB) = (a.records[layer], b.records[layer])
    guard let statisticsA = LayerStatistics(of: recordA, cancellation: cancellation),
      let statisticsB = LayerStatistics(of: recordB, cancellation: cancellation)
    else { return nil }
    for head in 0..<min(recordA.heads, recordB.heads) {
      guard let divergence = meanDivergence(recordA, recordB, head: head, cancellation: cancellation) else {
        return nil
      }
      comparisons.append(
        HeadComparison(
          layer: layer, head: head,
          entropyA: statisticsA.summary(head: head, stream: .attention)?.normalizedEntropy,
          entropyB: statisticsB.summary(head: head, stream: .attention)?.normalizedEntropy,
          divergence: divergence.isNaN ? nil : divergence))
    }
    progress(Double(layer + 1) / Double(count))
  }
  return comparisons
}

/// The mean Jensen–Shannon divergence over the spatial queries of the coarser query grid; maps over different
/// key grids are pooled to the coarser one. NaN without a pair of rows; nil when cancelled.
private func meanDivergence(
  _ a: AttentionRecord, _ b: AttentionRecord, head: Int, cancellation: Cancellation
) -> Double? {
  let queries = HeatMap.commonGrid(a.geometry.queryGrid, b.geometry.queryGrid)
  let keys = HeatMap.commonGrid(a.geometry.keyGrid, b.geometry.keyGrid)
  var sum = 0.0
  var counted = 0
  for index in 0..<queries.count {
    if cancellation.isCancelled { return nil }
    let position = queries.position(at: index)
    let maps = [a, b].compactMap { record in
      let there = queries.position(position, on: record.geometry.queryGrid)
      return try? record.map(.attention, head: head, query: .spatial(there)).pooled(to: keys)
    }
    guard maps.count == 2, let divergence = jensenShannonDivergence(maps[0].values, maps[1].values) else {
      continue
    }
    sum += divergence
    counted += 1
  }
  return counted > 0 ? sum / Double(counted) : .nan
}
