// `polascope compare`: its table and answer, its formats, labels, and heads without a partner.
import FoundationEssentials
import Samples
import Testing

@Suite struct CompareCommandTests {
  static let images = Samples.root.map { "\($0)/images" } ?? ""

  struct JSONComparison: Decodable {
    struct Pair<Value: Decodable>: Decodable {
      let a: Value
      let b: Value
    }
    struct Difference: Decodable {
      let mean: Double
      let interval: [Double]?
      let lower: Int
      let images: Int
    }
    struct Head: Decodable {
      let layer: Int
      let head: Int
      let pooled: Bool
      let normalizedEntropy: Pair<[String: Double]>
      let difference: Difference
      let divergence: Double
      let polarity: Pair<[String: Double]>
    }
    struct Place: Decodable {
      let layer: Int
      let head: Int
    }
    struct Accuracy: Decodable {
      let images: Int
      let a: Double
      let b: Double
      let onlyA: Int
      let onlyB: Int
    }
    struct Answer: Decodable {
      let question: String
      let subject: String
      let verdict: String
      let heads: Int
      let attention: Difference
      let streams: Difference?
      let text: String
    }
    let images: Int
    let copies: Int
    let failed: Int
    let heads: [Head]
    let unpaired: Pair<[Place]>
    let sameClass: Int
    let accuracy: Accuracy?
    let answer: Answer
  }

  /// A model is not sharper than itself, stream by stream neither.
  @Test func aModelDoesNotDifferFromItself() throws {
    let answer = try compare(["fashion-polarity", "fashion-polarity", "--image", Self.images]).answer
    #expect(answer.verdict == "undecided" && answer.attention.mean == 0)
    #expect(try #require(answer.streams).mean == 0)
  }

  /// Columns of streams are those of the models that have streams, whichever of the two that is.
  @Test func theTableHasTheStreamsOfBothSides() throws {
    let image = try #require(Samples.images.first)
    let names = ["fashion-softmax", "fashion-polarity"]
    for (a, b) in [(0, 1), (1, 0), (1, 1), (0, 0)] {
      let models = [names[a], names[b]]
      let table = try Program.run(["compare"] + models + ["--image", image]).output
      let titles = try #require(table.split(separator: "\n").first { $0.hasPrefix("layer") })
      #expect(titles.contains("same A  opp. A") == (a == 1))
      #expect(titles.contains("same B  opp. B") == (b == 1))
      let json = try compare(models + ["--image", image])
      let csv = try Program.run(["compare"] + models + ["--image", image, "--format", "csv"]).output
      let rows = csv.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
      let columns = try ["sameA", "oppositeA", "sameB", "oppositeB"].map {
        try #require(rows[0].firstIndex(of: Substring($0)))
      }
      for (row, head) in zip(rows.dropFirst(), json.heads) {
        let sides = [head.normalizedEntropy.a, head.normalizedEntropy.b]
        let expected = sides.flatMap { [$0["same"], $0["opposite"]] }
        #expect(columns.map { Double(row[$0]) } == expected)
      }
    }
  }

  private func compare(_ arguments: [String], status: Int32 = 0) throws -> JSONComparison {
    let run = try Program.run(["compare"] + arguments + ["--format", "json"])
    try #require(run.status == status, "\(run.error)")
    return try JSONDecoder().decode(JSONComparison.self, from: Data(run.output.utf8))
  }

  /// What `stats` gives of both models leads to the same differences, but for the rounding of another pass over the rows.
  @Test func differencesAreThoseOfTheLinesOfStats() throws {
    let comparison = try compare(Samples.defaultModels + ["--image", Self.images])
    let run = try Program.run(["stats"] + Samples.defaultModels + ["--image", Self.images])
    let lines = try run.output.split(separator: "\n").map {
      try JSONDecoder().decode(StatisticsCommandTests.Line.self, from: Data($0.utf8))
    }
    let softmax = lines.filter { $0.model == "fashion-softmax" }
    let polarity = lines.filter { $0.model == "fashion-polarity" }
    try #require(softmax.count == 14 && polarity.count == 14 && comparison.images == 14)
    #expect(comparison.heads.count == 19 && comparison.unpaired.a.isEmpty && comparison.unpaired.b.isEmpty)
    var perImage = [Double](repeating: 0, count: 14)
    for head in comparison.heads {
      let differences = try zip(softmax, polarity).map { a, b in
        func entropy(_ line: StatisticsCommandTests.Line) throws -> Double {
          try #require(line.layers[head.layer].heads[head.head].normalizedEntropy["attention"])
        }
        return try entropy(b) - entropy(a)
      }
      for (image, difference) in differences.enumerated() { perImage[image] += difference / 19 }
      #expect(abs(head.difference.mean - differences.reduce(0, +) / 14) < 1e-6)
      #expect(head.difference.lower == differences.count { $0 < 0 } && head.difference.images == 14)
      #expect(!head.pooled && (0...0.6932).contains(head.divergence))
      #expect(Set(head.normalizedEntropy.b.keys) == ["attention", "same", "opposite"])
      #expect(abs(head.polarity.a.values.reduce(0, +) - 1) < 1e-9)
    }
    let answer = comparison.answer
    #expect(answer.subject == "b" && answer.heads == 19)
    #expect(abs(answer.attention.mean - perImage.reduce(0, +) / 14) < 1e-6)
    #expect(answer.attention.lower == perImage.count { $0 < 0 })
    let interval = try #require(answer.attention.interval)
    let mean = answer.attention.mean
    let deviation = (perImage.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 13).squareRoot()
    // The quantile of Student's t with 13 degrees of freedom.
    #expect(abs(interval[1] - interval[0] - 2 * 2.160368656 * deviation / 14.0.squareRoot()) < 1e-6)
    #expect(answer.verdict == (interval[0] > 0 ? "higher" : interval[1] < 0 ? "lower" : "undecided"))
    let best = zip(softmax, polarity).count { a, b in a.top.first?.index == b.top.first?.index }
    #expect(comparison.sameClass == best)
  }

