// Numbers that do not exist, each with its reason: empty rows, single keys, and vectors that are no numbers.
import Attention
import AttentionMaps
import Compute
import Glibc
import Testing

@Suite struct UndefinedTests {
  let engine: Engine

  init() throws { engine = try Engine() }

  @Test func entropiesOfRows() throws {
    #expect(entropy(ofRow: [0, 0]) == .undefined(.emptyRow))
    #expect(entropy(ofRow: []) == .undefined(.emptyRow))
    #expect(entropy(ofRow: [3]) == .value(0))
    #expect(abs(try #require(entropy(ofRow: [1, 1]).value) - log(2)) < 1e-12)
    #expect(abs(try #require(entropy(ofRow: [1, -1]).value) - log(2)) < 1e-12)
    for row in [[1, .nan], [.infinity, 1], [-.infinity, .infinity], [.nan]] as [[Float]] {
      #expect(entropy(ofRow: row) == .undefined(.notFinite))
    }
  }

  /// One head of two channels on a row of tokens, with values of 1.
  private func record(
    _ mechanism: any Mechanism, queries: [Float], keys: [Float]
  ) -> AttentionRecord {
    let grid = TokenGrid(rows: 1, columns: queries.count / 2)
    let keyGrid = TokenGrid(rows: 1, columns: keys.count / 2)
    return AttentionRecord(
      index: 0, name: "x", geometry: AttentionGeometry(queryGrid: grid, keyGrid: keyGrid),
      inputs: AttentionInputs(
        queries: Matrix(rows: grid.count, columns: 2, values: queries),
        keys: Matrix(rows: keyGrid.count, columns: 2, values: keys),
        values: Matrix(
          rows: keyGrid.count, columns: 2, values: [Float](repeating: 1, count: 2 * keyGrid.count)),
        heads: 1),
      projection: Linear(weight: [1, 0, 0, 1], bias: nil, inputs: 2, outputs: 2, engine: engine),
      mechanism: mechanism, engine: engine)
  }

  static let mechanisms: [any Mechanism] = [
    SoftmaxAttention(headWidth: 2), ELUAttention(), FocusedAttention(epsilon: [1e-6, 1e-6], exponent: 3),
    PolarityAttention(power: [2, 2]), WaveAttention(),
  ]

