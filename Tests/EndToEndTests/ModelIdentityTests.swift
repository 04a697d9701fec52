// Numbers belong to weights: checkpoints that a training run overwrites, and models of one name.
import FoundationEssentials
import Samples
import Testing

@Suite struct ModelIdentityTests {
  private let folder: TemporaryFolder
  private let image: String

  init() throws {
    folder = try TemporaryFolder()
    image = try #require(Samples.images.first)
  }

  /// Writes a checkpoint with its configuration beside it: the softmax twin after some more steps of training, always
  /// of one size.
  ///
  /// - Returns: its path.
  @discardableResult
  private func write(_ name: String, step: UInt8 = 0) throws -> String {
    let sample = try #require(Samples.folder(named: "fashion-softmax"))
    var bytes = [UInt8](try Data(contentsOf: URL(filePath: "\(sample)/model.safetensors")))
    // Digits in the middle of the last 16 000 weights.
    for index in stride(from: bytes.count - 64_000, to: bytes.count, by: 4) { bytes[index + 1] ^= step }
    let path = "\(folder.path)/\(name)"
    let parent = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
    if !FileManager.default.fileExists(atPath: "\(parent)/config.json") {
      try FileManager.default.copyItem(atPath: "\(sample)/config.json", toPath: "\(parent)/config.json")
    }
    try Data(bytes).write(to: URL(filePath: path))
    return path
  }

  private struct Line: Decodable {
    struct File: Decodable {
      let digest: String
    }
    let model: String
    let modelFile: File
    let logits: [Double]
    let settings: [String: String]
  }

  private func lines(_ text: String) throws -> [Line] {
    try text.split(separator: "\n").map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
  }

  private func run(_ arguments: String..., status: Int32 = 0) throws -> ProgramRun {
    let run = try Program.run(arguments)
    #expect(run.status == status, "\(arguments): \(run.error)")
    return run
  }

  private func summary(_ files: String...) throws -> [(name: String, images: Int)] {
    struct Summary: Decodable {
      struct Model: Decodable {
        let model: String
        let images: Int
      }
      let models: [Model]
    }
    let text = try Program.run(["summary", "--format", "json"] + files).output
    return try JSONDecoder().decode(Summary.self, from: Data(text.utf8)).models.map { ($0.model, $0.images) }
  }

  @Test func aTrainingStepIsAnotherModel() throws {
    let log = "\(folder.path)/log.jsonl"
    let path = try write("last.pth")
    let first = try run("stats", path, "--image", image, "--append", log)
    #expect(first.error.isEmpty)
    try write("last.pth", step: 9)
    let second = try run("stats", path, "--image", image, "--append", log)
    #expect(
      second.error == """
        polascope: \(log): has lines named last that are not of this model: 1 of other weights; they stay, and those of \
        this model are added

        """)
    let written = try String(contentsOfFile: log, encoding: .utf8)
    let both = try lines(written)
    try #require(both.count == 2)
    #expect(both.allSatisfy { $0.model == "last" && $0.modelFile.digest.count == 16 })
    #expect(both[0].modelFile.digest != both[1].modelFile.digest && both[0].logits != both[1].logits)
    // Nothing is left to do; and back at the first step neither.
    _ = try run("stats", path, "--image", image, "--append", log)
    try write("last.pth")
    _ = try run("stats", path, "--image", image, "--append", log)
    #expect(try String(contentsOfFile: log, encoding: .utf8) == written)

