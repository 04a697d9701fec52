// The interval of a mean: quantiles of Student's t against known values, and what few numbers give.
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
