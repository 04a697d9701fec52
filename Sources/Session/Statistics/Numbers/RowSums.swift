// `rowSum`, `emptyRows` and `weakRows`: what the rows of a head add up to as the mechanism applies them.

extension HeadStatistic {
  /// Mean and smallest sum of the rows of each stream.
  static let rowSum = HeadStatistic(
    streamsOf: "rowSum", summarized: [.ofEachStream("mean"), .ofEachStream("min", named: "minRowSum")]
  ) { layer, head, stream in
    layer.applied(head: head, stream: stream).map {
      .members(["mean": .number($0.meanRowSum.value), "min": .number($0.minRowSum.value)])
    }
  }

  /// How many rows add up to 0; left out where weights may be negative, and such a sum says nothing.
  static let emptyRows = HeadStatistic(streamsOf: "emptyRows", isLeftOutOfSignedRows: true) {
    layer, head, stream in
    layer.applied(head: head, stream: stream).map { .count($0.emptyRows) }
  }

  /// How many rows add up to less than 0.5; likewise.
  static let weakRows = HeadStatistic(streamsOf: "weakRows", isLeftOutOfSignedRows: true) {
    layer, head, stream in
    layer.applied(head: head, stream: stream).map { .count($0.weakRows) }
  }
}
