// A folder for files that go when they have been read.
import Files
import Glibc

/// A new folder for this process alone, in `TMPDIR` or `/tmp`.
package struct ScratchFolder {
  package let path: String

  /// - Throws: `WriteError`.
  package init() throws(WriteError) {
    let parent = environmentPath("TMPDIR").flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    var template = "\(parent)/polascope-XXXXXX".systemPath.map { CChar(bitPattern: $0) } + [0]
    guard mkdtemp(&template) != nil else { throw .refused(parent, errno) }
    path = String(systemPath: template.dropLast().map { UInt8(bitPattern: $0) })
  }

  /// Removes it with all that is in it; links are removed, not followed.
  package func remove() { Self.remove(path) }

  private static func remove(_ path: String) {
    guard path.withSystemPath(unlink) != 0 else { return }
    for name in (try? folderContents(path)) ?? [] { remove("\(path)/\(name)") }
    _ = path.withSystemPath(rmdir)
  }
}
