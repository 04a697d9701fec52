// `signed` and `negativeMass`: that weights of a head may be negative, and how much of its rows is.

extension HeadStatistic {
  /// `true` where weights may be negative: entropies are those of |a|/Σ|a| then. Left out elsewhere.
  static let signed = HeadStatistic("signed", summarized: []) { layer, _ in
    layer.record.description.mechanism.hasSignedRows ? .flag(true) : nil
  }

  /// Mean of Σ|a⁻|/Σ|a| over the rows of each stream; left out where no weight may be negative.
  static let negativeMass = HeadStatistic(
    "negativeMass", summarized: [.ofEachStream()]
  ) { layer, head in
    guard layer.record.description.mechanism.hasSignedRows else { return nil }
    var members: [String: StatisticsValue] = [:]
    for stream in layer.statistics.names {
      if let mass = layer.summaries[head][stream]?.negativeMass {
        members[stream.rawValue] = .number(mass.value)
      }
    }
    return .members(members)
  }
}
