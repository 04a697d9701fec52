// A mechanism whose weights may be negative, made up for these tests: it goes through everything that rows go through,
// and what needs a distribution refuses it.
import Attention
import Compute
import Glibc
import Synchronization
import Testing

@testable import AttentionMaps

/// a_ij = (1 + s·q_i·k_j − mean_l s·q_i·k_l)/n: rows that sum to 1 and have negative weights.
struct WaveAttention: Mechanism {
  var facts: MechanismFacts {
    var facts = MechanismFacts(
      name: MechanismName(rawValue: "wave"), title: "wave", kind: "linear", rowSum: .one)
    facts.hasSignedRows = true
    return facts
  }

  var logitScale: Float { 4 }

  func apply(
    _ record: AttentionRecord, queries: Range<Int>, into output: Matrix, reading: RowReading?,
    cancellation: Cancellation?
  ) throws(Cancelled) {
    for query in queries {
      try cancellation?.check()
      for head in 0..<record.heads {
        let weights = record.row(query: query, head: head, stream: .attention).weights
        let first = record.geometry.window(ofQueryRow: query) * record.geometry.keysPerWindow
        for channel in record.channels(ofHead: head) {
          output[query - queries.lowerBound, channel] = Float(
            weights.enumerated().reduce(0.0) {
              $0 + Double($1.element) * Double(record.values[first + $1.offset, channel])
            })
        }
      }
    }
    if let reading { try streamRows(.all, of: record, reading: reading, cancellation: cancellation) }
  }

  func row(
    query: Int, head: Int, stream: Attention.Stream, of record: AttentionRecord,
    into weights: UnsafeMutableBufferPointer<Float>
  ) -> Float {
    let first = record.geometry.window(ofQueryRow: query) * record.geometry.keysPerWindow
    for key in weights.indices {
      weights[key] = record.channels(ofHead: head).reduce(Float(0)) {
        $0 + logitScale * record.queries[query, $1] * record.keys[first + key, $1]
      }
    }
    let mean = weights.reduce(0, +) / Float(weights.count)
    for key in weights.indices { weights[key] = (1 + weights[key] - mean) / Float(weights.count) }
    return weights.reduce(0, +)
  }

  func streamRows(
    _ selection: RowSelection, of record: AttentionRecord, reading: RowReading, cancellation: Cancellation?
  ) throws(Cancelled) {
    try record.streamExplicitRows(selection, reading: reading, cancellation: cancellation)
  }
}

@Suite struct SignedRowsTests {
  let engine: Engine
  let record: AttentionRecord
  let softmax: AttentionRecord

  init() throws {
    engine = try Engine()
    record = RandomLayer().record(WaveAttention(), engine: engine)
    softmax = RandomLayer().record(SoftmaxAttention(headWidth: 6), engine: engine)
  }

  @Test func rowsHaveNegativeWeights() {
    let row = record.row(query: 3, head: 0, stream: .attention)
    #expect(row.weights.contains { $0 < -0.01 } && abs(row.sum - 1) < 1e-5)
  }

  /// The statistics are those of |a|, and no row counts as empty.
  @Test func statisticsAreThoseOfTheSizes() throws {
    let statistics = try LayerStatistics(of: record)
    for head in 0..<record.heads {
      let expected = (0..<record.queries.rows).map { query -> Double in
        let sizes = record.row(query: query, head: head, stream: .attention).weights.map { abs(Double($0)) }
        let total = sizes.reduce(0, +)
        return sizes.reduce(0) { $0 - $1 / total * log($1 / total) }
      }
      let summary = try #require(statistics.summary(head: head, stream: .attention))
      let mean = expected.reduce(0, +) / Double(expected.count)
      #expect(abs(try #require(summary.entropy.value) - mean) < 1e-5)
      #expect(abs(try #require(summary.normalizedEntropy.value) - mean / log(20)) < 1e-5)
      #expect(summary.emptyRows == 0 && summary.weakRows == 0)
      let map = try #require(statistics.entropyMap(head: head, stream: .attention))
      #expect(map.missingCount == 0 && map.count(of: .undefined) == 0 && !map.isSigned)
    }
  }

