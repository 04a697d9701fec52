// Files for parsers that read files: one folder for the process, where files are cheap.
import Files
import Glibc
import TestSupport

/// A folder whose files are written again and again.
final class Scratch: Sendable {
  static let shared = Scratch()

  let folder: String

  private init() {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(parent)/fuzz-XXXXXX".utf8CString)
    guard let made = template.withUnsafeMutableBufferPointer({ mkdtemp($0.baseAddress!) }) else {
      say("Fuzz: no folder can be made in \(parent)\n")
      exit(1)
    }
    folder = String(cString: made)
  }

  /// Makes the file `name` hold `bytes` and returns its path.
  func write(_ bytes: [UInt8], to name: String) -> String {
    let path = "\(folder)/\(name)"
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress!, $0.count) }
      guard count > 0 else {
        say("Fuzz: \(path) cannot be written\n")
        exit(1)
      }
      written += count
    }
    Glibc.close(descriptor)
    return path
  }

  /// Makes a folder in it and returns its path. Throws `WriteError`.
  func makeFolder(_ name: String) throws -> String {
    let path = "\(folder)/\(name)"
    try AtomicFile.makeFolder(path)
    return path
  }

  /// Removes the folder with all in it.
  func close() { Self.removeAll(folder) }

  private static func removeAll(_ path: String) {
    guard unlink(path) != 0 else { return }
    for name in names(in: path) { removeAll("\(path)/\(name)") }
    rmdir(path)
  }

  func remove(_ name: String) { unlink("\(folder)/\(name)") }

  /// What the file `name` holds now. Throws `FileError`.
  func contents(of name: String) throws -> [UInt8] {
    try RegularFile.contents(of: "\(folder)/\(name)", limit: 1 << 28)
  }
}

/// The bytes of a fixture. Throws `FileError`.
func fixture(_ name: String) throws -> [UInt8] {
  try RegularFile.contents(of: Fixtures.path(name), limit: 1 << 24)
}

/// Writes a text to the standard error.
func say(_ text: String) {
  let bytes = Array(text.utf8)
  _ = write(STDERR_FILENO, bytes, bytes.count)
}
