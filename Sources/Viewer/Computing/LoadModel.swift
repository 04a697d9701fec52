// Reading a model from its files.

import Session

struct LoadModel: Computation {
  let model: Int
  /// Of its file: how often that has changed.
  let version: Int

  var lane: Lane { .model(model) }

  func inputs(_ findings: Findings) -> Void? { () }

  /// Throws what `LoadedModel.load` throws.
  func run(_ inputs: Void, _ job: Job) throws -> LoadedModel {
    try LoadedModel.load(
      job.files.models[model], samples: job.files.samples, overrides: job.files.overrides,
      engine: job.engine, progress: job.progress)
  }

  /// A model is of no use once another version of it is there.
  func isStale(_ kept: KeptFindings) -> Bool { !kept.models.contains(self) }
}

extension ExaminationKey {
  /// Where its model comes from.
  var loading: LoadModel { LoadModel(model: model, version: version) }
}
