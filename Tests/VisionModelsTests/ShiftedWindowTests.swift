// Masked keys of shifted windows: no key on the map, not counted in the maximum of the entropy.
import Attention
import AttentionMaps
import Compute
import Glibc
import TestSupport
import Testing

@Suite struct ShiftedWindowTests {
  private let record: AttentionRecord
  private let statistics: LayerStatistics

  init() throws {
    // Layer 1 of this case has 4×4 windows on 16×16 tokens, shifted by 2.
    record = try ReferenceRun("ms-swin-nano", engine: try Engine()).output.records[1]
    statistics = try LayerStatistics(of: record)
  }

  /// The token in the upper left corner meets, in its window, tokens from all four corners of the image.
  @Test func cornerSeesOnlyItsOwnCorner() throws {
    #expect(record.geometry.partition == WindowPartition(rows: 4, columns: 4, shift: 2))
    let corner = GridPosition(row: 0, column: 0)
    let row = record.geometry.matrixRow(ofQuery: .spatial(corner))
    #expect(record.admissibleKeys(ofQuery: row) == 4)
    let map = try record.map(.attention, head: 0, query: .spatial(corner))
    let seen = (0..<256).filter { !map.values[$0].isNaN }
    #expect(seen == [0, 1, 16, 17])
    #expect(abs(seen.reduce(Float(0)) { $0 + map.values[$1] } - 1) < 1e-5)
    let entropy = try #require(statistics.entropy(head: 0, stream: .attention, row: row)?.value)
    let normalized = try #require(statistics.normalizedEntropy(head: 0, stream: .attention, row: row)?.value)
    #expect(abs(normalized - entropy / Float(log(4.0))) < 1e-6)
  }

  /// A token whose window the shift did not tear sees all of it.
  @Test func innerTokenSeesItsWindow() throws {
    let inner = GridPosition(row: 5, column: 6)
    let row = record.geometry.matrixRow(ofQuery: .spatial(inner))
    #expect(record.admissibleKeys(ofQuery: row) == 16)
    let map = try record.map(.attention, head: 0, query: .spatial(inner))
    #expect(map.values.count { !$0.isNaN } == 16)
  }

  /// What keys receive adds up to one query's attention, and the mean normalized entropy stays below 1.
  @Test func incomingAndNormalizedEntropy() throws {
    let incoming = try record.incoming(head: 0)
    #expect(abs(incoming.values.reduce(0, +) - 1) < 1e-4)
    let summary = try #require(statistics.summary(head: 0, stream: .attention))
    let normalized = try #require(summary.normalizedEntropy.value)
    #expect(normalized > 0 && normalized <= 1)
    #expect(normalized > (try #require(summary.entropy.value)) / log(16))
  }

  /// The budget counts the pairs that see each other, no others.
  @Test func budgetLeavesOutMaskedPairs() throws {
    for head in 0..<record.heads {
      var (seen, all) = ([0.0, 0, 0, 0], [0.0, 0, 0, 0])
      for query in 0..<record.geometry.queryCount {
        let first = record.geometry.window(ofQueryRow: query) * record.geometry.keysPerWindow
        for key in 0..<record.geometry.keysPerWindow {
          for channel in record.channels(ofHead: head) {
            let (q, k) = (record.queries[query, channel], record.keys[first + key, channel])
            let part = q > 0 ? (k > 0 ? 0 : 2) : (k > 0 ? 3 : 1)
            let product = Double(abs(q * k))
            all[part] += product
            if record.sees(query: query, key: key) { seen[part] += product }
          }
        }
      }
      let budget = try #require(record.polarityBudget(head: head).value)
      let parts = [budget.pp, budget.nn, budget.pn, budget.np]
      let expected = seen.map { $0 / seen.reduce(0, +) }
      #expect(zip(parts, expected).allSatisfy { abs($0 - $1) < 1e-6 })
      // The masked pairs would have changed it.
      let unmasked = all.map { $0 / all.reduce(0, +) }
      #expect(zip(expected, unmasked).contains { abs($0 - $1) > 1e-4 })
    }
  }

  /// Odd linear blocks shift where the grid has more than one window, and have no mask: a corner attends to tokens
  /// from all four corners of the image.
  @Test(arguments: ["pola-swin-nano-window", "flatten-swin-nano-window"])
  func linearBlocksShiftWithoutMask(name: String) throws {
    let run = try ReferenceRun(name, engine: try Engine())
    #expect(
      run.output.records.map(\.geometry.partition) == [
        WindowPartition(rows: 8, columns: 8, shift: 0), WindowPartition(rows: 8, columns: 8, shift: 4), nil,
        nil,
      ])
    let shifted = run.output.records[1]
    let corner = TokenPlace.spatial(GridPosition(row: 0, column: 0))
    #expect(shifted.admissibleKeys(ofQuery: shifted.geometry.matrixRow(ofQuery: corner)) == 64)
    let map = try shifted.map(.attention, head: 1, query: .spatial(GridPosition(row: 0, column: 0)))
    let near = [0, 1, 2, 3, 12, 13, 14, 15]
    let expected = near.flatMap { row in near.map { row * 16 + $0 } }
    #expect((0..<256).filter { !map.values[$0].isNaN } == expected)
  }
}
