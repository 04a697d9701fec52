// README.md and docs/: commands run and print what is shown, links lead somewhere, tables are those of the program.
import FoundationEssentials
import Samples
import Testing

@testable import Viewer

/// A Markdown file of the checkout.
private struct Page {
  static let checkout = #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" }

  /// Its path in the checkout.
  let path: String
  let text: String

  init(_ path: String) throws {
    self.path = path
    text = try String(contentsOfFile: "\(Page.checkout)/\(path)", encoding: .utf8)
  }

  static func all() throws -> [Page] {
    let names = try FileManager.default.contentsOfDirectory(atPath: "\(checkout)/docs")
    return try ["README.md"].map(Page.init)
      + names.filter { $0.hasSuffix(".md") }.sorted().map { try Page("docs/\($0)") }
  }

  /// The blocks of a language.
  func blocks(_ language: String) -> [Substring] {
    text.matches(of: /```(\w+)\n((?:.*\n)*?)```/).filter { $0.output.1 == language }.map(\.output.2)
  }
}

/// A command of a page and the output that the page shows; nil where it shows none.
struct DocumentedCommand: CustomTestStringConvertible {
  let page: String
  let command: String
  let output: [String]?

  var testDescription: String { "\(page): \(command)" }

  /// `sh` blocks hold commands alone; in `console` blocks `$ ` begins a command, and its output follows.
  static let all: [DocumentedCommand] = {
    guard let pages = try? Page.all() else { return [] }
    return pages.flatMap { page in
      page.blocks("sh").flatMap {
        $0.split(separator: "\n").map {
          DocumentedCommand(page: page.path, command: String($0), output: nil)
        }
      }
        + page.blocks("console").flatMap { block in
          "\n\(block)".split(separator: "\n$ ").map { part in
            let lines = part.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            return DocumentedCommand(
              page: page.path, command: lines[0], output: lines.dropFirst().filter { !$0.isEmpty })
          }
        }
    }
  }()
}

@Suite struct DocumentationTests {
  @Test func thereAreCommandsToRun() {
    #expect(DocumentedCommand.all.count { $0.output == nil } >= 5)
    #expect(DocumentedCommand.all.count { $0.output != nil } >= 5)
  }

  /// In a folder with `photo.png` and, in `photos`, two images.
  @Test(arguments: DocumentedCommand.all)
  func everyCommandDoesWhatIsShown(documented: DocumentedCommand) throws {
    let folder = try TemporaryFolder()
    let images = Samples.images.prefix(2)
    try #require(images.count == 2)
    try FileManager.default.copyItem(atPath: images[0], toPath: "\(folder.path)/photo.png")
    try FileManager.default.createDirectory(
      atPath: "\(folder.path)/photos", withIntermediateDirectories: true)
    for (number, image) in images.enumerated() {
      try FileManager.default.copyItem(atPath: image, toPath: "\(folder.path)/photos/\(number).png")
    }
    let programs = Program.path.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" }
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    let run = try Program.run(
      "sh", ["-c", "cd \"$0\" && \(documented.command)", folder.path],
      environment: ["PATH": "\(programs):\(path)"])
    #expect(run.status == 0, "\(run.error)")
    #expect(run.error.isEmpty)
    let written = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter {
      !$0.hasPrefix("photo")
    }
    #expect(!run.output.isEmpty || !written.isEmpty)
    if let shown = documented.output {
      let printed = run.output.split(separator: "\n").map(String.init)
      #expect(printed.fits(shown), "the output is:\n\(run.output)")
    }
  }

  /// The tables of keys and words are between comments; with `POLASCOPE_RECORD` in the environment they are recorded
  /// again.
  @Test(.serialized, arguments: [("keys", KeyTable.markdown), ("words", Glossary.markdown)])
  func theTablesAreThoseOfTheProgram(name: String, table: String) throws {
    let page = try Page("docs/keys.md")
    let (begin, end) = ("<!-- \(name) begin -->\n", "<!-- \(name) end -->")
    let parts = page.text.split(separator: begin, maxSplits: 1, omittingEmptySubsequences: false)
    let rest = try #require(parts.last).split(separator: end, maxSplits: 1, omittingEmptySubsequences: false)
    try #require(parts.count == 2 && rest.count == 2)
    if ProcessInfo.processInfo.environment["POLASCOPE_RECORD"] != nil {
      try "\(parts[0])\(begin)\(table)\(end)\(rest[1])"
        .write(toFile: "\(Page.checkout)/\(page.path)", atomically: true, encoding: .utf8)
    } else {
      #expect(rest[0] == table, "POLASCOPE_RECORD=1 make end-to-end-test writes it anew")
    }
  }

