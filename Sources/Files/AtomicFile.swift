// Files that are written whole or not at all, and replaced only on request.
import Glibc

/// Why a file could not be written. The description is one line, `FILE: what and what to do`.
package enum WriteError: Error, Equatable, CustomStringConvertible {
  case exists(String)
  /// A pipe, a socket or a device: replacing it would take it away from whoever uses it.
  case isNotRegular(String)
  /// Links that lead to one another.
  case endlessLinks(String)
  /// The system refused; the number is `errno`.
  case refused(String, Int32)

  package var description: String {
    switch self {
    case .exists(let path):
      "\(path.abridged): exists already; choose another place, or replace it with --force"
    case .isNotRegular(let path):
      "\(path.abridged): is a pipe or a device, which is not replaced; name a file"
    case .endlessLinks(let path): "\(path.abridged): its links lead to no file; name another place"
    case .refused(let path, let code):
      "\(path.abridged): cannot be written: \(String(cString: strerror(code)))"
    }
  }
}

/// A file that appears only at `commit`.
///
/// Until then it has no name, so that nothing is left behind however the process ends. Where the file system does not
/// support that, it has a temporary name beside its final one, which is removed if there is no `commit`.
package final class AtomicFile {
  /// Where the file comes to be: the end of the links that were named.
  package let path: String
  private var descriptor: Int32
  /// nil for a nameless file.
  private let temporaryPath: String?
  private let replacing: Bool

  /// - Parameters:
  ///   - path: of the file; symbolic links are followed to their end, so that they stay what they are.
  ///   - replacing: whether a regular file of that name may be replaced; it keeps its permissions.
  ///   - isNamed: whether it has a temporary name even where it could do without.
  /// - Throws: `WriteError.exists` at once when it is there and may not be replaced; `WriteError.isNotRegular` for what is
  ///   no regular file; `WriteError.endlessLinks`; `WriteError.refused`.
  package init(_ path: String, replacing: Bool = false, isNamed: Bool = false) throws(WriteError) {
    let path = try Self.endOfLinks(path)
    self.path = path
    self.replacing = replacing
    var replaced = stat()
    let isThere = path.withSystemPath { lstat($0, &replaced) } == 0
    if isThere {
      switch replaced.st_mode & S_IFMT {
      case S_IFREG: break
      case S_IFDIR: throw .refused(path, EISDIR)
      default: throw .isNotRegular(path)
      }
      if !replacing { throw .exists(path) }
    }
    if !isNamed, let descriptor = Self.openNameless(beside: path) {
      self.descriptor = descriptor
      temporaryPath = nil
    } else {
      var descriptor: Int32 = -1
      temporaryPath = try Self.takeTemporaryName(beside: path) { name in
        descriptor = name.withSystemPath { open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666) }
        return descriptor >= 0
      }
      self.descriptor = descriptor
    }
    if isThere { _ = fchmod(self.descriptor, replaced.st_mode & 0o7777) }
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

  /// Writes all bytes from `offset` on, whatever was written before; those in between are zero where there are none.
  package func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(WriteError) {
    var written = 0
    while written < bytes.count {
      let count = pwrite(
        descriptor, bytes.baseAddress! + written, bytes.count - written, off_t(offset + written))
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
      if Self.rename(name, to: path) != 0 { throw failing(errno, removing: name) }
    }
  }

  private func commit(named temporaryPath: String) throws(WriteError) {
    let closed = close(descriptor)
    descriptor = -1
    guard closed == 0 else { throw failing(errno, removing: temporaryPath) }
    if !replacing {
      // A hard link fails when the name is taken, where a rename would replace it.
      if temporaryPath.withSystemPath({ old in path.withSystemPath { link(old, $0) } }) == 0 {
        Self.remove(temporaryPath)
        return
      }
      if errno == EEXIST || isThere(path) {
        Self.remove(temporaryPath)
        throw .exists(path)
      }
    }
    if Self.rename(temporaryPath, to: path) != 0 { throw failing(errno, removing: temporaryPath) }
  }

  private func failing(_ code: Int32, removing temporaryPath: String) -> WriteError {
    Self.remove(temporaryPath)
    return .refused(path, code)
  }

  private func abandon() {
    guard descriptor >= 0 else { return }
    close(descriptor)
    descriptor = -1
    if let temporaryPath { Self.remove(temporaryPath) }
  }
}

// MARK: Names

extension AtomicFile {
  /// Links that are followed one after another: as many as the system follows.
  private static let mostLinks = 40

  /// The place that a path leads to, whether or not there is a file.
  private static func endOfLinks(_ path: String) throws(WriteError) -> String {
    var path = path
    for _ in 0..<mostLinks {
      var target = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
      let length = path.withSystemPath { readlink($0, &target, target.count - 1) }
      // What is no link, or not there, ends the walk.
      guard length >= 0 else { return path }
      let link = String(systemPath: target[..<length].map { UInt8(bitPattern: $0) })
      let folder = link.hasPrefix("/") ? "" : path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
      path = folder + link
    }
    throw .endlessLinks(path)
  }

  /// A file without a name in the folder of `path`; nil where there can be none, or none that can get a name later.
  private static func openNameless(beside path: String) -> Int32? {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    // O_TMPFILE, which C spells as a sum that is not imported.
    let descriptor = folder.withSystemPath {
      open($0, O_WRONLY | O_DIRECTORY | 0o20000000 | O_CLOEXEC, 0o666)
    }
    guard descriptor >= 0 else { return nil }
    if access(openPath(of: descriptor), F_OK) == 0 { return descriptor }
    close(descriptor)
    return nil
  }

  /// Where the kernel shows an open file: linking it by its descriptor alone takes a privilege.
  private static func openPath(of descriptor: Int32) -> String { "/proc/self/fd/\(descriptor)" }

  /// Gives a nameless file a name that is free; false, with `errno`, where it cannot be given.
  private static func giveName(_ path: String, to descriptor: Int32) -> Bool {
    path.withSystemPath {
      linkat(AT_FDCWD, openPath(of: descriptor), AT_FDCWD, $0, AT_SYMLINK_FOLLOW)
    } == 0
  }

  private static func remove(_ path: String) { _ = path.withSystemPath(unlink) }

  /// 0, or −1 with `errno`.
  private static func rename(_ old: String, to new: String) -> Int32 {
    old.withSystemPath { old in new.withSystemPath { Glibc.rename(old, $0) } }
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
      if made.withSystemPath({ mkdir($0, 0o777) }) != 0, errno != EEXIST { throw .refused(made, errno) }
    }
    guard isFolder(path) else { throw .refused(path, ENOTDIR) }
  }
}
