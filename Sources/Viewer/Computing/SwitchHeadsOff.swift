// How much the winning logit changes when one head is off, for every head of a layer.

import Attention
import Session
import VisionModels

/// A forward pass for each head, from the layer on.
struct SwitchHeadsOff: Computation {
  let layer: LayerKey

  init(_ layer: LayerKey) { self.layer = layer }

  var lane: Lane { .sums }
  var longSum: String? { "switching heads off one by one" }

  func inputs(_ findings: Findings) -> Examination? {
    guard let examination = findings[Examine(layer.examination)],
      examination.records.indices.contains(layer.layer)
    else { return nil }
    return examination
  }

  /// |logit of the winning class with the head off − with it on|, by head; 0 for a head that is off already. Undefined
  /// where a logit is not finite, or without a classifier.
  ///
  /// - Parameter examination: with the heads on.
  ///
  /// Throws `Cancelled`.
  func run(_ examination: Examination, _ job: Job) throws -> [Measured<Double>] {
    let heads = examination.records[layer.layer].heads
    guard let winner = examination.predictions.first?.index, let logits = examination.logits
    else { return Array(repeating: .undefined(.notFinite), count: heads) }
    return try (0..<heads).map { head in
      job.progress(Double(head) / Double(heads))
      var interventions = examination.interventions
      let place = HeadPlace(layer: layer.layer, head: head)
      guard interventions.headsOff.insert(place).inserted else { return .value(0) }
      let changed = try examination.changed(to: interventions, cancellation: job.cancellation)
      guard let other = changed.logits?[winner], other.isFinite else { return .undefined(.notFinite) }
      return .value(Double(abs(other - logits[winner])))
    }
  }

  func isStale(_ kept: KeptFindings) -> Bool { !kept.examinations.contains(layer.examination) }
}
