// Linear layers and their epilogues against double precision.
import Compute
import Synchronization
import Testing

@Suite struct LinearTests {
  /// Rows, inputs and outputs around the sizes of tiles and panels, and one that is split into many tasks.
  static let shapes = [
    (1, 1, 1), (2, 3, 5), (13, 7, 16), (14, 8, 32), (15, 33, 33), (29, 64, 70), (197, 48, 95),
  ]

  @Test(arguments: supportedSets, shapes)
  func errorIsBelowOneInAMillionOfTheSumOfMagnitudes(set: InstructionSet, shape: (Int, Int, Int)) throws {
    let engine = try makeEngine(threads: 2, set)
    let (rows, inputs, outputs) = shape
    var random = Random(UInt64(rows * outputs))
    let x = random.matrix(rows, inputs)
    let weight = random.floats(outputs * inputs)
    let layer = Linear(weight: weight, bias: nil, inputs: inputs, outputs: outputs, engine: engine)
    let y = unwritten(rows, outputs)
    engine.linear(x, layer, .product, into: y)
    let expected = Reference.linear(x, weight: weight, bias: nil)
    for i in 0..<rows {
      for o in 0..<outputs {
        let magnitude = (0..<inputs).reduce(0.0) { $0 + abs(Double(x[i, $1] * weight[o * inputs + $1])) }
        #expect(abs(Double(y[i, o]) - expected[i][o]) <= 1e-6 * magnitude)
      }
    }
  }

  @Test(arguments: supportedSets, shapes)
  func epiloguesFinishTheProduct(set: InstructionSet, shape: (Int, Int, Int)) throws {
    let engine = try makeEngine(threads: 2, set)
    let (rows, inputs, outputs) = shape
    var random = Random(UInt64(rows + outputs))
    let x = random.matrix(rows, inputs)
    let weight = random.floats(outputs * inputs)
    let bias = random.floats(outputs)
    let layer = Linear(weight: weight, bias: bias, inputs: inputs, outputs: outputs, engine: engine)
    let product = Reference.linear(x, weight: weight, bias: nil)
    let biased = Reference.linear(x, weight: weight, bias: bias)
    let y = random.matrix(rows, outputs)

    engine.linear(x, layer, .product, into: y)
    #expect(largestError(y, product, scale: 1) < 1e-5)
    engine.linear(x, layer, into: y)
    #expect(largestError(y, biased, scale: 1) < 1e-5)
    engine.linear(x, layer, .gelu, into: y)
    #expect(largestError(y, biased.map { $0.map(Reference.gelu) }, scale: 1) < 1e-5)

    let residual = random.matrix(rows, outputs)
    let sum = biased.enumerated().map { i, row in row.indices.map { row[$0] + Double(residual[i, $0]) } }
    engine.linear(x, layer, .residual(residual), into: y)
    #expect(largestError(y, sum, scale: 1) < 1e-5)
    engine.linear(x, layer, .residual(residual), into: residual)
    #expect(bitPatterns(residual) == bitPatterns(y))
  }

  /// Parts hold the floats of the whole output, and are matrices of their own where whole panels make them up.
  @Test(
    arguments: supportedSets,
    [(1, 16, 32, 1), (29, 64, 64, 3), (197, 48, 33, 3), (197, 40, 512, 2), (64, 128, 96, 4)])
  func partsAreTheColumnsOfTheWhole(set: InstructionSet, shape: (Int, Int, Int, Int)) throws {
    let engine = try makeEngine(threads: 2, set)
    let (rows, inputs, columns, parts) = shape
    var random = Random(UInt64(rows + columns))
    let x = random.matrix(rows, inputs)
    let layer = Linear(
      weight: random.floats(parts * columns * inputs), bias: random.floats(parts * columns), inputs: inputs,
      outputs: parts * columns, engine: engine)
    let whole = unwritten(rows, parts * columns)
    engine.linear(x, layer, into: whole)
    let found = engine.linear(x, layer, parts: parts)
    #expect(found.count == parts)
    for (part, matrix) in found.enumerated() {
      #expect(bitPatterns(matrix) == bitPatterns(whole.columns(part * columns..<(part + 1) * columns)))
    }
    let owners = Set(found.map { ObjectIdentifier($0.storage) }).count
    #expect(owners == (columns.isMultiple(of: 32) ? parts : 1))
  }

