// `meanDistance`: how far a head looks.

extension HeadStatistic {
  /// Mean distance between a query and its keys, weighted by attention, in pixels of the model's input.
  static let meanDistance = HeadStatistic("meanDistance", summarized: [.whole]) { layer, head in
    .number(layer.statistics.meanDistance(head: head))
  }
}
