// A forward pass of a model on an image.

import Session

struct Examine: Computation {
  let key: ExaminationKey

  init(_ key: ExaminationKey) { self.key = key }

  var lane: Lane { .model(key.model) }
  var needsEngine: Bool { true }

  struct ModelOnImage {
    let model: LoadedModel
    let image: InputImage
    /// Of the same model on the same image with other heads off or patches hidden, the one that spares most of the pass.
    let nearest: Examination?
  }

  func inputs(_ findings: Findings) -> ModelOnImage? {
    guard let model = findings[key.loading], let image = findings[LoadImage(image: key.image)] else {
      return nil
    }
    return ModelOnImage(model: model, image: image, nearest: nearest(findings, seeing: image))
  }

  private func nearest(_ findings: Findings, seeing image: InputImage) -> Examination? {
    let others = findings.results(Examine.self).compactMap { computation, result in
      computation.key.isSameButForInterventions(key) ? result.value : nil
    }
    // The file of an image may hold another one by now.
    return others.filter { $0.image.image == image.image }.max {
      spared(by: $0) < spared(by: $1)
    }
  }

  /// Layers that need not be computed after `other`, and −1 where only the image is there already.
  private func spared(by other: Examination) -> Int {
    other.firstLayer(changedBy: key.interventions) ?? -1
  }

  /// Throws `Cancelled`; `ImageError` for a transform that is out of bounds.
  func run(_ inputs: ModelOnImage, _ job: Job) throws -> Examination {
    if let nearest = inputs.nearest {
      return try nearest.changed(
        to: key.interventions, cancellation: job.cancellation, leavingTrail: true, progress: job.progress)
    }
    return try Examination.run(
      inputs.model, on: inputs.image, interventions: key.interventions, cancellation: job.cancellation,
      leavingTrail: true, progress: job.progress)
  }

  func isStale(_ kept: KeptFindings) -> Bool { !kept.examinations.contains(key) }
}
