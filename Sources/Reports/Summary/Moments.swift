// Running mean and standard deviation of numbers that are not stored.

/// Running moments of a sequence (B. Welford 1962).
package struct Moments: Sendable, Equatable {
  package private(set) var count = 0
  private var runningMean = 0.0
  private var squares = 0.0

  package init() {}

  package mutating func add(_ number: Double) {
    count += 1
    let step = number - runningMean
    runningMean += step / Double(count)
    squares += step * (number - runningMean)
  }

  /// nil without numbers.
  package var mean: Double? { count > 0 ? runningMean : nil }

  /// Of the sample, with n − 1; nil below two numbers.
  package var standardDeviation: Double? { count > 1 ? (squares / Double(count - 1)).squareRoot() : nil }

  /// The mean ± t standard errors, t of Student's distribution with n − 1 degrees of freedom: a 95 % confidence
  /// interval of the mean of independent numbers. nil below two numbers, and where one is not finite.
  package var interval: ClosedRange<Double>? {
    guard let mean, let standardDeviation else { return nil }
    let half =
      StudentT.quantile95(degreesOfFreedom: count - 1) * standardDeviation / Double(count).squareRoot()
    let (low, high) = (mean - half, mean + half)
    return low.isFinite && high.isFinite ? low...high : nil
  }
}

/// Differences B − A of one number, image by image.
package struct Differences: Sendable, Equatable {
  package private(set) var moments = Moments()
  /// Images on which B's number is the lower one.
  package private(set) var lower = 0

  package init() {}

  package mutating func add(_ difference: Double) {
    moments.add(difference)
    if difference < 0 { lower += 1 }
  }

  package var count: Int { moments.count }
  package var mean: Double? { moments.mean }
  package var interval: ClosedRange<Double>? { moments.interval }
}
