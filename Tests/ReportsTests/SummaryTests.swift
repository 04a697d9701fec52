// Lines merged by the model that they belong to, whatever it is called and in whatever order they come.
import Files
import Session
import TestSupport
import Testing

@testable import Reports

@Suite struct SummaryTests {
  private static let (one, two) = ("0123456789abcdef", "fedcba9876543210")

  /// A line of `stats` with one number.
  private struct Line {
    var model = "last"
    var path = "a/last.pth"
    var bytes = 1
    var digest: String? = SummaryTests.one
    var settings: [String: String] = ["heads": "3"]
    var image = "i"
    /// Of the image's file.
    var file: String?
    var value = 1.0
    /// The number of sinks, an extra.
    var sinks: Int?
    /// The fraction of the input that the box covers, and what stays in it.
    var box: Double?

    var text: String {
      let digest = digest.map { #","digest":"\#($0)""# } ?? ""
      let file = file.map { #","imageDigest":"\#($0)""# } ?? ""
      let settings = settings.map { #""\#($0)":"\#($1)""# }.joined(separator: ",")
      let sinks = sinks.map { #","extra":{"sinks":\#($0)}"# } ?? ""
      let mass = box.map { #","massInBox":\#($0)"# } ?? ""
      let share = box.map { #""boxShare":\#($0),"# } ?? ""
      return
        #"{\#(share)"model":"\#(model)","modelFile":{"path":"\#(path)","bytes":\#(bytes)\#(digest)},"settings":{\#(settings)},"family":"vit","image":"\#(image)"\#(file),"layers":[{"index":0,"name":"l","mechanism":"softmax","heads":[{"index":0,"meanDistance":\#(value)\#(mass)\#(sinks)}]}]}"#
    }
  }

  private func summary(_ lines: [String]) throws -> Summary {
    var builder = SummaryBuilder()
    for (index, text) in lines.enumerated() {
      let line = LineReader.Line(
        bytes: Array(text.utf8), number: index + 1, offset: 0, isTerminated: true)
      try builder.add(StatisticsLine(line, file: "f"), file: "f", number: index + 1)
    }
    return builder.summary(fractions: [0.5], names: Set(Metric.Name.all))
  }

  /// The same in every order.
  private func models(_ lines: [Line]) throws -> [Summary.Model] {
    let text = try summary(lines.map(\.text)).text(.json)
    var random = SplitMix64(seed: 1)
    for _ in 0..<6 {
      #expect(try summary(lines.map(\.text).shuffled(using: &random)).text(.json) == text)
    }
    return try summary(lines.map(\.text)).models
  }

  @Test func twoDigestsAreTwoModels() throws {
    let models = try models([
      Line(), Line(image: "j", value: 3), Line(path: "b/last.pth", digest: Self.two, value: 5),
    ])
    #expect(models.map(\.name) == ["a/last", "b/last"])
    #expect(models.map(\.images) == [2, 1])
    #expect(models.map { $0.layers[0].heads[0][0].distribution.mean } == [2, 5])
    // Overwritten in its place: only the digest tells.
    let steps = try self.models([Line(), Line(digest: Self.two, value: 5)])
    #expect(steps.map(\.name) == ["last \(Self.one)", "last \(Self.two)"])
  }

  /// Lines of one model that are of two images at one path contradict each other, whatever their numbers are.
  @Test func oneImageOfAModelHasOneDigest() throws {
    let one = [Line(file: Self.one), Line(), Line(file: Self.one), Line(image: "j", file: Self.two)]
    #expect(try models(one).map(\.images) == [2])
    for value in [1.0, 2] {
      let lines = (one + [Line(file: Self.two, value: value)]).map(\.text)
      let error = #expect(throws: StatisticsLineError.self) { try summary(lines) }
      #expect(error?.line == 5 && error?.reason.contains("another image at i than in line 1 of f") == true)
      #expect(throws: StatisticsLineError.self) { try summary(lines.reversed()) }
    }
  }

  /// Models that saw other images at one path are summarized, and it is said.
  @Test func imagesThatModelsDoNotShareAreNamed() throws {
    let lines = [
      Line(file: Self.one), Line(image: "j", file: Self.one), Line(digest: Self.two, file: Self.one),
      Line(digest: Self.two, image: "k", file: Self.two),
    ]
    #expect(try summary(lines.map(\.text)).unlikeImages.isEmpty)
    let other = lines + [Line(settings: ["heads": "6"], image: "j", file: Self.two)]
    let summary = try summary(other.map(\.text))
    #expect(summary.unlikeImages == ["j"] && summary.models.map { $0.images + $0.copies } == [2, 1, 2])
  }

  /// A copy of an image is no further measurement, whatever its path is and whichever line says that it is one.
  @Test func copiesOfAnImageCountOnce() throws {
    let copies = [
      Line(file: Self.one), Line(image: "j", file: Self.one), Line(image: "k", file: Self.one),
      Line(image: "l", file: Self.two, value: 3),
    ]
    let model = try #require(try models(copies).first)
    #expect(model.images == 2 && model.copies == 2)
    let distance = model.layers[0].heads[0][0].distribution
    #expect(distance.count == 2 && distance.mean == 2)
    // A path whose file only another line states; lines that were asked for more; a path without a digest.
    let late = [
      Line(sinks: 4), Line(file: Self.one), Line(image: "j", file: Self.one, sinks: 4),
      Line(image: "l", value: 3),
    ]
    let merged = try #require(try models(late).first)
    #expect(merged.images == 2 && merged.copies == 1)
    #expect(merged.layers[0].heads[0].map { $0.distribution.count } == [2, 1])
    // Another box is another question about the same image.
    let boxes = try #require(
      try models([
        Line(file: Self.one, box: 0.5), Line(image: "j", file: Self.one, box: 0.25),
        Line(image: "k", file: Self.one, box: 0.25),
      ]).first)
    #expect(boxes.images == 1 && boxes.copies == 2)
    #expect(boxes.layers[0].heads[0].map { $0.distribution.count } == [1, 2])
    // Each model counts for itself.
    let two = try models([
      Line(file: Self.one), Line(path: "b/last.pth", digest: Self.two, image: "j", file: Self.one),
    ])
    #expect(two.map(\.images) == [1, 1] && two.map(\.copies) == [0, 0])
    for (format, word) in [(ReportFormat.table, "2 images, 2 copies left out"), (.json, "\"copies\" : 2")] {
      #expect(try summary(copies.map(\.text)).text(format).contains(word))
    }
  }

  @Test func oneDigestIsOneModelWhateverItsName() throws {
    let models = try models([
      Line(), Line(model: "best", path: "b/best.safetensors", bytes: 2, image: "j", value: 3),
      Line(model: "copy", path: "c/copy.pth"),
    ])
    #expect(models.map(\.name) == ["best"] && models[0].otherNames == ["copy", "last"])
    #expect(models[0].images == 2 && models[0].bytes == 2)
  }

  @Test func whatWasRunInAnotherWayIsAnotherModel() throws {
    let models = try models([
      Line(), Line(settings: ["heads": "6"], value: 5),
      Line(settings: ["heads": "6", "heads off": "2.1"], value: 4),
    ])
    #expect(
      models.map(\.name) == [
        "last, heads 3, heads off –", "last, heads 6, heads off 2.1", "last, heads 6, heads off –",
      ])
    let transforms = try self.models([
      Line(settings: ["crop fraction": "1", "preprocessing": "to 224"]),
      Line(settings: ["crop fraction": "0.5", "preprocessing": "to 448"]),
    ])
    #expect(transforms.map(\.name) == ["last, crop fraction 0.5", "last, crop fraction 1"])
    let sides = try self.models([
      Line(settings: ["preprocessing": "to 224"]), Line(settings: ["preprocessing": "to 448"]),
    ])
    #expect(sides.map(\.name) == ["last, preprocessing to 224", "last, preprocessing to 448"])
  }

  @Test func linesWithoutADigestAreOneModelOfTheirName() throws {
    let old = Line(digest: nil, settings: [:])
    var second = old
    (second.image, second.value) = ("j", 3)
    let models = try models([old, second, Line(), Line(path: "b/last.pth", digest: Self.two)])
    #expect(models.map(\.name) == ["a/last \(Self.one)", "a/last without a digest", "b/last"])
    #expect(models.map(\.images) == [1, 2, 1])
    let only = try self.models([old, second])
    #expect(only.map(\.name) == ["last"] && only[0].identity?.digest == nil)
    // As before, another size is another model, which has to be summarized by itself.
    second.bytes = 2
    #expect(
      throws: StatisticsLineError(
        file: "f", line: 2,
        reason: "last is another model than the one of that name in line 1 of f; summarize them separately")
    ) {
      try summary([old.text, second.text])
    }
  }

  @Test func contradictionsNameBothLines() {
    let other = Line(path: "b/last.pth", value: 2)
    #expect(
      throws: StatisticsLineError(
        file: "f", line: 3, reason: "last has other numbers on i than in line 1 of f")
    ) {
      try summary([Line().text, Line(image: "j").text, other.text])
    }
    var longer = Line(image: "j").text
    longer.replace(
      #""layers":["#, with: #""layers":[{"index":0,"name":"k","mechanism":"softmax","heads":[]},"#)
    longer.replace(#"{"index":0,"name":"l""#, with: #"{"index":1,"name":"l""#)
    #expect(
      throws: StatisticsLineError(
        file: "f", line: 2,
        reason:
          "last has the digest of the model in line 1 of f, but other layers; one of the lines was changed")
    ) {
      try summary([Line().text, longer])
    }
  }

  /// A run with `--extra` or `--boxes` beside one without: what both have must agree, and all counts once.
  @Test func linesThatWereAskedForMoreAreMerged() throws {
    let all = [Line(), Line(sinks: 4), Line(box: 0.5), Line(sinks: 4, box: 0.5), Line(image: "j", value: 3)]
    let model = try #require(try models(all).first)
    #expect(model.images == 2)
    let numbers = model.layers[0].heads[0].map { ($0.metric.description, $0.distribution.count) }
    #expect(numbers.map(\.0) == ["meanDistance", "massInBox", "sinks"] && numbers.map(\.1) == [2, 1, 1])
    for (one, other) in [
      (Line(sinks: 4), Line(sinks: 5)), (Line(box: 0.5), Line(box: 0.25)), (Line(), Line(value: 2, sinks: 4)),
    ] {
      let error = #expect(throws: StatisticsLineError.self) { try summary([one.text, other.text]) }
      #expect(error?.reason == "last has other numbers on i than in line 1 of f")
    }
  }

  @Test func failuresCountForTheModelThatTheyState() throws {
    func failure(_ digest: String, image: String = "x", heads: String = "3") -> String {
      #"{"error":"e","image":"\#(image)","model":"last","modelFile":{"bytes":1,"digest":"\#(digest)","path":"\#(digest.prefix(1))/last.pth"},"settings":{"heads":"\#(heads)"}}"#
    }
    let lines = [Line().text, Line(path: "f/last.pth", digest: Self.two).text]
    let models = try summary(lines + [failure(Self.two), failure(Self.two, image: "y"), failure(Self.one)])
      .models
    #expect(models.map(\.images) == [1, 1] && models.map(\.failures) == [1, 2])
    // Of a model without numbers: other weights, other settings.
    let others = try summary([Line().text, failure(Self.two), failure(Self.one, heads: "6")]).models
    #expect(others.map(\.failures).sorted() == [0, 1, 1] && Set(others.map(\.name)).count == 3)
    #expect(others.filter { $0.images == 0 }.allSatisfy { $0.identity?.digest != nil })
    // Twice the same, and one that another line has numbers of.
    let again = try summary([
      Line().text, failure(Self.one), failure(Self.one), failure(Self.one, image: "i"),
    ])
    #expect(again.models.map(\.failures) == [1] && again.repetitions == 1)
  }

  @Test func failuresCountForTheModelOfTheirNameWhereThereIsOne() throws {
    let failure = #"{"error":"e","image":"x","model":"last"}"#
    #expect(try summary([failure, Line().text]).models.map(\.failures) == [1])
    let several = try summary([failure, Line().text, Line(digest: Self.two).text]).models
    #expect(several.map(\.failures).reduce(0, +) == 1 && several.count == 3)
    #expect(several.first { $0.failures > 0 }?.name == "last, one of 2 models")
    // Another run could read it.
    #expect(try summary([failure, Line(image: "x").text]).models.map(\.failures) == [0])
    let alone = try summary([failure]).models
    #expect(alone.map(\.name) == ["last"] && alone[0].failures == 1)
  }

  @Test func everyFormatTellsThemApart() throws {
    let lines = [Line(), Line(path: "b/last.pth", digest: Self.two, value: 5)].map(\.text)
    for format in [ReportFormat.table, .markdown, .csv, .json] {
      let text = try summary(lines).text(format)
      #expect(text.contains("a/last") && text.contains("b/last"), "\(format)")
      #expect(format != .json || text.contains(Self.one) && text.contains(Self.two), "\(format)")
    }
  }
}
