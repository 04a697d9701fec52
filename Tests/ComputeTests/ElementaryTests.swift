// exp, log, powers and GELU of every instruction set against double precision.
import Compute
import Glibc
import Testing

@Suite struct ElementaryTests {
  @Test(arguments: supportedSets)
  func exponentialIsExactToTwoInTenMillion(set: InstructionSet) throws {
    let engine = try makeEngine(threads: 1, set)
    var random = Random(1)
    let x = random.floats(20_003, in: -86.5...88.7) + random.floats(5000, in: -1...1)
    for (x, y) in zip(x, engine.exponential(x)) {
      #expect(abs(Double(y) / exp(Double(x)) - 1) <= 2e-7, "e^\(x) = \(y)")
    }
  }

  @Test(arguments: supportedSets)
  func exponentialOfTheExtremes(set: InstructionSet) throws {
    let engine = try makeEngine(threads: 1, set)
    let x: [Float] = [
      0, -0.0, .infinity, -.infinity, 89, -87, -1e30, 1e30, .leastNonzeroMagnitude, -.leastNonzeroMagnitude,
    ]
    #expect(engine.exponential(x) == [1, 1, .infinity, 0, .infinity, 0, 0, .infinity, 1, 1])
    #expect(engine.exponential([.nan, 1, -.nan]).map(\.isNaN) == [true, false, true])
  }

  @Test(arguments: supportedSets)
  func logarithmIsExactToTwoInTenMillion(set: InstructionSet) throws {
    let engine = try makeEngine(threads: 1, set)
    var random = Random(2)
    var x = random.floats(5001, in: 0.4...2.5)
    x += (0..<20_000).map { _ in Float(bitPattern: UInt32(random.next() % 0x7f80_0000)) }
    for (x, y) in zip(x, engine.logarithm(x)) where x > 0 {
      let expected = log(Double(x))
      #expect(abs(Double(y) - expected) <= 2e-7 * abs(expected), "ln \(x) = \(y)")
    }
  }

  @Test(arguments: supportedSets)
  func logarithmOfTheExtremes(set: InstructionSet) throws {
    let engine = try makeEngine(threads: 1, set)
    #expect(engine.logarithm([1, 0, -0.0, .infinity]) == [0, -.infinity, -.infinity, .infinity])
    #expect(engine.logarithm([-1, .nan, -.infinity]).map(\.isNaN) == [true, true, true])
  }

  @Test(arguments: supportedSets)
  func powerIsExactToThreeInAMillionAtEveryMagnitude(set: InstructionSet) throws {
    let engine = try makeEngine(threads: 1, set)
    var random = Random(3)
    let x = (0..<20_003).map { _ in exp2f(random.float(in: -30...30)) }
    let p = random.floats(x.count, in: 1...5)
    for (i, y) in engine.power(x, p).enumerated() {
      let expected = pow(Double(x[i]), Double(p[i]))
      if expected < 3e-38 {
        #expect(y <= 3.1e-38)
      } else if expected < 3.4e38 {
        #expect(abs(Double(y) / expected - 1) <= 1e-6, "\(x[i])^\(p[i]) = \(y)")
      } else {
        #expect(y > 3.3e38)
      }
    }
  }

  @Test(arguments: supportedSets)
  func powerOfTheExtremes(set: InstructionSet) throws {
    let engine = try makeEngine(threads: 1, set)
    let x: [Float] = [0, -0.0, 1, .infinity, .leastNonzeroMagnitude, 1e-20, 1e20]
    #expect(engine.power(x, [3, 3, 3, 1.5, 1, 3, 3]) == [0, 0, 1, .infinity, 0, 0, .infinity])
    #expect(engine.power([.nan], [3])[0].isNaN)
  }

  @Test(arguments: supportedSets)
  func geluIsExactToTwoInAMillion(set: InstructionSet) throws {
    let engine = try makeEngine(threads: 1, set)
    var random = Random(4)
    let x = random.floats(20_003, in: -8...8) + [0, -0.0, .leastNonzeroMagnitude, 30, -30, -1e4, .infinity]
    for (x, y) in zip(x, engine.gelu(x)) {
      let expected = Reference.gelu(Double(x))
      #expect(y == .infinity && x == .infinity || abs(Double(y) - expected) <= 2e-6, "gelu(\(x)) = \(y)")
    }
    #expect(engine.gelu([.nan])[0].isNaN)
  }

  @Test(arguments: supportedSets)
  func theTanhFormOfGELUIsExactToTwoInAMillion(set: InstructionSet) throws {
    let engine = try makeEngine(threads: 1, set)
    var random = Random(5)
    let x = random.floats(20_003, in: -8...8) + [0, -0.0, .leastNonzeroMagnitude, 30, -30, -1e4, .infinity]
    for (x, y) in zip(x, engine.tanhGELU(x)) {
      let expected = Reference.tanhGELU(Double(x))
      #expect(y == .infinity && x == .infinity || abs(Double(y) - expected) <= 2e-6, "gelu(\(x)) = \(y)")
    }
    #expect(engine.tanhGELU([.nan])[0].isNaN)
  }

  /// SiLU and QuickGELU.
  @Test(arguments: supportedSets, [1, 1.702] as [Float])
  func swishIsExactToOneInAMillion(set: InstructionSet, slope: Float) throws {
    let engine = try makeEngine(threads: 1, set)
    var random = Random(6)
    let x = random.floats(20_003, in: -40...40) + [0, -0.0, .leastNonzeroMagnitude, -1e4, 1e4, .infinity]
    for (x, y) in zip(x, engine.swish(x, slope: slope)) {
      let expected = Double(x) / (1 + exp(-Double(slope) * Double(x)))
      let bound = 1e-6 * max(1, abs(Double(x)))
      #expect(y == .infinity && x == .infinity || abs(Double(y) - expected) <= bound, "swish(\(x)) = \(y)")
    }
    #expect(engine.swish([.nan], slope: slope)[0].isNaN)
  }
}
