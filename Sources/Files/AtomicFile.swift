// Files that are there whole or not at all, and never replaced unasked.
import Glibc

/// Why a file could not be written. The description is one line, `FILE: what and what to do`.
package enum WriteError: Error, Equatable, CustomStringConvertible {
  case exists(String)
  /// The system refused; the number is `errno`.
  case refused(String, Int32)

  package var description: String {
    switch self {
    case .exists(let path):
      "\(path.escaped): exists already; choose another place, or replace it with --force"
    case .refused(let path, let code):
      "\(path.escaped): cannot be written: \(String(cString: strerror(code)))"
    }
  }
}

/// A file being written under a temporary name beside its final one.
///
/// Nothing is visible under the final name until `commit`; without it the temporary file is removed.
package final class AtomicFile {
  package let path: String
  private let temporaryPath: String
  private var descriptor: Int32
  private let replacing: Bool

  /// - Parameter replacing: whether a file of that name may be replaced.
  /// - Throws: `WriteError.exists` at once when it is there and may not be.
  package init(_ path: String, replacing: Bool = false) throws(WriteError) {
    self.path = path
    self.replacing = replacing
    if !replacing, access(path, F_OK) == 0 { throw .exists(path) }
    var descriptor: Int32 = -1
    var temporaryPath = ""
    repeat {
      temporaryPath = "\(path).\(String(UInt32.random(in: .min ... .max), radix: 36)).part"
      descriptor = open(temporaryPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    } while descriptor < 0 && errno == EEXIST
    guard descriptor >= 0 else { throw .refused(path, errno) }
    self.descriptor = descriptor
    self.temporaryPath = temporaryPath
  }

  deinit { abandon() }

  /// Appends all bytes.
  package func write(_ bytes: UnsafeRawBufferPointer) throws(WriteError) {
    var written = 0
    while written < bytes.count {
      let count = Glibc.write(descriptor, bytes.baseAddress! + written, bytes.count - written)
      if count > 0 {
        written += count
      } else if errno != EINTR {
        throw .refused(path, count == 0 ? ENOSPC : errno)
      }
    }
  }

  /// Gives the file its final name.
  package func commit() throws(WriteError) {
    let closed = close(descriptor)
    descriptor = -1
    guard closed == 0 else { throw failing(errno) }
    if !replacing {
      // A hard link fails when the name is taken, where a rename would replace it.
      if link(temporaryPath, path) == 0 {
        unlink(temporaryPath)
        return
      }
      if errno == EEXIST {
        unlink(temporaryPath)
        throw .exists(path)
      }
      if access(path, F_OK) == 0 {
        unlink(temporaryPath)
        throw .exists(path)
      }
    }
    if rename(temporaryPath, path) != 0 { throw failing(errno) }
  }

  private func failing(_ code: Int32) -> WriteError {
    unlink(temporaryPath)
    return .refused(path, code)
  }

  private func abandon() {
    guard descriptor >= 0 else { return }
    close(descriptor)
    unlink(temporaryPath)
  }

  /// Writes a whole file.
  package static func write(
    _ bytes: [UInt8], to path: String, replacing: Bool = false
  ) throws(WriteError) {
    let file = try AtomicFile(path, replacing: replacing)
    do {
      try bytes.withUnsafeBytes { try file.write($0) }
    } catch let error as WriteError {
      throw error
    } catch {
      throw .refused(path, EIO)
    }
    try file.commit()
  }

  /// Makes a folder and those above it.
  package static func makeFolder(_ path: String) throws(WriteError) {
    var made = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      made += made.isEmpty || made.hasSuffix("/") ? part : "/\(part)"
      if mkdir(made, 0o777) != 0, errno != EEXIST { throw .refused(made, errno) }
    }
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { throw .refused(path, ENOTDIR) }
  }
}
