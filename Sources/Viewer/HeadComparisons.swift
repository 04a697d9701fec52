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
      guard
        let comparison = AttentionMaps.HeadComparison(
          recordA, head: head, recordB, head: head, cancellation: cancellation)
      else { return nil }
      comparisons.append(
        HeadComparison(
          layer: layer, head: head,
          entropyA: statisticsA.summary(head: head, stream: .attention)?.normalizedEntropy,
          entropyB: statisticsB.summary(head: head, stream: .attention)?.normalizedEntropy,
          divergence: comparison.divergence))
    }
    progress(Double(layer + 1) / Double(count))
  }
  return comparisons
}
