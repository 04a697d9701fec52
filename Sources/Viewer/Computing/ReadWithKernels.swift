// Counterfactual readings: the queries and keys of a layer under kernels that it was not trained with.

import Attention
import Compute

enum Lens {
  struct Reading: Sendable {
    let name: String
    let record: AttentionRecord
  }

  /// The same queries and keys under other kernels. O(tokens · channels) each.
  static func readings(of record: AttentionRecord, exponent: Float) -> [Reading] {
    let p = exponent.fixed(2)
    return [
      Reading(name: "softmax", record: record.read(by: SoftmaxAttention(headWidth: record.headWidth))),
      Reading(name: "polarity p \(p)", record: record.read(by: polarity(record, exponent))),
      Reading(name: "focused p \(p)", record: record.read(by: focused(record, exponent))),
      Reading(name: "ReLU", record: record.read(by: focused(record, 1))),
      Reading(name: "ELU+1", record: record.read(by: ELUAttention())),
    ]
  }

  static func polarity(_ record: AttentionRecord, _ exponent: Float) -> PolarityAttention {
    PolarityAttention(power: [Float](repeating: exponent, count: record.channels))
  }

  static func focused(_ record: AttentionRecord, _ exponent: Float) -> FocusedAttention {
    FocusedAttention(floor: [Float](repeating: 1e-6, count: record.channels), exponent: exponent)
  }
}

/// The readings of a layer at an exponent.
struct ReadWithKernels: Computation {
  let layer: LayerKey
  let exponent: Float

  var lane: Lane { .rows }
  var needsEngine: Bool { true }
  /// The last ones stand in while those of another exponent are made.
  static var capacity: Int { 1 }

  func inputs(_ findings: Findings) -> AttentionRecord? { findings.record(of: layer) }

  func run(_ record: AttentionRecord, _ job: Job) throws -> [Lens.Reading] {
    Lens.readings(of: record, exponent: exponent)
  }

  func isStale(_ kept: KeptFindings) -> Bool { !kept.examinations.contains(layer.examination) }
}
