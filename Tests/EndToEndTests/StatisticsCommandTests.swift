// `polascope stats` on the bundled twins: what its JSON holds, and how it goes on past an image that it cannot read.
import FoundationEssentials
import Glibc
import Samples
import Testing

@Suite struct StatisticsCommandTests {
  /// The part of a line of `stats` that these tests read.
  struct Line: Decodable {
    struct Top: Decodable {
      let index: Int
      let label: String
      let probability: Double
    }
    struct RowSum: Decodable {
      let mean: Double
      let min: Double
    }
    struct Power: Decodable {
      let min: Double
      let mean: Double
      let max: Double
    }
    struct Head: Decodable {
      let index: Int
      let entropy: [String: Double]
      let normalizedEntropy: [String: Double]
      let rowSum: [String: RowSum]
      let emptyRows: [String: Int]
      let polarity: [String: Double]
      let meanDistance: Double
      let power: Power?
      let gate: [String: Double]?
    }
    struct Layer: Decodable {
      let index: Int
      let name: String
      let mechanism: String
      let queryGrid: [Int]
      let keyGrid: [Int]
      let heads: [Head]
    }
    let model: String
    let family: String
    let image: String
    let input: [Int]
    let logits: [Double]
    let top: [Top]
    let layers: [Layer]
    let seconds: [String: Double]
  }

  private func lines(_ run: ProgramRun) throws -> [Line] {
    try run.output.split(separator: "\n").map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
  }

  @Test func theTwinsGiveOneLineForEachModelAndImage() throws {
    let images = Samples.images.prefix(2)
    try #require(images.count == 2)
    let run = try Program.run(
      ["stats"] + Samples.defaultModels + images.flatMap { ["--image", $0] })
    #expect(run.status == 0)
    #expect(run.error.isEmpty)
    let lines = try lines(run)
    #expect(
      lines.map { "\($0.model) \($0.image)" }
        == Samples.defaultModels.flatMap { model in images.map { "\(model) \($0)" } })
    for line in lines {
      #expect(line.family == "pola_pvt")
      #expect(line.input == [128, 128])
      #expect(line.logits.count == 10)
      #expect(line.layers.map(\.heads.count) == [1, 1, 2, 2, 4, 4, 5])
      #expect(line.layers.map { $0.keyGrid[0] } == [32, 32, 16, 16, 8, 8, 4])
      let best = try #require(line.top.first)
      #expect(line.logits.max() == line.logits[best.index])
      #expect((line.seconds["forward"] ?? 0) > 0)
    }
  }

  @Test func everyHeadKeepsTheIdentitiesOfItsNumbers() throws {
    let image = try #require(Samples.images.first)
    let lines = try lines(try Program.run(["stats"] + Samples.defaultModels + ["--image", image]))
    try #require(lines.count == 2)
    for (line, mechanism) in zip(lines, ["softmax", "polarity"]) {
      let streams: Set = mechanism == "softmax" ? ["attention"] : ["attention", "same", "opposite"]
      for layer in line.layers {
        #expect(layer.mechanism == mechanism)
        let uniform = Double.log(ofCount: layer.keyGrid[0] * layer.keyGrid[1])
        for head in layer.heads {
          #expect(Set(head.entropy.keys) == streams)
          for (stream, entropy) in head.entropy {
            #expect((0...uniform + 1e-6).contains(entropy))
            #expect(abs((head.normalizedEntropy[stream] ?? .nan) - entropy / uniform) < 1e-6)
          }
          #expect(abs(head.polarity.values.reduce(0, +) - 1) < 1e-9)
          #expect((0...128 * Double(2).squareRoot()).contains(head.meanDistance))
          #expect(head.rowSum.values.allSatisfy { $0.min <= $0.mean + 1e-9 && $0.mean <= 1 + 1e-6 })
          #expect((head.power != nil) == (mechanism == "polarity"))
          #expect((head.gate != nil) == (mechanism == "polarity"))
          if let power = head.power {
            #expect(1 <= power.min && power.min <= power.mean && power.mean <= power.max && power.max <= 5)
          }
        }
      }
    }
  }

  @Test func anImageThatCannotBeReadIsALineOfItsOwn() throws {
    let image = try #require(Samples.images.first)
    let folder = try TemporaryFolder()
    let broken = "\(folder.path)/broken.png"
    try "not a picture".write(toFile: broken, atomically: true, encoding: .utf8)
    let run = try Program.run(["stats", "fashion-polarity", "--image", broken, "--image", image])
    #expect(run.status == 1)
    let output = run.output.split(separator: "\n")
    try #require(output.count == 2)
    struct Failure: Decodable {
      let model: String
      let image: String
      let error: String
    }
    /// What both lines say of the model.
    struct Subject: Decodable, Equatable {
      struct File: Decodable, Equatable {
        let path: String
        let bytes: Int
        let digest: String
      }
      let model: String
      let modelFile: File
      let settings: [String: String]
    }
    let (first, second) = (Data(output[0].utf8), Data(output[1].utf8))
    let failure = try JSONDecoder().decode(Failure.self, from: first)
    #expect(failure.model == "fashion-polarity" && failure.image == broken)
    #expect(failure.error.contains("broken.png"))
    #expect(try JSONDecoder().decode(Line.self, from: second).image == image)
    #expect(
      try JSONDecoder().decode(Subject.self, from: first) == JSONDecoder().decode(Subject.self, from: second))
  }

  @Test func howSixteenBitGrayWasReadIsSaid() throws {
    let folder = try TemporaryFolder()
    let image = "\(folder.path)/wide.pgm"
    try "P2\n2 2\n1000\n0 2 4 1000\n".write(toFile: image, atomically: true, encoding: .utf8)
    let run = try Program.run(["stats", "fashion-polarity", "--image", image])
    #expect(run.status == 0)
    #expect(run.error.hasPrefix("polascope: \(image): 16-bit gray"))
    #expect(run.error.split(separator: "\n").count == 1)
  }

  @Test func withoutAnImageItIsAUsageError() throws {
    let run = try Program.run(["stats", "fashion-polarity"])
    #expect(run.status == 64)
    #expect(run.error.contains("--image"))
    #expect(run.error.split(separator: "\n").count == 1)
  }
}

