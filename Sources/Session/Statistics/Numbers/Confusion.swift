// `confusion`: whether the queries of a head look at the same keys.
import AttentionMaps

extension HeadStatistic {
  /// The lowest decile of the Jensen–Shannon divergence between the rows of 256 pairs of queries, nats; `null` where
  /// weights may be negative. O(512·n·d)
  static let confusion = HeadStatistic(
    "confusion", isExtra: true, isOfEveryHead: true, summarized: [.whole]
  ) { layer, head in
    .number(try layer.record.confusion(head: head, cancellation: layer.cancellation).value)
  }
}
