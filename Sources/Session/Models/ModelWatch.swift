// Tells when the file of a model has become another one, so that a training run can be looked at as it goes.
import Checkpoints
import Glibc

/// Looks at a model's file from time to time.
///
/// It looks rather than being told: notifications of the kernel do not tell of changes made by another machine on
/// a network file system, which is where training runs write, nor follow a link that is set anew.
package struct ModelWatch {
  /// What tells one file from another: what is written, renamed or linked in its place differs in some of it.
  private struct Identity: Equatable {
    let device: UInt
    let file: UInt
    let size: Int
    let seconds: Int
    let nanoseconds: Int

    /// nil where there is no file.
    init?(_ path: String) {
      var status = stat()
      guard stat(path, &status) == 0 else { return nil }
      device = UInt(status.st_dev)
      file = UInt(status.st_ino)
      size = Int(status.st_size)
      seconds = status.st_mtim.tv_sec
      nanoseconds = status.st_mtim.tv_nsec
    }
  }

  private let path: String
  private var reported: Identity?
  private var last: Identity?

  /// - Parameter path: a checkpoint file, or a folder with one.
  package init(_ path: String) {
    self.path = path
    reported = ModelWatch.identity(path)
    last = reported
  }

  /// Whether the file is another one than at the last report, and is no longer being written: it was the same
  /// when it was last looked at. A file that is gone is not reported.
  package mutating func look() -> Bool {
    let now = ModelWatch.identity(path)
    defer { last = now }
    guard let now, now != reported, now == last else { return false }
    reported = now
    return true
  }

  /// Waits as long as there should be between two looks.
  package static func pause() { usleep(250_000) }

  /// Of a folder, that of its weights as they are found there now; nil where there are none.
  private static func identity(_ path: String) -> Identity? {
    (try? ModelFiles.locate(path).weights).flatMap { Identity($0) }
  }
}