extension Double {
  /// The entropy of the uniform distribution over `count` things, in nats.
  fileprivate static func log(ofCount count: Int) -> Double { Glibc.log(Double(count)) }
}

// MARK: Sizes

/// What a line of `stats` says of the size of the input.
private struct SizedLine: Decodable {
  let input: [Int]
  let logits: [Float]
}

@Suite struct InputSizeTests {
  private func lines(_ size: String) throws -> [SizedLine] {
    let image = try #require(Samples.images.first)
    let run = try Program.run(["stats", "fashion-polarity", "--image", image, "--input-size", size])
    #expect(run.status == 0, "\(run.error)")
    return try run.output.split(separator: "\n").map {
      try JSONDecoder().decode(SizedLine.self, from: Data($0.utf8))
    }
  }

  /// One line for each size, each that of a run at this size alone.
  @Test func severalSizesGiveALineEach() throws {
    let both = try lines("128,192")
    #expect(both.map(\.input) == [[128, 128], [192, 192]])
    let single = try lines("128").map(\.logits) + lines("192").map(\.logits)
    #expect(both.map(\.logits) == single)
    #expect(Set(single).count == 2)
  }

  @Test func whatTakesOneSizeRefusesSeveral() throws {
    let image = try #require(Samples.images.first)
    let run = try Program.run(
      ["dump", "fashion-polarity", "--image", image, "--input-size", "128,192", "--out", "/nowhere"])
    #expect(run.status == 64 && run.error.contains("--input-size"))
  }
}
