// Everything that can be cancelled throws `Cancelled`, and gives no part of a result.
import Attention
import Compute
import Testing

@testable import AttentionMaps

@Suite struct CancellationTests {
  let cancellation = Cancellation()

  init() { cancellation.cancel() }

  @Test(arguments: MechanismTests.mechanisms + [WaveAttention()])
  func everyFaceOfAMechanism(mechanism: any Mechanism) throws {
    let record = RandomLayer().record(mechanism, engine: try Engine())
    let output = Matrix(rows: record.queries.rows, columns: record.channels)
    let noRow: RowConsumer = { _, _, _ in Issue.record("a row after cancellation") }
    #expect(throws: Cancelled.self) { try record.apply(into: output, cancellation: cancellation) }
    #expect(throws: Cancelled.self) {
      try record.applyReadingRows(into: output, cancellation: cancellation, consume: noRow)
    }
    #expect(throws: Cancelled.self) { try record.streamRows(cancellation: cancellation) }
    #expect(throws: Cancelled.self) { try record.streamRows(cancellation: cancellation, consume: noRow) }
    #expect(throws: Cancelled.self) {
      try record.streamRows(.queries([1], head: 0), cancellation: cancellation, consume: noRow)
    }
    #expect(throws: Cancelled.self) { try LayerStatistics(of: record, cancellation: cancellation) }
    #expect(throws: Cancelled.self) {
      try record.matrixRank(head: 0, stream: record.streams[0], cancellation: cancellation)
    }
  }

  @Test func mapsAndNumbersOfHeads() throws {
    let record = RandomLayer().record(SoftmaxAttention(headWidth: 6), engine: try Engine())
    #expect(throws: Cancelled.self) {
      try record.map(.attention, head: 0, query: .mean, cancellation: cancellation)
    }
    #expect(throws: Cancelled.self) { try record.incoming(head: 0, cancellation: cancellation) }
    #expect(throws: Cancelled.self) {
      try record.queriesLooking(
        at: .spatial(GridPosition(row: 0, column: 0)), head: 0, stream: .attention, cancellation: cancellation
      )
    }
    #expect(throws: Cancelled.self) {
      try Rollout.map(through: [record], row: 0, cancellation: cancellation)
    }
    #expect(throws: Cancelled.self) { try record.sinks(head: 0, cancellation: cancellation) }
    #expect(throws: Cancelled.self) { try record.meanMassMaskSize(head: 0, cancellation: cancellation) }
    #expect(throws: Cancelled.self) { try record.stableRank(head: 0, cancellation: cancellation) }
    #expect(throws: Cancelled.self) {
      try record.pooledEntropy(
        head: 0, stream: .attention, on: TokenGrid(rows: 2, columns: 2), cancellation: cancellation)
    }
    #expect(throws: Cancelled.self) {
      try HeadComparison(record, head: 0, record, head: 0, cancellation: cancellation)
    }
    var layer = RandomLayer()
    layer.convolutionWeight = 1
    let convolved = layer.record(ELUAttention(), engine: try Engine())
    #expect(throws: Cancelled.self) { try convolved.attentionFractions(cancellation: cancellation) }
  }

  /// Not cancelled, the same work ends as it does without a flag.
  @Test func aFlagThatIsNotSetChangesNothing() throws {
    let record = RandomLayer().record(ELUAttention(), engine: try Engine())
    let open = Cancellation()
    #expect(try record.incoming(head: 1, cancellation: open) == record.incoming(head: 1))
    #expect(
      try record.matrixRank(head: 0, stream: .attention, cancellation: open)
        == record.matrixRank(head: 0, stream: .attention))
  }
}
