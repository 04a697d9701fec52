// `divergence`: how far the rows of a reading are from those of the model.
import AttentionMaps

extension HeadStatistic {
  /// Mean Jensen–Shannon divergence of a reading's `attention` rows from the model's own, nats; `null` where weights of
  /// either may be negative, or every row is empty. O(N·n·d)
  static let divergence = HeadStatistic("divergence", summarized: [.whole]) { layer, head in
    guard let original = layer.original else { return nil }
    let comparison = try HeadComparison(
      original, head: head, layer.record, head: head, cancellation: layer.cancellation)
    return .number(comparison.divergence.value)
  }
}
