// Counterfactual readings: the queries and keys of a head read by mechanisms that it was not trained with.

import Attention
import Compute

/// A head read by a mechanism that it was not trained with.
struct HeadReading: Sendable {
  let reading: Reading
  /// The head alone, as the only one of a layer; nil where the layer cannot be read so.
  let record: AttentionRecord?
  /// Why not; nil where it can.
  let obstacle: String?

  init(_ reading: Reading, of record: AttentionRecord, exponent: Float, head: Int) {
    self.reading = reading
    obstacle = reading.obstacle(record.description)
    self.record = obstacle == nil ? reading(record, exponent: exponent, head: head) : nil
  }

  /// Whether this is the mechanism that the layer has, without an exponent to choose.
  func isTrained(_ layer: AttentionLayerDescription) -> Bool {
    reading.name == layer.mechanism.name && !reading.hasExponent
  }
}

/// One reading of one head.
struct ReadOtherwise: Computation {
  let layer: LayerKey
  let head: Int
  let reading: MechanismName
  /// nil for a reading without one.
  let exponent: Float?

  var lane: Lane { .rows }
  var isShort: Bool { true }
  var needsEngine: Bool { true }
  /// Heads and exponents where the user has been leave some: the screen shows those of another exponent while new
  /// ones are made.
  static var capacity: Int { 256 }

  func inputs(_ findings: Findings) -> AttentionRecord? { findings.record(of: layer) }

  /// O(tokens · head width) where the features of a head depend on its own channels alone. nil for a reading that there
  /// is not.
  func run(_ record: AttentionRecord, _ job: Job) throws -> HeadReading? {
    Reading.all.first { $0.name == reading }.map {
      HeadReading($0, of: record, exponent: exponent ?? ViewerState.firstExponent, head: head)
    }
  }

  func isStale(_ kept: KeptFindings) -> Bool { !kept.examinations.contains(layer.examination) }
}