  /// Asking for the next panel early changes no bit, whatever the tasks, panels and edges.
  @Test(arguments: supportedSets, [(1, 16, 1), (29, 64, 70), (197, 48, 95), (800, 300, 130)])
  func prefetchingChangesNoBit(set: InstructionSet, shape: (Int, Int, Int)) throws {
    let (rows, inputs, outputs) = shape
    var random = Random(UInt64(rows + inputs))
    let (x, residual) = (random.matrix(rows, inputs), random.matrix(rows, outputs))
    let (weight, bias) = (random.floats(outputs * inputs), random.floats(outputs))
    let results = try [false, true].map { isPrefetching in
      let engine = try makeEngine(threads: 2, set, prefetchesPanels: isPrefetching)
      let layer = Linear(weight: weight, bias: bias, inputs: inputs, outputs: outputs, engine: engine)
      return [Epilogue.product, .gelu, .residual(residual)].map { epilogue in
        let y = unwritten(rows, outputs)
        engine.linear(x, layer, epilogue, into: y)
        return bitPatterns(y)
      }
    }
    #expect(results[0] == results[1])
  }

  /// What reads the rows once more finds them as they were read, also where packing changes their order.
  @Test(arguments: [1, 16]) func rowsAreReadOnceMoreBeforeTheyChange(taps: Int) throws {
    let engine = try Engine(threads: 4)
    let changed = Mutex(0)
    for _ in 0..<20 {
      _ = Linear(channels: 64, taps: taps, outputs: 256, bias: nil, engine: engine) { rows, values in
        for i in values.indices { values[i] = Float((rows.lowerBound + i) % 8191) }
        let start = rows.lowerBound
        return [
          {
            let count = values.indices.count { values[$0] != Float((start + $0) % 8191) }
            changed.withLock { $0 += count }
          }
        ]
      }
    }
    #expect(changed.withLock { $0 } == 0)
  }

  /// Some inputs alone give what all give where the others are 0.
  @Test(arguments: supportedSets, [0..<16, 16..<48, 5..<6, 0..<48])
  func aSliceOfTheInputsIsAllOfThemWithZeros(set: InstructionSet, inputs: Range<Int>) throws {
    let engine = try makeEngine(threads: 3, set)
    var random = Random(11)
    let x = Matrix(rows: 197, columns: 48)
    let slice = random.matrix(197, inputs.count)
    for row in 0..<197 {
      for (column, input) in inputs.enumerated() { x[row, input] = slice[row, column] }
    }
    let weight = random.floats(95 * 48)
    let layer = Linear(weight: weight, bias: random.floats(95), inputs: 48, outputs: 95, engine: engine)
    let y = unwritten(197, 95)
    engine.linear(slice, layer, inputs: inputs, into: y)
    #expect(largestError(y, Reference.linear(x, weight: weight, bias: nil), scale: 1) < 1e-5)
  }

  @Test(arguments: supportedSets)
  func outputOutsideTheViewIsLeftAlone(set: InstructionSet) throws {
    let engine = try makeEngine(threads: 1, set)
    var random = Random(9)
    let layer = Linear(weight: random.floats(3 * 5), bias: nil, inputs: 5, outputs: 3, engine: engine)
    let whole = unwritten(6, 9)
    engine.linear(random.matrix(4, 5), layer, into: whole.rows(1..<5).columns(2..<5))
    for i in 0..<6 {
      for j in 0..<9 {
        #expect(whole[i, j].isNaN != ((1..<5).contains(i) && (2..<5).contains(j)))
      }
    }
  }

  @Test(arguments: supportedSets)
  func notANumberStaysInItsRow(set: InstructionSet) throws {
    let engine = try makeEngine(threads: 1, set)
    var random = Random(10)
    let x = random.matrix(20, 8)
    x[3, 2] = .nan
    x[7, 0] = .infinity
    let layer = Linear(
      weight: [Float](repeating: 1, count: 40 * 8), bias: nil, inputs: 8, outputs: 40, engine: engine)
    let y = unwritten(20, 40)
    engine.linear(x, layer, into: y)
    for i in 0..<20 {
      for o in 0..<40 {
        #expect(y[i, o].isNaN == (i == 3))
        #expect(y[i, o].isInfinite == (i == 7))
      }
    }
  }
}
