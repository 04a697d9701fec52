// Mean, standard deviation and quantiles of a set of numbers, whatever their order.

/// Statistics of a set of numbers. Two sets of the same numbers give the same bits.
package struct Distribution: Sendable, Equatable {
  package let count: Int
  package let mean: Double
  /// Of the sample, with n − 1; nil for a single number, infinite where it is beyond the range of Double.
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
    minimum = sorted[0]
    maximum = sorted[sorted.count - 1]
    mean = compensatedMean(sorted)
    standardDeviation = deviation(of: sorted, from: mean)
    quantiles = fractions.map { fraction in
      let place = fraction * Double(sorted.count - 1)
      let below = min(Int(place), sorted.count - 1)
      let above = min(below + 1, sorted.count - 1)
      let part = place - Double(below)
      if part == 0 { return sorted[below] }
      let step = sorted[above] - sorted[below]
      return step.isFinite
        ? sorted[below] + part * step : (1 - part) * sorted[below] + part * sorted[above]
    }
  }
}

/// The mean of ascending numbers, between the first and the last of them.
private func compensatedMean(_ sorted: [Double]) -> Double {
  let mean = compensatedSum(sorted) / Double(sorted.count)
  if mean.isFinite { return mean }
  // Sums of numbers as large as Double holds are beyond it.
  let scaled = compensatedSum(sorted.map { $0.timesPowerOfTwo(-64) }) / Double(sorted.count)
  return min(max(scaled.timesPowerOfTwo(64), sorted[0]), sorted[sorted.count - 1])
}

/// The standard deviation of a sample, with n − 1; nil for a single number.
private func deviation(of numbers: [Double], from mean: Double) -> Double? {
  guard numbers.count > 1 else { return nil }
  // Squares are taken of numbers around 1, so that none is beyond the range, at neither end.
  var (steps, exponent) = (numbers.map { $0 - mean }, 0)
  if !steps.allSatisfy(\.isFinite) { (steps, exponent) = (numbers.map { $0 / 2 - mean / 2 }, 1) }
  guard let largest = steps.map(abs).max(), largest > 0 else { return 0 }
  let squares = steps.map { step in
    let scaled = step.timesPowerOfTwo(-largest.exponent)
    return scaled * scaled
  }
  let variance = compensatedSum(squares) / Double(numbers.count - 1)
  return variance.squareRoot().timesPowerOfTwo(largest.exponent + exponent)
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
