// The faces of every mechanism agree, on records with random queries and keys.
import Attention
import AttentionMaps
import Compute
import Glibc
import Synchronization
import Testing

@Suite struct MechanismTests {
  static let mechanisms: [any Mechanism] = [
    SoftmaxAttention(headWidth: 6),
    FocusedAttention(epsilon: [Float](repeating: 1e-6, count: 12), exponent: 3),
    FocusedAttention(epsilon: [Float](repeating: 1e-6, count: 12), exponent: 1),
    ELUAttention(),
    PolarityAttention(power: RandomLayer().power),
    InLineAttention(headWidth: 6),
    AgentAttention(headWidth: 6, agents: TokenGrid(rows: 3, columns: 3)),
    MLLAAttention(rotation: RandomLayer.rotation(pairs: 6)),
    NaLaAttention(rotation: RandomLayer.rotation(pairs: 3)),
    RALAAttention(rotation: RandomLayer.rotation(pairs: 3)),
  ]

  /// Explicit rows times values are what the fast path computes.
  @Test(arguments: mechanisms) func rowsTimesValuesAreWhatIsApplied(mechanism: any Mechanism) throws {
    let record = RandomLayer().record(mechanism, engine: try Engine())
    let output = Matrix(rows: record.queries.rows, columns: record.channels)
    try record.apply(into: output)
    for head in 0..<record.heads {
      for stream in record.streams {
        for query in 0..<record.queries.rows {
          let weights = record.row(query: query, head: head, stream: stream).weights
          for channel in record.channels(ofHead: head, stream: stream) {
            let sum = weights.indices.reduce(0.0) {
              $0 + Double(weights[$1]) * Double(record.values[$1, channel])
            }
            #expect(abs(Float(sum) - output[query, channel]) < 3e-6)
          }
        }
      }
    }
  }

  /// A few queries alone get the same bits as among all.
  @Test(arguments: mechanisms) func queriesAloneGetWhatTheyGetAmongAll(mechanism: any Mechanism) throws {
    let record = RandomLayer().record(mechanism, engine: try Engine())
    let all = Matrix(rows: record.queries.rows, columns: record.channels)
    try record.apply(into: all)
    for queries in [0..<0, 0..<1, 1..<all.rows, 0..<all.rows] {
      let some = Matrix(
        rows: queries.count, columns: all.columns,
        values: [Float](repeating: .nan, count: queries.count * all.columns))
      try record.apply(queries: queries, into: some)
      #expect(some.values == all.rows(queries).values)
    }
  }

  /// Streamed entropies and sums are those of the explicit rows.
  @Test(arguments: mechanisms) func statisticsAreThoseOfTheRows(mechanism: any Mechanism) throws {
    let record = RandomLayer().record(mechanism, engine: try Engine())
    let statistics = try record.streamRows()
    for stream in Set(record.streams + [.attention]) {
      let rows = try #require(statistics[stream])
      for head in 0..<record.heads {
        for query in 0..<record.queries.rows {
          let row = record.row(query: query, head: head, stream: stream)
          let expected = try #require(entropy(ofRow: row.weights).value)
          #expect(abs(Double(rows.entropies[head, query]) - expected) < 1e-5)
          #expect(abs(rows.sums[head, query] - row.sum) < 1e-5)
          #expect((rows.negatives != nil) == mechanism.facts.hasSignedRows)
          guard let negatives = rows.negatives else { continue }
          let sizes = row.weights.reduce(0.0) { $0 + Double(abs($1)) }
          let negative = row.weights.reduce(0.0) { $0 + Double(max(-$1, 0)) }
          #expect(abs(Double(negatives[head, query]) - negative / sizes) < 1e-5)
          #expect(rows.negativeMass(head: head, query: query)?.value == negatives[head, query])
        }
      }
    }
  }

  /// The weights of one key, which come of blocks of rows, are those of the explicit rows.
  @Test(arguments: mechanisms) func columnsAreThoseOfTheRows(mechanism: any Mechanism) throws {
    let record = RandomLayer().record(mechanism, engine: try Engine())
    let last = record.geometry.keyGrid.position(at: record.geometry.keyGrid.count - 1)
    for (key, head) in [(GridPosition(row: 0, column: 0), 0), (last, record.heads - 1)] {
      for stream in Set(record.streams + [.attention]) {
        let map = try record.queriesLooking(at: .spatial(key), head: head, stream: stream)
        let index = record.geometry.key(.spatial(key)).index
        for query in record.geometry.spatialQueries {
          guard case .spatial(let place) = record.geometry.place(ofQueryRow: query) else { continue }
          let weight = record.row(query: query, head: head, stream: stream).weights[index]
          #expect(abs(map[place] - weight) < 1e-5, "\(stream) of query \(query)")
        }
      }
    }
  }

  /// Applying with the rows handed out gives the values of `apply` and the explicit rows, each row once.
  @Test(arguments: mechanisms) func applyingHandsOutTheRows(mechanism: any Mechanism) throws {
    let record = RandomLayer().record(mechanism, engine: try Engine())
    let (plain, output) = (
      Matrix(rows: record.queries.rows, columns: record.channels),
      Matrix(rows: record.queries.rows, columns: record.channels)
    )
    try record.apply(into: plain)
    let seen = Mutex<[Int: [[Float]]]>([:])
    let statistics = try record.applyReadingRows(into: output) { head, first, rows in
      for index in 0..<rows[0].rows {
        let row = rows.map { Array($0.row(index)) }
        let key = head * record.queries.rows + first + index
        let previous = seen.withLock { $0.updateValue(row, forKey: key) }
        #expect(previous == nil, "query \(first + index) of head \(head) came twice")
      }
    }
    for (value, expected) in zip(output.values, plain.values) { #expect(abs(value - expected) < 1e-6) }
    let rows = seen.withLock { $0 }
    #expect(rows.count == record.heads * record.queries.rows)
    let expected = try record.streamRows()
    for (stream, ofStream) in expected {
      let entropies = try #require(statistics[stream]).entropies.values
      for (value, expected) in zip(entropies, ofStream.entropies.values) {
        #expect(abs(value - expected) < 1e-5)
      }
    }
    for (key, streams) in rows {
      let (head, query) = (key / record.queries.rows, key % record.queries.rows)
      for (stream, row) in zip(record.streams, streams) {
        let explicit = record.row(query: query, head: head, stream: stream).weights
        for (value, expected) in zip(row, explicit) { #expect(abs(value - expected) < 1e-6) }
      }
    }
  }

  /// The feature map by its definition.
  @Test func eluFeatures() throws {
    let record = RandomLayer().record(ELUAttention(), engine: try Engine())
    let features = try #require(record.features).queries
    for row in [0, 11] {
      for channel in 0..<12 {
        let x = Double(record.queries[row, channel])
        let expected = x > 0 ? x + 1 : exp(x)
        #expect(abs(Double(features[row, channel]) - expected) < 1e-6)
      }
    }
  }
}
