// `signed` and `negativeMass`: heads whose weights may be negative, and how much of their weight is.
import AttentionMaps

extension HeadStatistic {
  /// `true` where weights may be negative, and entropies are those of |a|/Σ|a|; left out elsewhere.
  static let signed = HeadStatistic("signed", summarized: []) { layer, _ in
    layer.hasSignedRows ? .flag(true) : nil
  }

  /// Mean of Σ|a⁻|/Σ|a| over the queries; left out where no weight may be negative.
  static let negativeMass = HeadStatistic("negativeMass", summarized: [.whole]) { layer, head in
    layer.hasSignedRows ? .number(layer.statistics.negativeMass(head: head)) : nil
  }
}