  /// A single key leaves no entropy to take a fraction of.
  @Test(arguments: mechanisms) func oneKey(mechanism: any Mechanism) throws {
    let statistics = try LayerStatistics(of: record(mechanism, queries: [1, -1, 1, 0.5], keys: [1, 0.5]))
    for stream in statistics.names {
      let summary = try #require(statistics.summary(head: 0, stream: stream))
      if summary.emptyRows < 2 {
        #expect(abs(try #require(summary.entropy.value)) < 1e-6)
        #expect(summary.normalizedEntropy == .undefined(.singleKey))
      } else {
        #expect(summary.entropy == .undefined(.emptyRow))
      }
    }
    #expect(
      statistics.normalizedEntropy(head: 0, stream: .attention, row: 0) == .undefined(.singleKey))
  }

  /// Rows that are nearly all on one key: rounding takes no entropy, and no mean, below 0.
  @Test(arguments: mechanisms) func entropiesAreNotNegative(mechanism: any Mechanism) throws {
    let queries: [Float] = (0..<400).map { (index: Int) -> Float in
      Float((index % 23 - 11) * (index % 7 + 1))
    }
    let statistics = try LayerStatistics(
      of: record(mechanism, queries: queries, keys: [9.3, -1.7, -30.1, 4.9, 17.7, 26.3, 0.1, -41.3]))
    for stream in statistics.names {
      for row in 0..<200 {
        let entropy = try #require(statistics.entropy(head: 0, stream: stream, row: row))
        if let nats = entropy.value { #expect(nats >= 0) }
      }
      if let mean = statistics.summary(head: 0, stream: stream)?.entropy.value { #expect(mean >= 0) }
    }
  }

  /// Query 0 sees nothing: its rows are empty, and only its.
  @Test func emptyRows() throws {
    let record = record(
      PolarityAttention(power: [1, 1]), queries: [0, 0, 1, 2], keys: [1, -1, 2, 1, -1, 0.5])
    let statistics = try LayerStatistics(of: record)
    for stream in statistics.names {
      #expect(statistics.entropy(head: 0, stream: stream, row: 0) == .undefined(.emptyRow))
      #expect(statistics.normalizedEntropy(head: 0, stream: stream, row: 0) == .undefined(.emptyRow))
      #expect(statistics.entropy(head: 0, stream: stream, row: 1)?.value != nil)
      let summary = try #require(statistics.summary(head: 0, stream: stream))
      #expect(summary.emptyRows == 1)
      #expect(
        summary.entropy.value == statistics.entropy(head: 0, stream: stream, row: 1)?.value.map(Double.init))
    }
    let map = try #require(statistics.entropyMap(head: 0, stream: .attention))
    #expect(map.contents == [.undefined, .value] && map.missingCount == 0)
    #expect(map.values[0].isNaN)
  }

  /// What has diverged is neither empty nor without keys.
  @Test(arguments: mechanisms, [Float.nan, .infinity, -.infinity])
  func vectorsThatAreNoNumbers(mechanism: any Mechanism, bad: Float) throws {
    let record = record(mechanism, queries: [bad, bad, 1, 2], keys: [1, -1, 2, 1, 1, 0.5])
    let statistics = try LayerStatistics(of: record)
    for stream in statistics.names {
      let first = try #require(statistics.entropy(head: 0, stream: stream, row: 0))
      let weights = record.row(query: 0, head: 0, stream: stream).weights
      if weights.allSatisfy(\.isFinite) { continue }
      #expect(first == .undefined(.notFinite), "\(stream) \(weights)")
      #expect(statistics.entropy(head: 0, stream: stream, row: 1)?.value != nil)
      let summary = try #require(statistics.summary(head: 0, stream: stream))
      #expect(summary.entropy == .undefined(.notFinite))
      #expect(summary.normalizedEntropy == .undefined(.notFinite))
      #expect(summary.meanRowSum == .undefined(.notFinite) && summary.minRowSum == .undefined(.notFinite))
      #expect(summary.emptyRows == 0)
      #expect(statistics.entropyMap(head: 0, stream: stream)?.contents.first == .notFinite)
    }
    let map = try record.map(.attention, head: 0, row: 0)
    #expect(map.missingCount == 0)
    if !record.row(query: 0, head: 0, stream: .attention).weights.allSatisfy(\.isFinite) {
      #expect(map.count(of: .notFinite) > 0)
      if !map.isSigned { #expect(map.massMask() == .undefined(.notFinite)) }
    }
    if !map.isSigned, bad.isNaN {
      #expect(try HeadComparison(record, head: 0, record, head: 0).divergence == .undefined(.notFinite))
      #expect(try record.sinks(head: 0) == .undefined(.notFinite))
      #expect(
        try record.pooledEntropy(head: 0, stream: .attention, on: TokenGrid(rows: 1, columns: 2))
          == .undefined(.notFinite))
    }
  }

  /// Products that are all 0 have no fractions of signs; nor have products that are not finite, of whatever signs.
  @Test func budgetsWithoutFractions() {
    let power = PolarityAttention(power: [1, 1])
    #expect(
      record(power, queries: [0, 0, 0, 0], keys: [1, -1, 2, 1, -1, 0.5]).polarityBudget(head: 0)
        == .undefined(.emptyRow))
    for bad in [Float.nan, .infinity, -.infinity] {
      #expect(
        record(power, queries: [bad, bad, -1, 2], keys: [1, -1, -2, 1, -1, 0.5]).polarityBudget(head: 0)
          == .undefined(.notFinite))
    }
  }

  /// A product that is no number has no sign: neither part of the logit has a value, nor has ρ.
  @Test(arguments: [Float.nan, .infinity, -.infinity]) func partsOfLogitsThatAreNoNumbers(bad: Float) throws {
    let power = PolarityAttention(power: [1, 1])
    let record = record(power, queries: [bad, 1, 1, 2], keys: [0, 2, 0, -1, 2, 3])
    let maps = try [MapKind.positive, .negative, .net].map { try record.map($0, head: 0, row: 0) }
    for map in maps {
      // 0 · bad is no number; of the last key ±∞ is in one part and in the difference.
      #expect(map.contents[..<2] == [.notFinite, .notFinite])
    }
    #expect(maps[2].contents[2] == .notFinite)
    #expect(maps[0].polarityRatio(with: maps[1]) == .undefined(.notFinite))
    for column in 0..<3 {
      #expect(
        maps[0].polarityRatio(with: maps[1], at: GridPosition(row: 0, column: column))
          == .undefined(.notFinite))
    }
    let other = try [MapKind.positive, .negative].map { try record.map($0, head: 0, row: 1) }
    // Products 4; −2; 2 and 6.
    #expect(other[0].polarityRatio(with: other[1]) == .value(12.0 / 14))
  }

  /// A place without a key stays one through pooling, differences and counts.
  @Test func placesOfMaps() {
    let grid = TokenGrid(rows: 1, columns: 4)
    var map = HeatMap(kind: .attention, emptyOn: grid, prefix: 1, isSigned: false)
    #expect(map.missingCount == 4 && map.range == nil && map.entropy == .undefined(.emptyRow))
    map.set(Float(0.5), at: .spatial(GridPosition(row: 0, column: 0)))
    map.set(Measured<Float>.undefined(.emptyRow), at: .spatial(GridPosition(row: 0, column: 1)))
    map.set(Float.infinity, at: .spatial(GridPosition(row: 0, column: 2)))
    map.set(Float(2), at: .prefix(0))
    #expect(map.contents == [.value, .undefined, .notFinite, .noKey])
    #expect(map.prefix == [2] && map.range == 0.5...0.5)
    #expect(map.content(at: GridPosition(row: 0, column: 3)) == .noKey)
    let pooled = map.pooled(to: TokenGrid(rows: 1, columns: 2))
    #expect(pooled.contents == [.value, .notFinite] && pooled.values[0] == 0.5)
    let difference = map.difference(
      to: HeatMap(kind: .attention, grid: grid, values: [1, 1, 1, 1]))
    #expect(difference.contents == map.contents && difference.values[0] == 0.5)
    #expect(difference.isSigned)
  }
}