  @Test func everyFileThatAPageLinksToIsThere() throws {
    #expect(try Page("README.md").text.contains("](docs/heads.svg)"))
    for page in try Page.all() {
      let folder = page.path.split(separator: "/").dropLast().map { "/\($0)" }.joined()
      let links = page.text.matches(of: /\]\(([^)#:]+)(?:#[^)]*)?\)/).map { String($0.output.1) }
      for link in links {
        let path = "\(Page.checkout)\(folder)/\(link)"
        #expect(FileManager.default.fileExists(atPath: path), "\(page.path): \(link)")
      }
    }
  }

  @Test func theReadmeIsShort() throws {
    #expect(try Page("README.md").text.split(separator: "\n", omittingEmptySubsequences: false).count <= 121)
  }

  /// Every key of a line of `stats --extra`, of models with all kinds of heads, and of an error is explained.
  @Test func everyFieldOfAStatisticsLineIsExplained() throws {
    let page = try Page("docs/statistics.md").text
    let folder = try TemporaryFolder()
    let image = try #require(Samples.images.first)
    let name = try #require(image.split(separator: "/").last)
    let boxes = "\(folder.path)/boxes.csv"
    try "\(name),1,1,20,20\n".write(toFile: boxes, atomically: true, encoding: .utf8)
    var output = ""
    for options in [
      ["fashion-polarity", "--boxes", boxes, "--extra", "--heads-off", "1.0", "--hide", "3,5"],
      ["fashion-softmax", fixture("ms-swin-nano"), "--extra"],
    ] {
      let run = try Program.run(["stats"] + options + ["--image", image])
      try #require(run.status == 0, "\(run.error)")
      output += run.output
    }
    output += try Program.run(["stats", "fashion-softmax", "--image", "/nowhere.png"]).output
    let keys = Set(output.matches(of: /"(\w+)":/).map { String($0.output.1) })
    #expect(keys.count > 50)
    for key in keys.sorted() { #expect(page.contains("`\(key)`"), "\(key)") }
  }

  /// What the training left beside each model.
  struct Metrics: Decodable {
    struct Test: Decodable {
      let accuracy: Double
    }
    let parameters: Int
    let test: Test
  }

  @Test(arguments: Samples.models)
  func theAccuracyOfATwinIsTheMeasuredOne(model: String) throws {
    let folder = try #require(Samples.folder(named: model))
    let metrics = try JSONDecoder().decode(
      Metrics.self, from: Data(contentsOf: URL(filePath: "\(folder)/metrics.json")))
    let row = try #require(
      try Page("README.md").text.split(separator: "\n").first { $0.hasPrefix("| `\(model)` |") })
    let tenths = Int((1000 * metrics.test.accuracy).rounded())
    #expect(row.contains(" \(tenths / 10).\(tenths % 10) % "))
    #expect(row.filter { $0 != "," }.contains(" \(metrics.parameters) "))
  }
}

extension [String] {
  /// Whether these lines are those shown, where a line `…` is for any number of lines and `…` in a line for any text.
  fileprivate func fits(_ shown: [String]) -> Bool {
    guard let first = shown.first else { return isEmpty }
    let rest = Array(shown.dropFirst())
    if first == "…" { return (0...count).contains { Array(dropFirst($0)).fits(rest) } }
    guard let line = self.first, line.fits(first) else { return false }
    return Array(dropFirst()).fits(rest)
  }
}

extension String {
  fileprivate func fits(_ shown: String) -> Bool {
    let parts = shown.split(separator: "…", omittingEmptySubsequences: false)
    guard parts.count > 1 else { return self == shown }
    var rest = self[...]
    guard rest.hasPrefix(parts[0]), hasSuffix(parts[parts.count - 1]) else { return false }
    rest = rest.dropFirst(parts[0].count)
    for part in parts.dropFirst().dropLast() where !part.isEmpty {
      guard let found = rest.firstRange(of: part) else { return false }
      rest = rest[found.upperBound...]
    }
    return rest.count >= parts[parts.count - 1].count
  }
}
