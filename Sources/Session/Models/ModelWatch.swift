// Notices when the file of a model changes, so that the viewer can follow a training run.
import Checkpoints
import Files
import Glibc

/// Checks a model's file from time to time.
///
/// It polls, because the kernel's notifications miss changes that another machine makes on a network file system,
/// where training runs write, and do not follow a symbolic link that changes.
package struct ModelWatch {
  /// What identifies a file: one that is written, renamed or linked in its place differs in some of it.
  private struct Identity: Equatable {
    let device: UInt
    let file: UInt
    let size: Int
    let seconds: Int
    let nanoseconds: Int

    /// nil where there is no file.
    init?(_ path: String) {
      var status = stat()
      guard path.withSystemPath({ stat($0, &status) }) == 0 else { return nil }
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

  /// Whether the file has changed since the last report and is complete: it was the same at the last check. A file
  /// that is gone is not reported; once it is back it is, whatever it holds, because it may have been looked for in vain.
  package mutating func look() -> Bool {
    let now = ModelWatch.identity(path)
    defer { last = now }
    if now == nil { reported = nil }
    guard let now, now != reported, now == last else { return false }
    reported = now
    return true
  }

  /// Waits for the time between two checks.
  package static func pause() { usleep(250_000) }

  /// The identity of a file, or of a folder's weights; nil where there are none.
  private static func identity(_ path: String) -> Identity? {
    (try? ModelFiles.locate(path).weights).flatMap { Identity($0) }
  }
}
