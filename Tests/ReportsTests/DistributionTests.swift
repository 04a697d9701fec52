// Means, deviations and quantiles: golden values of NumPy, and independence of the order.
import Reports
import TestSupport
import Testing

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

  @Test func smallSets() throws {
    #expect(Distribution([], fractions: [0.5]) == nil)
    let one = try #require(Distribution([3], fractions: [0, 0.3, 1]))
    #expect(one.mean == 3 && one.standardDeviation == nil && one.quantiles == [3, 3, 3])
  }
}
