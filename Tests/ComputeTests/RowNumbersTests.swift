// Entropies and divergences of rows at hand, against their definitions in double precision.
import Compute
import Glibc
import Testing

@Suite struct RowNumbersTests {
  /// A row of `count` weights, the first above 0 and a third of the others 0, with the zeros behind it that the engine
  /// wants.
  private func row(_ count: Int, _ random: inout Random, engine: Engine) -> [Float] {
    var values = random.floats(count, in: 0...1).map { $0 < 1 / 3 ? 0 : $0 * $0 * $0 / Float(count) }
    values[0] = 0.5 / Float(count)
    values += [Float](repeating: 0, count: engine.paddedRowLength(count) - count)
    return values
  }

  private func shares(_ row: [Float]) -> [Double] {
    let sum = row.reduce(0.0) { $0 + Double($1) }
    return row.map { Double($0) / sum }
  }

  @Test(arguments: supportedSets, [1, 15, 49, 196, 3136]) func areTheirDefinitions(
    set: InstructionSet, count: Int
  ) throws {
    let engine = try makeEngine(threads: 2, set)
    var random = Random(UInt64(count))
    let (a, b) = (row(count, &random, engine: engine), row(count, &random, engine: engine))
    let (p, q) = (shares(a), shares(b))
    let entropy = p.reduce(0.0) { $1 > 0 ? $0 - $1 * log($1) : $0 }
    let divergence = zip(p, q).reduce(0.0) { sum, pair in
      let mean = (pair.0 + pair.1) / 2
      return sum + (pair.0 > 0 ? pair.0 / 2 * log(pair.0 / mean) : 0)
        + (pair.1 > 0 ? pair.1 / 2 * log(pair.1 / mean) : 0)
    }
    #expect(abs(Double(engine.entropy(of: a, count: a.count)) - entropy) < 5e-6)
    #expect(abs(Double(engine.divergence(of: a, and: b, count: a.count)) - divergence) < 1e-6)
    #expect(abs(Double(engine.divergence(of: b, and: a, count: a.count)) - divergence) < 1e-6)
  }

  /// A row with one weight has the entropy 0, which rounding must not take below.
  @Test(arguments: supportedSets) func entropiesOfOneWeightAreNotNegative(set: InstructionSet) throws {
    let engine = try makeEngine(threads: 2, set)
    for number in 1...2000 {
      var row = [Float](repeating: 0, count: engine.paddedRowLength(49))
      row[number % 49] = Float(number) / 777
      let entropy = engine.entropy(of: row, count: row.count)
      #expect(entropy >= 0 && entropy < 1e-6)
    }
  }

  /// Nearly equal rows: their divergence is far below the error of an entropy.
  @Test(arguments: supportedSets) func smallDivergencesAreNotLost(set: InstructionSet) throws {
    let engine = try makeEngine(threads: 2, set)
    let count = 1024
    let a = [Float](repeating: 1, count: count)
    let b = (0..<count).map { $0 % 2 == 0 ? Float(1.01) : 0.99 }
    // Σ m·½·((1+ε)ln(1+ε) + (1−ε)ln(1−ε)) with ε ≈ 0.005: close to ε²/2.
    let found = engine.divergence(of: a, and: b, count: count)
    #expect(abs(found - 1.25e-5) < 2e-7, "\(found)")
  }

  @Test(arguments: supportedSets) func edges(set: InstructionSet) throws {
    let engine = try makeEngine(threads: 2, set)
    let length = engine.paddedRowLength(3)
    func padded(_ values: [Float]) -> [Float] { values + [Float](repeating: 0, count: length - values.count) }
    let (empty, one, other) = (padded([]), padded([0, 2, 0]), padded([3, 0, 0]))
    #expect(engine.entropy(of: empty, count: length).isNaN)
    #expect(engine.entropy(of: one, count: length) == 0)
    #expect(engine.divergence(of: one, and: empty, count: length).isNaN)
    #expect(engine.divergence(of: empty, and: one, count: length).isNaN)
    #expect(engine.divergence(of: one, and: one, count: length) == 0)
    #expect(abs(engine.divergence(of: one, and: other, count: length) - log(2)) < 1e-6)
    #expect(engine.divergence(of: padded([.nan, 1]), and: one, count: length).isNaN)
  }
}
