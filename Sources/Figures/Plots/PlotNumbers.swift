// The numbers of figures, collected image by image.
import Attention
import AttentionMaps
import Compute
import Session

/// Values that a figure leaves out because they are undefined or not finite.
package struct LeftOut: Equatable, Sendable {
  private(set) var count = 0
  /// With those that are there.
  private(set) var total = 0

  package init() {}

  init(count: Int, total: Int) { (self.count, self.total) = (count, total) }

  package mutating func add(_ more: Int, of total: Int) {
    count += more
    self.total += total
  }

  /// `3 of 24 left out`; nil where all are there.
  var words: String? { count > 0 ? "\(count) of \(total) left out" : nil }

  static func + (one: LeftOut, other: LeftOut) -> LeftOut {
    LeftOut(count: one.count + other.count, total: one.total + other.total)
  }
}

/// A sum and how many values are in it.
struct RunningMean: Sendable {
  private var sum = 0.0
  private var count = 0
  private var missing = 0

  mutating func add(_ value: Double?) {
    guard let value, value.isFinite else {
      missing += 1
      return
    }
    sum += value
    count += 1
  }

  var leftOut: LeftOut { LeftOut(count: missing, total: missing + count) }

  /// nil without values.
  var value: Double? { count > 0 ? sum / Double(count) : nil }
}

/// What figures of numbers are made of: the numbers of one model over images.
struct ModelNumbers: Sendable {
  let name: String
  let layers: [Int]
  let layerCount: Int
  /// Mean normalized entropies, by stream, layer and head.
  var entropies: [Stream: [Int: [Int: RunningMean]]] = [:]
  /// Whether weights of a chosen head may be negative: its entropies are those of |a|/Σ|a|.
  var isSigned = false
  /// Queries in each of `bins` parts of 0…1, by stream.
  var histograms: [Stream: [Double]] = [:]
  /// Queries without an entropy, by stream.
  var uncounted: [Stream: LeftOut] = [:]
  /// σ_k/σ_1 by what the rows are of, in order.
  var spectra: [(title: String, isSecond: Bool, values: [RunningMean], leftOut: LeftOut)] = []
  /// Of every chosen head and channel.
  var powers: [Float] = []
  var gates: [Stream: [Float]] = [:]
  /// By layer, the mean over heads and images.
  var gateCorrelations: [Int: RunningMean] = [:]
  /// Why kernels do not read chosen layers, a sentence each.
  var obstacles: [String] = []

  static let bins = 40

  init(_ model: LoadedModel, layers: [Int]) {
    name = model.name
    self.layers = layers
    layerCount = model.places.layerCount
  }

  /// Whether there is anything to draw.
  func hasNumbers(of kind: PlotKind) -> Bool {
    switch kind {
    case .entropy: entropies.values.contains { $0.values.contains { $0.values.contains { $0.value != nil } } }
    case .histogram: histograms.values.contains { $0.contains { $0 > 0 } }
    case .singularValues: spectra.contains { !$0.values.isEmpty }
    case .powers: !powers.isEmpty || !gates.isEmpty
    case .box, .resolution: true
    }
  }

  /// Takes up what `request` asks for of one forward pass.
  ///
  /// - Throws: `Cancelled`.
  mutating func add(_ examination: Examination, _ request: PlotRequest, isFirst: Bool) throws {
    for layer in layers {
      let record = examination.records[layer]
      let heads = request.chosenHeads(of: record)
      switch request.kind {
      case .entropy, .histogram: try addEntropies(record, heads, request)
      case .singularValues: try addSpectra(record, heads, request)
      case .powers: addGates(record, heads, isFirst: isFirst)
      case .box, .resolution: break
      }
    }
  }

  private mutating func addEntropies(
    _ record: AttentionRecord, _ heads: [Int], _ request: PlotRequest
  ) throws {
    let statistics = try LayerStatistics(of: record)
    if !heads.isEmpty, record.description.isSigned(.attention) { isSigned = true }
    for stream in request.chosenStreams(of: record) {
      for head in heads {
        let summary = statistics.summary(head: head, stream: stream)
        entropies[stream, default: [:]][record.index, default: [:]][head, default: RunningMean()]
          .add(summary?.normalizedEntropy.value)
        guard let counts = statistics.entropyHistogram(head: head, stream: stream, bins: Self.bins)
        else { continue }
        let known = histograms[stream] ?? [Double](repeating: 0, count: Self.bins)
        histograms[stream] = zip(known, counts).map { $0 + Double($1) }
        let queries = record.geometry.tokenQueries.count
        uncounted[stream, default: LeftOut()].add(queries - counts.reduce(0, +), of: queries)
      }
    }
  }

  private mutating func addSpectra(_ own: AttentionRecord, _ heads: [Int], _ request: PlotRequest)
    throws
  {
    for kernel in request.kernels.isEmpty ? [.own] : request.kernels {
      let record: AttentionRecord
      var title = name
      switch kernel {
      case .own: record = own
      case .kernel(let kernelName):
        guard let kernel = Kernel(kernelName) else { continue }
        if let obstacle = kernel.reading.obstacle(own.description) {
          let remark = "\(title.abridged), \(kernelName): left out: \(obstacle)"
          if !obstacles.contains(remark) { obstacles.append(remark) }
          continue
        }
        record = kernel(own)
        title += ", \(kernelName)"
      }
      for (number, stream) in record.streams.enumerated() {
        let whole = record.streams.count > 1 ? "\(title) \(stream.rawValue)" : title
        for head in heads {
          let index = spectra.firstIndex { $0.title == whole } ?? spectra.count
          if index == spectra.count { spectra.append((whole, number > 0, [], LeftOut())) }
          let values = try record.matrixSpectrum(head: head, stream: stream)?.largest(64) ?? []
          let largest = values.first ?? 0
          spectra[index].leftOut.add(largest > 0 ? 0 : 1, of: 1)
          guard largest > 0 else { continue }
          for (place, value) in values.enumerated() {
            if place == spectra[index].values.count { spectra[index].values.append(RunningMean()) }
            spectra[index].values[place].add(value / largest)
          }
        }
      }
    }
  }

  private mutating func addGates(_ record: AttentionRecord, _ heads: [Int], isFirst: Bool) {
    for head in heads {
      // Powers are weights: the same with every image.
      if isFirst, let all = record.description.mechanism.powers {
        powers += all[record.channels(ofHead: head)]
      }
      guard record.gate != nil else { continue }
      for stream in record.streams {
        gates[stream, default: []] += record.gates(head: head, stream: stream) ?? []
      }
      if record.streams.count == 2 {
        gateCorrelations[record.index, default: RunningMean()].add(
          record.gateCorrelation(head: head))
      }
    }
  }
}
