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
}
