// InLine attention: its formula, what its golden files have besides, and what is refused.
import Attention
import AttentionMaps
import Checkpoints
import Compute
import Glibc
import TestSupport
import Testing

@testable import VisionModels

@Suite struct InLineTests {
  private let engine: Engine

  init() throws { engine = try Engine() }

  /// a_ij = (1 + z_ij − mean z)/n, in double precision.
  @Test func rowsAreTheFormula() throws {
    let record = RandomLayer().record(InLineAttention(headWidth: 6), engine: engine)
    let keys = record.keys.rows
    var hasNegative = false
    for head in 0..<record.heads {
      for query in 0..<record.queries.rows {
        let logits = (0..<keys).map { key in
          record.channels(ofHead: head).reduce(0.0) {
            $0 + Double(record.queries[query, $1]) * Double(record.keys[key, $1]) / 6.0.squareRoot()
          }
        }
        let mean = logits.reduce(0, +) / Double(keys)
        let row = record.row(query: query, head: head, stream: .attention)
        for (weight, logit) in zip(row.weights, logits) {
          #expect(abs(Double(weight) - (1 + logit - mean) / Double(keys)) < 1e-6)
          hasNegative = hasNegative || weight < 0
        }
        #expect(abs(row.sum - 1) < 1e-5)
      }
    }
    #expect(hasNegative)
  }

  /// Equal keys make uniform rows, whatever the query.
  @Test func equalKeysMakeUniformRows() throws {
    let keys = Matrix(rows: 9, columns: 4, values: [Float](repeating: 0.3, count: 36))
    let queries = Matrix(rows: 9, columns: 4, values: (0..<36).map { Float($0) - 17 })
    let record = AttentionRecord(
      index: 0, name: "x", geometry: AttentionGeometry(queryGrid: TokenGrid(rows: 3, columns: 3)),
      inputs: AttentionInputs(queries: queries, keys: keys, values: keys, heads: 2),
      projection: Linear(
        weight: [Float](repeating: 0, count: 16), bias: nil, inputs: 4, outputs: 4, engine: engine),
      mechanism: InLineAttention(headWidth: 2), engine: engine)
    let row = record.row(query: 4, head: 1, stream: .attention)
    #expect(row.weights.allSatisfy { abs($0 - 1.0 / 9) < 1e-6 })
    let statistics = try LayerStatistics(of: record)
    #expect(statistics.summary(head: 0, stream: .attention)?.negativeMass == .value(0))
  }

  /// Rank d + 1 at most: the factors are those of the weights, without a normalizer.
  @Test func factorsGiveTheWeights() throws {
    let record = RandomLayer().record(InLineAttention(headWidth: 6), engine: engine)
    let factors = try #require(record.mechanism.factors(of: record, head: 1, stream: .attention))
    #expect(factors.width == 7 && !factors.isNormalized)
    let weights = record.row(query: 3, head: 1, stream: .attention).weights
    for (key, weight) in weights.enumerated() {
      let product = zip(factors.query(3), factors.key(key)).reduce(0.0) { $0 + $1.0 * $1.1 }
      #expect(abs(product - Double(weight)) < 1e-6)
    }
    let rank = try #require(try record.matrixRank(head: 1, stream: .attention).value)
    #expect(rank.kind == .effective && rank.value <= 7)
  }

  /// Rows that hold an infinity have no entropy and no negative mass, and say why.
  @Test func whatIsNotFiniteSaysSo() throws {
    let layer = RandomLayer().record(InLineAttention(headWidth: 6), engine: engine)
    layer.queries[2, 1] = .infinity
    let record = layer.read(by: InLineAttention(headWidth: 6))
    let statistics = try record.streamRows()
    let rows = try #require(statistics[.attention])
    #expect(rows.entropy(head: 0, query: 2) == .undefined(.notFinite))
    #expect(rows.negativeMass(head: 0, query: 2) == .undefined(.notFinite))
    #expect(rows.entropy(head: 0, query: 3).value != nil)
    let summary = try #require(try LayerStatistics(of: record).summary(head: 0, stream: .attention))
    #expect(summary.negativeMass == .undefined(.notFinite))
  }

  // MARK: Files

  /// Negative mass and sums of rows, what attention gives, and what the convolution adds to it.
  @Test(arguments: RelativesTests.signedCases) func goldenNumbersOfSignedRows(name: String) throws {
    let run = try ReferenceRun(name, engine: engine)
    var compared = 0
    for record in run.output.records where record.description.mechanism.hasSignedRows {
      let statistics = try LayerStatistics(of: record)
      let tensor = "layer\(record.index).attention"
      let summaries = try (0..<record.heads).map {
        try #require(statistics.summary(head: $0, stream: .attention))
      }
      let masses = try summaries.map { Float(try #require($0.negativeMass?.value)) }
      let sums = try summaries.map { Float(try #require($0.meanRowSum.value)) }
      #expect(largestDifference(masses, try run.golden.values("\(tensor).negativeMass")) <= 1e-5)
      #expect(largestDifference(sums, try run.golden.values("\(tensor).rowSum")) <= 1e-5)
      #expect(summaries.allSatisfy { $0.emptyRows == 0 })
      compared += 1
    }
    #expect(compared > 0)
  }

  /// Every published configuration that contradicts the tensors is warned of, and agreement is not.
  @Test func configurationsAreChecked() throws {
    for name in ["inline-deit-nano", "inline-pvt-nano", "inline-swin-nano"] {
      let files = try ModelFiles.locate(Fixtures.path(name))
      let description = try ModelDescription.read(
        try Checkpoint.open(files.weights), configuration: files.configuration, engine: engine)
      #expect(description.family == name.dropLast("-nano".count).replacing("-", with: "_"))
      #expect(description.configurationWarnings == [], "\(name)")
      var changed = try #require(files.configuration?.object)
      var arguments: [String: JSONValue] = ["num_heads": .array([1, 3, 4, 6])]
      // The blocks of a DeiT have no letters.
      if name != "inline-deit-nano" { arguments["attn_type"] = "SSSS" }
      changed["model_args"] = .object(
        try #require(changed["model_args"]?.object).merging(arguments) { $1 })
      let warnings = try ModelDescription.read(
        try Checkpoint.open(files.weights), configuration: .object(changed), engine: engine
      ).configurationWarnings
      #expect(warnings.contains { $0.contains("num_heads") }, "\(name)")
      if name != "inline-deit-nano" { #expect(warnings.contains { $0.contains("attn_type") }, "\(name)") }
    }
  }
}
