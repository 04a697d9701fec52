// `polascope bench`: the members of its JSON, and how its numbers hang together.
import FoundationEssentials
import Samples
import TestSupport
import Testing

@Suite struct BenchCommandTests {
  struct Timing: Decodable {
    let median: Double
    let min: Double
    let gflop: Double?
  }

  struct Benchmark: Decodable {
    let model: String
    let cpu: String
    let isa: String
    let threads: Int
    let peakGFLOPS: Double
    let load: Timing?
    let firstMap: Timing?
    let forward: Timing?
    let maps: Timing?
    let entropies: Timing?
    let row: Timing?
    let peakMemory: Int?
  }

  @Test func itsNumbersHangTogether() throws {
    let run = try Program.run(["bench", "fashion-polarity", "--runs", "3", "--threads", "1", "--json"])
    #expect(run.status == 0)
    #expect(run.output.split(separator: "\n").count == 1)
    let benchmark = try JSONDecoder().decode(Benchmark.self, from: Data(run.output.utf8))
    #expect(benchmark.model == "fashion-polarity")
    #expect(benchmark.threads == 1)
    #expect(!benchmark.cpu.isEmpty && !benchmark.isa.isEmpty)
    #expect(benchmark.peakGFLOPS > 0)
    for timing in [
      benchmark.load, benchmark.firstMap, benchmark.forward, benchmark.maps, benchmark.entropies,
      benchmark.row,
    ] {
      let timing = try #require(timing)
      #expect(0 < timing.min && timing.min <= timing.median)
    }
    // Seven layers of a model of 1.1 million parameters: about 0.25 billion operations at 128×128.
    let operations = try #require(benchmark.forward?.gflop)
    #expect((0.1...0.6).contains(operations))
  }

  /// The times of a model whose logits are not finite, and a word about it.
  @Test(arguments: [["--json"], [], ["--sizes", "32", "--json"]])
  func aModelThatIsNotFiniteIsTimedToo(options: [String]) throws {
    let folder = try TestSupport.TemporaryFolder()
    let tensor = "blocks.1.attn.qkv.weight"
    let model = try Fixtures.diverged("timm-vit-nano", tensor: tensor, value: .nan, in: folder)
    let run = try Program.run(["bench", model, "--runs", "1"] + options)
    #expect(run.status == 0, "\(run.error)")
    #expect(run.error.split(separator: "\n").count == 1)
    #expect(
      run.error.contains("on a gray image: the outputs are not finite;")
        && run.error.contains("weights that are not finite: \(tensor)"), "\(run.error)")
    if options == ["--json"] { #expect(run.output.contains(#""logits":[null,"#), "\(run.output)") }
  }

  @Test func onlyWhatIsAskedForIsTimed() throws {
    let run = try Program.run([
      "bench", "fashion-polarity", "--runs", "1", "--only", "entropies,row", "--json",
    ])
    #expect(run.status == 0)
    let benchmark = try JSONDecoder().decode(Benchmark.self, from: Data(run.output.utf8))
    #expect(benchmark.entropies != nil && benchmark.row != nil)
    #expect(benchmark.load == nil && benchmark.forward == nil && benchmark.maps == nil)
    let unknown = try Program.run(["bench", "fashion-polarity", "--only", "speed"])
    #expect(unknown.status == 64)
    #expect(unknown.error.contains("first-map"))
  }

  private static let image = Samples.root.map { "\($0)/images/bag-01.png" } ?? ""

  struct SizeBenchmark: Decodable {
    struct Size: Decodable {
      let input: [Int]
      let tokens: Int
      let forward: Timing
      let maps: Timing
      let row: Timing
      let peakMemory: Int?
      let entropy: [String: Double]
      let meanDistance: Double?
    }

    let model: String
    let sizes: [Size]
  }

  struct Statistics: Decodable {
    struct Layer: Decodable { let heads: [Head] }
    struct Head: Decodable { let meanDistance: Double? }
    let layers: [Layer]
  }

  /// What a larger input needed is given back before the next size, whose peak is its own.
  @Test func everySizeHasItsOwnPeak() throws {
    func peaks(_ sizes: String) throws -> [Int] {
      let run = try Program.run(["bench", "fashion-softmax", "--runs", "1", "--sizes", sizes, "--json"])
      let sizes = try JSONDecoder().decode(SizeBenchmark.self, from: Data(run.output.utf8)).sizes
      return try sizes.map { try #require($0.peakMemory) }
    }
    let (alone, falling) = (try peaks("32")[0], try peaks("256,32"))
    let more = falling[0] - alone
    #expect(more > 8_000_000, "\(alone) \(falling)")
    #expect(falling[1] - alone < more / 4, "\(alone) \(falling)")
  }

  /// Entropies of |a| are another number.
  @Test func entropiesOfSignedRowsAreMarked() throws {
    for (model, isSigned) in [("inline-deit-nano/model.pth", true), ("timm-vit-nano", false)] {
      let command = ["bench", fixture(model), "--runs", "1", "--sizes", "32,64"]
      let table = try Program.run(command).output
      #expect(
        table.contains("H attention |a|") == isSigned && table.contains("|a|: ") == isSigned, "\(table)")
      #expect(try Program.run(command + ["--json"]).output.contains("\"signed\":true") == isSigned)
    }
  }

  @Test func sizesOfTheInputSideBySide() throws {
    let command = ["bench", "fashion-softmax", "--runs", "1", "--image", Self.image, "--sizes", "64,128x96"]
    let run = try Program.run(command + ["--json"])
    #expect(run.status == 0 && run.output.split(separator: "\n").count == 1)
    let benchmark = try JSONDecoder().decode(SizeBenchmark.self, from: Data(run.output.utf8))
    #expect(benchmark.sizes.map(\.input) == [[64, 64], [128, 96]])
    let (small, large) = (benchmark.sizes[0], benchmark.sizes[1])
    #expect(large.tokens == 3 * small.tokens)
    let (operations, more) = (try #require(small.forward.gflop), try #require(large.forward.gflop))
    #expect(more > 3 * operations)
    // More keys to spread over.
    #expect(try #require(large.entropy["attention"]) > #require(small.entropy["attention"]))
    for size in benchmark.sizes {
      #expect(size.row.min > 0 && size.maps.min > 0 && size.meanDistance != nil)
      #expect(try #require(size.peakMemory) > 1_000_000)
    }
    // As `stats` has them.
    let statistics = try Program.run([
      "stats", "fashion-softmax", "--image", Self.image, "--input-size", "64",
    ])
    let line = try JSONDecoder().decode(Statistics.self, from: Data(statistics.output.utf8))
    let distances = line.layers.flatMap(\.heads).compactMap(\.meanDistance)
    let mean = distances.reduce(0, +) / Double(distances.count)
    #expect(abs(try #require(small.meanDistance) - mean) < 1e-9 * mean)

    let table = try Program.run(command)
    #expect(table.output.split(separator: "\n").count == 4)
    #expect(table.output.contains("128×96") && table.output.contains("H attention"))
    for (wrong, message) in [
      (["--sizes", "64,"], "N or HEIGHTxWIDTH"), (["--sizes", "64", "--only", "row"], "--only"),
      (["--sizes", "64", "--input-size", "64"], "--input-size"),
    ] {
      let run = try Program.run(["bench", "fashion-softmax"] + wrong)
      #expect(run.status == 64 && run.error.contains(message))
    }
  }
}
