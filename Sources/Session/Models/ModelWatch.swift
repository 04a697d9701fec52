// Notices when the files of a model change, so that the viewer can follow a training run.
import Checkpoints
import Files
import Glibc

/// Checks a model's files from time to time: weights, shards, configurations.
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

  /// The files of a model that are there.
  private typealias Sighting = [String: Identity]

  private let path: String
  /// The other files that hold the weights of a file of that identity.
  private var parts: (of: Identity, paths: [String])?
  private var reported: Sighting?
  private var last: Sighting?

  /// - Parameter path: a checkpoint file, or a folder with one.
  package init(_ path: String) {
    self.path = path
    reported = sight()
    last = reported
  }

  /// Whether a file of the model has changed since the last report and all are complete: they were the same at the
  /// last check. Weights that are gone are not reported; once they are back they are, whatever they hold, because they
  /// may have been looked for in vain.
  package mutating func look() -> Bool {
    let now = sight()
    defer { last = now }
    if now == nil { reported = nil }
    guard let now, now != reported, now == last else { return false }
    reported = now
    return true
  }

  /// Whether there is no model at `path` yet: no file, a folder without weights, or an index without all its shards.
  package static func isMissing(_ path: String) -> Bool {
    do {
      _ = try Checkpoint.open(ModelFiles.locate(path).weights)
      return false
    } catch {
      switch error {
      case .unreadable(.notFound), .noWeights: return true
      default: return false
      }
    }
  }

  /// Waits for the time between two checks.
  package static func pause() { usleep(250_000) }

  /// nil where there are no weights.
  private mutating func sight() -> Sighting? {
    guard let files = try? ModelFiles.paths(of: path), let weights = Identity(files.weights) else {
      return nil
    }
    if parts?.of != weights {
      // Weights that cannot be opened, because a part is missing, are opened again at the next check.
      parts = (try? Checkpoint.open(files.weights)).map { (weights, $0.parts) }
    }
    var sighting: Sighting = [files.weights: weights]
    for file in files.configurations + (parts?.paths ?? []) { sighting[file] = Identity(file) }
    return sighting
  }
}
