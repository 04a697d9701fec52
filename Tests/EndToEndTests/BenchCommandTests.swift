// `polascope bench`: the members of its JSON, and how its numbers hang together.
import FoundationEssentials
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
}
