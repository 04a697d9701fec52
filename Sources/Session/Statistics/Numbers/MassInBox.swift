// `massInBox`: how much of the attention of an object's tokens stays on the object.

extension HeadStatistic {
  /// The fraction of their attention that queries in the image's box give to keys in it; left out without a box.
  static let massInBox = HeadStatistic("massInBox", needsBox: true, summarized: [.whole]) { layer, head in
    layer.statistics.massInBox(head: head).map { .number($0) }
  }
}
