// `powerHistogram`, `gateHistogram` and `gateCorrelation`: what polarity heads have learned beside their projections.
import Attention
import AttentionMaps

extension HeadStatistic {
  /// How many channels have a power in each twentieth between the smallest and the largest; left out where there are
  /// none.
  static let powerHistogram = HeadStatistic("powerHistogram", isExtra: true, summarized: []) { layer, head in
    guard let powers = layer.record.description.mechanism.powers else { return nil }
    return .histogram(of: powers[layer.record.channels(ofHead: head)])
  }

  /// How many gates of all queries and channels of each stream lie in each twentieth between the smallest and the
  /// largest of the stream; left out where there is no gate. O(N·channels)
  static let gateHistogram = HeadStatistic("gateHistogram", isExtra: true, summarized: []) { layer, head in
    guard layer.record.gate != nil else { return nil }
    var members: [String: StatisticsValue] = [:]
    for stream in layer.record.streams {
      members[stream.rawValue] = layer.record.gates(head: head, stream: stream).map { .histogram(of: $0) }
    }
    return .members(members)
  }

  /// Pearson's correlation of the gates of both streams over queries and channels; left out of heads without two
  /// gated streams, `null` where a gate is the same everywhere. O(N·channels)
  static let gateCorrelation = HeadStatistic(
    "gateCorrelation", isExtra: true, summarized: [.whole]
  ) { layer, head in
    guard layer.record.gate != nil, layer.record.streams.count == 2 else { return nil }
    return .number(layer.record.gateCorrelation(head: head))
  }
}

extension StatisticsValue {
  /// `low`, `high` and the `counts` of twenty equal parts between them; `null` where a value is not finite.
  fileprivate static func histogram(of values: some Collection<Float>) -> StatisticsValue {
    guard let histogram = Histogram(of: values, bins: 20) else { return .undefined }
    return .members([
      "low": .number(histogram.low), "high": .number(histogram.high),
      "counts": .list(histogram.counts.map { .count($0) }),
    ])
  }
}
