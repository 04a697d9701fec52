// `polarity`: how much of all products of query and key has which signs.
import AttentionMaps

extension HeadStatistic {
  /// The fractions pp, nn, pn and np of Σ|q·k| over pairs of a query and a key that it sees; `null` where all
  /// products are 0 or one is not finite; left out of mechanisms whose weights are no function of these products.
  static let polarity = HeadStatistic(
    "polarity", summarized: [.ofEach(["pp", "nn", "pn", "np"])]
  ) { layer, head in
    guard layer.record.description.mechanism.maps.contains(.positive) else { return nil }
    guard let budget = layer.record.polarityBudget(head: head).value else { return .undefined }
    return .members([
      "pp": .number(budget.pp), "nn": .number(budget.nn), "pn": .number(budget.pn), "np": .number(budget.np),
    ])
  }
}
