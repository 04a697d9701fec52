// How fast a model loads, runs and shows its attention on this machine, as `polascope bench` reports it.
import Attention
import Compute
import Files
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

    package var timing: Timing { Timing(median: median, min: min) }
  }

  /// What can be timed.
  package enum Measure: String, Sendable, CaseIterable {
    case load, firstMap = "first-map", forward, maps, entropies, row
  }

  package let model: String
  package let cpu: String
  package let isa: String
  package let threads: Int
  /// Of this run, on registers alone.
  package let peakGFLOPS: Double
  /// File to packed weights.
  package let load: Timing?
  /// File and image to the first heat map: loading, a forward pass, one row.
  package let firstMap: Timing?
  /// Input to logits, recording queries, keys and values of every layer.
  package let forward: Forward?
  /// A forward pass with every entropy of every head and every row passed to a reader.
  package let maps: Timing?
  /// Every entropy of every head, of records at hand.
  package let entropies: Timing?
  /// One row of one head of the layer with the most keys, several times in a run.
  package let row: Timing?
  /// The peak memory of the process in bytes; nil where the system does not report it.
  package let peakMemory: Int?
  /// The logits, so that other programs can check that they computed the same, nil where one is not finite; nil where
  /// only loading is timed.
  package let logits: [Float?]?
  /// Where numbers end; not written. nil where outputs are finite.
  package let divergence: Divergence?

  private enum CodingKeys: CodingKey {
    case model, cpu, isa, threads, peakGFLOPS, load, firstMap, forward, maps, entropies, row, peakMemory,
      logits
  }

  /// Times a model `runs` times, after one run that is not counted.
  ///
  /// Nothing of a run is kept when the next begins, so that the peak of memory is that of one run.
  ///
  /// - Parameters:
  ///   - measures: what is timed; the rest is left out.
  ///   - image: the model's input; nil: a gray image.
  ///   - progress: the fraction that is done, 0…1; called on the calling thread.
  /// - Throws: what loading and preparing throw.
  package static func run(
    runs: Int, measures: Set<Measure> = Set(Measure.allCases), image: InputImage?, engine: Engine,
    load: () throws -> LoadedModel, progress: ((Double) -> Void)? = nil
  ) throws -> Benchmark {
    let peak = engine.peakGFLOPS()
    var seconds: [Measure: [Double]] = [:]
    func time(_ measure: Measure, _ work: () throws -> Void) rethrows {
      guard measures.contains(measure) else { return }
      let start = ContinuousClock.now
      try work()
      seconds[measure, default: []].append(start.secondsToNow)
    }

    var loaded: LoadedModel? = try load()
    let name = loaded?.name ?? ""
    var gflop = 0.0
    var logits: [Float]?
    var divergence: Divergence?
    if measures != [.load] {
      let multiplyAdds = engine.multiplyAddCount
      let reader = measures.contains(.maps) ? EveryRow() : nil
      let output = try loaded.map {
        try $0.model.forward(planes(of: image, for: $0), rowReader: reader?.read)
      }
      gflop = Double(engine.multiplyAddCount - multiplyAdds) * 2e-9
      logits = output?.logits
      divergence = output.flatMap { Divergence(outputs: $0.logits ?? $0.embedding, records: $0.records) }
    }
    for round in 0..<runs {
      if !measures.isDisjoint(with: [.load, .firstMap]) { loaded = nil }
      try time(.load) { loaded = try load() }
      try time(.firstMap) {
        loaded = nil
        let model = try load()
        let output = try model.model.forward(planes(of: image, for: model))
        readOneRow(of: output.records)
        loaded = model
      }
      if let loaded, !measures.isDisjoint(with: [.forward, .maps, .entropies, .row]) {
        let input = try planes(of: image, for: loaded)
        var output: VisionModel.Output?
        try time(.maps) {
          _ = try loaded.model.forward(input, rowReader: EveryRow().read)
        }
        try time(.forward) { output = try loaded.model.forward(input) }
        if output == nil, !measures.isDisjoint(with: [.entropies, .row]) {
          output = try loaded.model.forward(input)
        }
        let records = output?.records ?? []
        try time(.entropies) { for record in records { try record.streamRows() } }
        for _ in 0..<rowsPerRun { time(.row) { readOneRow(of: records) } }
      }
      progress?(Double(round + 1) / Double(runs))
    }
    let timings = seconds.mapValues(Timing.init)
    return Benchmark(
      model: name, cpu: processorName(), isa: engine.instructionSet.rawValue, threads: engine.threads,
      peakGFLOPS: peak, load: timings[.load], firstMap: timings[.firstMap],
      forward: timings[.forward].map { Forward(median: $0.median, min: $0.min, gflop: gflop) },
      maps: timings[.maps], entropies: timings[.entropies], row: timings[.row],
      peakMemory: peakResidentBytes(), logits: logits?.map { $0.isFinite ? $0 : nil }, divergence: divergence)
  }

  /// One line of JSON without a line break at its end.
  package func json() throws -> String {
    try jsonText(self)
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
  /// Rows are read one by one, as when the cursor moves.
  private static let rowsPerRun = 5

  /// The image as the model's input.
  private static func planes(of image: InputImage?, for loaded: LoadedModel) throws -> ImagePlanes {
    let transform = loaded.model.preprocessing
    let (height, width) = (transform.inputHeight, transform.inputWidth)
    let planes = Matrix(rows: 3, columns: height * width)
    if let image {
      let input = try transform.apply(to: image.image)
      return ImagePlanes(
        height: height, width: width,
        planes: Matrix(rows: 3, columns: height * width, values: input.planes))
    }
    return ImagePlanes(height: height, width: width, planes: planes)
  }

  /// Adds up the first and last weights of every row, so that none is left out.
  private final class EveryRow: Sendable {
    private let total = Mutex<Float>(0)

    var read: RowReader {
      { [self] _, _, _, rows in
        var sum: Float = 0
        for rows in rows {
          for index in 0..<rows.rows { sum += rows[index, 0] + rows[index, rows.columns - 1] }
        }
        total.withLock { $0 += sum }
      }
    }
  }

  /// One row of one head of the layer with the most keys.
  private static func readOneRow(of records: [AttentionRecord]) {
    guard let record = records.max(by: { $0.geometry.keysPerWindow < $1.geometry.keysPerWindow }) else {
      return
    }
    _ = record.row(query: record.queries.rows / 2, head: record.heads - 1, stream: record.streams[0])
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
