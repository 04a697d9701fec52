// Counterfactual readings: the queries and keys of a layer read by mechanisms that it was not trained with.

import Attention
import Compute

/// A layer read by a mechanism that it was not trained with.
struct LayerReading: Sendable {
  let reading: Reading
  /// nil where the layer cannot be read so.
  let record: AttentionRecord?
  /// Why not; nil where it can.
  let obstacle: String?

  init(_ reading: Reading, of record: AttentionRecord, exponent: Float) {
    self.reading = reading
    obstacle = reading.obstacle(record.description)
    self.record = obstacle == nil ? reading(record, exponent: exponent) : nil
  }

  /// Whether this is the mechanism that the layer has, without an exponent to choose.
  func isTrained(_ layer: AttentionLayerDescription) -> Bool {
    reading.name == layer.mechanism.name && !reading.hasExponent
  }
}

/// The readings of a layer at an exponent, or all that have none.
struct ReadOtherwise: Computation {
  let layer: LayerKey
  /// nil for the readings without an exponent.
  let exponent: Float?

  var lane: Lane { .rows }
  var needsEngine: Bool { true }
  /// The screen shows the last ones while those of another exponent are made.
  static var capacity: Int { 2 }

  func inputs(_ findings: Findings) -> AttentionRecord? { findings.record(of: layer) }

  /// O(tokens · channels) a reading.
  func run(_ record: AttentionRecord, _ job: Job) throws -> [LayerReading] {
    try Reading.all.filter { $0.hasExponent == (exponent != nil) }.map { reading in
      try job.cancellation.check()
      return LayerReading(reading, of: record, exponent: exponent ?? ViewerState.firstExponent)
    }
  }

  func isStale(_ kept: KeptFindings) -> Bool { !kept.examinations.contains(layer.examination) }
}
