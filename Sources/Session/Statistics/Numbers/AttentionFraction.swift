// `attentionShare`: how much of a head's output comes from attention and not from the convolution beside it.
import AttentionMaps

extension HeadStatistic {
  /// ‖attention‖/(‖attention‖ + ‖convolution‖) of the output before the gate; left out in layers without a
  /// convolution.
  static let attentionFraction = HeadStatistic(
    "attentionShare", isExtra: true, summarized: [.whole],
    values: { layer in
      let fractions = try layer.record.attentionFractions(cancellation: layer.cancellation)
      guard !fractions.isEmpty else { return Array(repeating: nil, count: layer.record.heads) }
      return fractions.map { .number($0) }
    })
}
