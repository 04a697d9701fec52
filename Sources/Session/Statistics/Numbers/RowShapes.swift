// `localMass`, `aboveUniform` and `negligible`: how local and how even the rows of a head are.
import AttentionMaps

extension HeadStatistic {
  /// Mean fraction of a query's attention that the 3×3 keys around it get.
  static let localMass = HeadStatistic("localMass", isExtra: true, isOfEveryHead: true, summarized: [.whole])
  { layer, head in
    .number(layer.statistics.localMass(head: head))
  }

  /// Mean fraction of the keys that get more than 1/n of a query's attention.
  static let aboveUniform = HeadStatistic(
    "aboveUniform", isExtra: true, isOfEveryHead: true, summarized: [.whole]
  ) {
    layer, head in
    .number(layer.statistics.aboveUniform(head: head))
  }

  /// Mean fraction of the keys that get less than 1/(100·n).
  static let negligible = HeadStatistic(
    "negligible", isExtra: true, isOfEveryHead: true, summarized: [.whole]
  ) { layer, head in
    .number(layer.statistics.negligible(head: head))
  }
}
