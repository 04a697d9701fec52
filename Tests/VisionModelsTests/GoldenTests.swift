// Logits, rows and entropies of whole models against the official implementations.
import Attention
import AttentionMaps
import Checkpoints
import Compute
import Synchronization
import TestSupport
import Testing
import VisionModels

/// A reference case, run once from its golden input.
struct ReferenceRun {
  let golden: Golden
  let model: VisionModel
  let input: ImagePlanes
  let output: VisionModel.Output

  init(_ name: String, engine: Engine) throws {
    golden = try Golden("\(name)/golden.safetensors")
    let files = try ModelFiles.locate(Fixtures.path(name))
    model = try VisionModel.load(
      try Checkpoint.open(files.weights), configuration: files.configuration,
      preprocessor: files.preprocessor, engine: engine)
    let shape = golden.shape("input")
    let planes = Matrix(rows: shape[0], columns: shape[1] * shape[2], values: try golden.values("input"))
    input = ImagePlanes(height: shape[1], width: shape[2], planes: planes)
    output = try model.forward(input)
  }
}

@Suite struct GoldenTests {
  static let cases = [
    "pola-pvt-nano", "pola-pvt-nano-sr", "pola-pvt-nano-softmax", "pola-pvt-nano-weak", "flatten-pvt-nano",
    "pola-swin-nano", "pola-swin-nano-shift", "pola-swin-nano-window", "flatten-swin-nano",
    "flatten-swin-nano-window", "ms-swin-nano", "timm-swin-nano",
    "pvt-nano", "timm-vit-nano", "timm-vit-nano-reg-ls", "timm-deit-distilled-nano",
    "hf-vit-nano", "hf-dinov2-reg-nano", "timm-pvtv2-nano",
    "inline-deit-nano", "inline-pvt-nano", "inline-swin-nano", "agent-deit-nano", "agent-pvt-nano",
    "agent-swin-nano", "mlla-nano", "nalaformer-nano", "rala-nano",
  ]
  let engine: Engine

  init() throws { engine = try Engine() }

  @Test(arguments: cases) func logits(name: String) throws {
    let run = try ReferenceRun(name, engine: engine)
    let logits = try #require(run.output.logits)
    #expect(largestDifference(logits, try run.golden.values("logits")) <= 5e-5)
  }

  @Test(arguments: cases) func everyRow(name: String) throws {
    let run = try ReferenceRun(name, engine: engine)
    var compared = 0
    for record in run.output.records {
      for stream in record.streams {
        let tensor = "layer\(record.index).\(stream.rawValue)"
        let geometry = record.geometry
        if run.golden.has("\(tensor).rows") {
          // Large layers keep a few rows of the first window.
          let queries = try run.golden.values("\(tensor).queries").map { Int($0) }
          var rows: [Float] = []
          for head in 0..<record.heads {
            for query in queries { rows += record.row(query: query, head: head, stream: stream).weights }
          }
          #expect(largestDifference(rows, try run.golden.values("\(tensor).rows")) <= 2e-5, "\(tensor)")
          compared += 1
          continue
        }
        #expect(
          run.golden.shape(tensor) == [
            geometry.windowCount, record.heads, geometry.queriesPerWindow, geometry.keysPerWindow,
          ])
        var rows: [Float] = []
        for window in 0..<geometry.windowCount {
          for head in 0..<record.heads {
            for query in 0..<geometry.queriesPerWindow {
              let row = window * geometry.queriesPerWindow + query
              rows += record.row(query: row, head: head, stream: stream).weights
            }
          }
        }
        #expect(largestDifference(rows, try run.golden.values(tensor)) <= 2e-5, "\(tensor)")
        compared += 1
      }
    }
    #expect(compared == run.output.records.map(\.streams.count).reduce(0, +))
  }

  @Test(arguments: cases) func everyEntropy(name: String) throws {
    let run = try ReferenceRun(name, engine: engine)
    for record in run.output.records {
      let statistics = try LayerStatistics(of: record)
      for stream in record.streams {
        let golden = try run.golden.values("layer\(record.index).\(stream.rawValue).entropy")
        let entropies = try (0..<record.heads).map {
          Float(try #require(statistics.summary(head: $0, stream: stream)?.entropy.value))
        }
        #expect(largestDifference(entropies, golden) <= 1e-5, "layer \(record.index) \(stream)")
      }
    }
  }

  /// A pass whose rows are read gives the same logits and entropies, with windows, bias and mask, and every row once.
  @Test(arguments: cases) func readingRowsChangesNothing(name: String) throws {
    let run = try ReferenceRun(name, engine: engine)
    let rowsRead = Atomic(0)
    let read = try run.model.forward(
      run.input,
      rowReader: { _, _, _, rows in
        rowsRead.wrappingAdd(rows[0].rows, ordering: .relaxed)
      })
    #expect(largestDifference(try #require(read.logits), try run.golden.values("logits")) <= 5e-5)
    #expect(
      rowsRead.load(ordering: .relaxed) == run.output.records.map { $0.heads * $0.queries.rows }.reduce(0, +))
    #expect(read.statistics.count == run.output.records.count)
    for (record, statistics) in zip(run.output.records, read.statistics) {
      for (stream, expected) in try record.streamRows() {
        let entropies = try #require(statistics[stream]).entropies.values
        #expect(
          largestDifference(entropies, expected.entropies.values) <= 1e-5, "layer \(record.index) \(stream)")
      }
    }
  }

  /// Explicit rows times values are what the fast path computes, for every mechanism that occurs.
  @Test(arguments: cases) func rowsTimesValuesAreTheMix(name: String) throws {
    let run = try ReferenceRun(name, engine: engine)
    for record in run.output.records {
      let mixed = Matrix(rows: record.queries.rows, columns: record.channels)
      try record.apply(into: mixed)
      var largest: Float = 0
      var magnitude: Float = 0
      for head in 0..<record.heads {
        for stream in record.streams {
          for query in 0..<record.queries.rows {
            let weights = record.row(query: query, head: head, stream: stream).weights
            let first = record.geometry.window(ofQueryRow: query) * record.geometry.keysPerWindow
            for channel in record.channels(ofHead: head, stream: stream) {
              var sum = 0.0
              for (key, weight) in weights.enumerated() {
                sum += Double(weight) * Double(record.values[first + key, channel])
              }
              largest = max(largest, abs(Float(sum) - mixed[query, channel]))
              magnitude = max(magnitude, abs(Float(sum)))
            }
          }
        }
      }
      #expect(largest <= 3e-6 * magnitude, "layer \(record.index): \(largest) of \(magnitude)")
    }
  }
}
