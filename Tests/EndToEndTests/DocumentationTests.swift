// The README: its commands run, its keys are those of the program, its pictures are there.
import FoundationEssentials
import Samples
import Testing

@testable import Viewer

@Suite struct DocumentationTests {
  private static let checkout = #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" }

  private static func readme() throws -> String {
    try String(contentsOfFile: "\(checkout)/README.md", encoding: .utf8)
  }

  /// The lines of the README's `sh` blocks.
  static let commands: [String] = {
    guard let text = try? readme() else { return [] }
    return text.matches(of: /```sh\n((?:.*\n)*?)```/).flatMap {
      $0.output.1.split(separator: "\n").map(String.init)
    }
  }()

  @Test func thereAreCommandsToRun() {
    #expect(Self.commands.count >= 5)
  }

  @Test(arguments: commands)
  func everyCommandRuns(command: String) throws {
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
      "sh", ["-c", "cd \"$0\" && \(command)", folder.path], environment: ["PATH": "\(programs):\(path)"])
    #expect(run.status == 0, "\(run.error)")
    #expect(run.error.isEmpty)
    let written = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter {
      !$0.hasPrefix("photo")
    }
    #expect(!run.output.isEmpty || !written.isEmpty)
  }

  /// The table of keys is between two comments; with `POLASCOPE_RECORD` in the environment it is recorded again.
  @Test func theKeysAreThoseOfTheProgram() throws {
    let (begin, end) = ("<!-- keys begin -->\n", "<!-- keys end -->")
    let parts = try Self.readme().split(separator: begin, maxSplits: 1, omittingEmptySubsequences: false)
    let rest = try #require(parts.last).split(separator: end, maxSplits: 1, omittingEmptySubsequences: false)
    try #require(parts.count == 2 && rest.count == 2)
    if ProcessInfo.processInfo.environment["POLASCOPE_RECORD"] != nil {
      try "\(parts[0])\(begin)\(KeyTable.markdown)\(end)\(rest[1])"
        .write(toFile: "\(Self.checkout)/README.md", atomically: true, encoding: .utf8)
    } else {
      #expect(rest[0] == KeyTable.markdown, "POLASCOPE_RECORD=1 make end-to-end-test writes it anew")
    }
  }

  @Test func everyFileItLinksToIsThere() throws {
    let links = try Self.readme().matches(of: /\]\(([^)#:]+)\)/).map { String($0.output.1) }
    #expect(links.contains("docs/heads.svg"))
    for link in links {
      #expect(FileManager.default.fileExists(atPath: "\(Self.checkout)/\(link)"), "\(link)")
    }
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
    guard let json = try? Data(contentsOf: URL(filePath: "\(folder)/metrics.json")) else {
      // A model in training has no results, and the README gives none.
      #expect(try !Self.readme().contains("| `\(model)` |"))
      return
    }
    let metrics = try JSONDecoder().decode(Metrics.self, from: json)
    let row = try #require(try Self.readme().split(separator: "\n").first { $0.hasPrefix("| `\(model)` |") })
    let tenths = Int((1000 * metrics.test.accuracy).rounded())
    #expect(row.contains(" \(tenths / 10).\(tenths % 10) % "))
    #expect(row.filter { $0 != "," }.contains(" \(metrics.parameters) "))
  }
}