  /// The order of the models changes the sign of the differences and nothing about the question.
  @Test func theQuestionIsAboutThePolarityAwareModelOnEitherSide() throws {
    let images = ["--image", Self.images]
    let forth = try compare(["fashion-relu", "fashion-polarity"] + images)
    let back = try compare(["fashion-polarity", "fashion-relu"] + images)
    #expect(forth.answer.question == back.answer.question)
    #expect(
      forth.answer.question
        == "Is the entropy of fashion-polarity (polarity-aware) lower than that of fashion-relu (linear)?")
    #expect(forth.answer.attention.mean == back.answer.attention.mean && back.answer.subject == "a")
    #expect(forth.answer.attention.lower == back.answer.attention.lower)
    #expect(abs(forth.heads[3].difference.mean + back.heads[3].difference.mean) < 1e-12)
    #expect(forth.answer.streams?.images == 14)
  }

  @Test func otherPairsAreSaidToBeOthers() throws {
    let linear = try compare(["fashion-relu", "fashion-focused", "--image", Self.images])
    #expect(linear.answer.text.contains("Neither model is polarity-aware"))
    #expect(linear.answer.streams == nil)
    let one = try compare([
      "fashion-polarity", "fashion-polarity", "--image", try #require(Samples.images.first),
    ])
    #expect(one.answer.question.contains("(B)") && one.answer.question.contains("(A)"))
    #expect(one.answer.text.contains("Both models are polarity-aware"))
    #expect(one.answer.text.hasPrefix("Not decided by one image."))
    #expect(one.answer.verdict == "undecided" && one.answer.attention.mean == 0)
    #expect(one.heads.allSatisfy { $0.divergence == 0 && $0.difference.mean == 0 })
  }

  /// Models of other depths, heads and grids: what has no partner is left out and said, grids are pooled.
  @Test func modelsOfOtherShapesAreComparedAsFarAsTheyGo() throws {
    let checkout = #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" }
    let other = "\(checkout)/Tests/Fixtures/pola-pvt-nano-sr"
    let arguments = ["fashion-polarity", other, "--image", try #require(Samples.images.first)]
    let comparison = try compare(arguments)
    #expect(!comparison.unpaired.a.isEmpty)
    #expect(comparison.heads.contains { $0.pooled })
    let table = try Program.run(["compare"] + arguments)
    #expect(table.output.contains("have no partner in the other model and are left out: "))
    #expect(table.output.contains("* Queries see other keys"))
  }

  @Test func formatsHaveTheirOwnSyntax() throws {
    let arguments = ["compare"] + Samples.defaultModels + ["--image", Self.images]
    let table = try Program.run(arguments)
    #expect(table.output.hasPrefix("A  fashion-softmax (pola_pvt)\nB  fashion-polarity (pola_pvt)\n"))
    #expect(table.output.contains("Is the entropy of fashion-polarity (polarity-aware) lower than that of"))
    #expect(table.output.contains("of 14 images"))
    let markdown = try Program.run(arguments + ["--format", "markdown"])
    #expect(markdown.output.contains("| layer | head | H A |"))
    #expect(markdown.output.contains("**Is the entropy of"))
    let rows = try Program.run(arguments + ["--format", "csv"]).output.split(separator: "\n")
    #expect(rows.count == 20)
    #expect(Set(rows.map { $0.count { $0 == "," } }) == [26])
  }

  @Test func jobsChangeNothing() throws {
    let arguments = ["compare"] + Samples.defaultModels + ["--image", Self.images, "--format", "json"]
    let one = try Program.run(arguments + ["--jobs", "1", "--threads", "1"])
    #expect(try one.output == Program.run(arguments + ["--jobs", "3", "--threads", "4"]).output)
  }

  /// The classes of the bundled scenes, from the names of their files: `dress-01.png` is a dress.
  private func trueClass(_ path: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    return String(file.prefix { $0 != "." }.dropLast(3))
  }

  @Test func classesMayBeNamesOfFolders() throws {
    let folder = try TemporaryFolder()
    for image in Samples.images {
      let home = "\(folder.path)/\(trueClass(image))"
      try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
      try FileManager.default.copyItem(
        atPath: image, toPath: "\(home)/\(image.split(separator: "/").last ?? "")")
    }
    let comparison = try compare(Samples.defaultModels + ["--image", folder.path])
    let accuracy = try #require(comparison.accuracy)
    let right = try Samples.defaultModels.map { model in
      let run = try Program.run(["stats", model, "--image", folder.path])
      return try run.output.split(separator: "\n").map {
        try JSONDecoder().decode(StatisticsCommandTests.Line.self, from: Data($0.utf8))
      }.map { line in
        let words = (line.top.first?.label ?? "").lowercased().split { !$0.isLetter }
        return words.joined(separator: "-") == trueClass(line.image)
      }
    }
    #expect(accuracy.images == 14)
    #expect(abs(accuracy.a - Double(right[0].count { $0 }) / 14) < 1e-12)
    #expect(abs(accuracy.b - Double(right[1].count { $0 }) / 14) < 1e-12)
    #expect(accuracy.onlyA == zip(right[0], right[1]).count { $0 && !$1 })
    // The twins were bundled with two scenes each that only one of them gets right.
    #expect(accuracy.onlyA >= 2 && accuracy.onlyB >= 2)
    let table = try Program.run(["compare"] + Samples.defaultModels + ["--image", folder.path])
    #expect(table.output.contains("Accuracy on 14 labeled images: A "))

    // A folder that is not a class: no accuracy, and a message says so.
    try FileManager.default.createDirectory(
      atPath: "\(folder.path)/zebra", withIntermediateDirectories: true)
    let without = try Program.run(["compare"] + Samples.defaultModels + ["--image", folder.path])
    #expect(without.status == 0 && !without.output.contains("Accuracy"))
    #expect(
      without.error == "polascope: no accuracy: 'zebra' is not a class of fashion-softmax; "
        + "use one of its labels, or a class number from 0\n")
  }

  @Test func classesMayComeFromATable() throws {
    let folder = try TemporaryFolder()
    let table = "\(folder.path)/labels.csv"
    let rows = Samples.images.prefix(5).enumerated().map { index, image in
      index % 2 == 0
        ? "\"\(image)\",\(trueClass(image))" : "\(image.split(separator: "/").last ?? ""),\(trueClass(image))"
    }
    try ("image,label\r\n" + rows.joined(separator: "\r\n")).write(
      toFile: table, atomically: true, encoding: .utf8)
    let comparison = try compare(Samples.defaultModels + ["--image", Self.images, "--labels", table])
    #expect(comparison.accuracy?.images == 5 && comparison.images == 14)

    for (text, reason) in [
      ("a.png", "line 1: expected IMAGE,CLASS"), ("a.png,0\n\"b,1", "line 2: expected IMAGE,CLASS"),
      ("a.png,0\na.png,1", "line 2: a.png is listed twice, with different values"),
      ("a.png,cat", "'cat' is not a class of fashion-softmax"),
      ("a.png,10", "'10' is not a class of fashion-softmax"),
    ] {
      try text.write(toFile: table, atomically: true, encoding: .utf8)
      let run = try Program.run(
        ["compare"] + Samples.defaultModels + ["--image", Self.images, "--labels", table])
      #expect(run.status == 1 && run.output.isEmpty)
      #expect(run.error.hasPrefix("polascope: ") && run.error.contains(reason), "\(run.error)")
      #expect(run.error.split(separator: "\n").count == 1)
    }
    let missing = try Program.run(
      ["compare"] + Samples.defaultModels + ["--image", Self.images, "--labels", "/nowhere"])
    #expect(missing.status == 1 && missing.error == "polascope: /nowhere: no such file or folder\n")
  }

  /// A model to which the labels do not apply is compared without accuracy, the others with it.
  @Test func aModelWithOtherClassesHasNoAccuracy() throws {
    let folder = try TemporaryFolder()
    let table = "\(folder.path)/labels.csv"
    let image = try #require(Samples.images.first)
    try "\(image),7".write(toFile: table, atomically: true, encoding: .utf8)
    let other = "\(fixture("timm-siglip-nano"))/model.safetensors"
    let run = try Program.run(
      [
        "compare", "fashion-softmax", "fashion-polarity", other, "--image", image, "--labels", table,
        "--format", "json",
      ])
    #expect(run.status == 0, "\(run.error)")
    #expect(
      run.error
        == "polascope: no accuracy: '7' is not a class of model; use one of its labels, or a class number "
        + "from 0\n")
    #expect(run.output.matches(of: /"accuracy"/).count == 1)
    let alone = try Program.run(["compare", other, other, "--image", image, "--labels", table])
    #expect(alone.status == 1 && alone.error.contains("'7' is not a class of model"), "\(alone.error)")
  }

  /// Equal files count once, in every command and format: the numbers are those of the images without their copies.
  @Test func copiesOfImagesCountOnce() throws {
    let folder = try TemporaryFolder()
    let images = Array(Samples.images.prefix(3))
    try #require(images.count == 3)
    for number in 0..<8 {
      try FileManager.default.copyItem(atPath: images[0], toPath: "\(folder.path)/\(number).png")
    }
    let distinct = images.flatMap { ["--image", $0] }
    let all = distinct + ["--image", folder.path]
    let remark = "8 of the 11 images are copies of others (equal files), such as \(folder.path)/0.png; "
    for models in [Samples.defaultModels, ["fashion-softmax", "fashion-relu", "fashion-polarity"]] {
      let page = "\(folder.path)/\(models.count).html"
      let run = try Program.run(["compare"] + models + all + ["--report", page])
      #expect(run.status == 0 && run.error == "polascope: \(remark)equal files count once\n", "\(run.error)")
      let lines = run.output.split(separator: "\n")
      #expect(
        lines.count { $0.hasPrefix("8 more images are copies, their files equal to those of others") } == 1)
      let without = try Program.run(["compare"] + models + distinct).output.split(separator: "\n")
      #expect(lines.filter { !$0.hasPrefix("8 more") } == without)
      let html = try String(contentsOfFile: page, encoding: .utf8)
      #expect(
        html.contains("3 images. 8 more images are copies") || html.contains(". 8 more images are copies"))
      #expect(!html.contains("\(folder.path)/0.png"))
      let markdown = try Program.run(["compare"] + models + all + ["--format", "markdown"]).output
      #expect(markdown.contains("8 more images are copies"))
    }
    let json = try compare(Samples.defaultModels + all)
    #expect(json.images == 3 && json.copies == 8 && json.answer.attention.images == 3)
    #expect(try compare(Samples.defaultModels + distinct).copies == 0)

    let lines = "\(folder.path)/lines.jsonl"
    let stats = try Program.run(["stats", "fashion-softmax", "--append", lines] + all)
    #expect(stats.error == "polascope: \(remark)'polascope summary' counts a file once\n", "\(stats.error)")
    let summary = try Program.run(["summary", lines])
    #expect(summary.output.hasPrefix("fashion-softmax (pola_pvt): 3 images, 8 copies left out\n"))
    #expect(summary.error.contains("left out 8 images that are copies of another one"))
    let other = "\(folder.path)/distinct.jsonl"
    _ = try Program.run(["stats", "fashion-softmax", "--append", other] + distinct)
    let expected = try Program.run(["summary", other])
    #expect(
      summary.output.split(separator: "\n").dropFirst() == expected.output.split(separator: "\n").dropFirst())

    let plots = try [all, distinct].map { images in
      let path = "\(folder.path)/\(images.count).svg"
      let run = try Program.run(
        ["figure", "fashion-softmax", "--kind", "entropy", "--no-caption", "--out", path] + images)
      #expect(run.status == 0)
      return (try String(contentsOfFile: path, encoding: .utf8), run.error)
    }
    func drawing(_ text: String) -> Substring {
      text[(text.firstRange(of: "</desc>")?.upperBound ?? text.startIndex)...]
    }
    #expect(drawing(plots[0].0) == drawing(plots[1].0))
    #expect(plots[0].1 == "polascope: \(remark)equal files count once\n" && plots[1].1.isEmpty)
  }

  @Test func badImagesAreReportedAndTheRestCompared() throws {
    let folder = try TemporaryFolder()
    let broken = "\(folder.path)/broken.png"
    try "no picture".write(toFile: broken, atomically: true, encoding: .utf8)
    let run = try Program.run(
      ["compare"] + Samples.defaultModels + ["--image", broken, "--image", Self.images])
    #expect(run.status == 1)
    #expect(run.error == "polascope: \(broken): is not a PNG, JPEG, WebP, BMP or PNM image\n")
    #expect(run.output.contains("14 images.") && run.output.contains("1 image could not be read."))
  }
}
