// Reading an image file.

import Session

struct LoadImage: Computation {
  let image: Int

  var lane: Lane { .files }

  func inputs(_ findings: Findings) -> Void? { () }

  /// Throws what `InputImage.load` throws.
  func run(_ inputs: Void, _ job: Job) throws -> InputImage {
    try InputImage.load(job.files.images[image], applyingOrientation: job.files.applyingOrientation)
  }

  /// The neighbors of the images on the screen are kept for `n` and `p`.
  func isStale(_ kept: KeptFindings) -> Bool { !kept.images.contains { abs(image - $0) <= 1 } }
}
