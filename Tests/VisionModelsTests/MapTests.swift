// Maps and comparisons against direct computation and identities.
import Attention
import Compute
import Glibc
import Testing

@testable import AttentionMaps

@Suite struct MapTests {
  let engine: Engine
  let layer = RandomLayer()

  init() throws { engine = try Engine() }

  private var polarity: AttentionRecord {
    layer.record(PolarityAttention(power: layer.power), engine: engine)
  }

  /// Maps that a mechanism does not have say why.
  @Test func softmaxHeadsHaveNoStreams() throws {
    let record = layer.record(SoftmaxAttention(headWidth: 6), engine: engine)
    for kind in [MapKind.same, .opposite, .kernelPositive, .kernelNegative] {
      #expect(throws: MapUnavailable.notOfMechanism(kind, "softmax")) {
        try record.map(kind, head: 0, query: .mean)
      }
    }
    #expect(throws: MapUnavailable.self) {
      try record.map(.attention, head: 0, query: .spatial(GridPosition(row: 4, column: 0)))
    }
    #expect(throws: MapUnavailable.self) { try record.map(.attention, head: 0, query: .prefix(0)) }
  }

  /// The `effective` map with the stream's mean gate; signed, and different from `attention`.
  @Test func effectiveWeighsStreamsByTheirMeanGate() throws {
    let record = polarity
    let effective = record.mapValues(.effective, head: 1, row: 2)
    let gate = try #require(record.gate)
    func meanGate(_ range: Range<Int>) -> Float {
      range.reduce(Float(0)) { $0 + gate[2, $1] } / Float(range.count)
    }
    let same = record.row(query: 2, head: 1, stream: .same).weights
    let opposite = record.row(query: 2, head: 1, stream: .opposite).weights
    for key in effective.indices {
      let expected = meanGate(6..<9) * same[key] + meanGate(9..<12) * opposite[key]
      #expect(abs(effective[key] - expected) < 1e-6)
    }
  }

  /// Contributions are the norms of what each key adds: summed as vectors they give the head's output.
  @Test func contributionsAreNormsOfTheParts() throws {
    let record = polarity
    let contribution = record.mapValues(.contribution, head: 0, row: 5)
    let same = record.row(query: 5, head: 0, stream: .same).weights
    let opposite = record.row(query: 5, head: 0, stream: .opposite).weights
    let gate = try #require(record.gate)
    let identity = Matrix(rows: 12, columns: 12)
    for channel in 0..<12 { identity[channel, channel] = 1 }
    let weights = Matrix(rows: 12, columns: 12)  // row c: what channel c adds to each output
    engine.linear(identity, record.projection, .product, into: weights)
    for key in [0, 9, 19] {
      var squares = 0.0
      for output in 0..<12 {
        var sum = 0.0
        for channel in 0..<6 {
          let weight = channel < 3 ? same[key] : opposite[key]
          sum += Double(gate[5, channel] * weight * record.values[key, channel] * weights[channel, output])
        }
        squares += sum * sum
      }
      #expect(abs(Double(contribution[key]) - squares.squareRoot()) < 1e-5)
    }
  }

  /// The incoming map is the column mean of the rows; it sums to 1.
  @Test func incomingIsTheColumnMean() throws {
    let record = polarity
    let incoming = try record.incoming(head: 0)
    #expect(abs(incoming.values.reduce(0, +) - 1) < 1e-5)
    let key = GridPosition(row: 1, column: 3)
    let looking = try record.queriesLooking(at: .spatial(key), head: 0, stream: .attention)
    let mean = looking.values.reduce(0, +) / Float(looking.values.count)
    #expect(abs(incoming[key] - mean) < 1e-6)
  }

  /// Uniform attention looks as far as the average distance between cell centers.
  @Test func uniformAttentionHasTheMeanDistance() throws {
    let grid = TokenGrid(rows: 2, columns: 2)
    let zeros = Matrix(rows: 4, columns: 2)
    let record = AttentionRecord(
      index: 0, name: "uniform", geometry: AttentionGeometry(queryGrid: grid),
      inputs: AttentionInputs(queries: zeros, keys: zeros, values: zeros, heads: 1),
      projection: Linear(weight: [1, 0, 0, 1], bias: nil, inputs: 2, outputs: 2, engine: engine),
      mechanism: SoftmaxAttention(headWidth: 2), engine: engine)
    // Centers are 8 pixels apart: 0, 8, 8 and 8√2.
    let statistics = try LayerStatistics(measuring: record, height: 16, width: 16)
    let distance = try #require(statistics.meanDistance(head: 0))
    #expect(abs(distance - (16 + 8 * 2.0.squareRoot()) / 4) < 1e-5)
    let summary = try #require(statistics.summary(head: 0, stream: .attention))
    #expect(abs(try #require(summary.entropy.value) - log(4)) < 1e-6)
    #expect(abs(try #require(summary.normalizedEntropy.value) - 1) < 1e-6)
  }

  /// A counter-example to sharpening by any power: a power of 2 raises this entropy, a power of 3 lowers it again.
  @Test func powersNeedNotLowerEntropy() throws {
    let products: [Float] = [2, 1.4]
    func entropyAfter(_ power: Double) throws -> Double {
      // x = (1, 1), y¹ = (1, 1), y² = (1.4, 0): Σ_c g(x_c y_c).
      let first = 2.0
      let second = pow(1.4, power)
      return try #require(entropy(ofRow: [Float(first), Float(second)]).value)
    }
    #expect(abs(try #require(entropy(ofRow: products).value) - 0.6775) < 5e-5)
    #expect(abs(try entropyAfter(2) - 0.6931) < 5e-5)
    #expect(abs(try entropyAfter(3) - 0.6808) < 5e-5)
    #expect(entropy(ofRow: [0, 0]) == .undefined(.emptyRow))
  }

  @Test func divergenceAndCorrelation() throws {
    #expect(jensenShannonDivergence([1, 0], [0, 1]) == .value(log(2)))
    #expect(jensenShannonDivergence([1, 3], [2, 6]) == .value(0))
    #expect(jensenShannonDivergence([0, 0], [1, 0]) == .undefined(.emptyRow))
    #expect(jensenShannonDivergence([.nan, 1, 1], [.nan, 3, 3]) == .value(0))
    #expect(correlation([1, 2, 3], [1, 1, 1]) == nil)
    #expect(abs(try #require(correlation([1, 2, 3], [6, 4, 2])) + 1) < 1e-12)
    #expect(abs(try #require(correlation([1, .nan, 2, 3], [2, 0, 4, 6])) - 1) < 1e-12)
  }

  /// Pooling keeps the mass and puts it where it was, also between grids that do not divide each other.
  @Test func poolingKeepsTheMass() {
    let map = HeatMap(
      kind: .attention, grid: TokenGrid(rows: 3, columns: 4), values: (1...12).map(Float.init))
    let halves = map.pooled(to: TokenGrid(rows: 3, columns: 2))
    #expect(halves.values == [3, 7, 11, 15, 19, 23])
    let uneven = map.pooled(to: TokenGrid(rows: 2, columns: 4))
    #expect(uneven.values == [3.5, 5, 6.5, 8, 11.5, 13, 14.5, 16])
    #expect(uneven.values.reduce(0, +) == 78)
  }

  /// Where rows are long, the means over them come from many rows at a time: those of single rows but for rounding, and
  /// the same bits for any number of threads.
  @Test(arguments: [false, true]) func meansOfLongRowsAreThoseOfRows(isPolar: Bool) throws {
    let (grid, heads, width) = (TokenGrid(rows: 41, columns: 25), 2, 512)
    func record(threads: Int) throws -> AttentionRecord {
      let engine = try Engine(threads: threads)
      func matrix(_ seed: Int) -> Matrix {
        let count = grid.count * heads * width
        return Matrix(
          rows: grid.count, columns: heads * width,
          values: (0..<count).map { sinf(Float(($0 + seed) % 7919) * 0.37) / 4 })
      }
      let mechanism: any Mechanism =
        isPolar
        ? PolarityAttention(power: Array(repeating: 2, count: heads * width))
        : SoftmaxAttention(headWidth: 4)
      return AttentionRecord(
        index: 0, name: "layer", geometry: AttentionGeometry(queryGrid: grid),
        inputs: AttentionInputs(queries: matrix(0), keys: matrix(91), values: matrix(5), heads: heads),
        projection: Linear(weight: [1], bias: nil, inputs: 1, outputs: 1, engine: engine),
        mechanism: mechanism, engine: engine)
    }
    let records = try [1, 2, 3].map { try record(threads: $0) }
    #expect(
      records[0].hasLongRows && !layer.record(SoftmaxAttention(headWidth: 6), engine: engine).hasLongRows)
    for head in 0..<heads {
      let maps = try records.map { try $0.incoming(head: head).values }
      #expect(maps[0] == maps[1] && maps[0] == maps[2])
      var means = [Double](repeating: 0, count: grid.count)
      for query in 0..<grid.count {
        for (key, weight) in records[0].row(query: query, head: head, stream: .attention).weights.enumerated()
        {
          means[key] += Double(weight) / Double(grid.count)
        }
      }
      #expect(zip(maps[0], means).allSatisfy { abs(Double($0) - $1) <= 1e-5 * $1 })
      #expect(abs(maps[0].reduce(0.0) { $0 + Double($1) } - 1) < 1e-4)
    }
    let cancellation = Cancellation()
    cancellation.cancel()
    #expect(throws: Cancelled.self) { try records[1].incoming(head: 0, cancellation: cancellation) }
  }

  /// Rollout through two layers equals the product of the explicit matrices.
  @Test func rolloutIsTheProductOfMatrices() throws {
    var other = layer
    other.seed = 2
    let records = [layer, other].map { $0.record(SoftmaxAttention(headWidth: 6), engine: engine) }
    func matrix(_ record: AttentionRecord) -> [[Double]] {
      (0..<20).map { query in
        var row = [Double](repeating: 0, count: 20)
        for head in 0..<2 {
          for (key, weight) in record.row(query: query, head: head, stream: .attention).weights.enumerated() {
            row[key] += Double(weight) / 2
          }
        }
        row[query] += 1
        let sum = row.reduce(0, +)
        return row.map { $0 / sum }
      }
    }
    let (first, second) = (matrix(records[0]), matrix(records[1]))
    let rolled = try Rollout.map(through: records, row: 7)
    // Threads share the making of rows, and none of their adding up.
    for threads in [1, 3] {
      let engine = try Engine(threads: threads)
      let again = [layer, other].map { $0.record(SoftmaxAttention(headWidth: 6), engine: engine) }
      let map = try Rollout.map(through: again, row: 7)
      #expect(map.values.map(\.bitPattern) == rolled.values.map(\.bitPattern))
    }
    for key in 0..<20 {
      let expected = (0..<20).reduce(0.0) { $0 + second[7][$1] * first[$1][key] }
      #expect(abs(Double(rolled.values[key]) - expected) < 1e-6)
    }
    #expect(throws: MapUnavailable.self) { try Rollout.map(through: [polarity], row: 0) }
  }
}
