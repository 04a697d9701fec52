// What the official code of InLine, Agent and other relatives gives beside rows and logits.
import Attention
import AttentionMaps
import Compute
import TestSupport
import Testing
import VisionModels

@Suite struct RelativesTests {
  static let signedCases = [
    "inline-deit-nano", "inline-pvt-nano", "inline-swin-nano", "mlla-nano", "nalaformer-nano", "rala-nano",
  ]
  static let cases = signedCases + ["agent-deit-nano", "agent-pvt-nano", "agent-swin-nano"]
  private let engine: Engine

  init() throws { engine = try Engine() }

  /// What attention gives of the values, and what is added to it outside the matrix.
  @Test(arguments: cases) func whatAttentionAndConvolutionGive(name: String) throws {
    let run = try ReferenceRun(name, engine: engine)
    var compared = 0
    for record in run.output.records where record.description.hasConvolution {
      let queries = try run.golden.values("layer\(record.index).mixed.queries").map { Int($0) }
      let mixed = Matrix(rows: record.queries.rows, columns: record.channels)
      try record.apply(into: mixed)
      var rows: [Float] = []
      for head in 0..<record.heads {
        for query in queries { rows += mixed.row(query)[record.channels(ofHead: head)] }
      }
      #expect(
        largestDifference(rows, try run.golden.values("layer\(record.index).mixed.rows")) <= 5e-5,
        "layer \(record.index)")
      let outside = Matrix(rows: record.queries.rows, columns: record.channels)
      record.addConvolution(to: outside)
      #expect(
        largestDifference(
          queries.flatMap { Array(outside.row($0)) },
          try run.golden.values("layer\(record.index).outside.rows")) <= 5e-5, "layer \(record.index)")
      let fractions = try record.attentionFractions()
      #expect(fractions.count == record.heads)
      for fraction in fractions { #expect((0...1).contains(try #require(fraction))) }
      compared += 1
    }
    #expect(compared > 0)
  }

  /// Of large layers nothing of the size of the matrix is held: 12 544 queries and keys, whose matrix would have 157
  /// million weights.
  @Test(
    arguments: [
      InLineAttention(headWidth: 6),
      AgentAttention(headWidth: 6, agents: TokenGrid(rows: 3, columns: 3)),
      MLLAAttention(rotation: RandomLayer.rotation(pairs: 6, on: TokenGrid(rows: 112, columns: 112))),
      NaLaAttention(rotation: RandomLayer.rotation(pairs: 3, on: TokenGrid(rows: 112, columns: 112))),
      RALAAttention(rotation: RandomLayer.rotation(pairs: 3, on: TokenGrid(rows: 112, columns: 112))),
    ] as [any Mechanism])
  func largeLayersHoldNoMatrix(mechanism: any Mechanism) throws {
    let layer = RandomLayer(heads: 2, headWidth: 6, grid: TokenGrid(rows: 112, columns: 112))
    let record = layer.record(mechanism, engine: engine)
    #expect(record.queries.rows == 12_544)
    let width = try #require(record.features).queries.columns
    #expect(width <= 4 * record.channels)
    let output = Matrix(rows: 12_544, columns: record.channels)
    let before = engine.multiplyAddCount
    try record.apply(into: output)
    // O(N): two products of N rows with matrices of a head.
    let products = 2 * 12_544 * width * (6 + 2)
    #expect(engine.multiplyAddCount - before <= products)
    for query in [0, 6_000, 12_543] {
      let row = record.row(query: query, head: 1, stream: .attention)
      #expect(row.weights.count == 12_544)
      for channel in record.channels(ofHead: 1) {
        let sum = row.weights.indices.reduce(0.0) {
          $0 + Double(row.weights[$1]) * Double(record.values[$1, channel])
        }
        #expect(abs(sum - Double(output[query, channel])) < 1e-4)
      }
    }
    let statistics = try record.streamRows(.queries([0, 6_000, 12_543], head: 1))
    let rows = try #require(statistics[.attention])
    for query in [0, 6_000, 12_543] {
      let expected = try #require(
        entropy(ofRow: record.row(query: query, head: 1, stream: .attention).weights).value)
      #expect(abs(Double(rows.entropies[1, query]) - expected) < 1e-4)
    }
  }
}
