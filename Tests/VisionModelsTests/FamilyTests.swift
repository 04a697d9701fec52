// Every family and variant with weights from a formula, against timm, transformers and modules of our own.
import AttentionMaps
import Checkpoints
import Compute
import TestSupport
import Testing
import VisionModels

@Suite struct FamilyTests {
  let engine: Engine

  init() throws { engine = try Engine() }

  @Test(arguments: FamilyCase.names) func agreesWithTheReference(name: String) throws {
    let family = try FamilyCase(name)
    try expectAgreement(family, try family.load(engine: engine))
  }

  func expectAgreement(_ family: FamilyCase, _ model: VisionModel) throws {
    let golden = try family.golden
    #expect(model.family == family.family)
    let output = try model.forward(family.input)
    if golden.has("logits") {
      let logits = try #require(output.logits)
      #expect(largestDifference(logits, try golden.values("logits")) <= 5e-5)
    } else {
      #expect(output.logits == nil)
    }
    if golden.has("embedding") {
      let embedding = try #require(output.embedding)
      #expect(largestDifference(embedding, try golden.values("embedding")) <= 5e-5)
    }
    #expect((output.pool != nil) == golden.has("pool.attention.rows"))
    if let pool = output.pool {
      let rows = (0..<pool.heads).flatMap { pool.row(query: 0, head: $0, stream: .attention).weights }
      #expect(largestDifference(rows, try golden.values("pool.attention.rows")) <= 2e-5)
      let statistics = try LayerStatistics(of: pool)
      let entropies = try (0..<pool.heads).map {
        Float(try #require(statistics.summary(head: $0, stream: .attention)?.entropy.value))
      }
      #expect(largestDifference(entropies, try golden.values("pool.attention.entropy")) <= 1e-5)
    }
    var compared = 0
    for (record, layer) in zip(output.records, model.layers) {
      // What was said before the pass is what happened in it.
      #expect(layer.heads == record.heads && layer.geometry.queryCount == record.queries.rows)
      let statistics = try LayerStatistics(of: record)
      for stream in record.streams {
        let tensor = "layer\(record.index).\(stream.rawValue)"
        let queries = try golden.values("\(tensor).queries").map { Int($0) }
        var rows: [Float] = []
        for head in 0..<record.heads {
          for query in queries { rows += record.row(query: query, head: head, stream: stream).weights }
        }
        #expect(largestDifference(rows, try golden.values("\(tensor).rows")) <= 2e-5, "\(tensor)")
        let entropies = try (0..<record.heads).map {
          Float(try #require(statistics.summary(head: $0, stream: stream)?.entropy.value))
        }
        #expect(
          largestDifference(entropies, try golden.values("\(tensor).entropy")) <= 1e-5, "\(tensor) entropy")
        compared += 1
      }
    }
    let expected = golden.file.names.count { $0.hasPrefix("layer") && $0.hasSuffix(".rows") }
    #expect(compared == expected && expected > 0)
  }

  /// The same weights in single, half and bfloat16 precision are the same model.
  @Test(arguments: ["F32", "F16", "BF16"]) func everyPrecisionIsRead(type: String) throws {
    let folder = try TemporaryFolder()
    for name in ["timm-vit-odd-heads", "hf-swin", "pola-swin-windows"] {
      let family = try FamilyCase(name)
      let path = folder.write(family.file(type: type), to: "\(name).safetensors")
      let checkpoint = try Checkpoint.open(path)
      #expect(checkpoint.tensors.values.allSatisfy { $0.type.rawValue == type })
      try expectAgreement(family, try family.load(checkpoint, engine: engine))
    }
  }

  /// DINO's training file: the teacher's backbone out of teacher and student, in half precision, its matrices
  /// transposed in memory.
  @Test func theTeacherOfATrainingFileIsTheBackbone() throws {
    let family = try FamilyCase("dino")
    let checkpoint = try Checkpoint.open(Fixtures.path("families/dino-training.pth"))
    let values = family.values
    let model = try family.load(checkpoint, engine: engine)
    let part = try #require(model.description.checkpoint)
    #expect(part.names == values.keys.sorted())
    for (name, expected) in values { #expect(try part.floats(name) == expected, "\(name)") }
    #expect(part.tensors["blocks.0.attn.qkv.weight"]?.isContiguous == false)
    let summary = try #require(model.description.part.summary)
    #expect(summary.hasPrefix("the model is 'teacher.backbone.' (30 tensors); left aside: "))
    #expect(summary.contains("'student' (30 tensors)"))
    #expect(summary.contains("'teacher.head'"))
    try expectAgreement(family, model)
  }
}
