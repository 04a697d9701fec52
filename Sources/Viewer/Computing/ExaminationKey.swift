// Which forward pass, and which layer of it, a computation reads.

import VisionModels

/// A model on an image with some heads switched off and some patches hidden.
struct ExaminationKey: Hashable, Sendable {
  let model: Int
  /// How often the model's file has changed.
  let version: Int
  let image: Int
  let interventions: Interventions

  /// Whether both are of the same model on the same image.
  func isSameButForInterventions(_ other: ExaminationKey) -> Bool {
    model == other.model && version == other.version && image == other.image
  }
}

struct LayerKey: Hashable, Sendable {
  let examination: ExaminationKey
  let layer: Int
}
