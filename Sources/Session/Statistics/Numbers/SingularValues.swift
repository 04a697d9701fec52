// `singularValues` and `kvRank`: how many patterns the rows of a head have, and how many its keys and values.
import AttentionMaps

extension HeadStatistic {
  /// The largest singular values of the rows of each stream as the mechanism applies them, at most 64, descending;
  /// `null` for softmax over more than 1 024 keys. The costs are those of `rank`, with which they are shared.
  static let singularValues = HeadStatistic(
    streamsOf: "singularValues", isExtra: true, isOfEveryHead: true, summarized: []
  ) { layer, head, stream in
    guard layer.record.streams.contains(stream) else { return nil }
    guard let values = try layer.spectrum(head: head, stream: stream)?.largest(64) else { return .undefined }
    return .list(values.map { .number($0) })
  }

  /// Effective rank of Σ φ(k)ᵀv of each stream, the mean over windows. O(n·features·channels)
  static let keyValueRank = HeadStatistic(
    streamsOf: "kvRank", isExtra: true, isOfEveryHead: true
  ) { layer, head, stream in
    guard layer.record.streams.contains(stream) else { return nil }
    return .number(
      try layer.record.keyValueRank(head: head, stream: stream, cancellation: layer.cancellation).value)
  }
}
