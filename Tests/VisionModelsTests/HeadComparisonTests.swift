// Heads compared block by block, against the comparison of one row after the other on every pair of geometries.
import Attention
import AttentionMaps
import Compute
import Glibc
import TestSupport
import Testing

@Suite struct HeadComparisonTests {
  let engine: Engine

  init() throws { engine = try Engine() }

  /// Equal geometries, windows shifted and not, reductions, prefix tokens, grids of different size, two streams.
  static let pairs = [
    ("pola-pvt-nano", "pola-pvt-nano-softmax"), ("pola-pvt-nano-sr", "pola-pvt-nano"),
    ("ms-swin-nano", "timm-swin-nano"), ("pola-swin-nano-shift", "pola-swin-nano"),
    ("flatten-swin-nano", "pvt-nano"), ("timm-vit-nano-reg-ls", "timm-deit-distilled-nano"),
    ("timm-vit-nano", "pola-pvt-nano-weak"), ("timm-pvtv2-nano", "ms-swin-nano"),
  ]

  @Test(arguments: pairs) func comparesAsRowAfterRow(a: String, b: String) throws {
    let (recordsA, recordsB) = (
      try ReferenceRun(a, engine: engine).output.records, try ReferenceRun(b, engine: engine).output.records
    )
    for (recordA, recordB) in zip(recordsA, recordsB) {
      for head in 0..<min(recordA.heads, recordB.heads) {
        let found = try HeadComparison(recordA, head: head, recordB, head: head)
        let expected = try rowByRow(recordA, recordB, head: head)
        let place = "layer \(recordA.index) head \(head)"
        #expect((found.divergence.value == nil) == (expected.divergence == nil), "\(place)")
        #expect(abs((found.divergence.value ?? 0) - (expected.divergence ?? 0)) < 2e-6, "\(place)")
        #expect(
          (found.pooled == nil) == (recordA.geometry.keyGrid == recordB.geometry.keyGrid), "\(place)")
        if let pooled = found.pooled, let entropies = expected.entropies {
          #expect(abs(pooled.first - entropies.first) < 2e-6, "\(place)")
          #expect(abs(pooled.second - entropies.second) < 2e-6, "\(place)")
        }
      }
    }
  }

  /// Means over the queries of the coarser grid by the explicit maps, in double precision.
  private func rowByRow(
    _ a: AttentionRecord, _ b: AttentionRecord, head: Int
  ) throws -> (divergence: Double?, entropies: (first: Double, second: Double)?) {
    let queries = HeatMap.commonGrid(a.geometry.queryGrid, b.geometry.queryGrid)
    let keys = HeatMap.commonGrid(a.geometry.keyGrid, b.geometry.keyGrid)
    var (sum, entropies, counted) = (0.0, (first: 0.0, second: 0.0), 0)
    for index in 0..<queries.count {
      func row(_ record: AttentionRecord) throws -> [Float] {
        let query = queries.position(queries.position(at: index), on: record.geometry.queryGrid)
        return try record.map(.attention, head: head, query: .spatial(query)).pooled(to: keys).values
      }
      let (rowA, rowB) = (try row(a), try row(b))
      guard let divergence = jensenShannonDivergence(rowA, rowB).value else { continue }
      sum += divergence
      entropies.first += entropy(ofRow: rowA.map { $0.isNaN ? 0 : $0 }).value ?? 0
      entropies.second += entropy(ofRow: rowB.map { $0.isNaN ? 0 : $0 }).value ?? 0
      counted += 1
    }
    guard counted > 0 else { return (nil, nil) }
    let highest = Double(counted) * log(Double(keys.count))
    return (
      sum / Double(counted),
      highest > 0 ? (first: entropies.first / highest, second: entropies.second / highest) : nil
    )
  }

  @Test func aHeadDoesNotDifferFromItself() throws {
    for record in try ReferenceRun("pola-pvt-nano", engine: engine).output.records {
      let comparison = try HeadComparison(record, head: 0, record, head: 0)
      #expect(try #require(comparison.divergence.value) < 1e-7)
      #expect(comparison.pooled == nil)
    }
  }

  @Test func cancelledItGivesNothing() throws {
    let record = try #require(ReferenceRun("pola-pvt-nano", engine: engine).output.records.first)
    let cancellation = Cancellation()
    cancellation.cancel()
    #expect(throws: Cancelled.self) {
      try HeadComparison(record, head: 0, record, head: 0, cancellation: cancellation)
    }
  }

  /// Rows of some queries, backwards and across windows, are the explicit ones.
  @Test(arguments: ["pola-swin-nano-shift", "ms-swin-nano", "flatten-pvt-nano", "timm-vit-nano-reg-ls"])
  func rowsOfSomeQueriesAreThoseOfTheRecord(name: String) throws {
    for record in try ReferenceRun(name, engine: engine).output.records {
      let queries = Array(stride(from: record.queries.rows - 1, through: 0, by: -3))
      let keys = record.geometry.keysPerWindow
      let head = record.heads - 1
      let rows = record.streams.map { _ in Matrix(rows: queries.count, columns: keys) }
      try record.streamRows(.queries(queries, head: head)) { _, first, blocks in
        for (stream, block) in blocks.enumerated() {
          for index in 0..<block.rows {
            for key in 0..<keys { rows[stream][first + index, key] = block[index, key] }
          }
        }
      }
      for (stream, found) in zip(record.streams, rows) {
        for (index, query) in queries.enumerated() {
          let expected = record.row(query: query, head: head, stream: stream).weights
          #expect(largestDifference(Array(found.row(index)), expected) < 1e-5, "layer \(record.index)")
        }
      }
    }
  }
}
