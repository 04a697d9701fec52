// `polascope summary`: the same from shards as from one run, its formats, and lines that are none.
import FoundationEssentials
import Samples
import Testing

@Suite struct SummaryCommandTests {
  private static let images = Samples.root.map { "\($0)/images" } ?? ""

  /// Lines of both twins in a file of a fresh folder.
  private func lines() throws -> (folder: TemporaryFolder, file: String) {
    let folder = try TemporaryFolder()
    let file = "\(folder.path)/numbers.jsonl"
    let run = try Program.run(
      ["stats"] + Samples.defaultModels + ["--image", Self.images, "--append", file])
    try #require(run.status == 0)
    return (folder, file)
  }

  /// Four shards under GNU parallel, with nothing in between, give what one run gives: bit for bit.
  @Test(arguments: ["json", "csv", "table", "markdown"])
  func fourShardsUnderParallelAreTheWhole(format: String) throws {
    let (folder, file) = try lines()
    let script = """
      cd "$1" && parallel --will-cite "$0" stats fashion-softmax fashion-polarity --image "$2" --shard {}/4 \
      --append part-{}.jsonl ::: 1 2 3 4
      """
    let run = try Program.run("sh", ["-c", script, Program.path, folder.path, Self.images])
    #expect(run.status == 0, "\(run.error)")
    let parts = (1...4).map { "\(folder.path)/part-\($0).jsonl" }
    for part in parts { #expect(try !String(contentsOfFile: part, encoding: .utf8).isEmpty) }
    let whole = try Program.run(["summary", file, "--format", format])
    let sharded = try Program.run(["summary", parts[2], parts[0], parts[3], parts[1], "--format", format])
    #expect(whole.status == 0 && sharded.status == 0)
    #expect(whole.output.count > 1000)
    #expect(sharded.output == whole.output)
    #expect(sharded.error.isEmpty)
  }

  private struct JSONSummary: Decodable {
    struct Numbers: Decodable {
      let count: Int
      let mean: Double
      let standardDeviation: Double
      let min: Double
      let max: Double
      let quantiles: [String: Double]
    }
    struct Head: Decodable {
      let entropy: [String: Numbers]
      let meanDistance: Numbers
      let polarity: [String: Numbers]
    }
    struct Layer: Decodable {
      let name: String
      let heads: [Head]
    }
    struct Model: Decodable {
      let model: String
      let images: Int
      let failed: Int
      let layers: [Layer]
    }
    let models: [Model]
  }

  /// Against the lines themselves, by the definitions.
  @Test func meansDeviationsAndQuantilesAreThoseOfTheLines() throws {
    let (folder, file) = try lines()
    defer { withExtendedLifetime(folder) {} }
    let run = try Program.run(["summary", file, "--format", "json", "--quantiles", "0,0.25,0.5,1"])
    let summary = try JSONDecoder().decode(JSONSummary.self, from: Data(run.output.utf8))
    #expect(summary.models.map(\.model) == ["fashion-polarity", "fashion-softmax"])
    let polarity = try #require(summary.models.first)
    #expect(polarity.images == Samples.images.count && polarity.failed == 0)
    let values = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").map {
      try JSONDecoder().decode(StatisticsCommandTests.Line.self, from: Data($0.utf8))
    }.filter { $0.model == "fashion-polarity" }.compactMap { $0.layers[3].heads[1].entropy["same"] }.sorted()
    try #require(values.count == 14)
    let numbers = try #require(polarity.layers[3].heads[1].entropy["same"])
    let mean = values.reduce(0, +) / 14
    let deviation = (values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 13).squareRoot()
    #expect(numbers.count == 14)
    #expect(abs(numbers.mean - mean) < 1e-12)
    #expect(abs(numbers.standardDeviation - deviation) < 1e-12)
    #expect(numbers.min == values[0] && numbers.max == values[13])
    #expect(numbers.quantiles["0.0"] == values[0] && numbers.quantiles["1.0"] == values[13])
    #expect(abs((numbers.quantiles["0.5"] ?? 0) - (values[6] + values[7]) / 2) < 1e-12)
    #expect(abs((numbers.quantiles["0.25"] ?? 0) - (values[3] + 0.25 * (values[4] - values[3]))) < 1e-12)
  }

