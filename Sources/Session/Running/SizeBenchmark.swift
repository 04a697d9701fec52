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
    /// The peak memory of the process in bytes since before the model was loaded for this size; nil where the system
    /// does not count it from there.
    package let peakMemory: Int?
    /// For every stream the mean of H in nats over the heads of all layers where it is defined.
    package let entropy: [String: Double]
    /// Whether weights of a head may be negative, so that entropies are those of |a|/Σ|a|; nil where they are not.
    package let signed: Bool?
    /// The mean over the heads of all layers of how far they look, in pixels of the input; nil where none is defined.
    package let meanDistance: Double?
    /// Where numbers end; not written. nil where outputs and rows are finite; else there is no mean of the heads that
    /// are left.
    package let divergence: Divergence?

    private enum CodingKeys: CodingKey {
      case input, tokens, forward, maps, row, peakMemory, entropy, signed, meanDistance
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
  ///   - engine: each size runs on one of its own, with as many threads and the same kernels.
  ///   - load: loads the model for a size; it keeps none, so that the peak of memory is that of one.
  ///   - startPeak: lets the peak of memory begin anew; false where that cannot be.
  ///   - progress: the fraction that is done, 0…1; called on the calling thread.
  /// - Throws: what loading and preparing throw; `ComputeError`.
  package static func run(
    runs: Int, sizes: [(height: Int, width: Int)], image: InputImage?, engine: Engine,
    load: (_ height: Int, _ width: Int) throws -> LoadedModel,
    startPeak: () -> Bool = { restartPeakResidentBytes() }, progress: ((Double) -> Void)? = nil
  ) throws -> SizeBenchmark {
    precondition(!sizes.isEmpty)
    var first: Benchmark?
    let measured = try sizes.enumerated().map { index, size in
      let hasOwnPeak = startPeak()
      // An engine keeps the memory of its largest operation.
      let own = try Engine(threads: engine.threads, instructionSet: engine.instructionSet)
      let model = try load(size.height, size.width).running(on: own)
      let timings = try Benchmark.run(
        runs: runs, measures: [.forward, .maps, .row], image: image, engine: own, load: { model },
        progress: { fraction in progress?((Double(index) + fraction) / Double(sizes.count)) })
      first = first ?? timings
      return try Size(timings, model: model, image: image, hasOwnPeak: hasOwnPeak)
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
  fileprivate init(_ timings: Benchmark, model: LoadedModel, image: InputImage?, hasOwnPeak: Bool) throws {
    let transform = model.model.preprocessing
    input = [transform.inputHeight, transform.inputWidth]
    forward = timings.forward!
    maps = timings.maps!
    row = timings.row!
    peakMemory = hasOwnPeak ? timings.peakMemory : nil
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
    signed = heads.contains { $0["signed"] == .flag(true) } ? true : nil
    meanDistance = mean(
      HeadStatistic.meanDistance.metrics.flatMap { metric in heads.compactMap { $0[metric] } })
  }
}

/// nil of no numbers.
private func mean(_ numbers: [Double]) -> Double? {
  numbers.isEmpty ? nil : numbers.reduce(0, +) / Double(numbers.count)
}
