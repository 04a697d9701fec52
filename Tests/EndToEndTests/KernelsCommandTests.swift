// `polascope kernels` over many images: jobs, shards, files that grow, and the ranking that `summary` makes of them.
import FoundationEssentials
import Samples
import Testing

@Suite struct KernelsCommandTests {
  private static let folder = Samples.root.map { "\($0)/images" } ?? ""
  private static let kernels = "relu,focused-3,polarity-3,inline"

  /// A line without what differs from run to run.
  private func withoutTimes(_ text: String) -> String {
    text.replacing(/"seconds":\{[^}]*\}/, with: "")
  }

  private func run(_ options: [String]) throws -> ProgramRun {
    try Program.run(
      ["kernels", "fashion-softmax", "--image", Self.folder, "--kernels", Self.kernels] + options)
  }

  @Test func jobsAndShardsChangeNothing() throws {
    let whole = try run(["--jobs", "1"])
    #expect(whole.status == 0 && whole.error.isEmpty)
    let lines = withoutTimes(whole.output).split(separator: "\n")
    #expect(lines.count == Samples.images.count)
    #expect(withoutTimes(try run(["--jobs", "4", "--threads", "4"]).output) == withoutTimes(whole.output))
    let parts = try (1...3).flatMap { shard in
      withoutTimes(try run(["--shard", "\(shard)/3"]).output).split(separator: "\n")
    }
    #expect(parts.count == lines.count && Set(parts) == Set(lines))
  }

  /// A run that was stopped in the middle of a line goes on where it was; lines of `stats` and of other kernels in the
  /// same file are others.
  @Test func appendingGoesOn() throws {
    let folder = try TemporaryFolder()
    let file = "\(folder.path)/kernels.jsonl"
    #expect(try run(["--append", file]).status == 0)
    let whole = try String(contentsOfFile: file, encoding: .utf8)
    #expect(try run(["--append", file]).status == 0)
    #expect(try String(contentsOfFile: file, encoding: .utf8) == whole)
    try String(whole.prefix(whole.count * 2 / 5)).write(toFile: file, atomically: true, encoding: .utf8)
    #expect(try run(["--append", file]).status == 0)
    #expect(try withoutTimes(String(contentsOfFile: file, encoding: .utf8)) == withoutTimes(whole))

    let image = try #require(Samples.images.first)
    for command in [["stats"], ["kernels", "--kernels", "relu"]] {
      #expect(
        try Program.run(
          command + ["fashion-softmax", "--image", image, "--append", file]
        ).status == 0)
    }
    let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
    #expect(lines.count == Samples.images.count + 2)
    let summary = try Program.run(["summary", file, "--format", "json"])
    #expect(summary.status == 0 && summary.error.isEmpty)
    #expect(summary.output.contains("\"images\" : \(Samples.images.count),"))
    #expect(summary.output.matches(of: /"failed" : 0,/).count == 3)
  }

  @Test func theSummaryRanksTheKernels() throws {
    let folder = try TemporaryFolder()
    let file = "\(folder.path)/kernels.jsonl"
    #expect(try run(["--append", file]).status == 0)
    let summary = try Program.run(["summary", file])
    #expect(summary.status == 0)
    let count = Samples.images.count
    #expect(summary.output.contains("\(count) images, read by 4 kernels"))
    let nearest = try #require(
      summary.output.firstMatch(of: /own rows of the linear kernels: ([a-z0-9-]+), JS .*, n = ([0-9]+)\)/))
    #expect(["relu", "focused-3", "polarity-3"].contains(nearest.output.1))
    #expect(nearest.output.2 == "\(count)")
    let csv = try Program.run(["summary", file, "--format", "csv", "--quantity", "kernels.divergence"])
    let rows = csv.output.split(separator: "\n")
    #expect(rows.count > 1 && (rows.count - 1).isMultiple(of: 3))
    #expect(rows[1].contains(",kernels.divergence,polarity-3,\(count),"))
  }

  @Test func mistakesAreUsageErrors() throws {
    let unknown = try Program.run(
      ["kernels", "fashion-softmax", "--image", Self.folder, "--kernels", "relu,wave"])
    #expect(unknown.status == 64 && unknown.output.isEmpty)
    #expect(unknown.error.contains("expected names among softmax, polarity-3"))
    let missing = try Program.run(["kernels", "fashion-softmax"])
    #expect(missing.status == 64 && missing.error.contains("--image"))
  }

  @Test func aBadImageIsALineAndTheRunGoesOn() throws {
    let image = try #require(Samples.images.first)
    let run = try Program.run(
      ["kernels", "fashion-softmax", "--image", "/nowhere.png", "--image", image, "--kernels", "relu"])
    #expect(run.status == 1)
    let list = try Program.run(
      "sh",
      [
        "-c",
        #"printf '/nowhere.png\n%s\n' "$1" | "$0" kernels fashion-softmax --images-from - --kernels relu"#,
        Program.path, image,
      ])
    #expect(list.status == 1)
    let lines = list.output.split(separator: "\n")
    try #require(lines.count == 2)
    let start =
      #"{"error":"/nowhere.png: no such file or folder","image":"/nowhere.png","kernels":["relu"],"#
      + #""model":"fashion-softmax","modelFile":{"#
    #expect(lines[0].hasPrefix(start) && lines[0].contains(#","settings":{"#))
    #expect(lines[1].contains("\"divergence\":"))
  }
}
