// `--heads-off` and `--hide`: the same as `x` and `b` in the viewer, recorded in every output, and never mixed up.
import FoundationEssentials
import Samples
import Testing

@Suite struct InterventionOptionTests {
  private let folder: TemporaryFolder
  private let image: String

  init() throws {
    folder = try TemporaryFolder()
    image = try #require(Samples.images.first)
  }

  /// Runs the program in the test's folder, where the viewer writes.
  private func run(_ arguments: [String]) throws -> ProgramRun {
    try Program.run(
      "sh", ["-c", #"cd "$1" && shift && exec "$0" "$@""#, Program.path, folder.path] + arguments)
  }

  /// The files below a folder of the test's folder, by their path there.
  private func files(_ root: String) throws -> [String: Data] {
    let root = "\(folder.path)/\(root)"
    let paths = try FileManager.default.subpathsOfDirectory(atPath: root).filter { $0.hasSuffix(".pgm") }
    return try Dictionary(
      uniqueKeysWithValues: paths.map { ($0, try Data(contentsOf: URL(filePath: "\(root)/\($0)"))) })
  }

  /// Keys of the viewer, and the options of `dump` that mean the same.
  private static let cases: [(models: [String], keys: String, options: [String])] = [
    (
      ["fashion-softmax"], "g 2 Enter Up Up Right b x d",
      [
        "--layer", "2", "--head", "0", "--query", "6,9", "--hide", "6,9", "--heads-off", "2.0",
      ]
    ),
    (
      ["fashion-polarity"], "g 1 . 0 Enter x g 2 . 1 Enter x b Right b d",
      [
        "--layers", "2", "--head", "1", "--query", "8,9", "--heads-off", "1.0,2.1", "--hide", "8,8", "--hide",
        "8,9",
      ]
    ),
    // B loses the part of the image that is under the token of A.
    (
      ["fashion-softmax", "fashion-polarity"], "Left b g 2 . 1 Enter x d",
      [
        "--layers", "2", "--heads", "1", "--query", "8,7", "--heads-off", "A:2.1", "--hide", "16,15@32x32",
      ]
    ),
  ]

  @Test(arguments: cases)
  func theyAreTheKeysOfTheViewer(models: [String], keys: String, options: [String]) throws {
    let view = try run(["view"] + models + ["--image", image, "--keys", keys, "--screenshot", "screen.txt"])
    try #require(view.status == 0, "\(view.error)")
    let dump = try run(["dump"] + models + ["--image", image, "--out", "dumped"] + options)
    try #require(dump.status == 0, "\(dump.error)")
    let (written, dumped) = (try files("polascope-maps"), try files("dumped"))
    #expect(!written.isEmpty && written == dumped)
    let plain = try run(
      ["dump"] + models + ["--image", image, "--out", "plain", "--layers", "2", "--query", "6,9"])
    #expect(plain.status == 0)
    #expect(Set(try files("plain").values).isDisjoint(with: dumped.values))
  }

  private struct Line: Decodable {
    struct Interventions: Decodable, Equatable {
      struct Patch: Decodable, Equatable {
        let at: [Int]
        let grid: [Int]
      }
      let headsOff: [String]?
      let hidden: [Patch]?
    }
    let model: String
    let logits: [Float]?
    let interventions: Interventions?
  }

  private func lines(_ text: String) throws -> [Line] {
    try text.split(separator: "\n").map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
  }

  @Test func linesSayWhatWasChangedInWhichModel() throws {
    let changed = try run([
      "stats", "fashion-softmax", "fashion-polarity", "--image", image, "--heads-off", "1.0", "--heads-off",
      "B:2.1,0.0", "--hide", "3,5",
    ])
    try #require(changed.status == 0, "\(changed.error)")
    let (lines, plain) = (
      try lines(changed.output),
      try self.lines(run(["stats", "fashion-softmax", "fashion-polarity", "--image", image]).output)
    )
    let hidden = [Line.Interventions.Patch(at: [3, 5], grid: [32, 32])]
    #expect(
      lines.map(\.interventions) == [
        .init(headsOff: ["0.0", "1.0"], hidden: hidden),
        .init(headsOff: ["0.0", "1.0", "2.1"], hidden: hidden),
      ])
    #expect(plain.allSatisfy { $0.interventions == nil })
    for (line, plain) in zip(lines, plain) { #expect(line.logits != plain.logits) }
    let failed = try run(["stats", "fashion-softmax", "--image", "/nowhere.png", "--hide", "1,2"])
    #expect(
      failed.status == 1
        && failed.output.contains(#""interventions":{"hidden":[{"at":[1,2],"grid":[32,32]}]}"#))
  }

  /// A file of `--append` keeps each set of changes apart, whatever the order of the options.
  @Test func appendedLinesOfOtherChangesAreOthers() throws {
    func append(_ options: String...) throws -> Int {
      let run = try run(["stats", "fashion-softmax", "--image", image, "--append", "lines.jsonl"] + options)
      #expect(run.status == 0 && run.error.isEmpty, "\(run.error)")
      return try lines(String(contentsOfFile: "\(folder.path)/lines.jsonl", encoding: .utf8)).count
    }
    #expect(try append() == 1)
    #expect(try append("--heads-off", "1.0,0.0") == 2)
    #expect(try append("--heads-off", "0.0", "--heads-off", "1.0,1.0") == 2)
    #expect(try append("--hide", "0,0") == 3)
    #expect(try append("--hide", "0,0@32x32") == 3)
    #expect(try append("--hide", "0,0@8x8") == 4)
    #expect(try append() == 4)

    let table = try run(["summary", "lines.jsonl", "--quantity", "meanDistance"])
    let titles = table.output.split(separator: "\n").filter { $0.hasPrefix("fashion-softmax") }
    #expect(
      titles == [
        "fashion-softmax (pola_pvt): 1 image", "fashion-softmax (pola_pvt), heads off 0.0, 1.0: 1 image",
        "fashion-softmax (pola_pvt), patches hidden 0,0 of 32x32: 1 image",
        "fashion-softmax (pola_pvt), patches hidden 0,0 of 8x8: 1 image",
      ])
    let rows = try run(["summary", "lines.jsonl", "--quantity", "meanDistance", "--format", "csv"]).output
      .split(separator: "\n")
    #expect(rows[0].hasSuffix(",interventions"))
    #expect(rows.filter { $0.hasSuffix(",\"heads off 0.0, 1.0\"") }.count == (rows.count - 1) / 4)
    let json = try run(["summary", "lines.jsonl", "--format", "json"]).output
    #expect(json.matches(of: /"interventions"/).count == 3)
  }

  @Test func whatLinesDoNotSayIsNoIntervention() throws {
    let plain = try run(["stats", "fashion-softmax", "--image", image])
    for member in [
      #""interventions":{"headsOff":["1"]}"#, #""interventions":{"hidden":[{"at":[9,0],"grid":[8,8]}]}"#,
      #""interventions":[]"#, #""interventions":{"hidden":[{"at":[0,0],"grid":[0,99]}]}"#,
    ] {
      let text = plain.output.replacing("{\"family\"", with: "{\(member),\"family\"")
      #expect(text != plain.output)
      try text.write(toFile: "\(folder.path)/odd.jsonl", atomically: true, encoding: .utf8)
      let run = try run(["summary", "odd.jsonl"])
      #expect(
        run.status == 1 && run.error.contains("\"interventions\" are not heads and patches"), "\(member)")
    }
  }

  @Test func picturesAndComparisonsSayIt() throws {
    let png = try run([
      "dump", "fashion-softmax", "--image", image, "--out", "png", "--format", "png", "--layer", "0",
      "--head", "0",
      "--heads-off", "2.1", "--hide", "3,5",
    ])
    let path = try #require(png.output.split(separator: "\n").first.map(String.init))
    let texts = try textChunks("\(folder.path)/\(path)")
    #expect(texts["heads off"] == "2.1" && texts["patches hidden"] == "3,5 of 32x32")
    #expect(path.contains("-off2.1-hidden3,5of32/"))

    let models = ["fashion-softmax", "fashion-softmax", "--image", image]
    let table = try run(["compare"] + models + ["--heads-off", "B:2.1", "--report", "page.html"])
    #expect(
      table.output.contains("A  fashion-softmax (pola_pvt)\nB  fashion-softmax (pola_pvt), heads off 2.1\n"))
    let page = try String(contentsOfFile: "\(folder.path)/page.html", encoding: .utf8)
    #expect(page.matches(of: /, heads off 2\.1</).count == 1)
    // Only what comes after the head differs.
    let json = try run(["compare"] + models + ["--heads-off", "B:2.1", "--format", "json"]).output
    #expect(json.matches(of: /"interventions"/).count == 1)
    struct Comparison: Decodable {
      struct Head: Decodable {
        let layer: Int
        let divergence: Double
      }
      let heads: [Head]
    }
    let heads = try JSONDecoder().decode(Comparison.self, from: Data(json.utf8)).heads
    for head in heads where head.layer < 4 {
      #expect((head.divergence > 1e-6) == (head.layer > 2), "layer \(head.layer)")
    }
  }

