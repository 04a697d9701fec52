// The files that the command line names, and how to read them.

import Session
import VisionModels

struct NamedFiles: Sendable {
  /// MODEL arguments and what they are called.
  let models: [NamedModel]
  let images: [String]
  let samples: BundledSamples
  let overrides: ModelOverrides
  let applyingOrientation: Bool
}
