// Reading an image file.

import Imaging
import Session

struct LoadImage: Computation {
  let image: Int

  var lane: Lane { .files }

  func inputs(_ findings: Findings) -> Void? { () }

  /// With its digest, for the files of `d` and for sessions. Throws what `InputImage.load` throws.
  func run(_ inputs: Void, _ job: Job) throws -> InputImage {
    let path = job.files.images[image]
    let bytes = try ImageBytes(path)
    return try InputImage.decode(
      bytes, of: path, digest: bytes.digest, applyingOrientation: job.files.applyingOrientation)
  }

  /// The neighbors of the images on the screen are kept for `n` and `p`.
  func isStale(_ kept: KeptFindings) -> Bool { !kept.images.contains { abs(image - $0) <= 1 } }
}
