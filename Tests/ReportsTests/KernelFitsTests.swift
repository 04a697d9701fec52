// Which kernel is the nearest, and when the images do not say.
import Files
import Session
import TestSupport
import Testing

@testable import Reports

@Suite struct KernelFitsTests {
  /// A line of `kernels` of a softmax model with one head; nil: no divergence.
  private func line(_ image: String, _ divergences: [String: Double?], mechanism: String = "softmax")
    -> String
  {
    let numbers = divergences.sorted { $0.key < $1.key }.map { kernel, divergence in
      let value = divergence.map { "\($0)" } ?? "null"
      let signed = kernel == "inline" ? #","negativeMass":0.25,"signed":true"# : ""
      return #""\#(kernel)":{"divergence":\#(value),"normalizedEntropy":{"attention":0.5}\#(signed)}"#
    }.joined(separator: ",")
    let names = divergences.keys.sorted().map { "\"\($0)\"" }.joined(separator: ",")
    return
      #"{"family":"vit","image":"\#(image)","kernels":[\#(names)],"layers":[{"index":0,"name":"l","mechanism":"\#(mechanism)","heads":[{"index":0,"kernels":{\#(numbers)}}]}],"model":"m","modelFile":{"path":"m.pth","bytes":1,"digest":"0123456789abcdef"},"settings":{}}"#
  }

  private func summary(_ lines: [String]) throws -> Summary {
    var builder = SummaryBuilder()
    for (index, text) in lines.enumerated() {
      let line = LineReader.Line(bytes: Array(text.utf8), number: index + 1, offset: 0, isTerminated: true)
      try builder.add(StatisticsLine(line, file: "f"), file: "f", number: index + 1)
    }
    return builder.summary(fractions: [0.5], names: Set(Metric.Name.all))
  }

  private let many = [
    ("a", 0.10), ("b", 0.12), ("c", 0.11), ("d", 0.13), ("e", 0.12),
  ]

  @Test func theNearestIsFirstAndTheOwnIsNoAnswer() throws {
    let lines = many.map { image, value in
      line(
        image,
        [
          "softmax": 0.0, "relu": value, "elu": value + 0.1 + value / 10, "exp": value + 0.05 - value / 10,
          "inline": nil,
        ])
    }
    let fits = try #require(try summary(lines).models.first?.fits)
    #expect(fits.fits.map(\.kernel) == ["softmax", "relu", "exp", "elu", "inline"])
    #expect(fits.fits.map(\.isOwn) == [true, false, false, false, false])
    #expect(fits.fits.last?.isSigned == true)
    let words = fits.sentences.joined(separator: "\n")
    #expect(words.contains("linear kernels: relu, JS 0.1160 (95 % interval 0.1018 to 0.1302, n = 5)"))
    #expect(words.contains("tell it apart from all 2 others"))
    #expect(words.contains("a divergence is undefined"))
    #expect(fits.table.plain.contains("softmax (own)") && fits.table.plain.contains("0.500 |a|"))
    // The order of the lines changes nothing.
    var random = SplitMix64(seed: 3)
    let text = try summary(lines).text(.table)
    for _ in 0..<5 { #expect(try summary(lines.shuffled(using: &random)).text(.table) == text) }
  }

  @Test func whatTheImagesDoNotDecideIsNotClaimed() throws {
    let lines = zip(many, [0.02, -0.03, 0.01, 0.02, -0.01]).map { image, step in
      line(image.0, ["relu": image.1, "exp": image.1 + step, "elu": 0.5 + image.1])
    }
    let words = try #require(try summary(lines).models.first?.fits).sentences.joined(separator: "\n")
    #expect(
      words.contains("do not tell it apart from exp (") || words.contains("do not tell it apart from relu ("))
  }

  @Test func oneImageHasNoInterval() throws {
    let words = try #require(try summary([line("a", ["relu": 0.1, "exp": 0.2])]).models.first?.fits)
      .sentences.joined(separator: "\n")
    #expect(words.contains("relu, JS 0.1000 (one image, which has no interval)"))
    #expect(!words.contains("tell"))
  }

  @Test func aKernelWithoutADivergenceIsNotRanked() throws {
    let lines = [line("a", ["relu": nil, "exp": 0.4]), line("b", ["relu": 0.1, "exp": 0.4])]
    let fits = try #require(try summary(lines).models.first?.fits)
    #expect(fits.fits.map(\.kernel) == ["exp", "relu"] && fits.fits[1].undefinedHeads == 1)
    #expect(fits.sentences.joined().contains("* Not of every head"))
    #expect(fits.sentences.contains { $0.contains("linear kernels: exp") })
  }

  /// Lines of `stats` and of other kernels are other numbers of the same model, and contradict nothing.
  @Test func linesOfOtherKindsStayApart() throws {
    let stats =
      #"{"family":"vit","image":"a","layers":[{"index":0,"name":"l","mechanism":"softmax","heads":[{"index":0,"meanDistance":3}]}],"model":"m","modelFile":{"path":"m.pth","bytes":1,"digest":"0123456789abcdef"},"settings":{}}"#
    let summary = try summary([line("a", ["relu": 0.1]), stats, line("a", ["relu": 0.1, "exp": 0.2])])
    #expect(summary.models.map(\.kernels) == [nil, ["exp", "relu"], ["relu"]])
    #expect(summary.models.map { $0.fits == nil } == [true, false, false])
  }
}
