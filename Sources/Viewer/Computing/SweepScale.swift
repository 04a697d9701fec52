// Entropies of a head's rows when its queries are made longer or shorter: what sharpens and what does not.

import Attention
import AttentionMaps
import Compute

/// One reading of t·q and k for factors t.
struct SweepScale: Computation {
  let layer: LayerKey
  let head: Int
  let reading: MechanismName
  /// nil for a reading without one.
  let exponent: Float?

  var lane: Lane { .sums }
  var longSum: String? { "adding up entropies" }
  /// Every head, reading and exponent leaves one.
  static var capacity: Int { 1024 }

  func inputs(_ findings: Findings) -> AttentionRecord? { findings.record(of: layer) }

  /// By stream of the reading; none where the layer cannot be read so. Throws `Cancelled`.
  func run(_ record: AttentionRecord, _ job: Job) throws -> [ScaleCurve] {
    guard let reading = Reading.all.first(where: { $0.name == reading }),
      reading.obstacle(record.description) == nil
    else { return [] }
    return try ScaleCurve.all(
      reading, exponent: exponent ?? ViewerState.firstExponent, record, head: head,
      cancellation: job.cancellation, progress: job.progress)
  }

  func isStale(_ kept: KeptFindings) -> Bool { !kept.examinations.contains(layer.examination) }
}

/// The mean normalized entropy of one stream of one reading at factors t of the queries from ¼ to 8.
struct ScaleCurve: Sendable {
  /// Half an octave apart.
  static let factors: [Float] = (-4...6).map {
    Float(sign: .plus, exponent: ($0 + 4) / 2 - 2, significand: 1)
      * ($0.isMultiple(of: 2) ? 1 : Float(2).squareRoot())
  }
  /// The most queries that a mean is over.
  static let mostQueries = 64

  let stream: Stream
  /// By factor; NaN where no row has an entropy.
  let means: [Float]
  /// How many queries the means are over, evenly spaced among all.
  let queries: Int

  /// O(factors · queries · n · d), and φ of the head's tokens for every factor. Throws `Cancelled`.
  static func all(
    _ reading: Reading, exponent: Float, _ record: AttentionRecord, head: Int, cancellation: Cancellation,
    progress: (Double) -> Void
  ) throws -> [ScaleCurve] {
    let tokens = record.geometry.tokenQueries
    let step = max(1, (tokens.count + mostQueries - 1) / mostQueries)
    let chosen = stride(from: 0, to: tokens.count, by: step).map { tokens[$0] }
    let scale = 1 / Float(logOf(max(2, record.geometry.keysPerWindow)))
    var means = [[Float]](repeating: [], count: reading.streams.count)
    for (index, factor) in factors.enumerated() {
      let read = reading(record, exponent: exponent, head: head, queriesTimes: factor)
      let statistics = try read.streamRows(.queries(chosen, head: 0), cancellation: cancellation)
      for (place, stream) in reading.streams.enumerated() {
        let known = chosen.compactMap { statistics[stream]?.entropy(head: 0, query: $0).value }
        means[place].append(
          known.isEmpty ? .nan : known.reduce(0, +) / Float(known.count) * scale)
      }
      progress(Double(index + 1) / Double(factors.count))
    }
    return zip(reading.streams, means).map { ScaleCurve(stream: $0, means: $1, queries: chosen.count) }
  }
}
