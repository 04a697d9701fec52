// How much the winning logit changes when one head is off, for every head of a layer.

import Attention
import Session
import VisionModels

/// A forward pass for each head.
struct SwitchHeadsOff: Computation {
  let layer: LayerKey

  init(_ layer: LayerKey) { self.layer = layer }

  var lane: Lane { .sums }
  var longSum: String? { "switching heads off one by one" }

  struct PassWithHeadsOn {
    let model: LoadedModel
    let image: InputImage
    /// With the heads on.
    let examination: Examination
  }

  func inputs(_ findings: Findings) -> PassWithHeadsOn? {
    let key = layer.examination
    guard let model = findings[key.loading], let image = findings[LoadImage(image: key.image)],
      let examination = findings[Examine(key)], model.model.layers.indices.contains(layer.layer)
    else { return nil }
    return PassWithHeadsOn(model: model, image: image, examination: examination)
  }

  /// |logit of the winning class with the head off − with it on|, by head; 0 for a head that is off already. Undefined
  /// where a logit is not finite, or without a classifier.
  ///
  /// Throws `Cancelled`; `ImageError` for a transform that is out of bounds.
  func run(_ inputs: PassWithHeadsOn, _ job: Job) throws -> [Measured<Double>] {
    let heads = inputs.model.model.layers[layer.layer].heads
    guard let winner = inputs.examination.predictions.first?.index, let logits = inputs.examination.logits
    else { return Array(repeating: .undefined(.notFinite), count: heads) }
    return try (0..<heads).map { head in
      job.progress(Double(head) / Double(heads))
      var interventions = layer.examination.interventions
      let place = HeadPlace(layer: layer.layer, head: head)
      guard interventions.headsOff.insert(place).inserted else { return .value(0) }
      let changed = try Examination.run(
        inputs.model, on: inputs.image, interventions: interventions, cancellation: job.cancellation)
      guard let other = changed.logits?[winner], other.isFinite else { return .undefined(.notFinite) }
      return .value(Double(abs(other - logits[winner])))
    }
  }

  func isStale(_ kept: KeptFindings) -> Bool { !kept.examinations.contains(layer.examination) }
}
