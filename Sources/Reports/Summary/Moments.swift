// Running mean and standard deviation of numbers that are not stored.

/// Running moments of a sequence (B. Welford 1962). Numbers are held in units of a power of two as large as the largest of
/// them, so that neither steps nor squares leave the range of Double.
package struct Moments: Sendable, Equatable {
  package private(set) var count = 0
  /// Of the unit, 2^`exponent`; nil as long as all numbers are 0.
  private var exponent: Int?
  private var runningMean = 0.0
  private var squares = 0.0

  package init() {}

  package mutating func add(_ number: Double) {
    count += 1
    if number.isFinite, number != 0, number.exponent > exponent ?? .min {
      let step = exponent.map { $0 - number.exponent } ?? 0
      runningMean = runningMean.timesPowerOfTwo(step)
      squares = squares.timesPowerOfTwo(2 * step)
      exponent = number.exponent
    }
    let scaled = number.timesPowerOfTwo(-(exponent ?? 0))
    let step = scaled - runningMean
    runningMean += step / Double(count)
    squares += step * (scaled - runningMean)
  }

  /// A number of units.
  private func inUnits(_ number: Double) -> Double { number.timesPowerOfTwo(exponent ?? 0) }

  /// The standard deviation in units; nil below two numbers.
  private var scaledDeviation: Double? { count > 1 ? (squares / Double(count - 1)).squareRoot() : nil }

  /// nil without numbers.
  package var mean: Double? {
    guard count > 0 else { return nil }
    let mean = inUnits(runningMean)
    // The mean of finite numbers is one, whatever the last bit of a sum is.
    let largest = Double.greatestFiniteMagnitude
    return runningMean.isFinite ? min(max(mean, -largest), largest) : mean
  }

  /// Of the sample, with n − 1; nil below two numbers, infinite where it is beyond the range of Double.
  package var standardDeviation: Double? { scaledDeviation.map(inUnits) }

  /// The mean ± t standard errors, t of Student's distribution with n − 1 degrees of freedom: a 95 % confidence
  /// interval of the mean of independent numbers. nil below two numbers, and where one is not finite.
  package var interval: ClosedRange<Double>? {
    guard let scaledDeviation else { return nil }
    let half =
      StudentT.quantile95(degreesOfFreedom: count - 1) * scaledDeviation / Double(count).squareRoot()
    let (low, high) = (inUnits(runningMean - half), inUnits(runningMean + half))
    return low.isFinite && high.isFinite ? low...high : nil
  }

  /// The probability of a mean as far from 0 or farther, if the numbers were independent and normal around 0: Student's
  /// t test, two-sided. nil below two numbers, and where one is not finite.
  package var probability: Double? {
    guard let scaledDeviation, runningMean.isFinite, scaledDeviation.isFinite else { return nil }
    if scaledDeviation == 0 { return runningMean == 0 ? 1 : 0 }
    let t = runningMean / scaledDeviation * Double(count).squareRoot()
    return StudentT.probability(beyond: t, degreesOfFreedom: count - 1)
  }
}

/// Probabilities of several tests corrected so that one of all is below α by chance with a probability of at most α
/// (S. Holm 1979).
///
/// - Parameter probabilities: nil for a test that could not be made, which counts for nothing.
/// - Returns: in the same order, each at most 1.
func holmCorrected(_ probabilities: [Double?]) -> [Double?] {
  let order = probabilities.indices.filter { probabilities[$0] != nil }
    .sorted { (probabilities[$0] ?? 1, $0) < (probabilities[$1] ?? 1, $1) }
  var corrected = [Double?](repeating: nil, count: probabilities.count)
  var largest = 0.0
  for (rank, index) in order.enumerated() {
    largest = max(largest, min(1, Double(order.count - rank) * (probabilities[index] ?? 1)))
    corrected[index] = largest
  }
  return corrected
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
