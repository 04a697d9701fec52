// The readings of the lens against the golden rows of every kernel (Tests/Fixtures/numbers/kernels.safetensors).
import AttentionMaps
import Checkpoints
import Compute
import Glibc
import TestSupport
import Testing

@testable import Attention

@Suite struct KernelTests {
  private let golden: Golden
  private let engine: Engine
  private static let grid = TokenGrid(rows: 3, columns: 4)

  init() throws {
    golden = try Golden("numbers/kernels.safetensors")
    engine = try Engine()
  }

  /// A row of the file: a kernel, and the stream of a head that has two.
  struct Row: CustomTestStringConvertible, Sendable {
    let kernel: String
    let stream: Attention.Stream

    init(_ kernel: String, _ stream: Attention.Stream = .attention) {
      self.kernel = kernel
      self.stream = stream
    }

    var name: String { stream == .attention ? kernel : "\(kernel)-\(stream.rawValue)" }
    var testDescription: String { name }
  }

  static let rows = [
    Row("softmax"), Row("relu"), Row("squared-relu"), Row("leaky-relu"), Row("elu"), Row("exp"),
    Row("tanh-shifted"), Row("focused-3"), Row("polarity-3", .same), Row("polarity-3", .opposite),
    Row("hedgehog-exp"), Row("hedgehog-softmax"), Row("cosformer"), Row("taylor-2"), Row("inline"),
    Row("efficient"), Row("cosine"), Row("angular-code"), Row("angular-kernel"), Row("performer"),
    Row("norm-aware"), Row("rank-augmented"),
  ]

  /// The reading of the file's queries and keys; the projection of random features is the file's.
  private func record(_ name: String) throws -> AttentionRecord {
    let (q, k) = (try golden.values("q"), try golden.values("k"))
    let inputs = AttentionInputs(
      queries: Matrix(rows: 12, columns: 8, values: q), keys: Matrix(rows: 12, columns: 8, values: k),
      values: Matrix(rows: 12, columns: 8, values: k), heads: 1)
    let plain = AttentionRecord(
      index: 0, name: "layer", geometry: AttentionGeometry(queryGrid: Self.grid), inputs: inputs,
      projection: Linear(
        weight: [Float](repeating: 0, count: 64), bias: nil, inputs: 8, outputs: 8, engine: engine),
      mechanism: SoftmaxAttention(headWidth: 8), engine: engine)
    if name == "performer" {
      let flat = try golden.values("performer.projection").map(Double.init)
      let projection = (0..<8).map { Array(flat[8 * $0..<8 * $0 + 8]) }
      return Reading.performing { _ in projection }(plain, exponent: 3)
    }
    let kernel = try #require(Kernel(name))
    return kernel(plain)
  }

  /// The file has no kernel that is left out here.
  @Test func everyKernelIsTested() {
    let names = Set(Self.rows.map(\.name))
    let inFile = golden.file.tensors.keys.filter { !$0.contains(".") && !["q", "k"].contains($0) }
    #expect(Set(inFile) == names)
    #expect(Set(Kernel.all.map(\.name)) == Set(Self.rows.map(\.kernel)))
  }

  @Test(arguments: rows) func rowsAreThoseOfTheFile(row: Row) throws {
    let record = try record(row.kernel)
    let expected = try golden.values(row.name)
    for query in 0..<12 {
      let weights = record.row(query: query, head: 0, stream: row.stream).weights
      #expect(largestDifference(weights, Array(expected[12 * query..<12 * query + 12])) <= 1e-6)
    }
  }

  /// A head that is read alone has the rows and the numbers that it has among the others, to the bit.
  @Test(arguments: ["pola-swin-nano-shift", "timm-vit-nano-reg-ls", "pvt-nano"], Reading.all.map(\.name))
  func aHeadAloneIsReadAsAmongOthers(model: String, name: MechanismName) throws {
    let reading = try #require(Reading.all.first { $0.name == name })
    for record in try ReferenceRun(model, engine: engine).output.records
    where reading.obstacle(record.description) == nil {
      let whole = reading(record, exponent: 3)
      let statistics = try whole.streamRows()
      for head in 0..<record.heads {
        let alone = reading(record, exponent: 3, head: head)
        let own = try alone.streamRows()
        #expect(alone.heads == 1 && own.keys == statistics.keys)
        for (stream, rows) in own {
          let expected = try #require(statistics[stream])
          #expect(bits(rows.entropies.row(0)) == bits(expected.entropies.row(head)))
          #expect(bits(rows.sums.row(0)) == bits(expected.sums.row(head)))
        }
        for query in [0, record.queries.rows - 1] {
          for stream in reading.streams {
            let row = alone.row(query: query, head: 0, stream: stream)
            let expected = whole.row(query: query, head: head, stream: stream)
            #expect(row.weights.map(\.bitPattern) == expected.weights.map(\.bitPattern))
          }
        }
      }
    }
  }

  private func bits(_ row: UnsafeMutableBufferPointer<Float>) -> [UInt32] { row.map(\.bitPattern) }

  @Test(arguments: rows) func numbersAreThoseOfTheFile(row: Row) throws {
    let record = try record(row.kernel)
    let summary = try #require(LayerStatistics(of: record).summary(head: 0, stream: row.stream))
    let entropy = try #require(golden.values("\(row.name).entropy").first)
    let sum = try #require(golden.values("\(row.name).rowSum").first)
    #expect(abs(try #require(summary.entropy.value) - Double(entropy)) <= 1e-6)
    #expect(abs(try #require(summary.meanRowSum.value) - Double(sum)) <= 1e-6)
    #expect(record.description.mechanism.hasSignedRows == golden.has("\(row.kernel).negativeMass"))
  }
}
