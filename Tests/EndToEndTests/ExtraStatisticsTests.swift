// `polascope stats --extra`: the numbers that are only computed on request.
import FoundationEssentials
import Samples
import Testing

/// The fields of a line that these tests look at.
private struct Line: Decodable {
  struct Layer: Decodable {
    let mechanism: String
    let queryGrid: [Int]
    let keyGrid: [Int]
    let heads: [Head]
  }
  struct Head: Decodable {
    let entropy: [String: Double?]
    let extra: Extra?
  }
  struct Extra: Decodable {
    let rank: [String: Rank?]
    let sinks: Int
    let massMaskSize: Double?
    let pooledEntropy: Double?
    let attentionShare: Double?
    let bias: Span?
  }
  struct Rank: Decodable {
    let kind: String
    let value: Double
  }
  struct Span: Decodable {
    let min: Double
    let max: Double
  }
  let pooledGrid: [Int]?
  let layers: [Layer]
}

@Suite struct ExtraStatisticsTests {
  private func line(_ model: String, image: String, _ options: String...) throws -> Line {
    let run = try Program.run(["stats", model, "--image", image] + options)
    try #require(run.status == 0, "\(run.error)")
    return try JSONDecoder().decode(Line.self, from: Data(run.output.utf8))
  }

  @Test func nothingIsAddedUnasked() throws {
    let line = try line("fashion-polarity", image: #require(Samples.images.first))
    #expect(line.pooledGrid == nil)
    #expect(line.layers.flatMap(\.heads).allSatisfy { $0.extra == nil })
  }

  @Test func everyHeadOfAPolarityModelHasThem() throws {
    let line = try line("fashion-polarity", image: #require(Samples.images.first), "--extra")
    #expect(line.pooledGrid == [4, 4])
    for layer in line.layers {
      let keys = layer.keyGrid[0] * layer.keyGrid[1]
      for head in layer.heads {
        let extra = try #require(head.extra)
        #expect(Set(extra.rank.keys) == ["same", "opposite"])
        for rank in extra.rank.values {
          let rank = try #require(rank)
          #expect(rank.kind == "effective" && rank.value >= 1 && rank.value <= Double(keys))
        }
        let size = try #require(extra.massMaskSize)
        #expect(size >= 1 && size <= 0.6 * Double(keys) + 1)
        #expect(extra.sinks < keys)
        let pooled = try #require(extra.pooledEntropy)
        #expect(pooled > 0 && pooled <= 2.7726)  // ln 16
        let share = try #require(extra.attentionShare)
        #expect(share > 0 && share < 1)
        #expect(extra.bias == nil)
      }
    }
    // On the coarsest grid nothing is pooled.
    for head in try #require(line.layers.last).heads {
      let entropy = try #require(head.entropy["attention"] ?? nil)
      #expect(abs(entropy - (try #require(head.extra?.pooledEntropy))) < 1e-5)
    }
  }

  @Test func swinHasABiasAndNoConvolution() throws {
    let line = try line(
      fixture("ms-swin-nano"), image: fixture("ms-swin-nano/image.png"), "--extra")
    for head in line.layers.flatMap(\.heads) {
      let extra = try #require(head.extra)
      let bias = try #require(extra.bias)
      #expect(bias.min < bias.max)
      #expect(extra.attentionShare == nil)
      #expect(Set(extra.rank.keys) == ["attention"])
    }
  }

  private struct Summary: Decodable {
    struct Numbers: Decodable {
      let count: Int
      let mean: Double
    }
    struct Head: Decodable {
      let sinks: Numbers?
      let massMaskSize: Numbers?
      let attentionShare: Numbers?
      let rank: [String: Numbers]?
    }
    struct Layer: Decodable { let heads: [Head] }
    struct Model: Decodable { let layers: [Layer] }
    let models: [Model]
  }

  /// `summary` has them like any other number, and only where they were requested.
  @Test func summariesHaveThem() throws {
    let folder = try TemporaryFolder()
    let image = try #require(Samples.images.first)
    for options in [[], ["--extra"]] {
      let file = "\(folder.path)/lines\(options.count).jsonl"
      let run = try Program.run(["stats", "fashion-polarity", "--image", image, "--append", file] + options)
      try #require(run.status == 0, "\(run.error)")
      let line = try JSONDecoder().decode(Line.self, from: Data(contentsOf: URL(filePath: file)))
      let summary = try Program.run(["summary", file, "--format", "json"])
      try #require(summary.status == 0, "\(summary.error)")
      let model = try #require(
        JSONDecoder().decode(Summary.self, from: Data(summary.output.utf8)).models.first)
      for (layer, expected) in zip(model.layers, line.layers) {
        for (head, expected) in zip(layer.heads, expected.heads) {
          #expect(head.sinks?.mean == expected.extra.map { Double($0.sinks) })
          #expect(head.massMaskSize?.mean == expected.extra?.massMaskSize)
          #expect(head.attentionShare?.mean == expected.extra?.attentionShare)
          #expect(head.rank?["opposite"]?.mean == expected.extra?.rank["opposite"]??.value)
          #expect(head.rank?["attention"] == nil)
        }
      }
    }
  }
}
