// What a run gives, on its way to a bundle or to a comparison with one: in a file without a name, so that none is left
// over.
import Files
import Glibc

/// The results of a run by name, in the order in which they come; a part of one at a time in memory.
package final class ResultStore {
  /// Where the bytes of a result are.
  private enum Content {
    /// Ranges of the store's own file.
    case kept([Range<Int>])
    /// A file that the run wrote.
    case file(String)
  }

  private var contents: [(name: String, content: Content)] = []
  private var places: [String: Int] = [:]
  private var spool: Spool?

  package init() {}

  /// What a result is called in an archive: a backslash, which parts names on other systems, and control characters,
  /// which archives do not take, become `%5C` and the like. Line breaks and tabs stay.
  private static func entryName(_ name: String) -> String {
    var text = String.UnicodeScalarView()
    for scalar in name.unicodeScalars {
      if scalar == "\\" || scalar.value < 0x20 && !"\t\n\r".unicodeScalars.contains(scalar) {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        text.append(contentsOf: "%\(digits.count < 2 ? "0" : "")\(digits)".unicodeScalars)
      } else {
        text.append(scalar)
      }
    }
    return String(text)
  }

  /// The names in an archive, in order.
  package var names: [String] { contents.map(\.name) }

  /// Adds a result, or to its end where there is one of this name.
  ///
  /// - Throws: `WriteError`.
  package func append(_ bytes: [UInt8], to name: String) throws(WriteError) {
    let name = Self.entryName(name)
    let spool: Spool
    if let known = self.spool {
      spool = known
    } else {
      spool = try Spool()
      self.spool = spool
    }
    let start = spool.byteCount
    try spool.append(bytes)
    let part = start..<spool.byteCount
    guard let place = places[name], case .kept(var parts) = contents[place].content else {
      return add(name, .kept([part]))
    }
    if let last = parts.last, last.upperBound == start {
      parts[parts.count - 1] = last.lowerBound..<part.upperBound
    } else {
      parts.append(part)
    }
    contents[place].content = .kept(parts)
  }

  /// Adds a file that the run wrote; it is read when it is needed.
  package func add(_ name: String, fileAt path: String) { add(Self.entryName(name), .file(path)) }

  private func add(_ name: String, _ content: Content) {
    places[name] = contents.count
    contents.append((name, content))
  }

  /// A result, to be read; nil where there is none of that name.
  ///
  /// - Throws: `FileError`.
  package func result(_ name: String) throws(FileError) -> StoredResult? {
    guard let place = places[name] else { return nil }
    switch contents[place].content {
    case .kept(let parts):
      guard let spool else { return nil }
      return StoredResult(file: try RegularFile(spool.path), parts: parts)
    case .file(let path):
      let file = try RegularFile(path)
      return StoredResult(file: file, parts: [0..<file.byteCount])
    }
  }
}

/// The bytes of a result.
package struct StoredResult: Sendable {
  private let file: RegularFile
  private let parts: [Range<Int>]
  package let byteCount: Int

  fileprivate init(file: RegularFile, parts: [Range<Int>]) {
    (self.file, self.parts) = (file, parts)
    byteCount = parts.reduce(0) { $0 + $1.count }
  }

  /// The `count` bytes from `position` on, fewer at the end.
  ///
  /// - Throws: `FileError`.
  package func bytes(at position: Int, count: Int) throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    var start = position
    for part in parts where bytes.count < count {
      if start < part.count {
        bytes += try file.bytes(
          at: part.lowerBound + start, count: min(part.count - start, count - bytes.count))
      }
      start = max(0, start - part.count)
    }
    return bytes
  }

  /// All bytes.
  ///
  /// - Throws: `FileError`.
  package func bytes() throws(FileError) -> [UInt8] { try bytes(at: 0, count: byteCount) }

  /// Their SHA-256.
  ///
  /// - Throws: `FileError`.
  package func sha256() throws(FileError) -> String {
    var hash = SHA256()
    var position = 0
    while position < byteCount {
      let part = try bytes(at: position, count: 1 << 20)
      part.withUnsafeBytes { hash.update($0) }
      position += part.count
    }
    return hash.digits
  }
}

/// A file of the process alone, which goes with it however it ends.
final class Spool {
  private let descriptor: Int32
  private(set) var byteCount = 0

  /// - Throws: `WriteError`.
  init() throws(WriteError) {
    let folder = environmentPath("TMPDIR").flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    var template = "\(folder)/polascope-XXXXXX".systemPath.map { CChar(bitPattern: $0) } + [0]
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw .refused(folder, errno) }
    unlink(template)
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// Where the kernel shows the open file.
  var path: String { "/proc/self/fd/\(descriptor)" }

  /// - Throws: `WriteError`.
  func append(_ bytes: [UInt8]) throws(WriteError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written > 0 {
        rest = rest.dropFirst(written)
        byteCount += written
      } else if errno != EINTR {
        throw .refused("temporary file", written == 0 ? ENOSPC : errno)
      }
    }
  }
}
