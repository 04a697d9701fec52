// How fast a model loads, runs and shows its attention on this machine, as `polascope bench` reports it.
import Attention
import Compute
import FoundationEssentials
import Synchronization
import VisionModels

/// The timings of one model, in seconds.
package struct Benchmark: Sendable, Encodable {
  /// What repeated runs of one thing took.
  package struct Timing: Sendable, Encodable {
    package let median: Double
    package let min: Double
  }

  /// A forward pass, with what it computes.
  package struct Forward: Sendable, Encodable {
    package let median: Double
    package let min: Double
    /// Billions of floating-point operations: two for each multiply-add.
    package let gflop: Double
  }

  package let model: String
  package let cpu: String
  package let isa: String
  package let threads: Int
  /// Of this run, on registers alone.
  package let peakGFLOPS: Double
  /// File to packed weights.
  package let load: Timing
  /// Input to logits, recording queries, keys and values of every layer.
  package let forward: Forward
  /// A forward pass, every entropy of every head, and every row handed to a consumer that reads it.
  package let maps: Timing
  /// Every entropy of every head, of records at hand.
  package let entropies: Timing
  /// One row of one head of the layer with the most keys.
  package let row: Timing
  /// The logits, by which other programs check that they computed the same.
  package let logits: [Float]?

  /// Loads and runs a model `runs` times, after one run that is not counted.
  ///
  /// - Parameters:
  ///   - image: what the model looks at; nil: a grey image.
  ///   - progress: the share that is done, 0…1; called on the calling thread.
  /// - Throws: what loading and preparing throw.
  package static func run(
    runs: Int, image: InputImage?, engine: Engine, load: () throws -> LoadedModel,
    progress: ((Double) -> Void)? = nil
  ) throws -> Benchmark {
    let peak = engine.peakGFLOPS()
    var seconds = Measurements()
    var loaded = try load()
    let input = try planes(of: image, for: loaded)
    let multiplyAdds = engine.multiplyAddCount
    var output = try loaded.model.forward(input)
    let gflop = Double(engine.multiplyAddCount - multiplyAdds) * 2e-9
    readEveryRow(of: output.records)
    for round in 0..<runs {
      seconds.load.append(try time { loaded = try load() })
      seconds.forward.append(try time { output = try loaded.model.forward(input) })
      seconds.maps.append(
        try time {
          output = try loaded.model.forward(input)
          readEveryRow(of: output.records)
        })
      seconds.entropies.append(time { for record in output.records { _ = record.statistics() } })
      if let record = output.records.max(by: { $0.geometry.keysPerWindow < $1.geometry.keysPerWindow }) {
        let stream = record.streams[0]
        seconds.row.append(
          time { _ = record.row(query: record.queries.rows / 2, head: record.heads - 1, stream: stream) })
      }
      progress?(Double(round + 1) / Double(runs))
    }
    let forward = Timing(seconds.forward)
    return Benchmark(
      model: loaded.name, cpu: processorName(), isa: engine.instructionSet.rawValue, threads: engine.threads,
      peakGFLOPS: peak, load: Timing(seconds.load),
      forward: Forward(median: forward.median, min: forward.min, gflop: gflop), maps: Timing(seconds.maps),
      entropies: Timing(seconds.entropies),
      row: Timing(seconds.row), logits: output.logits)
  }

  /// One line of JSON without a line break at its end.
  package func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}

extension Benchmark.Timing {
  init(_ seconds: [Double]) {
    let sorted = seconds.sorted()
    let middle = sorted.count / 2
    min = sorted.first ?? 0
    median =
      sorted.isEmpty ? 0 : sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}

extension Benchmark {
  /// The seconds of every run.
  private struct Measurements {
    var load: [Double] = []
    var forward: [Double] = []
    var maps: [Double] = []
    var entropies: [Double] = []
    var row: [Double] = []
  }

  private static func time(_ work: () throws -> Void) rethrows -> Double {
    let start = ContinuousClock.now
    try work()
    return start.secondsToNow
  }

  /// The image as the model wants it.
  private static func planes(of image: InputImage?, for loaded: LoadedModel) throws -> ImagePlanes {
    let recipe = loaded.model.preprocessing
    let (height, width) = (recipe.inputHeight, recipe.inputWidth)
    let planes = Matrix(rows: 3, columns: height * width)
    if let image {
      let input = try recipe.apply(to: image.image)
      return ImagePlanes(
        height: height, width: width,
        planes: Matrix(rows: 3, columns: height * width, values: input.planes))
    }
    return ImagePlanes(height: height, width: width, planes: planes)
  }

  /// Streams every row of every head and adds up its first and last weights, so that none is left out.
  private static func readEveryRow(of records: [AttentionRecord]) {
    let total = Mutex<Float>(0)
    for record in records {
      _ = record.streamRows { _, _, rows in
        var sum: Float = 0
        for rows in rows {
          for index in 0..<rows.rows { sum += rows[index, 0] + rows[index, rows.columns - 1] }
        }
        total.withLock { $0 += sum }
      }
    }
  }

  /// The processor's name as the system gives it.
  private static func processorName() -> String {
    guard let data = FileManager.default.contents(atPath: "/proc/cpuinfo") else { return "unknown" }
    for line in String(decoding: data, as: UTF8.self).split(separator: "\n")
    where line.hasPrefix("model name") {
      return line.drop { $0 != ":" }.dropFirst().trimmingPrefix { $0 == " " }.description
    }
    return "unknown"
  }
}
