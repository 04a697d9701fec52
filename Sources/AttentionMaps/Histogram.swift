// How often values of each size occur, between the smallest and the largest.

/// Counts of values in equal parts of their range.
package struct Histogram: Sendable, Equatable {
  package let low: Double
  package let high: Double
  package let counts: [Int]

  /// The part of a value is ⌊bins·(x − low)/(high − low)⌋, the largest in the last one; all in the first where they are
  /// equal. nil without values, and where one is not finite. O(values)
  ///
  /// - Parameter bins: at least 1.
  package init?(of values: some Collection<Float>, bins: Int) {
    guard let low = values.min(), let high = values.max(), values.allSatisfy(\.isFinite) else { return nil }
    let (first, width) = (Double(low), Double(high) - Double(low))
    var counts = [Int](repeating: 0, count: bins)
    for value in values {
      let part = width > 0 ? (Double(value) - first) / width : 0
      counts[min(bins - 1, Int(part * Double(bins)))] += 1
    }
    self.low = first
    self.high = Double(high)
    self.counts = counts
  }
}
