// The lines of a file, a pipe or the standard input, read a block at a time.
import Glibc

/// Reads lines one after another; memory for a block and the longest line.
package final class LineReader {
  /// One line, without its line break.
  package struct Line: Sendable, Equatable {
    package let bytes: [UInt8]
    /// Counted from 1.
    package let number: Int
    /// The byte of the file at which the line begins.
    package let offset: Int
    /// Whether a line break follows: false for a last line that was cut off.
    package let isTerminated: Bool

    package init(bytes: [UInt8], number: Int, offset: Int, isTerminated: Bool) {
      self.bytes = bytes
      self.number = number
      self.offset = offset
      self.isTerminated = isTerminated
    }
  }

  private let name: String
  private let descriptor: Int32
  private let ownsDescriptor: Bool
  private let limit: Int
  private var block = [UInt8](repeating: 0, count: 1 << 16)
  /// The part of `block` that has not been returned.
  private var unread = 0..<0
  private var number = 0
  private var offset = 0
  private var hasEnded = false

  /// Opens the file or pipe at `path`; waits for a pipe's writer.
  ///
  /// - Parameter limit: the bytes that a line may have.
  package convenience init(_ path: String, limit: Int = 64 << 20) throws(FileError) {
    let descriptor = path.withSystemPath { open($0, O_RDONLY | O_CLOEXEC) }
    guard descriptor >= 0 else {
      throw errno == ENOENT || errno == ENOTDIR ? .notFound(path) : .refused(path, errno)
    }
    self.init(descriptor: descriptor, name: path, limit: limit, ownsDescriptor: true)
  }

  /// Reads from an open descriptor, which is left open; `name` is its name in errors.
  package convenience init(descriptor: Int32, name: String, limit: Int = 64 << 20) {
    self.init(descriptor: descriptor, name: name, limit: limit, ownsDescriptor: false)
  }

  private init(descriptor: Int32, name: String, limit: Int, ownsDescriptor: Bool) {
    self.descriptor = descriptor
    self.name = name
    self.limit = limit
    self.ownsDescriptor = ownsDescriptor
  }

  deinit { if ownsDescriptor { close(descriptor) } }

  /// The next line; nil at the end. A carriage return before the line break belongs to the break, and no line has the
  /// byte order mark that some programs put in front of a text.
  package func next() throws(FileError) -> Line? {
    var bytes: [UInt8] = []
    let start = offset
    while true {
      if unread.isEmpty { try fill() }
      if hasEnded {
        guard !bytes.isEmpty else { return nil }
        return line(bytes, from: start, isTerminated: false)
      }
      let end = block[unread].firstIndex(of: UInt8(ascii: "\n"))
      let part = unread.lowerBound..<(end ?? unread.upperBound)
      guard bytes.count + part.count <= limit else { throw .longLine(name, line: number + 1, limit: limit) }
      bytes += block[part]
      let consumed = end.map { $0 + 1 } ?? part.upperBound
      offset += consumed - unread.lowerBound
      unread = consumed..<unread.upperBound
      if end != nil {
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        return line(bytes, from: start, isTerminated: true)
      }
    }
  }

  private func line(_ bytes: [UInt8], from start: Int, isTerminated: Bool) -> Line {
    number += 1
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let bytes = number == 1 && bytes.starts(with: mark) ? Array(bytes.dropFirst(mark.count)) : bytes
    return Line(bytes: bytes, number: number, offset: start, isTerminated: isTerminated)
  }

  private func fill() throws(FileError) {
    while true {
      let count = block.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        unread = 0..<count
        return
      }
      if count == 0 {
        hasEnded = true
        return
      }
      if errno == EISDIR { throw .isFolder(name) }
      if errno != EINTR { throw .refused(name, errno) }
    }
  }
}