    let summarized = try summary(log)
    #expect(summarized.map(\.name) == both.map { "last \($0.modelFile.digest)" }.sorted())
    #expect(summarized.map(\.images) == [1, 1])
  }

  @Test func modelsOfOneNameAreToldApartByTheirPaths() throws {
    let (one, other) = (try write("a/last.pth"), try write("b/last.pth", step: 9))
    let log = "\(folder.path)/log.jsonl"
    _ = try run("stats", one, other, "--image", image, "--append", log)
    #expect(try lines(String(contentsOfFile: log, encoding: .utf8)).map(\.model) == ["a/last", "b/last"])
    // By themselves both are called by their stem.
    let (alone, second) = (
      try run("stats", one, "--image", image).output, try run("stats", other, "--image", image).output
    )
    #expect(try lines(alone + second).map(\.model) == ["last", "last"])
    let parts = "\(folder.path)/parts.jsonl"
    try (alone + second).write(toFile: parts, atomically: true, encoding: .utf8)
    #expect(try summary(parts).map(\.name) == ["a/last", "b/last"])
    #expect(try summary(log, parts).map(\.images) == [1, 1])

    let report = "\(folder.path)/report.html"
    let compared = try run("compare", one, other, "--image", image, "--report", report)
    #expect(compared.output.hasPrefix("A  a/last (pola_pvt)\nB  b/last (pola_pvt)\n"))
    let digests = try lines(alone + second).map(\.modelFile.digest)
    #expect(
      compared.output.contains("The digest of the weights of A is \(digests[0]), that of B \(digests[1])."))
    let page = try String(contentsOfFile: report, encoding: .utf8)
    #expect(page.contains("<title>Attention of a/last and b/last</title>") && !page.contains("last and last"))
    #expect(digests.allSatisfy { page.contains("digest \($0)") })
    let same = try run("compare", one, try write("c/best.pth"), "--image", image, "--format", "markdown")
    #expect(same.output.contains("A and B have the same weights, of digest \(digests[0])."))

    let screen = "\(folder.path)/screen.txt"
    _ = try run("view", one, other, "--image", image, "--screenshot", screen)
    let text = try String(contentsOfFile: screen, encoding: .utf8)
    #expect(text.contains("a/last") && text.contains("b/last"))
    _ = try run("view", one, other, "--image", image, "--screenshot", screen, "--force", "--keys", "Tab i")
    #expect(try String(contentsOfFile: screen, encoding: .utf8).contains(digests[1]))

    // Folders keep their names.
    let out = "\(folder.path)/maps"
    let dumped = try run("dump", one, other, "--image", image, "--out", out, "--layers", "0")
    #expect(
      Set(dumped.output.split(separator: "\n").map { $0.split(separator: "/").dropLast(2).last }) == [
        "last", "last-2",
      ])
    for (path, digest) in zip(dumped.output.split(separator: "\n"), digests) {
      #expect(try Graymap(contentsOf: String(path)).comments.contains("digest \(digest)"))
    }
  }

  @Test func theUserMayNameModels() throws {
    let (one, other) = (try write("a/last.pth"), try write("b/last.pth", step: 9))
    let hostile = "\u{1B}[31mB/\u{202E}16"
    let stats = try run("stats", one, other, "--name", "ViT-A", "--name", hostile, "--image", image)
    #expect(try lines(stats.output).map(\.model) == ["ViT-A", hostile])
    #expect(!stats.output.contains("\u{1B}") && !stats.output.contains("\u{202E}"))
    let out = "\(folder.path)/maps"
    let dumped = try run("dump", one, "--name", "../x/y", "--image", image, "--out", out, "--layers", "0")
    #expect(dumped.output.hasPrefix("\(out)/.._x_y/"))
    let report = "\(folder.path)/report.html"
    _ = try run(
      "compare", one, other, "--name", "<b>", "--name", hostile, "--image", image, "--report", report)
    let page = try String(contentsOfFile: report, encoding: .utf8)
    #expect(
      page.contains("<title>Attention of &lt;b&gt; and ") && !page.contains("\u{1B}")
        && !page.contains("\u{202E}"))
    for (arguments, message) in [
      (["--name", "x"], "--name: given 1 times for 2 models"),
      (["--name", "x", "--name", "x"], "two models would be called x"),
      (["--name", "x", "--name", " "], "--name: expected a name"),
      (["--name", "x", "--name", "y", "--name", "z"], "--name: given 3 times for 2 models"),
    ] {
      for command in [
        ["stats"], ["compare"], ["dump", "--out", out], ["view", "--screenshot", "\(out)/x.txt"],
      ] {
        let refused = try Program.run(command + [one, other, "--image", image] + arguments)
        #expect(refused.status == 64 && refused.error.contains(message), "\(command): \(refused.error)")
        #expect(refused.error.split(separator: "\n").count == 1)
      }
    }
  }

  /// The same weights with other options give other numbers: never those of an earlier run.
  @Test(arguments: [
    ["--crop-pct", "0.5"], ["--mean", "0.4,0.5,0.6"], ["--std", "1,1,1"], ["--interpolation", "nearest"],
    ["--input-size", "96"], ["--exif-orientation"],
  ])
  func whatIsRunInAnotherWayIsComputedAgain(options: [String]) throws {
    let log = "\(folder.path)/log.jsonl"
    let path = try write("last.pth")
    _ = try run("stats", path, "--image", image, "--append", log)
    for expected in ["1 with other values of", "1 with other values of"] {
      let again = try Program.run(["stats", path, "--image", image, "--append", log] + options)
      #expect(again.status == 0 && again.error.contains(expected))
    }
    let written = try lines(String(contentsOfFile: log, encoding: .utf8))
    try #require(written.count == 2)
    #expect(written[0].modelFile.digest == written[1].modelFile.digest)
    #expect(written[0].settings != written[1].settings)
    #expect(try summary(log).map(\.images) == [1, 1])
  }

  @Test func containersLinksAndShardsOfTheSameWeightsAgree() throws {
    struct Inspection: Decodable {
      struct File: Decodable {
        let digest: String
      }
      let modelFile: File
    }
    func digest(_ path: String) throws -> String {
      try JSONDecoder().decode(
        Inspection.self, from: Data(run("inspect", path, "--json").output.utf8)
      ).modelFile.digest
    }
    let path = try write("a/step-100.pth")
    let reference = try digest(path)
    #expect(reference == "5362e83627d9e58c", "as a program in Python computes it of all tensors but norm")
    #expect(try run("inspect", path).output.contains("\ndigest of the weights \(reference)\n"))
    #expect(try lines(run("stats", path, "--image", image).output).map(\.modelFile.digest) == [reference])

    let link = "\(folder.path)/a/last.pth"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "step-100.pth")
    #expect(try digest(link) == reference)
    let log = "\(folder.path)/log.jsonl"
    _ = try run("stats", link, "--image", image, "--append", log)
    try write("a/step-200.pth", step: 9)
    try FileManager.default.removeItem(atPath: link)
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "step-200.pth")
    #expect(try run("stats", link, "--image", image, "--append", log).error.contains("1 of other weights"))

    // An index that names one shard for every tensor.
    let shard = "\(folder.path)/sharded/model-00001-of-00001.safetensors"
    try write("sharded/model-00001-of-00001.safetensors")
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: shard)))
    let length = bytes[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
    let header = String(decoding: bytes[8..<8 + length], as: UTF8.self)
    let names = header.matches(of: /"([^"]+)" *: *\{ *"dtype"/).map { String($0.output.1) }
    try #require(names.count > 100)
    let map = names.map { #""\#($0)":"model-00001-of-00001.safetensors""# }.joined(separator: ",")
    try #"{"weight_map":{\#(map)}}"#.write(
      toFile: "\(folder.path)/sharded/model.safetensors.index.json", atomically: true, encoding: .utf8)
    #expect(try digest("\(folder.path)/sharded") == reference)
  }

  /// A file of an older version: its numbers stay what they are, and are nobody's that has a digest.
  @Test func linesOfOlderVersionsStayReadable() throws {
    let log = "\(folder.path)/log.jsonl"
    let path = try write("last.pth")
    let line = try run("stats", path, "--image", image).output
    let old = line.replacing(/,"digest":"[0-9a-f]*"/, with: "").replacing(/"settings":\{[^}]*\},/, with: "")
    try #require(!old.contains("digest") && !old.contains("settings") && old.hasSuffix("}\n"))
    try old.write(toFile: log, atomically: true, encoding: .utf8)
    #expect(try summary(log).map(\.name) == ["last"])
    let added = try run("stats", path, "--image", image, "--append", log)
    #expect(added.error.contains("1 without a digest, which may be of any weights; they stay"))
    let written = try String(contentsOfFile: log, encoding: .utf8)
    #expect(written.hasPrefix(old) && written.split(separator: "\n").count == 2)
    #expect(try summary(log).map(\.name) == ["last 5362e83627d9e58c", "last without a digest"])
    _ = try run("stats", path, "--image", image, "--append", log)
    #expect(try String(contentsOfFile: log, encoding: .utf8) == written)
  }

  @Test func contradictionsAreErrorsThatNameBothLines() throws {
    let (log, other) = ("\(folder.path)/log.jsonl", "\(folder.path)/other.jsonl")
    let path = try write("last.pth")
    let line = try run("stats", path, "--image", image).output
    try line.write(toFile: log, atomically: true, encoding: .utf8)
    try ("\n" + line.replacing(/"logits":\[/, with: "\"logits\":[1,")).write(
      toFile: other, atomically: true, encoding: .utf8)
    let refused = try run("summary", log, other, status: 1)
    #expect(
      refused.error
        == "polascope: \(other): line 2: last has other numbers on \(image) than in line 1 of \(log)\n")
    #expect(refused.output.isEmpty)
  }
}
