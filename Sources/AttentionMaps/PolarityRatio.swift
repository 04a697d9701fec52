// The fraction ρ of a logit's magnitude that pairs of equal signs make, comparable between mechanisms.
import Attention

/// ρ = Σ positive / Σ (positive + negative) of the two parts of logits, over one key or many: 0…1.
///
/// NaN, where there is no key, counts as nothing. nil where all parts are 0 or one is infinite.
///
/// - Parameters:
///   - positive: s·(pp + nn) by key, ≥ 0.
///   - negative: s·(pn + np) by key, ≥ 0, of as many keys.
package func polarityRatio(positive: [Float], negative: [Float]) -> Double? {
  precondition(positive.count == negative.count)
  func sum(_ parts: [Float]) -> Double { parts.reduce(0) { $1.isNaN ? $0 : $0 + Double($1) } }
  let (same, opposite) = (sum(positive), sum(negative))
  let total = same + opposite
  return total > 0 && total.isFinite ? same / total : nil
}

extension HeatMap {
  /// ρ of the query whose `positive` map this is, over all keys on the grid; undefined as an empty row where all parts
  /// are 0, and where one is not finite.
  package func polarityRatio(with negative: HeatMap) -> Measured<Double> {
    if count(of: .notFinite) + negative.count(of: .notFinite) > 0 { return .undefined(.notFinite) }
    return AttentionMaps.polarityRatio(positive: values, negative: negative.values).map { .value($0) }
      ?? .undefined(.emptyRow)
  }

  /// ρ of the query and one key; nil where there is no key.
  package func polarityRatio(with negative: HeatMap, at key: GridPosition) -> Measured<Double>? {
    if content(at: key) == .noKey { return nil }
    guard content(at: key) == .value, negative.content(at: key) == .value else {
      return .undefined(.notFinite)
    }
    return AttentionMaps.polarityRatio(positive: [self[key]], negative: [negative[key]]).map { .value($0) }
      ?? .undefined(.emptyRow)
  }
}