  @Test func repeatedLinesCountOnceAndAreSaid() throws {
    let (folder, file) = try lines()
    defer { withExtendedLifetime(folder) {} }
    let once = try Program.run(["summary", file])
    let twice = try Program.run(["summary", file, file])
    #expect(twice.status == 0)
    #expect(twice.output == once.output)
    #expect(twice.error == "polascope: left out 28 lines that repeat a pair of model and image\n")
  }

  @Test func onlyTheQuantitiesAskedForAreShown() throws {
    let (folder, file) = try lines()
    defer { withExtendedLifetime(folder) {} }
    let run = try Program.run(
      ["summary", file, "--quantity", "meanDistance,polarity", "--format", "csv", "--quantiles", "0.5"])
    let rows = run.output.split(separator: "\n")
    #expect(
      rows.first
        == "model,family,layer,name,mechanism,head,number,part,count,mean,standardDeviation,min,q0.5,max")
    // 19 heads of two models: a distance and four shares each.
    #expect(rows.count == 1 + 2 * 19 * 5)
    #expect(
      rows.dropFirst().allSatisfy {
        $0.contains(",meanDistance,,14,") || $0.contains(/,polarity,[pn][pn],14,/)
      })
    #expect(try Program.run(["summary", file, "--quantity", "mass"]).status == 64)
    #expect(try Program.run(["summary", file, "--quantiles", "2"]).status == 64)
  }

  /// What no line has is named with the command that writes it; where nothing is left, there is no summary.
  @Test func quantitiesThatLinesLackAreNamed() throws {
    let (folder, file) = try lines()
    defer { withExtendedLifetime(folder) {} }
    for (name, source) in [
      ("massInBox", "stats --boxes CSV"), ("sinks", "stats --extra"), ("tokenNorm", "stats --extra"),
      ("kernels.rank", "polascope kernels"),
    ] {
      let run = try Program.run(["summary", file, "--quantity", name, "--format", "csv"])
      #expect(run.status == 64 && run.output.isEmpty, "\(run.output)")
      #expect(run.error.hasPrefix("polascope: --quantity: no line has \(name); "), "\(run.error)")
      #expect(run.error.contains(source) && run.error.split(separator: "\n").count == 1)
    }
    let some = try Program.run(["summary", file, "--quantity", "massInBox,meanDistance"])
    #expect(some.status == 0 && some.output.contains("meanDistance"))
    #expect(some.error.hasPrefix("polascope: no line has massInBox; 'polascope stats --boxes CSV' writes it"))
    let all = try Program.run(["summary", file])
    #expect(all.status == 0 && all.error.isEmpty)
    let signed = try Program.run(["summary", file, "--quantity", "negativeMass"])
    #expect(
      signed.status == 1
        && signed.error.contains("no head of these models has it, or it is undefined or not finite there"),
      "\(signed.error)")
  }

  /// `tokenNorm` is of a layer: a row without a head, and a member of the layer in JSON.
  @Test func numbersOfLayersAreSummarized() throws {
    let folder = try TemporaryFolder()
    let file = "\(folder.path)/extra.jsonl"
    let images = Samples.images.prefix(2).flatMap { ["--image", $0] }
    try #require(Program.run(["stats", "fashion-softmax", "--extra", "--append", file] + images).status == 0)
    // The mean over two lines, from their texts.
    let text = try String(contentsOfFile: file, encoding: .utf8)
    let norms = text.matches(of: /"tokenNorm":\{"max":([0-9.e+-]+),"mean":([0-9.e+-]+),/).map { match in
      (max: Double(match.output.1) ?? .nan, mean: Double(match.output.2) ?? .nan)
    }
    try #require(norms.count == 14)
    let run = try Program.run(
      ["summary", file, "--quantity", "tokenNorm", "--format", "csv", "--quantiles", "0.5"])
    #expect(run.status == 0 && run.error.isEmpty)
    let rows = run.output.split(separator: "\n").dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    #expect(rows.count == 14)
    for (index, row) in rows.enumerated() {
      let layer = index / 2
      #expect(row[2] == "\(layer)" && row[5].isEmpty && row[6] == "tokenNorm" && row[8] == "2")
      #expect(row[7] == (index % 2 == 0 ? "mean" : "max"))
      let values = [norms[layer], norms[7 + layer]].map { index % 2 == 0 ? $0.mean : $0.max }
      let mean = try #require(Double(row[9]))
      #expect(abs(mean - (values[0] + values[1]) / 2) < 1e-9 * mean)
    }
    let json = try Program.run(["summary", file, "--quantity", "tokenNorm", "--format", "json"])
    #expect(json.output.matches(of: /"tokenNorm" : \{/).count == 7)
    #expect(
      try Program.run(["summary", file, "--quantity", "tokenNorm"]).output.contains("tokenNorm.mean  2"))
  }

  @Test func standardInputIsReadToo() throws {
    let (folder, file) = try lines()
    defer { withExtendedLifetime(folder) {} }
    let piped = try Program.run("sh", ["-c", #""$0" summary - < "$1""#, Program.path, file])
    #expect(piped.status == 0)
    #expect(try piped.output == Program.run(["summary", file]).output)
  }

  static let hostile: [(line: String, reason: String)] = [
    ("{", "not valid JSON"),
    ("\u{0}\u{1b}[31m", "not valid JSON"),
    (
      String(repeating: "[", count: 100_000),
      "line 2: nested deeper than 64 levels at byte 64; expected a line of polascope stats"
    ),
    (#"{"model":"m","model":"m"}"#, "line 2: the member 'model' at byte 13 is a duplicate; expected a line"),
    ("[]", "not a line of polascope stats"),
    (#"{"model":1,"image":"i"}"#, "not a line of polascope stats"),
    (#"{"model":"m","image":"i"}"#, "not a line of polascope stats"),
    (
      #"{"model":"m","image":"i","modelFile":{"bytes":1e400},"family":"vit","layers":[]}"#,
      "line 2: the number before byte 51 is beyond the range of a double"
    ),
    (#"{"model":"m","image":"i","modelFile":{"bytes":1},"family":"vit","layers":[{"index":7}]}"#, "layer 0"),
    (
      #"{"model":"m","image":"i","modelFile":{"bytes":1},"family":"vit","layers":[{"index":0,"name":"a","mechanism":"b","heads":[{"index":0,"entropy":{"attention":"high"}}]}]}"#,
      #""entropy.attention" is not a number"#
    ),
    (
      #"{"model":"m","image":"i","modelFile":{"bytes":1},"family":"vit","layers":[{"index":0,"name":"a","mechanism":"b","heads":[{"index":0,"entropy":3}]}]}"#,
      #""entropy" is no object"#
    ),
    (
      #"{"model":"m","image":"i","modelFile":{"bytes":1},"family":"vit","layers":[{"index":0,"name":"a","mechanism":"b","heads":[{"index":0,"rowSum":{"attention":1}}]}]}"#,
      #""rowSum.attention" is no object"#
    ),
  ]

  @Test(arguments: hostile.indices)
  func linesThatAreNoneAreNamed(index: Int) throws {
    let folder = try TemporaryFolder()
    let file = "\(folder.path)/lines"
    try "\n\(Self.hostile[index].line)\n".write(toFile: file, atomically: true, encoding: .utf8)
    let run = try Program.run(["summary", file])
    #expect(run.status == 1)
    #expect(run.output.isEmpty)
    #expect(
      run.error.hasPrefix("polascope: \(file): line 2: ") && run.error.contains(Self.hostile[index].reason))
    #expect(run.error.split(separator: "\n").count == 1 && !run.error.contains("\u{1b}"))
  }

  /// Numbers at the edge of what a Double holds, names that are no names.
  @Test func extremeLinesAreSummarizedOrRefusedButNeverTrap() throws {
    let folder = try TemporaryFolder()
    let file = "\(folder.path)/lines"
    func line(_ image: String, _ value: String, model: String = #"<b>|\u0007"#) -> String {
      #"{"model":"\#(model)","image":"\#(image)","modelFile":{"bytes":1},"family":"a,\"b","layers":[{"index":0,"name":"n","mechanism":"m","heads":[{"index":0,"meanDistance":\#(value)}]}]}"#
    }
    let values = ["1.7e308", "1.7e308", "-1.7e308", "5e-324", "-0.0", "9223372036854775807"]
    let text = values.enumerated().map { line("i\($0)", $1) + "\n" }.joined()
    try text.write(toFile: file, atomically: true, encoding: .utf8)
    for format in ["table", "json", "csv", "markdown"] {
      let run = try Program.run(["summary", file, "--format", format])
      #expect(run.status == 0, "\(run.error)")
      #expect(!run.output.isEmpty && !run.output.contains("\u{7}"))
    }
    let contradiction = "\(folder.path)/other"
    try (line("i0", "2") + "\n").write(toFile: contradiction, atomically: true, encoding: .utf8)
    let run = try Program.run(["summary", file, contradiction])
    #expect(run.status == 1)
    #expect(run.error.hasPrefix("polascope: \(contradiction): line 1: <b>|\\u{7} has other numbers on i0 "))
    #expect(run.error.split(separator: "\n").count == 1)
  }

  @Test func failuresAreCountedAndNotAveraged() throws {
    let (folder, file) = try lines()
    let failed = "\(folder.path)/failed"
    try #"{"error":"e","image":"x","model":"fashion-softmax"}"#.write(
      toFile: failed, atomically: true, encoding: .utf8)
    let run = try Program.run(["summary", failed, file])
    #expect(run.status == 0)
    #expect(run.output.contains("fashion-softmax (pola_pvt): 14 images, 1 more failed"))
  }

  @Test func filesWithoutALineAreAnError() throws {
    let run = try Program.run(["summary", "/dev/null"])
    #expect(run.status == 1)
    #expect(run.output.isEmpty)
    #expect(run.error == "polascope: /dev/null: holds no lines of polascope stats; run it first\n")
  }

  /// Numbers near the largest one have a mean and a deviation, though their sums are beyond its range.
  @Test func meansOfEnormousNumbersAreThere() throws {
    let folder = try TemporaryFolder()
    let file = "\(folder.path)/lines"
    let text = ["1.5e308", "1.5e308", "1.6e308"].enumerated().map { index, value in
      #"{"model":"m","image":"i\#(index)","modelFile":{"bytes":1},"family":"f","layers":[{"index":0,"name":"n","mechanism":"m","heads":[{"index":0,"meanDistance":\#(value),"normalizedEntropy":{"attention":\#(value)}}]}]}"#
        + "\n"
    }.joined()
    try (text + text.replacing(#""model":"m""#, with: #""model":"n""#)).write(
      toFile: file, atomically: true, encoding: .utf8)
    let rows = try Program.run(["summary", file, "--quantity", "meanDistance", "--format", "csv"]).output
      .split(separator: "\n")
    try #require(rows.count == 3)
    let fields = rows[1].split(separator: ",", omittingEmptySubsequences: false)
    #expect(abs((Double(fields[9]) ?? 0) / 1.533_333_333_333_333_3e308 - 1) < 1e-15, "\(rows[1])")
    #expect(abs((Double(fields[10]) ?? 0) / 5.773_502_691_896_258e306 - 1) < 1e-12, "\(rows[1])")
    // Side by side, with the intervals of Student's t: 4.302653 · 5.7735e306/√3.
    let table = try Program.run(["summary", file]).output
    #expect(table.contains("2e308 ±1e307"), "\(table)")
    #expect(!table.contains("–"), "\(table)")
  }

  /// Deviations beyond the range of a number are none.
  @Test(arguments: ["json", "csv", "table", "markdown"])
  func whatOverflowsIsNoNumber(format: String) throws {
    let (folder, file) = try lines()
    // Of two images, so that the deviation is √2 times the largest.
    let all = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
    let text = (all.prefix(2) + all.suffix(2)).joined(separator: "\n")
    let path = "\(folder.path)/enormous.jsonl"
    var sign = ""
    try text.split(separator: "\n").map { line in
      sign = sign.isEmpty ? "-" : ""
      return line.replacing(/"meanDistance":[0-9.e+-]+/, with: "\"meanDistance\":\(sign)1.7e308")
    }.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
    let run = try Program.run(["summary", path, "--format", format, "--quantity", "meanDistance"])
    #expect(run.status == 0, "\(run.error)")
    #expect(run.output.contains("meanDistance"))
    #expect(run.output.firstMatch(of: /\b(nan|inf)\b/) == nil, "\(run.output.prefix(1000))")
    switch format {
    case "json": #expect(run.output.contains("\"standardDeviation\" : null"))
    case "csv": #expect(run.output.contains(",,"))
    default: #expect(run.output.contains("–"))
    }
  }
}