  /// Long lists of changes fit into the name of a folder.
  @Test func manyHeadsMayBeOff() throws {
    let model = fixture("pola-pvt-nano")
    let patches = (0..<16).flatMap { row in (0..<16).flatMap { ["--hide", "\(row),\($0)"] } }
    let both = try ["0,0", "1,1"].map { query in
      try run(
        ["dump", model, "--image", image, "--out", "many", "--layer", "0", "--query", query]
          + (query == "0,0" ? patches : Array(patches.dropLast(2))))
    }
    #expect(both.allSatisfy { $0.status == 0 })
    let folders = both.map { $0.output.split(separator: "/").dropLast().last }
    #expect(folders[0] != folders[1] && folders[0]?.contains("-256changes-") == true)
  }

  @Test(arguments: [
    (
      ["--heads-off", "9.0"],
      "--heads-off 9.0: fashion-softmax: there is no layer 9: the model has layers 0 to 6"
    ),
    (
      ["--heads-off", "2.7"],
      "--heads-off 2.7: fashion-softmax: there is no head 7 in layer 2: it has heads 0 to 1"
    ),
    (["--heads-off", "B:0.0"], "--heads-off B:0.0: the only model of this command is A"),
    (["--hide", "32,0"], "--hide 32,0: layer 0 of fashion-softmax has rows 0 to 31 and columns 0 to 31"),
    (["--hide", "0,7@7x7"], "--hide 0,7@7x7: the grid has rows 0 to 6 and columns 0 to 6"),
    (
      ["--hide", "0,0@32769x128"],
      "--hide 0,0@32769x128: the grid is finer than 32768×32768"
    ),
    (["--hide", "0,0@0x4"], "expected ROW,COLUMN or ROW,COLUMN@ROWSxCOLUMNS"),
    (["--hide", "9223372036854775807,0"], "has rows 0 to 31"),
    (["--hide", "-1,0"], "expected ROW,COLUMN"), (["--heads-off", "2"], "expected heads LAYER.HEAD"),
    (["--heads-off", "2.1,"], "expected heads LAYER.HEAD"),
    (["--heads-off", "a:2.1"], "expected heads LAYER.HEAD"),
  ])
  func whatIsNotThereIsAUsageErrorThatNamesTheRange(options: [String], message: String) throws {
    for command in [["dump", "--out", "none"], ["stats"]] {
      let run = try run(command + ["fashion-softmax", "--image", image] + options)
      #expect(run.status == 64 && run.output.isEmpty)
      #expect(run.error.contains(message) && run.error.split(separator: "\n").count == 1, "\(run.error)")
    }
    #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/none"))
  }
}
