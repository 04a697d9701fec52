// Keys that draw far more attention than the others.
import Attention
import Compute

extension AttentionRecord {
  /// The keys whose mean weight over the spatial queries exceeds median + 6·MAD of all keys' means, by the
  /// `attention` map, the strongest first; prefix tokens are keys too. Undefined where weights may be negative. O(N·n·d)
  ///
  /// - Parameter timesUniform: how many times 1/n the mean weight is at least.
  /// - Throws: `Cancelled`
  package func sinks(
    head: Int, timesUniform: Double = 0, cancellation: Cancellation? = nil
  ) throws(Cancelled) -> Measured<[TokenPlace]> {
    guard !description.mechanism.hasSignedRows else { return .undefined(.signedRows) }
    let means = try columnMeans(.attention, head: head, cancellation: cancellation)
    guard means.allSatisfy(\.isFinite) else { return .undefined(.notFinite) }
    let places = means.indices.map { row in
      geometry.place(ofKey: row % geometry.keysPerWindow, inWindow: row / geometry.keysPerWindow)
    }
    let tokens = means.indices.filter { places[$0] != .padding }
    let least = timesUniform / Double(max(1, geometry.keysPerWindow))
    let found = outlyingIndices(tokens.map { means[$0] }).map { tokens[$0] }.filter { means[$0] >= least }
    return .value(found.sorted { (-means[$0], $0) < (-means[$1], $1) }.map { places[$0] })
  }
}

/// The indices of the values above median + 6·MAD, MAD = the median of the distances from the median.
func outlyingIndices(_ values: [Double]) -> [Int] {
  guard let middle = median(values), let spread = median(values.map { abs($0 - middle) }) else { return [] }
  return values.indices.filter { values[$0] > middle + 6 * spread }
}

/// The mean of the middle two where the count is even; nil where there is no value.
private func median(_ values: [Double]) -> Double? {
  guard !values.isEmpty else { return nil }
  let sorted = values.sorted()
  return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
}
