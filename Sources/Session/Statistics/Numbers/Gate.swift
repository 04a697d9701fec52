// `gate`: how polarity heads weigh their two streams.
import AttentionMaps

extension HeadStatistic {
  /// Mean gate of each stream; left out where there is no gate.
  static let gate = HeadStatistic("gate", summarized: [.ofEachStream()]) { layer, head in
    guard layer.record.gate != nil else { return nil }
    var members: [String: StatisticsValue] = [:]
    for stream in layer.record.streams {
      members[stream.rawValue] = .number(layer.record.meanGate(head: head, stream: stream))
    }
    return .members(members)
  }
}
