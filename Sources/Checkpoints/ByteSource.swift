// Bytes that can be read at any offset, and a reader that goes through them from start to end.
import Files

/// Bytes that can be read at any offset: a file, an entry of an archive, or memory.
protocol ByteSource: Sendable {
  /// Fills `buffer` with the bytes from `offset` on.
  func fill(_ buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(CheckpointError)
}

extension RegularFile: ByteSource {
  func fill(_ buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(CheckpointError) {
    do { try read(into: buffer, at: offset) } catch { throw .unreadable(error) }
  }
}

/// A source in memory.
struct MemoryBytes: ByteSource {
  let bytes: [UInt8]

  func fill(_ buffer: UnsafeMutableRawBufferPointer, at offset: Int) {
    bytes.withUnsafeBytes {
      buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[offset..<(offset + buffer.count)]))
    }
  }
}

/// Reads a `ByteSource` from front to back through a window of 64 KB.
struct ByteReader {
  /// The source ended before the request was complete.
  struct EndReached: Error {}

  private static let windowLength = 1 << 16

  private let source: any ByteSource
  private let end: Int
  private var window: [UInt8] = []
  private var windowStart: Int
  private(set) var position: Int

  init(_ source: any ByteSource, from start: Int = 0, to end: Int) {
    self.source = source
    self.end = end
    windowStart = start
    position = start
  }

  /// How many bytes are left.
  var remaining: Int { end - position }

  mutating func byte() throws -> UInt8 {
    if position - windowStart >= window.count { try refill() }
    defer { position += 1 }
    return window[position - windowStart]
  }

  /// The next `count` bytes, checked against what is left before memory is allocated.
  mutating func bytes(_ count: Int) throws -> [UInt8] {
    guard count >= 0, count <= remaining else { throw EndReached() }
    var result: [UInt8] = []
    result.reserveCapacity(count)
    while result.count < count {
      if position - windowStart >= window.count { try refill() }
      let start = position - windowStart
      let part = min(count - result.count, window.count - start)
      result += window[start..<(start + part)]
      position += part
    }
    return result
  }

  mutating func skip(_ count: Int) throws {
    guard count >= 0, count <= remaining else { throw EndReached() }
    position += count
    if position - windowStart > window.count {
      window = []
      windowStart = position
    }
  }

  /// A little-endian number.
  mutating func number<Number: FixedWidthInteger>(_: Number.Type) throws -> Number {
    try bytes(MemoryLayout<Number>.size).withUnsafeBytes {
      Number(littleEndian: $0.loadUnaligned(as: Number.self))
    }
  }

  /// The bytes before the next line feed, which is consumed; at most `limit`.
  mutating func line(limit: Int) throws -> [UInt8] {
    var line: [UInt8] = []
    while true {
      let byte = try byte()
      if byte == UInt8(ascii: "\n") { return line }
      guard line.count < limit else { throw EndReached() }
      line.append(byte)
    }
  }

  private mutating func refill() throws {
    guard remaining > 0 else { throw EndReached() }
    let count = min(Self.windowLength, remaining)
    windowStart = position
    window = [UInt8](repeating: 0, count: count)
    let (source, start) = (source, position)
    try window.withUnsafeMutableBytes { try source.fill($0, at: start) }
  }
}
