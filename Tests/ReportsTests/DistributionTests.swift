// Means, deviations and quantiles: golden values of NumPy, and independence of the order.
import TestSupport
import Testing

@testable import Reports

@Suite struct DistributionTests {
  /// numpy.mean, numpy.std(ddof=1) and numpy.quantile (method 'linear') of these numbers, NumPy 2.
  @Test func agreesWithNumPy() throws {
    let numbers = [2.5, -1, 7.25, 0.125, 3, 3, 11, -4.5, 0.1, 6]
    let distribution = try #require(Distribution(numbers, fractions: [0, 0.05, 0.25, 0.5, 0.9, 1]))
    #expect(distribution.count == 10)
    #expect(abs(distribution.mean - 2.7475) < 1e-14)
    #expect(abs(try #require(distribution.standardDeviation) - 4.467171146884295) < 1e-14)
    let golden = [-4.5, -2.925, 0.10625000000000001, 2.75, 7.624999999999998, 11.0]
    for (quantile, expected) in zip(distribution.quantiles, golden) {
      #expect(abs(quantile - expected) < 1e-14)
    }
    #expect(distribution.minimum == -4.5 && distribution.maximum == 11)
  }

  @Test func theOrderOfTheNumbersChangesNoBit() throws {
    var generator = SplitMix64(seed: 6)
    var numbers = [0.0, -0.0]
    for index in 0..<1000 {
      let large = 1e9 / Double(index + 1)
      numbers.append(0.1 * Double(index % 37) + large)
    }
    let fractions = [0.05, 0.5, 0.95]
    let expected = try #require(Distribution(numbers, fractions: fractions))
    for _ in 0..<20 {
      let shuffled = try #require(Distribution(numbers.shuffled(using: &generator), fractions: fractions))
      #expect(shuffled.mean.bitPattern == expected.mean.bitPattern, "seed \(generator.seed)")
      #expect(
        shuffled.standardDeviation?.bitPattern == expected.standardDeviation?.bitPattern,
        "seed \(generator.seed)")
      #expect(
        shuffled.quantiles.map(\.bitPattern) == expected.quantiles.map(\.bitPattern), "seed \(generator.seed)"
      )
      #expect(shuffled.minimum.bitPattern == expected.minimum.bitPattern, "seed \(generator.seed)")
    }
  }

  /// Sums and squares of these are beyond the range of Double at one end or the other; the means and deviations are not.
  /// Golden values of rational arithmetic, Python's `fractions`.
  static let extreme: [(numbers: [Double], mean: Double, deviation: Double)] = [
    ([1.7e308, 1.7e308], 1.7e308, 0),
    ([1.7e308, 1.7e308, 1.7e308, -1.7e308], 8.5e307, 1.7e308),
    ([1.7e308, 1e308, -1.5e308, 0], 3e307, 1.388_044_187_577_134_2e308),
    ([1e200, 3e200], 2e200, 1.414_213_562_373_095_05e200),
    ([1e-200, 3e-200, 2e-200], 2e-200, 1e-200),
    (.init(repeating: .greatestFiniteMagnitude, count: 7), .greatestFiniteMagnitude, 0),
    (.init(repeating: -.greatestFiniteMagnitude, count: 3), -.greatestFiniteMagnitude, 0),
    (
      [1, 1, 1].map { $0 * .greatestFiniteMagnitude } + [1e308], 1.598_269_851_146_736_7e308,
      3.988_465_674_311_578_5e307
    ),
  ]

  @Test(arguments: extreme.indices) func numbersNearTheEndsOfTheRangeHaveMeans(index: Int) throws {
    let (numbers, mean, deviation) = Self.extreme[index]
    func isNear(_ one: Double, _ other: Double) -> Bool { abs(one - other) <= 4e-16 * abs(other) }
    for numbers in [numbers, numbers.reversed()] {
      let distribution = try #require(Distribution(numbers, fractions: [0.5]))
      #expect(isNear(distribution.mean, mean), "\(distribution.mean)")
      #expect(isNear(try #require(distribution.standardDeviation), deviation))
      var moments = Moments()
      for number in numbers { moments.add(number) }
      #expect(isNear(try #require(moments.mean), mean), "\(String(describing: moments.mean))")
      #expect(isNear(try #require(moments.standardDeviation), deviation))
      #expect(isNear(try #require(numbers.mean), mean))
    }
  }

  /// What is beyond the range of Double is infinite, no other number, and an interval with such an end is none.
  @Test func deviationsBeyondTheRangeAreInfinite() throws {
    let numbers = [1.7e308, -1.7e308]
    let distribution = try #require(Distribution(numbers, fractions: [0.25, 0.5]))
    #expect(distribution.mean == 0 && distribution.standardDeviation == .infinity)
    #expect(abs(distribution.quantiles[0] + 8.5e307) < 1e293 && distribution.quantiles[1] == 0)
    var moments = Moments()
    for number in numbers { moments.add(number) }
    #expect(moments.mean == 0 && moments.standardDeviation == .infinity && moments.interval == nil)
    #expect(moments.probability == 1)
  }

  /// Numbers in the middle of the range have the bits of sums that are not scaled.
  @Test func scalingChangesNoBit() throws {
    var generator = SplitMix64(seed: 8)
    for _ in 0..<200 {
      let numbers = (0..<Int.random(in: 2...30, using: &generator)).map { _ in
        Double.random(in: -1...1, using: &generator)
          * Double(sign: .plus, exponent: .random(in: -60...60, using: &generator), significand: 1)
      }
      var (mean, squares) = (0.0, 0.0)
      var moments = Moments()
      for (index, number) in numbers.enumerated() {
        let step = number - mean
        mean += step / Double(index + 1)
        squares += step * (number - mean)
        moments.add(number)
      }
      #expect(moments.mean == mean, "seed \(generator.seed)")
      let deviation = (squares / Double(numbers.count - 1)).squareRoot()
      #expect(moments.standardDeviation == deviation, "seed \(generator.seed)")
      #expect(numbers.mean == numbers.reduce(0, +) / Double(numbers.count))
    }
  }

  @Test func smallSets() throws {
    #expect(Distribution([], fractions: [0.5]) == nil)
    let one = try #require(Distribution([3], fractions: [0, 0.3, 1]))
    #expect(one.mean == 3 && one.standardDeviation == nil && one.quantiles == [3, 3, 3])
  }
}
