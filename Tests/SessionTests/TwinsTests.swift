// The bundled twins against PyTorch: from the image file to logits, rows, entropies, maps and budgets.
import Attention
import AttentionMaps
import Compute
import Imaging
import Session
import TestSupport
import Testing

@Suite struct TwinsTests {
  static let models = ["fashion-softmax", "fashion-polarity", "fashion-relu", "fashion-focused"]
  static let scenes = ["ankle-boot-01", "bag-01", "coat-01", "dress-01"]
  static let cases = models.flatMap { model in scenes.map { (model, $0) } }

  private static let samples = Fixtures.folder + "/../../samples"
  private let engine: Engine

  init() throws { engine = try Engine() }

  private func examine(_ model: String, _ scene: String) throws -> (Examination, Golden) {
    let loaded = try LoadedModel.load("\(Self.samples)/\(model)", engine: engine)
    let image = try InputImage.load("\(Self.samples)/images/\(scene).png")
    return (
      try Examination.run(loaded, on: image), try Golden("twins/\(model)/\(scene).golden.safetensors")
    )
  }

  @Test(arguments: cases) func inputAndLogits(model: String, scene: String) throws {
    let (examination, golden) = try examine(model, scene)
    #expect(largestDifference(examination.input.planes, try golden.values("input")) <= 1.2e-7)
    #expect(largestDifference(try #require(examination.logits), try golden.values("logits")) <= 5e-5)
  }

  @Test(arguments: cases) func rowsAndEntropies(model: String, scene: String) throws {
    let (examination, golden) = try examine(model, scene)
    for record in examination.records {
      let statistics = try LayerStatistics(of: record)
      for stream in record.streams {
        let name = "layer\(record.index).\(stream.rawValue)"
        let queries = try golden.values("\(name).queries").map { Int($0) }
        var rows: [Float] = []
        for head in 0..<record.heads {
          for query in queries { rows += record.row(query: query, head: head, stream: stream).weights }
        }
        #expect(largestDifference(rows, try golden.values("\(name).rows")) <= 2e-5, "\(name)")
        let entropies = try (0..<record.heads).map {
          Float(try #require(statistics.summary(head: $0, stream: stream)?.entropy.value))
        }
        #expect(
          largestDifference(entropies, try golden.values("\(name).entropy")) <= 1e-5, "\(name) entropy")
      }
    }
  }

  @Test(arguments: models) func maps(model: String) throws {
    let (examination, _) = try examine(model, Self.scenes[0])
    let golden = try Golden("twins/\(model)/maps.golden.safetensors")
    var compared = 0
    for record in examination.records where golden.has("layer\(record.index).queries") {
      let queries = try golden.values("layer\(record.index).queries").map { Int($0) }
      for kind in MapKind.allCases {
        let name = "layer\(record.index).\(kind.rawValue)"
        guard golden.has(name) else { continue }
        var values: [Float] = []
        for head in 0..<record.heads {
          for query in queries { values += record.mapValues(kind, head: head, row: query) }
        }
        let expected = try golden.values(name)
        let magnitude = expected.map(abs).max() ?? 0
        #expect(largestDifference(values, expected) <= 2e-5 * max(1, magnitude), "\(name)")
        compared += 1
      }
    }
    #expect(compared >= (model == "fashion-polarity" ? 27 : 15))
  }

  @Test(arguments: models) func budgetsAndDistances(model: String) throws {
    let (examination, _) = try examine(model, Self.scenes[0])
    let golden = try Golden("twins/\(model)/maps.golden.safetensors")
    for numbers in try StatisticsRecord(of: examination.model, on: examination.image).layers {
      var budgets: [Float] = []
      var distances: [Float] = []
      var entropies: [Float] = []
      for head in numbers.heads {
        budgets += try ["pp", "nn", "pn", "np"].map { Float(try #require(head["polarity"]?[$0]?.double)) }
        distances.append(Float(try #require(head["meanDistance"]?.double)))
        entropies.append(Float(try #require(head["entropy"]?["attention"]?.double)))
      }
      let layer = "layer\(numbers.index)"
      #expect(largestDifference(budgets, try golden.values("\(layer).budget")) <= 2e-5, "\(layer) budget")
      #expect(
        largestDifference(distances, try golden.values("\(layer).meanDistance")) <= 1e-3, "\(layer) distance")
      #expect(
        largestDifference(entropies, try golden.values("\(layer).attention.entropy")) <= 1e-5,
        "\(layer) attention entropy")
    }
  }

  @Test func divergenceOfTheTwins() throws {
    let (softmax, _) = try examine("fashion-softmax", Self.scenes[0])
    let (polarity, _) = try examine("fashion-polarity", Self.scenes[0])
    let golden = try Golden("twins/fashion-polarity/maps.golden.safetensors")
    for (a, b) in zip(softmax.records, polarity.records) {
      let divergences = try (0..<a.heads).map { head in
        let comparison = try HeadComparison(a, head: head, b, head: head)
        #expect(comparison.pooled == nil)
        return Float(try #require(comparison.divergence.value))
      }
      #expect(
        largestDifference(divergences, try golden.values("layer\(a.index).jensenShannon")) <= 1e-5,
        "layer \(a.index)")
    }
  }
}
