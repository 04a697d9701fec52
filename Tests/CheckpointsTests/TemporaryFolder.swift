// Folders for files that a test makes, and the reference fixtures.
import Glibc
import Testing

/// The folder Tests/Fixtures of this checkout.
let fixtures = #filePath.split(separator: "/").dropLast(2).reduce("") { $0 + "/" + $1 } + "/Fixtures"

/// A folder that goes away with the value.
final class TemporaryFolder {
  let path: String

  init() throws {
    var template = Array("/tmp/polascope-tests-XXXXXX".utf8CString)
    let made = template.withUnsafeMutableBufferPointer {
      mkdtemp($0.baseAddress!).map { String(cString: $0) }
    }
    path = try #require(made)
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
  func write(_ bytes: [UInt8], to name: String) -> String {
    let file = path + "/" + name
    // A new file: truncating one that has content may wait for the disk.
    unlink(file)
    let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL, 0o600)
    precondition(Glibc.write(descriptor, bytes, bytes.count) == bytes.count)
    close(descriptor)
    return file
  }
}

/// All bytes of the file at `path`.
func contents(of path: String) throws -> [UInt8] {
  let descriptor = open(path, O_RDONLY)
  try #require(descriptor >= 0)
  defer { close(descriptor) }
  var bytes = [UInt8](repeating: 0, count: Int(lseek(descriptor, 0, SEEK_END)))
  try #require(pread(descriptor, &bytes, bytes.count, 0) == bytes.count)
  return bytes
}

/// The little-endian bytes of `value`.
func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
  withUnsafeBytes(of: value.littleEndian) { Array($0) }
}
