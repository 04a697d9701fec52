// The faces of every mechanism agree, on records with random queries and keys.
import Attention
import AttentionMaps
import Compute
import Glibc
import Testing

@Suite struct MechanismTests {
  static let mechanisms: [any Mechanism] = [
    SoftmaxAttention(headWidth: 6),
    FocusedAttention(floor: [Float](repeating: 1e-6, count: 12), exponent: 3),
    FocusedAttention(floor: [Float](repeating: 1e-6, count: 12), exponent: 1),
    ELUAttention(),
    PolarityAttention(power: RandomLayer().power),
  ]

  /// Explicit rows times values are what the fast path computes.
  @Test(arguments: mechanisms) func rowsTimesValuesAreTheMix(mechanism: any Mechanism) throws {
    let record = RandomLayer().record(mechanism, engine: try Engine())
    let mixed = Matrix(rows: record.queries.rows, columns: record.channels)
    record.mix(into: mixed)
    for head in 0..<record.heads {
      for stream in record.streams {
        for query in 0..<record.queries.rows {
          let weights = record.row(query: query, head: head, stream: stream).weights
          for channel in record.channels(ofHead: head, stream: stream) {
            let sum = weights.indices.reduce(0.0) {
              $0 + Double(weights[$1]) * Double(record.values[$1, channel])
            }
            #expect(abs(Float(sum) - mixed[query, channel]) < 3e-6)
          }
        }
      }
    }
  }

  /// Streamed entropies and sums are those of the explicit rows.
  @Test(arguments: mechanisms) func statisticsAreThoseOfTheRows(mechanism: any Mechanism) throws {
    let record = RandomLayer().record(mechanism, engine: try Engine())
    let statistics = record.statistics()
    for stream in Set(record.streams + [.attention]) {
      let rows = try #require(statistics[stream])
      for head in 0..<record.heads {
        for query in 0..<record.queries.rows {
          let row = record.row(query: query, head: head, stream: stream)
          let expected = try #require(entropy(ofRow: row.weights))
          #expect(abs(Double(rows.entropies[head, query]) - expected) < 1e-5)
          #expect(abs(rows.sums[head, query] - row.sum) < 1e-5)
        }
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