  /// Streamed rows of all heads and of a few queries are the explicit ones.
  @Test func rowsStreamAsTheyAre() throws {
    let seen = Mutex<[[Int]: [Float]]>([:])
    let take: RowConsumer = { head, first, blocks in
      for index in 0..<blocks[0].rows {
        seen.withLock { $0[[head, first + index]] = Array(blocks[0].row(index)) }
      }
    }
    try record.streamRows(consume: take)
    let all = seen.withLock { $0 }
    #expect(all.count == record.heads * record.queries.rows)
    for (place, row) in all {
      #expect(row == record.row(query: place[1], head: place[0], stream: .attention).weights)
    }
    seen.withLock { $0 = [:] }
    try record.streamRows(.queries([7, 2], head: 1), consume: take)
    let some = seen.withLock { $0 }
    #expect(some.count == 2)
    #expect(some[[1, 0]] == record.row(query: 7, head: 1, stream: .attention).weights)
    #expect(some[[1, 1]] == record.row(query: 2, head: 1, stream: .attention).weights)
  }

  @Test func mapsOfWeightsAreSigned() throws {
    for kind in [MapKind.attention, .effective] {
      let map = try record.map(kind, head: 0, query: .spatial(GridPosition(row: 1, column: 1)))
      #expect(map.isSigned && map.missingCount == 0 && (map.range?.lowerBound ?? 0) < 0)
    }
    #expect(try record.map(.attention, head: 0, query: .mean).isSigned)
    #expect(try record.incoming(head: 0).isSigned)
    let looking = try record.queriesLooking(
      at: .spatial(GridPosition(row: 0, column: 0)), head: 0, stream: .attention)
    #expect(looking.isSigned)
    let contribution = try record.map(.contribution, head: 0, row: 0)
    #expect(!contribution.isSigned && contribution.values.allSatisfy { $0 >= 0 })
    #expect(throws: MapUnavailable.notOfMechanism(.same, "wave")) {
      try record.map(.same, head: 0, row: 0)
    }
  }

  /// Distances and pooled entropies weigh by |a|.
  @Test func numbersOfSizesAreDefined() throws {
    let statistics = try LayerStatistics(measuring: record, height: 40, width: 50)
    let distance = try #require(statistics.meanDistance(head: 0))
    #expect(distance > 0 && distance < 50)
    let pooled = try #require(
      try record.pooledEntropy(head: 0, stream: .attention, on: TokenGrid(rows: 2, columns: 2)).value)
    #expect(pooled > 0 && pooled <= log(4) + 1e-6)
    let rank = try #require(try record.matrixRank(head: 0, stream: .attention).value)
    #expect(rank.kind == .effective && rank.value <= 7)
  }

  /// The power iteration finds what the decomposition of the whole matrix gives, signs or not.
  @Test func stableRanksAreThoseOfTheMatrix() throws {
    for (record, head) in [(record, 0), (record, 1), (softmax, 0)] {
      let matrix = (0..<20).flatMap { query in
        record.row(query: query, head: head, stream: .attention).weights.map(Double.init)
      }
      let values = singularValues(matrix, order: 20)
      let expected = values.reduce(0) { $0 + $1 * $1 } / (values[0] * values[0])
      let rank = try #require(try record.stableRank(head: head).value)
      #expect(rank.kind == .stable && abs(rank.value - expected) < 1e-5 * expected)
    }
  }

  /// What is a number of distributions says that there is none, and why.
  @Test func whatNeedsADistributionRefuses() throws {
    #expect(try HeadComparison(record, head: 0, softmax, head: 0).divergence == .undefined(.signedRows))
    #expect(try HeadComparison(softmax, head: 0, record, head: 0).divergence == .undefined(.signedRows))
    #expect(try record.sinks(head: 0) == .undefined(.signedRows))
    #expect(try record.meanMassMaskSize(head: 0) == .undefined(.signedRows))
    let maps = try [record, softmax].map { try $0.map(.attention, head: 0, row: 4) }
    #expect(maps[0].massMask() == .undefined(.signedRows))
    #expect(jensenShannonDivergence(maps[0], maps[1]) == .undefined(.signedRows))
    #expect(jensenShannonDivergence(maps[1], maps[1]) == .value(0))
    #expect(Rollout.obstacle(in: [record.description]) == "weights of wave heads may be negative")
    #expect(throws: MapUnavailable.self) { try Rollout.map(through: [record], row: 0) }
    #expect("\(Undefined.signedRows)" == "undefined: weights may be negative")
  }
}
