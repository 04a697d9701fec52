// `signed` and `negativeMass`: heads whose weights may be negative, and how much of their weight is.
import Attention
import AttentionMaps

extension HeadStatistic {
  /// `true` where weights may be negative, and entropies are those of |a|/Σ|a|; left out elsewhere.
  static let signed = HeadStatistic("signed", summarized: []) { layer, _ in
    layer.hasSignedRows ? .flag(true) : nil
  }

  /// Mean of Σ|a⁻|/Σ|a| over the queries whose row is not empty; left out where no weight may be negative.
  static let negativeMass = HeadStatistic("negativeMass", summarized: [.whole]) { layer, head in
    layer.summaries[head][.attention]?.negativeMass.map { .number($0.value) }
  }
}

/// What the mark |a| beside an entropy means, for tables, legends and captions.
package let signedEntropyRemark =
  "|a|: weights may be negative; the entropy is that of |a|/Σ|a| and does not compare with the others."
