// `massMaskSize`: how many patches a head looks at.
import AttentionMaps

extension HeadStatistic {
  /// Mean number of patches that hold 0.6 of a row. O(N·n·(d + log n))
  static let massMaskSize = HeadStatistic(
    "massMaskSize", isExtra: true, isOfEveryHead: true, summarized: [.whole]
  ) {
    layer, head in
    .number(try layer.record.meanMassMaskSize(head: head, cancellation: layer.cancellation).value)
  }
}
