// `queryNormCorrelation` and `entropyHistogram`: how the entropies of a head differ from query to query.
import Attention
import AttentionMaps

extension HeadStatistic {
  /// Pearson's correlation of ‖q_i‖ and the entropy of the `attention` row of query i; `null` where one of them is the
  /// same for all queries.
  static let queryNormCorrelation = HeadStatistic(
    "queryNormCorrelation", isExtra: true, isOfEveryHead: true, summarized: [.whole]
  ) { layer, head in
    .number(layer.statistics.queryNormCorrelation(head: head, stream: .attention))
  }

  /// How many queries have a normalized entropy in each twentieth of 0…1, for each stream.
  static let entropyHistogram = HeadStatistic(
    streamsOf: "entropyHistogram", isExtra: true, isOfEveryHead: true, summarized: []
  ) { layer, head, stream in
    layer.statistics.entropyHistogram(head: head, stream: stream, bins: 20).map { counts in
      .list(counts.map { .count($0) })
    }
  }
}
