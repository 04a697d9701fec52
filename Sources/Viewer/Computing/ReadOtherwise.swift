// Counterfactual readings: the queries and keys of a layer read by mechanisms that it was not trained with.

import Attention
import Compute

/// A layer read by a mechanism that it was not trained with.
struct LayerReading: Sendable {
  let reading: Reading
  let record: AttentionRecord

  /// Whether this is the mechanism that the layer has, without an exponent to choose.
  func isTrained(_ layer: AttentionLayerDescription) -> Bool {
    reading.name == layer.mechanism.name && !reading.hasExponent
  }
}

/// The readings of a layer at an exponent.
struct ReadOtherwise: Computation {
  let layer: LayerKey
  let exponent: Float

  var lane: Lane { .rows }
  var needsEngine: Bool { true }
  /// The screen shows the last ones while those of another exponent are made.
  static var capacity: Int { 1 }

  func inputs(_ findings: Findings) -> AttentionRecord? { findings.record(of: layer) }

  /// O(tokens · channels) a reading.
  func run(_ record: AttentionRecord, _ job: Job) throws -> [LayerReading] {
    Reading.all.map { LayerReading(reading: $0, record: $0(record, exponent: exponent)) }
  }

  func isStale(_ kept: KeptFindings) -> Bool { !kept.examinations.contains(layer.examination) }
}
