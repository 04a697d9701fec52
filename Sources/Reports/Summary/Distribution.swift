// Mean, standard deviation and quantiles of a set of numbers, whatever their order.

/// Statistics of a set of numbers. Two sets of the same numbers give the same bits.
package struct Distribution: Sendable, Equatable {
  package let count: Int
  package let mean: Double
  /// Of the sample, with n − 1; nil for a single number.
  package let standardDeviation: Double?
  package let minimum: Double
  package let maximum: Double
  /// In the order of the requested fractions.
  package let quantiles: [Double]

  /// nil where there are no numbers.
  ///
  /// Quantiles are exact: order statistics, linearly interpolated as NumPy does (R. Hyndman and Y. Fan 1996,
  /// definition 7). Sums run over the sorted numbers with the compensation of A. Neumaier (1974).
  ///
  /// - Parameter fractions: of the quantiles, each in 0…1.
  package init?(_ numbers: [Double], fractions: [Double]) {
    guard !numbers.isEmpty else { return nil }
    // + 0 turns −0 into 0, which sorts as its equal.
    let sorted = numbers.map { $0 + 0 }.sorted()
    count = sorted.count
    let mean = compensatedSum(sorted) / Double(sorted.count)
    self.mean = mean
    standardDeviation =
      sorted.count > 1
      ? (compensatedSum(sorted.map { ($0 - mean) * ($0 - mean) }) / Double(sorted.count - 1)).squareRoot()
      : nil
    minimum = sorted[0]
    maximum = sorted[sorted.count - 1]
    quantiles = fractions.map { fraction in
      let place = fraction * Double(sorted.count - 1)
      let below = min(Int(place), sorted.count - 1)
      let above = min(below + 1, sorted.count - 1)
      let part = place - Double(below)
      return part == 0 ? sorted[below] : sorted[below] + part * (sorted[above] - sorted[below])
    }
  }
}

/// The sum of `numbers`; what every addition rounds away is added at the end.
private func compensatedSum(_ numbers: [Double]) -> Double {
  var (sum, lost) = (0.0, 0.0)
  for number in numbers {
    let next = sum + number
    lost += abs(sum) >= abs(number) ? (sum - next) + number : (number - next) + sum
    sum = next
  }
  return sum + lost
}
