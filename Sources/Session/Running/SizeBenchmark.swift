// How time, memory and attention of a model change with the size of its input, as `polascope bench --sizes` reports it.
import Compute
import Files
import Imaging

/// A model at several sizes of its input: timings in seconds, memory, and how its heads attend.
package struct SizeBenchmark: Sendable, Encodable {
  /// The model at one size.
  package struct Size: Sendable, Encodable {
    /// Height and width of the model's input.
    package let input: [Int]
    /// Queries of the layer that has the most.
    package let tokens: Int
    /// Input to logits, recording queries, keys and values of every layer.
    package let forward: Benchmark.Forward
    /// A forward pass with every entropy of every head and every row passed to a reader.
    package let maps: Benchmark.Timing
    /// One row of one head of the layer with the most keys.
    package let row: Benchmark.Timing
    /// The peak memory of the process in bytes since the model was loaded for this size; nil where the system does not
    /// report it.
    package let peakMemory: Int?
    /// For every stream the mean of H in nats over the heads of all layers where it is defined.
    package let entropy: [String: Double]
    /// The mean over the heads of all layers of how far they look, in pixels of the input; nil where none is defined.
    package let meanDistance: Double?
    /// Where numbers end; not written. nil where outputs and rows are finite; else there is no mean of the heads that
    /// are left.
    package let divergence: Divergence?

    private enum CodingKeys: CodingKey {
      case input, tokens, forward, maps, row, peakMemory, entropy, meanDistance
    }
  }

  package let model: String
  package let cpu: String
  package let isa: String
  package let threads: Int
  /// Of the run of the first size, on registers alone.
  package let peakGFLOPS: Double
  package let sizes: [Size]

  /// Times a model `runs` times at every size, after one run that is not counted.
  ///
  /// - Parameters:
  ///   - sizes: height and width; at least one.
  ///   - image: the model's input; nil: a gray image.
  ///   - load: loads the model for a size.
  ///   - progress: the fraction that is done, 0…1; called on the calling thread.
  /// - Throws: what loading and preparing throw.
  package static func run(
    runs: Int, sizes: [(height: Int, width: Int)], image: InputImage?, engine: Engine,
    load: (_ height: Int, _ width: Int) throws -> LoadedModel, progress: ((Double) -> Void)? = nil
  ) throws -> SizeBenchmark {
    precondition(!sizes.isEmpty)
    var first: Benchmark?
    let measured = try sizes.enumerated().map { index, size in
      resetPeakResidentBytes()
      let model = try load(size.height, size.width)
      let timings = try Benchmark.run(
        runs: runs, measures: [.forward, .maps, .row], image: image, engine: engine, load: { model },
        progress: { fraction in progress?((Double(index) + fraction) / Double(sizes.count)) })
      first = first ?? timings
      return try Size(timings, model: model, image: image)
    }
    let benchmark = first!
    return SizeBenchmark(
      model: benchmark.model, cpu: benchmark.cpu, isa: benchmark.isa, threads: benchmark.threads,
      peakGFLOPS: benchmark.peakGFLOPS, sizes: measured)
  }

  /// One line of JSON without a line break at its end.
  package func json() throws -> String {
    try jsonText(self)
  }
}

extension SizeBenchmark.Size {
  fileprivate init(_ timings: Benchmark, model: LoadedModel, image: InputImage?) throws {
    let transform = model.model.preprocessing
    input = [transform.inputHeight, transform.inputWidth]
    forward = timings.forward!
    maps = timings.maps!
    row = timings.row!
    peakMemory = timings.peakMemory
    let gray = RGBImage(width: 8, height: 8, pixels: Array(repeating: 128, count: 8 * 8 * 3))
    let record = try StatisticsRecord(
      of: model, on: image ?? InputImage(name: "gray", path: "gray", image: gray))
    let layers = record.layers.filter { !$0.isPool }
    tokens =
      layers.map { $0.prefix + $0.queryGrid.reduce(1, *) }.max() ?? 0
    divergence = record.divergence
    let heads = divergence == nil ? layers.flatMap(\.heads) : []
    entropy = HeadStatistic.entropy.metrics.reduce(into: [:]) { means, metric in
      if let part = metric.part { means[part] = mean(heads.compactMap { $0[metric] }) }
    }
    meanDistance = mean(
      HeadStatistic.meanDistance.metrics.flatMap { metric in heads.compactMap { $0[metric] } })
  }
}

/// nil of no numbers.
private func mean(_ numbers: [Double]) -> Double? {
  numbers.isEmpty ? nil : numbers.reduce(0, +) / Double(numbers.count)
}
