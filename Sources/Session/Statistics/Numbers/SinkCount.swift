// `sinks`: keys that draw far more attention than the others.
import AttentionMaps

extension HeadStatistic {
  /// How many keys have a mean weight above median + 6·MAD of all keys'. O(N·n·d)
  static let sinks = HeadStatistic("sinks", isExtra: true, summarized: [.whole]) { layer, head in
    .count(layer.record.sinks(head: head).count)
  }
}
