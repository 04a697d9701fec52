// Numbers that do not exist for every row, with the reason where there is none.
import Compute
import Glibc

/// Why a number does not exist.
package enum Undefined: Error, Hashable, Sendable, CustomStringConvertible {
  /// The weights are all 0.
  case emptyRow
  /// The query sees one key only, and a fraction of ln 1 is asked for.
  case singleKey
  /// The weights are infinite or no numbers: the model has diverged, or its input has.
  case notFinite
  /// The weights may be negative, and a distribution is asked for.
  case signedRows
  /// The values do not differ, and their spread is asked for.
  case constant
  /// An iteration did not converge.
  case notSettled
  /// The mechanism has no such number.
  case notOfMechanism

  package var description: String {
    switch self {
    case .emptyRow: "empty row"
    case .singleKey: "a single key"
    case .notFinite: "not finite"
    case .signedRows: "undefined: weights may be negative"
    case .constant: "all the same"
    case .notSettled: "did not converge"
    case .notOfMechanism: "not defined for this mechanism"
    }
  }
}

/// A number, or the reason why there is none.
package enum Measured<Value> {
  case value(Value)
  case undefined(Undefined)

  /// nil where it is undefined.
  package var value: Value? {
    if case .value(let value) = self { value } else { nil }
  }

  /// Why there is no value; nil where there is one.
  package var reason: Undefined? {
    if case .undefined(let reason) = self { reason } else { nil }
  }

  package func map<Result>(_ transform: (Value) -> Result) -> Measured<Result> {
    switch self {
    case .value(let value): .value(transform(value))
    case .undefined(let reason): .undefined(reason)
    }
  }
}

extension Measured: Sendable where Value: Sendable {}
extension Measured: Equatable where Value: Equatable {}

extension RowStatistics {
  /// The entropy of one row, nats, ≥ 0: rounding may take that of a row with one weight below.
  ///
  /// In the matrices an entropy that does not exist is NaN, and the sum of a row that is not finite is neither.
  package func entropy(head: Int, query: Int) -> Measured<Float> {
    let (entropy, sum) = (entropies[head, query], sums[head, query])
    if !sum.isFinite { return .undefined(.notFinite) }
    if entropy.isNaN { return .undefined(.emptyRow) }
    return entropy.isFinite ? .value(max(entropy, 0)) : .undefined(.notFinite)
  }

  /// The fraction of one row that its negative weights make; nil of rows without such.
  package func negativeMass(head: Int, query: Int) -> Measured<Float>? {
    guard let negatives else { return nil }
    return entropy(head: head, query: query).map { _ in negatives[head, query] }
  }
}

/// The entropy −Σ p ln p of a row, p = |weight| / Σ |weight|, in nats: of weights ≥ 0 that of the row over its sum.
package func entropy(ofRow row: [Float]) -> Measured<Double> {
  let sum = row.reduce(0.0) { $0 + Double(abs($1)) }
  guard sum.isFinite else { return .undefined(.notFinite) }
  guard sum > 0 else { return .undefined(.emptyRow) }
  return .value(
    row.reduce(0.0) { total, weight in
      guard weight != 0 else { return total }
      let fraction = Double(abs(weight)) / sum
      return total - fraction * log(fraction)
    })
}

/// The fraction Σ|a⁻|/Σ|a| of a row that its negative weights make; undefined where all weights are 0 or one is not
/// finite.
package func negativeMass(ofRow row: [Float]) -> Measured<Double> {
  let sizes = row.reduce(0.0) { $0 + Double(abs($1)) }
  guard sizes.isFinite else { return .undefined(.notFinite) }
  guard sizes > 0 else { return .undefined(.emptyRow) }
  return .value(row.reduce(0.0) { $0 + Double(max(-$1, 0)) } / sizes)
}
