// A folder for the files that a test makes.
import Glibc

/// A folder that goes away with the value.
package final class TemporaryFolder {
  package let path: String

  /// The system made no folder; the number is `errno`.
  struct NoFolder: Error {
    let code: Int32
  }

  package init() throws {
    var template = Array("/tmp/polascope-tests-XXXXXX".utf8CString)
    let made = template.withUnsafeMutableBufferPointer {
      mkdtemp($0.baseAddress!).map { String(cString: $0) }
    }
    guard let made else { throw NoFolder(code: errno) }
    path = made
  }

  deinit {
    guard let directory = opendir(path) else { return }
    while let entry = readdir(directory) {
      unlink(
        path + "/"
          + withUnsafeBytes(of: &entry.pointee.d_name) {
            String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
          })
    }
    closedir(directory)
    rmdir(path)
  }

  /// Writes `bytes` to the file `name` of the folder and returns its path.
  package func write(_ bytes: [UInt8], to name: String) -> String {
    let file = path + "/" + name
    // A new file: truncating one that has content may wait for the disk.
    unlink(file)
    let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL, 0o600)
    precondition(Glibc.write(descriptor, bytes, bytes.count) == bytes.count)
    close(descriptor)
    return file
  }
}
