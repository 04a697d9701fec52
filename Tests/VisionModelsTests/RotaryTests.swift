// MLLA, NaLaFormer and RALA: rotation in the numerator alone, what no tensor says, and what is refused.
import Attention
import AttentionMaps
import Checkpoints
import Compute
import Glibc
import TestSupport
import Testing

@testable import VisionModels

@Suite struct RotaryTests {
  private let engine: Engine

  init() throws { engine = try Engine() }

  /// a_ij = φ̃(q)·φ̃(k)/(Σ φ(q)·φ(k) + n·1e-6), φ = elu + 1, in double precision.
  @Test func theRotationIsInTheNumeratorAlone() throws {
    let grid = TokenGrid(rows: 4, columns: 5)
    let record = RandomLayer().record(
      MLLAAttention(rotation: PairRotation(angles: [0.5, 0.05, 0.005], on: grid)), engine: engine)
    func features(_ matrix: Matrix, _ row: Int) -> [Double] {
      matrix.row(row).map { $0 > 0 ? Double($0) + 1 : exp(Double($0)) }
    }
    func turned(_ x: [Double], _ token: Int) -> [Double] {
      let place = grid.position(at: token)
      var y = x
      for pair in 0..<6 {
        let angle = [0.5, 0.05, 0.005][pair % 3] * Double(pair < 3 ? place.row : place.column)
        y[2 * pair] = x[2 * pair] * cos(angle) - x[2 * pair + 1] * sin(angle)
        y[2 * pair + 1] = x[2 * pair] * sin(angle) + x[2 * pair + 1] * cos(angle)
      }
      return y
    }
    for head in 0..<2 {
      let channels = record.channels(ofHead: head)
      for query in [0, 7, 19] {
        let q = features(record.queries, query)
        let sum = (0..<20).reduce(0.0) { total, key in
          let k = features(record.keys, key)
          return total + channels.reduce(0) { $0 + q[$1] * k[$1] }
        }
        let turnedQuery = turned(q, query)
        let row = record.row(query: query, head: head, stream: .attention).weights
        for key in 0..<20 {
          let turnedKey = turned(features(record.keys, key), key)
          let product = channels.reduce(0.0) { $0 + turnedQuery[$1] * turnedKey[$1] }
          #expect(abs(Double(row[key]) - product / (sum + 20e-6)) < 1e-6)
        }
      }
    }
  }

  /// A query without a direction is not finite, and says so; the others are not concerned.
  @Test func queriesOfNormZeroAreNotFinite() throws {
    let layer = RandomLayer().record(NaLaAttention(rotation: RandomLayer.rotation(pairs: 3)), engine: engine)
    for channel in layer.channels(ofHead: 0) { layer.queries[3, channel] = 0 }
    let record = layer.read(by: NaLaAttention(rotation: RandomLayer.rotation(pairs: 3)))
    let rows = try #require(try record.streamRows()[.attention])
    #expect(rows.entropy(head: 0, query: 3) == .undefined(.notFinite))
    #expect(rows.entropy(head: 0, query: 4).value != nil && rows.entropy(head: 1, query: 3).value != nil)
  }

  /// Sums of rows are free: no row counts as weak, and none as empty.
  @Test func sumsAreFree() throws {
    let record = try ReferenceRun("mlla-nano", engine: engine).output.records[0]
    let summary = try #require(try LayerStatistics(of: record).summary(head: 0, stream: .attention))
    #expect(summary.weakRows == 0 && summary.emptyRows == 0)
    #expect(try #require(summary.minRowSum.value) < 0.5)
    #expect(try #require(summary.negativeMass?.value) > 0)
    #expect(record.polarityBudget(head: 0) == .undefined(.notOfMechanism))
    #expect(try HeadComparison(record, head: 0, record, head: 1).divergence == .undefined(.signedRows))
  }

  private func description(_ name: String, _ change: ([String: JSONValue]) -> [String: JSONValue] = { $0 })
    throws -> ModelDescription
  {
    let files = try ModelFiles.locate(Fixtures.path(name))
    var configuration = try #require(files.configuration?.object)
    configuration["model_args"] = .object(change(try #require(configuration["model_args"]?.object)))
    return try ModelDescription.read(
      try Checkpoint.open(files.weights), configuration: .object(configuration), engine: engine)
  }

  /// No tensor says which blocks are linear: a configuration does, else published models are assumed, with a warning.
  @Test(arguments: ["nalaformer-nano", "rala-nano"]) func linearBlocksAreStatedOrAssumed(name: String) throws
  {
    let stated = try description(name)
    #expect(
      stated.warnings == [] && stated.layers.map(\.mechanism.isStandard) == [false, false, true, true, true])
    let assumed = try description(name) { arguments in arguments.filter { $0.key != "flagss" } }
    #expect(assumed.layers.map(\.mechanism.isStandard) == [false, false, true, true, true])
    #expect(assumed.warnings.contains { $0.contains("no tensor tells linear from softmax blocks") })
    let other = try description(name) {
      $0.merging(["flagss": .array([.array(["v"]), .array(["l"]), .array(["l", "v"]), .array(["l"])])]) { $1 }
    }
    #expect(other.layers.map(\.mechanism.isStandard) == [true, false, false, true, false])
    #expect(other.layers.allSatisfy { $0.hasConvolution && $0.hasGate && $0.mechanism.isRotated })
  }

  @Test(arguments: [
    JSONValue.array([.array(["l"])]), .string("x"),
    .array([.array(["q"]), .array([]), .array([]), .array([])]),
    .integer(3),
  ]) func lettersThatDoNotFitAreRefused(letters: JSONValue) throws {
    let error = #expect(throws: ModelError.self) {
      _ = try description("rala-nano") { $0.merging(["flagss": letters]) { $1 } }
    }
    #expect(error?.description.contains("flagss") ?? false)
  }

  /// Heads are channels/32 where nothing says otherwise, and what the angles have where there are some.
  @Test func headsComeFromAnglesOrTheFamily() throws {
    #expect(try description("mlla-nano").layers.map(\.heads) == [2, 2, 4, 4, 4])
    let assumed = try description("mlla-nano") { arguments in arguments.filter { $0.key != "num_heads" } }
    #expect(assumed.layers.map(\.heads) == [1, 1, 1, 1, 2])
    #expect(try description("nalaformer-nano").layers.map(\.heads) == [2, 1, 3, 3, 4])
    #expect(try description("mlla-nano").family == "mlla")
    #expect(try description("rala-nano").family == "ravlt")
  }
}
