// `sinks`: keys that draw far more attention than the others.
import AttentionMaps

extension HeadStatistic {
  /// How many keys have a mean weight above median + 6·MAD of all keys'. O(N·n·d)
  static let sinks = HeadStatistic("sinks", isExtra: true, isOfEveryHead: true, summarized: [.whole]) {
    layer, head in
    let sinks = try layer.record.sinks(head: head, cancellation: layer.cancellation)
    return sinks.value.map { .count($0.count) } ?? .undefined
  }
}
