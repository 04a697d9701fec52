// Paths as texts that lose no byte: names of files need not be UTF-8.
import Glibc

extension String {
  /// The path that the system has as `bytes`, from which `withSystemPath` makes the same bytes again.
  ///
  /// A byte that is part of no UTF-8 becomes the private-use character U+10F700 plus the byte, and so does every byte
  /// of such a character in a name. Paths come from the command line, folders, lists and links through this, and go
  /// to the system through `withSystemPath`; between the two they are texts like others.
  package init(systemPath bytes: some Collection<UInt8>) {
    let bytes = Array(bytes)
    if let text = String(validating: bytes, as: UTF8.self),
      // What stands for a byte begins with this one.
      !bytes.contains(0xF4) || !text.unicodeScalars.contains(where: { $0.escapedByte != nil })
    {
      self = text
      return
    }
    var scalars = String.UnicodeScalarView()
    var position = 0
    while position < bytes.count {
      if bytes[position] < 0x80 {
        scalars.append(Unicode.Scalar(bytes[position]))
        position += 1
        continue
      }
      let length = Self.lengthOfScalar(bytes[position...])
      let scalar = length.flatMap { length in
        String(validating: bytes[position..<position + length], as: UTF8.self)?.unicodeScalars.first
      }
      if let scalar, let length, scalar.escapedByte == nil {
        scalars.append(scalar)
        position += length
      } else {
        scalars.append(Unicode.Scalar(escaping: bytes[position]))
        position += 1
      }
    }
    self = String(scalars)
  }

  /// The path of a C string.
  package init(systemPath text: UnsafePointer<CChar>) {
    self.init(systemPath: UnsafeRawBufferPointer(start: text, count: strlen(text)))
  }

  /// The bytes that the system has for the path.
  package var systemPath: [UInt8] {
    if !utf8.contains(0xF4) { return Array(utf8) }
    return unicodeScalars.flatMap { scalar in scalar.escapedByte.map { [$0] } ?? Array(UTF8.encode(scalar)!) }
  }

  /// Calls `body` with the path as C functions take it. They take a path with a NUL for another, the part in front of
  /// it; since no file has such a path, they get an empty one, where nothing is.
  package func withSystemPath<Result, Failure: Error>(
    _ body: (UnsafePointer<CChar>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let bytes = systemPath
    let characters = ((bytes.contains(0) ? [] : bytes) + [0]).map { CChar(bitPattern: $0) }
    // No closure in between, so that `body` may throw what it likes; the array outlives the call.
    let copy = UnsafeMutableBufferPointer<CChar>.allocate(capacity: characters.count)
    defer { copy.deallocate() }
    _ = copy.initialize(from: characters)
    return try body(UnsafePointer(copy.baseAddress!))
  }

  /// How many bytes the UTF-8 of one scalar has that begins like `bytes`; nil where none begins so.
  private static func lengthOfScalar(_ bytes: ArraySlice<UInt8>) -> Int? {
    guard let first = bytes.first else { return nil }
    let length =
      switch first {
      case 0x00..<0x80: 1
      case 0xC2..<0xE0: 2
      case 0xE0..<0xF0: 3
      case 0xF0..<0xF5: 4
      default: 0
      }
    return length > 0 && length <= bytes.count ? length : nil
  }
}

extension Unicode.Scalar {
  private static let firstEscape: UInt32 = 0x10_F700

  /// What stands for a byte that is part of no UTF-8.
  fileprivate init(escaping byte: UInt8) {
    // Every number of the range is a scalar.
    self = Unicode.Scalar(Self.firstEscape + UInt32(byte)) ?? "\u{FFFD}"
  }

  /// The byte of a path that the scalar stands for; nil for all but those of `String.init(systemPath:)`.
  var escapedByte: UInt8? {
    (Self.firstEscape + 0x80...Self.firstEscape + 0xFF).contains(value)
      ? UInt8(value - Self.firstEscape) : nil
  }
}

/// The arguments of the process, the program's name first, as texts that lose no byte; see `init(systemPath:)`.
package let commandLineArguments: [String] = (0..<Int(CommandLine.argc)).compactMap { index in
  CommandLine.unsafeArgv[index].map { String(systemPath: $0) }
}

/// The value of an environment variable that holds a path; nil where it is not set.
package func environmentPath(_ name: String) -> String? {
  getenv(name).map { String(systemPath: $0) }
}

/// Whether there is a folder at `path`.
package func isFolder(_ path: String) -> Bool {
  var status = stat()
  return path.withSystemPath { stat($0, &status) } == 0 && status.st_mode & S_IFMT == S_IFDIR
}

/// Whether there is anything at `path`.
package func isThere(_ path: String) -> Bool { path.withSystemPath { access($0, F_OK) } == 0 }

/// Names of what lies in a folder, without `.` and `..`, in no order.
///
/// - Throws: `FileError.refused`.
package func folderContents(_ path: String) throws(FileError) -> [String] {
  guard let directory = path.withSystemPath(opendir) else { throw .refused(path, errno) }
  defer { closedir(directory) }
  var names: [String] = []
  while let entry = readdir(directory) {
    let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(systemPath: $0.prefix { $0 != 0 }) }
    if name != ".", name != ".." { names.append(name) }
  }
  return names
}

/// The path without links and `..`; nil where there is nothing.
package func resolvedPath(_ path: String) -> String? {
  guard let resolved = path.withSystemPath({ realpath($0, nil) }) else { return nil }
  defer { free(resolved) }
  return String(systemPath: resolved)
}
