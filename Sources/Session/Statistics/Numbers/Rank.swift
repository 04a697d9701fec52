// `rank`: how many independent patterns the rows of a head have.
import AttentionMaps

extension HeadStatistic {
  /// Effective or stable rank of the rows of each stream as the mechanism applies them, with its kind.
  ///
  /// O(N·n·d); exact ranks of softmax heads cost O(N·n²).
  static let rank = HeadStatistic(
    streamsOf: "rank", isExtra: true, isOfEveryHead: true, summarized: [.ofEachStream("value")]
  ) { layer, head, stream in
    guard layer.record.streams.contains(stream) else { return nil }
    let rank = try layer.record.matrixRank(
      head: head, of: try layer.spectrum(head: head, stream: stream), cancellation: layer.cancellation)
    guard let rank = rank.value else { return .undefined }
    return .members(["kind": .text(rank.kind.rawValue), "value": .number(rank.value)])
  }
}
