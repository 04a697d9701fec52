// Names of files that would act on a terminal: no command prints one as it is, on either stream.
import FoundationEssentials
import Samples
import Testing

@Suite struct HostileNameTests {
  /// An escape sequence, a line break, a mark that turns the direction of text, and a tab.
  private static let name = "\u{1B}[31mred\nline\u{202E}right\ttab"

  private let folder: TemporaryFolder
  private let model: String
  private let image: String

  init() throws {
    folder = try TemporaryFolder()
    model = "\(folder.path)/\(Self.name)"
    image = "\(folder.path)/\(Self.name).png"
    let files = FileManager.default
    try files.copyItem(atPath: try #require(Samples.folder(named: "fashion-softmax")), toPath: model)
    try files.copyItem(atPath: try #require(Samples.images.first), toPath: image)
  }

  /// Runs the program and checks that neither stream holds a control character, besides the ends of lines, or a mark
  /// that turns the direction of text.
  @discardableResult
  private func run(_ arguments: String..., status: Int32 = 0) throws -> ProgramRun {
    let run = try Program.run(arguments)
    let command = arguments.map { "\($0.debugDescription)" }.joined(separator: " ")
    #expect(run.status == status, "\(command): \(run.error)")
    for text in [run.output, run.error] {
      expectHarmless(text, command)
    }
    return run
  }

  private func expectHarmless(_ text: String, _ what: String) {
    let acting = text.unicodeScalars.filter {
      $0 == "\u{202E}" || $0 != "\n" && $0.properties.generalCategory == .control
    }
    #expect(acting.isEmpty && !text.contains("red\nline"), "\(what): \(text.prefix(2000).debugDescription)")
  }

  private struct Line: Decodable {
    let model: String
    let image: String
  }

  @Test func numbersNameThemAndParseToTheSameNames() throws {
    try run("inspect", model, "--tensors")
    let inspected = try run("inspect", model, "--json")
    struct Inspected: Decodable { let model: String }
    #expect(try JSONDecoder().decode(Inspected.self, from: Data(inspected.output.utf8)).model == Self.name)

    let line = try JSONDecoder().decode(
      Line.self, from: Data(try run("stats", model, "--image", image).output.utf8))
    #expect(line.model == Self.name && line.image == image)

    let log = "\(folder.path)/\(Self.name).jsonl"
    let (missing, absent) = ("\(folder.path)/\(Self.name)-missing.png", 1 as Int32)
    try run("stats", model, "--image", image, "--image", missing, "--append", log, status: absent)
    let written = try String(contentsOfFile: log, encoding: .utf8)
    expectHarmless(written, "--append")
    #expect(written.split(separator: "\n").count == 2)
    // The names that were read again are those that were written: nothing is added.
    #expect(try run("stats", model, "--image", image, "--append", log).error.isEmpty)
    #expect(try String(contentsOfFile: log, encoding: .utf8) == written)
    for format in ["table", "json", "csv", "markdown"] {
      #expect(try run("summary", log, "--format", format).output.contains("red"), "\(format)")
    }
    try run("bench", model, "--runs", "1", "--only", "load,row", "--json")
    try run("bench", model, "--runs", "1", "--only", "load,row", "--image", image)
  }

  @Test(arguments: ["table", "json", "csv", "markdown"])
  func comparisonsNameThem(format: String) throws {
    let report = "\(folder.path)/\(Self.name).html"
    let compared = try run(
      "compare", model, "fashion-polarity", "--image", image, "--format", format, "--report", report)
    #expect(format == "csv" || compared.output.contains("red"))
    expectHarmless(try String(contentsOfFile: report, encoding: .utf8), "--report")
    try run("compare", model, "fashion-polarity", "--image", image, "--report", report, status: 1)
  }

  @Test func mapsNameThem() throws {
    let out = "\(folder.path)/\(Self.name) maps"
    let dumped = try run("dump", model, "--image", image, "--out", out, "--layers", "0")
    #expect(dumped.output.contains(#"\u{1b}[31mred\nline\u{202e}right\ttab"#))
    try run("dump", model, "--image", image, "--out", out, "--layers", "0", status: 1)
    try run("dump", model, "--image", image, "--out", out, "--layers", "9", status: 64)
    for format in ["png", "npy"] {
      try run("dump", model, "--image", image, "--out", out, "--layers", "0", "--format", format)
    }
  }

  @Test(arguments: ["txt", "svg", "ansi"])
  func screensNameThem(format: String) throws {
    let path = "\(folder.path)/\(Self.name).\(format)"
    try run("view", model, "--image", image, "--screenshot", path)
    let screen = try String(contentsOfFile: path, encoding: .utf8)
    #expect(screen.contains("red"))
    #expect(!screen.contains("\u{1B}[31mred") && !screen.contains("\u{202E}") && !screen.contains("\t"))
  }

  /// Arguments that name nothing, in errors.
  @Test func errorsNameThem() throws {
    let missing = "\(folder.path)/\(Self.name)-missing"
    for command in ["inspect", "bench"] { try run(command, missing, status: 1) }
    try run(missing, status: 1)
    try run("view", model, "--image", missing, "--screenshot", "\(folder.path)/a.txt", status: 1)
    try run("stats", missing, "--image", image, status: 1)
    try run("stats", model, "--image", folder.path, "--boxes", missing, status: 1)
    try run("stats", model, "--images-from", missing, status: 1)
    try run("summary", missing, status: 1)
    try run("summary", image, status: 1)
    try run("inspect", image, status: 1)
    try run("compare", model, missing, "--image", image, status: 1)
    try run("compare", model, model, "--image", image, "--labels", missing, status: 1)
    try run("inspect", model, "--\(Self.name)", status: 64)
    try run("inspect", model, Self.name, status: 64)
    try run("dump", model, "--image", image, "--out", missing, "--map", Self.name, status: 64)
    try run("inspect", model, "--architecture", Self.name, status: 1)
  }
}
