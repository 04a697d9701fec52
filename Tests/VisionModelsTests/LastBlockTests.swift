// The last block of a vision transformer computes only the tokens that the head reads.
import Attention
import Checkpoints
import Compute
import TestSupport
import Testing

@testable import VisionModels

@Suite struct LastBlockTests {
  /// The class token of a block is the same to the bit with and without the others, and so is the record.
  @Test(arguments: [
    ("timm-vit-nano", 1), ("timm-vit-nano-reg-ls", 1), ("timm-deit-distilled-nano", 2),
    ("hf-dinov2-reg-nano", 1),
  ])
  func aBlockGivesTheSameTokensAlone(fixture: String, prefix: Int) throws {
    let network = try #require(try model(fixture).network as? VisionTransformerNetwork)
    let block = try #require(network.blocks.last)
    let grid = TokenGrid(rows: 5, columns: 7)
    let count = network.prefix.count + grid.count
    var seed: UInt32 = 1
    let input = (0..<count * network.channels).map { _ -> Float in
      seed = seed &* 1_664_525 &+ 1_013_904_223
      return Float(seed >> 8) / Float(1 << 23) - 1
    }
    func run(outputs: Range<Int>?) throws -> (tokens: Matrix, record: AttentionRecord) {
      let tokens = Matrix(rows: count, columns: network.channels, values: input)
      let pass = ForwardPass(
        engine: engine, interventions: Interventions(), layerCount: 1, cancellation: nil, rowReader: nil,
        progress: nil)
      try block(tokens, on: grid, outputs: outputs, pass: pass)
      return (tokens, pass.records[0])
    }
    let (all, record) = try run(outputs: nil)
    for outputs in [0..<0, 0..<prefix, 2..<count] {
      let (some, recordOfSome) = try run(outputs: outputs)
      #expect(some.rows(outputs).values == all.rows(outputs).values)
      #expect(recordOfSome.queries.values == record.queries.values)
      #expect(recordOfSome.keys.values == record.keys.values)
      #expect(recordOfSome.values.values == record.values.values)
    }
  }

  /// Reading every row takes another way through the last block, to the same logits.
  @Test(arguments: ["timm-vit-nano", "timm-deit-distilled-nano", "pvt-nano"])
  func logitsAreThoseOfAPassWhoseRowsAreRead(fixture: String) throws {
    let golden = try Golden("\(fixture)/golden.safetensors")
    let input = try golden.values("input")
    let planes = Matrix(rows: 3, columns: input.count / 3, values: input)
    let side = Int(Double(input.count / 3).squareRoot())
    let image = ImagePlanes(height: side, width: side, planes: planes)
    let model = try model(fixture)
    let logits = try #require(try model.forward(image).logits)
    let beside = try #require(try model.forward(image, rowReader: { _, _, _, _ in }).logits)
    #expect(logits.count == beside.count)
    for (a, b) in zip(logits, beside) { #expect(abs(a - b) < 1e-5) }
  }

  private let engine: Engine

  init() throws { engine = try Engine(threads: 2) }

  private func model(_ fixture: String) throws -> VisionModel {
    let files = try ModelFiles.locate(Fixtures.path(fixture))
    return try VisionModel.load(
      try Checkpoint.open(files.weights), configuration: files.configuration, engine: engine)
  }
}
