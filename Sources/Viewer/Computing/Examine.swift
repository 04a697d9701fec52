// A forward pass of a model on an image.

import Session

struct Examine: Computation {
  let key: ExaminationKey

  init(_ key: ExaminationKey) { self.key = key }

  var lane: Lane { .model(key.model) }
  var needsEngine: Bool { true }

  func inputs(_ findings: Findings) -> (LoadedModel, InputImage)? {
    guard let model = findings[key.loading], let image = findings[LoadImage(image: key.image)] else {
      return nil
    }
    return (model, image)
  }

  /// Throws `Cancelled`; `ImageError` for a transform that is out of bounds.
  func run(_ inputs: (LoadedModel, InputImage), _ job: Job) throws -> Examination {
    try Examination.run(
      inputs.0, on: inputs.1, interventions: key.interventions, cancellation: job.cancellation,
      progress: job.progress)
  }

  func isStale(_ kept: KeptFindings) -> Bool { !kept.examinations.contains(key) }
}
