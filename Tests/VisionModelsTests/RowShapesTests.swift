// Local mass, fractions of large and small weights, negative mass and the entropies of queries, against sums over the
// explicit rows.
import Attention
import AttentionMaps
import Compute
import Glibc
import Testing

@Suite struct RowShapesTests {
  private let engine: Engine

  init() throws { engine = try Engine() }

  private func measured(_ record: AttentionRecord) throws -> LayerStatistics {
    let measures = RowMeasures(record.description, height: 40, width: 50, withShapes: true)
    let streams = try record.streamRows {
      measures.measure($2, head: $0, from: $1, regions: record.mechanism.regions)
    }
    return LayerStatistics(of: record, streams: streams, measures: measures)
  }

  /// |a|/Σ|a|, of several streams the mean of those that are not empty; nil where all are.
  private func fractions(_ record: AttentionRecord, _ query: Int, _ head: Int) -> [Double]? {
    let rows = record.streams.compactMap { stream -> [Double]? in
      let sizes = record.row(query: query, head: head, stream: stream).weights.map { abs(Double($0)) }
      let sum = sizes.reduce(0, +)
      return sum > 0 ? sizes.map { $0 / sum } : nil
    }
    guard let first = rows.first else { return nil }
    return first.indices.map { key in rows.reduce(0) { $0 + $1[key] } / Double(rows.count) }
  }

  private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

  @Test(arguments: ["softmax", "polarity-3", "relu", "inline", "leaky-relu", "focused-3"])
  func numbersAreThoseOfTheRows(kernel: String) throws {
    let kernel = try #require(Kernel(kernel))
    let record = kernel(RandomLayer().record(SoftmaxAttention(headWidth: 6), engine: engine))
    let statistics = try measured(record)
    let grid = record.geometry.keyGrid
    for head in 0..<record.heads {
      var (local, above, below): ([Double], [Double], [Double]) = ([], [], [])
      for query in 0..<20 {
        guard let row = fractions(record, query, head) else { continue }
        let place = grid.position(at: query)
        local.append(
          row.indices.reduce(0) { sum, key in
            let other = grid.position(at: key)
            let isNear = abs(other.row - place.row) <= 1 && abs(other.column - place.column) <= 1
            return isNear ? sum + row[key] : sum
          })
        above.append(Double(row.count { $0 > 1.0 / 20 }) / 20)
        below.append(Double(row.count { $0 < 1.0 / 2000 }) / 20)
      }
      #expect(abs(try #require(statistics.localMass(head: head)) - mean(local)) < 1e-5)
      #expect(abs(try #require(statistics.aboveUniform(head: head)) - mean(above)) < 1e-6)
      #expect(abs(try #require(statistics.negligible(head: head)) - mean(below)) < 1e-6)
    }
  }

  @Test func negativeMassIsOfSignedRowsOnly() throws {
    let plain = RandomLayer().record(SoftmaxAttention(headWidth: 6), engine: engine)
    for (name, isSigned) in [("inline", true), ("cosine", true), ("softmax", false), ("polarity-3", false)] {
      let kernel = try #require(Kernel(name))
      let record = kernel(plain)
      let statistics = try measured(record)
      for head in 0..<2 {
        let expected = mean(
          (0..<20).map { query in
            let row = record.row(query: query, head: head, stream: record.streams[0]).weights.map(Double.init)
            return row.reduce(0) { $0 - min($1, 0) } / row.reduce(0) { $0 + abs($1) }
          })
        let found = statistics.summary(head: head, stream: record.streams[0])?.negativeMass?.value
        #expect((found != nil) == isSigned, "\(name)")
        if let found { #expect(abs(found - expected) < 1e-6, "\(name)") }
      }
    }
  }

  /// In windows only the keys of the query's window count, and behind a mask only those that it sees.
  @Test func neighborsInOtherWindowsAreNoKeys() throws {
    let grid = TokenGrid(rows: 4, columns: 4)
    let zeros = Matrix(rows: 16, columns: 4)
    func record(_ partition: WindowPartition, regions: [Int32]?) -> AttentionRecord {
      AttentionRecord(
        index: 0, name: "w", geometry: AttentionGeometry(queryGrid: grid, partition: partition),
        inputs: AttentionInputs(queries: zeros, keys: zeros, values: zeros, heads: 1, windows: 4),
        projection: Linear(
          weight: [Float](repeating: 0, count: 16), bias: nil, inputs: 4, outputs: 4, engine: engine),
        mechanism: SoftmaxAttention(terms: .init(scale: 1, bias: nil, regions: regions)), engine: engine)
    }
    // Uniform rows over 2×2 windows: all four keys are near, none is above uniform.
    let whole = try measured(record(WindowPartition(rows: 2, columns: 2, shift: 0), regions: nil))
    #expect(abs(try #require(whole.localMass(head: 0)) - 1) < 1e-6)
    #expect(whole.aboveUniform(head: 0) == 0 && whole.negligible(head: 0) == 0)
    // Each token sees itself alone: one key, with all of the mass.
    let alone = try measured(
      record(WindowPartition(rows: 2, columns: 2, shift: 1), regions: (0..<16).map(Int32.init)))
    #expect(abs(try #require(alone.localMass(head: 0)) - 1) < 1e-6)
    #expect(alone.aboveUniform(head: 0) == 0 && alone.negligible(head: 0) == 0)
  }

  @Test func entropiesOfQueries() throws {
    let record = RandomLayer().record(SoftmaxAttention(headWidth: 6), engine: engine)
    let statistics = try measured(record)
    let entropies = (0..<20).map { query in
      record.row(query: query, head: 1, stream: .attention).weights.reduce(0.0) { sum, weight in
        weight > 0 ? sum - Double(weight) * log(Double(weight)) : sum
      }
    }
    let norms = (0..<20).map { query in
      record.channels(ofHead: 1).reduce(0.0) { $0 + pow(Double(record.queries[query, $1]), 2) }.squareRoot()
    }
    let (h, q) = (mean(entropies), mean(norms))
    let covariance = zip(entropies, norms).reduce(0) { $0 + ($1.0 - h) * ($1.1 - q) }
    let variances = entropies.reduce(0) { $0 + pow($1 - h, 2) } * norms.reduce(0) { $0 + pow($1 - q, 2) }
    let found = try #require(statistics.queryNormCorrelation(head: 1, stream: .attention))
    #expect(abs(found - covariance / variances.squareRoot()) < 1e-4)
    #expect(statistics.queryNormCorrelation(head: 1, stream: .same) == nil)

    let bins = try #require(statistics.entropyHistogram(head: 1, stream: .attention, bins: 20))
    var expected = [Int](repeating: 0, count: 20)
    for entropy in entropies { expected[min(19, Int(20 * entropy / log(20)))] += 1 }
    #expect(bins == expected && bins.reduce(0, +) == 20)
  }
}
