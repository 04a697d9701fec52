// A regular file opened for reading at any offset, and what can go wrong with one.
import Glibc

/// Why a file could not be read. The description is one line, `FILE: what is wrong`.
package enum FileError: Error, Equatable, CustomStringConvertible {
  case notFound(String)
  case isFolder(String)
  /// A pipe, socket or device: something without a size, on which reading could wait for ever.
  case isNotRegular(String)
  /// The system refused; the number is `errno`.
  case refused(String, Int32)
  /// The file has fewer bytes than it had when it was opened.
  case shrank(String, expected: Int)
  /// The file is larger than its kind may be.
  case tooLarge(String, byteCount: Int, limit: Int)
  /// A line is longer than its kind may be; lines count from 1.
  case longLine(String, line: Int, limit: Int)

  package var description: String {
    switch self {
    case .notFound(let path): "\(path.abridged): no such file or folder"
    case .isFolder(let path): "\(path.abridged): is a folder, not a file"
    case .isNotRegular(let path): "\(path.abridged): is a pipe or a device; save it to a file first"
    case .refused(let path, let code): "\(path.abridged): cannot be read: \(String(cString: strerror(code)))"
    case .shrank(let path, let expected):
      "\(path.abridged): ended before byte \(expected); it became shorter while it was read, try again"
    case .tooLarge(let path, let count, let limit):
      "\(path.abridged): has \(count) bytes, more than the \(limit) that are read for such a file"
    case .longLine(let path, let line, let limit):
      "\(path.abridged): line \(line) has more than the \(limit) bytes that are read; is this the right file?"
    }
  }
}

/// A regular file held open for reading. Its size is taken once; reads carry their own offset, so
/// one file may be read from several threads.
package final class RegularFile: Sendable {
  package let path: String
  package let byteCount: Int
  private let descriptor: Int32

  /// Opens without waiting: a pipe without a writer is refused, not waited for.
  package init(_ path: String) throws(FileError) {
    let descriptor = path.withSystemPath { open($0, O_RDONLY | O_NONBLOCK | O_CLOEXEC) }
    guard descriptor >= 0 else {
      throw errno == ENOENT || errno == ENOTDIR ? .notFound(path) : .refused(path, errno)
    }
    var status = stat()
    let problem: FileError? =
      if fstat(descriptor, &status) != 0 {
        .refused(path, errno)
      } else if status.st_mode & S_IFMT == S_IFDIR {
        .isFolder(path)
      } else if status.st_mode & S_IFMT != S_IFREG {
        .isNotRegular(path)
      } else {
        nil
      }
    if let problem {
      close(descriptor)
      throw problem
    }
    self.path = path
    self.byteCount = Int(status.st_size)
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// Fills `buffer` with the bytes from `offset` on; throws `.shrank` where the file has fewer.
  package func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileError) {
    var filled = 0
    while filled < buffer.count {
      let count = pread(
        descriptor, buffer.baseAddress! + filled, buffer.count - filled, off_t(offset + filled))
      if count > 0 {
        filled += count
      } else if count == 0 {
        throw .shrank(path, expected: offset + buffer.count)
      } else if errno != EINTR {
        throw .refused(path, errno)
      }
    }
  }

  /// Another descriptor of the same open file, for a C library to own and close; -1 where there is none left.
  package func duplicatedDescriptor() -> Int32 { dup(descriptor) }

  /// The `count` bytes from `offset` on.
  package func bytes(at offset: Int, count: Int) throws(FileError) -> [UInt8] {
    guard offset >= 0, count >= 0, offset <= byteCount, count <= byteCount - offset else {
      throw .shrank(path, expected: offset &+ count)
    }
    var problem: FileError?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      do throws(FileError) {
        try read(
          into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<count]),
          at: offset)
        initialized = count
      } catch {
        problem = error
      }
    }
    if let problem { throw problem }
    return bytes
  }

  /// All bytes of the file at `path`, refused where there are more than `limit`.
  package static func contents(of path: String, limit: Int) throws(FileError) -> [UInt8] {
    let file = try RegularFile(path)
    guard file.byteCount <= limit else {
      throw .tooLarge(path, byteCount: file.byteCount, limit: limit)
    }
    return try file.bytes(at: 0, count: file.byteCount)
  }
}
