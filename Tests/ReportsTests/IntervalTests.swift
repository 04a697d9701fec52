// The interval of a mean: quantiles of Student's t against known values, and what few numbers give.
import FoundationEssentials
import TestSupport
import Testing

@testable import Reports

@Suite struct IntervalTests {
  /// Values of tables, and of SciPy 1's `t.ppf(0.975, ν)` where tables end.
  @Test(arguments: [
    (1, 12.706204736174707), (2, 4.302652729749464), (3, 3.182446305283708), (4, 2.776445105197792),
    (9, 2.2621571627982044), (13, 2.1603686564627913), (29, 2.045229642132704), (999, 1.9623414611334487),
    (1000, 1.9623390808264076), (1001, 1.9623367052808798), (5000, 1.9604385517065073),
    (1_000_000, 1.959966356814107),
  ])
  func quantilesAreStudents(degreesOfFreedom: Int, expected: Double) {
    let quantile = StudentT.quantile95(degreesOfFreedom: degreesOfFreedom)
    #expect(abs(quantile / expected - 1) < 1e-9, "\(quantile)")
  }

  /// What SciPy gives, by `Tests/Fixtures/numbers/student_t.py`.
  private struct Table: Decodable {
    /// Of n = 2 … 1000 numbers.
    let quantiles: [Double]
    /// Degrees of freedom, t, and the probability of a value beyond ±t.
    let probabilities: [[Double]]

    static func read() throws -> Table {
      let path = Fixtures.path("numbers/student_t.json")
      return try JSONDecoder().decode(Table.self, from: Data(contentsOf: URL(filePath: path)))
    }
  }

  @Test func everyQuantileUpToAThousandNumbersIsSciPys() throws {
    let quantiles = try Table.read().quantiles
    #expect(quantiles.count == 999)
    for (index, expected) in quantiles.enumerated() {
      let quantile = StudentT.quantile95(degreesOfFreedom: index + 1)
      #expect(abs(quantile / expected - 1) < 1e-9, "n = \(index + 2)")
    }
  }

  @Test func probabilitiesAreSciPys() throws {
    let lines = try Table.read().probabilities
    #expect(lines.count == 70)
    for line in lines {
      let found = StudentT.probability(beyond: line[1], degreesOfFreedom: Int(line[0]))
      #expect(abs(found - line[2]) < 1e-12, "\(line): \(found)")
      #expect(StudentT.probability(beyond: -line[1], degreesOfFreedom: Int(line[0])) == found)
    }
  }

  /// The example of S. Holm's procedure: factors 4, 3, 2, 1 from the smallest on, and never below one before.
  @Test func severalTestsAreCorrected() {
    let corrected = holmCorrected([0.01, 0.04, 0.03, nil, 0.005])
    let expected: [Double?] = [0.03, 0.06, 0.06, nil, 0.02]
    for (one, other) in zip(corrected, expected) {
      #expect((one == nil) == (other == nil) && abs((one ?? 0) - (other ?? 0)) < 1e-12)
    }
    #expect(holmCorrected([0.6, 0.7]) == [1, 1] && holmCorrected([]).isEmpty)
  }

  @Test func theTestOfAMeanAgreesWithItsInterval() throws {
    var moments = Moments()
    #expect(moments.probability == nil)
    for number in [0.2, 0.5, 0.1, 0.4, 0.3] { moments.add(number) }
    #expect(try #require(moments.probability) < 0.05)
    #expect(try #require(moments.interval).lowerBound > 0)
    moments.add(-0.5)
    #expect(try #require(moments.probability) > 0.05)
    #expect(try #require(moments.interval).contains(0))
    var equal = Moments()
    for _ in 0..<3 { equal.add(0) }
    #expect(equal.probability == 1)
  }

  @Test func quantilesFallTowardTheNormalOne() {
    let quantiles = (1...1500).map(StudentT.quantile95(degreesOfFreedom:))
    #expect(zip(quantiles, quantiles.dropFirst()).allSatisfy { $0 > $1 })
    #expect(quantiles.allSatisfy { $0 > 1.959_963_984_540 })
    #expect(abs(StudentT.quantile95(degreesOfFreedom: .max) - 1.959_963_984_540_054) < 1e-12)
  }

  @Test func theIntervalIsThatOfTheMean() throws {
    var moments = Moments()
    #expect(moments.interval == nil)
    moments.add(1)
    #expect(moments.interval == nil)
    moments.add(3)
    let interval = try #require(moments.interval)
    // s = √2, so t·s/√n = t.
    #expect(abs(interval.lowerBound - (2 - 12.706204736174707)) < 1e-9)
    #expect(abs(interval.upperBound - (2 + 12.706204736174707)) < 1e-9)
    moments.add(.nan)
    #expect(moments.interval == nil)
  }
}
