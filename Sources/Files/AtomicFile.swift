// Files that are written whole or not at all, and replaced only on request.
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

/// A file that appears only at `commit`.
///
/// Until then it has no name, so that nothing is left behind however the process ends. Where the file system does not
/// support that, it has a temporary name beside its final one, which is removed if there is no `commit`.
package final class AtomicFile {
  package let path: String
  private var descriptor: Int32
  /// nil for a nameless file.
  private let temporaryPath: String?
  private let replacing: Bool

  /// - Parameters:
  ///   - replacing: whether a file of that name may be replaced.
  ///   - isNamed: whether it has a temporary name even where it could do without.
  /// - Throws: `WriteError.exists` at once when it is there and may not be; `WriteError.refused`.
  package init(_ path: String, replacing: Bool = false, isNamed: Bool = false) throws(WriteError) {
    self.path = path
    self.replacing = replacing
    if !replacing, access(path, F_OK) == 0 { throw .exists(path) }
    if !isNamed, let descriptor = Self.openNameless(beside: path) {
      self.descriptor = descriptor
      temporaryPath = nil
    } else {
      var descriptor: Int32 = -1
      temporaryPath = try Self.takeTemporaryName(beside: path) { name in
        descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        return descriptor >= 0
      }
      self.descriptor = descriptor
    }
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
    if let temporaryPath {
      try commit(named: temporaryPath)
    } else {
      defer { abandon() }
      if Self.giveName(path, to: descriptor) { return }
      guard errno == EEXIST else { throw .refused(path, errno) }
      guard replacing else { throw .exists(path) }
      // Only a file that has a name can take the place of another.
      let name = try Self.takeTemporaryName(beside: path) { Self.giveName($0, to: descriptor) }
      if rename(name, path) != 0 { throw failing(errno, removing: name) }
    }
  }

  private func commit(named temporaryPath: String) throws(WriteError) {
    let closed = close(descriptor)
    descriptor = -1
    guard closed == 0 else { throw failing(errno, removing: temporaryPath) }
    if !replacing {
      // A hard link fails when the name is taken, where a rename would replace it.
      if link(temporaryPath, path) == 0 {
        unlink(temporaryPath)
        return
      }
      if errno == EEXIST || access(path, F_OK) == 0 {
        unlink(temporaryPath)
        throw .exists(path)
      }
    }
    if rename(temporaryPath, path) != 0 { throw failing(errno, removing: temporaryPath) }
  }

  private func failing(_ code: Int32, removing temporaryPath: String) -> WriteError {
    unlink(temporaryPath)
    return .refused(path, code)
  }

  private func abandon() {
    guard descriptor >= 0 else { return }
    close(descriptor)
    descriptor = -1
    if let temporaryPath { unlink(temporaryPath) }
  }
}

// MARK: Names

extension AtomicFile {
  /// A file without a name in the folder of `path`; nil where there can be none, or none that can get a name later.
  private static func openNameless(beside path: String) -> Int32? {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    // O_TMPFILE, which C spells as a sum that is not imported.
    let descriptor = open(folder, O_WRONLY | O_DIRECTORY | 0o20000000 | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { return nil }
    if access(openPath(of: descriptor), F_OK) == 0 { return descriptor }
    close(descriptor)
    return nil
  }

  /// Where the kernel shows an open file: linking it by its descriptor alone takes a privilege.
  private static func openPath(of descriptor: Int32) -> String { "/proc/self/fd/\(descriptor)" }

  /// Gives a nameless file a name that is free; false, with `errno`, where it cannot be given.
  private static func giveName(_ path: String, to descriptor: Int32) -> Bool {
    linkat(AT_FDCWD, openPath(of: descriptor), AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0
  }

  /// A free name beside `path` that `take` took; it returns false, with `errno`, where it could not.
  private static func takeTemporaryName(
    beside path: String, _ take: (String) -> Bool
  ) throws(WriteError) -> String {
    while true {
      let name = "\(path).\(String(UInt32.random(in: .min ... .max), radix: 36)).part"
      if take(name) { return name }
      guard errno == EEXIST else { throw .refused(path, errno) }
    }
  }
}

// MARK: Whole files and folders

extension AtomicFile {
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
