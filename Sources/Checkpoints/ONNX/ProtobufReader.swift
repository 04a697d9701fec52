// Messages of protocol buffers, read field by field from front to back.
// https://protobuf.dev/programming-guides/encoding

/// Reads the fields of messages that lie within one another. Nothing is allocated by a length before the bytes that it
/// counts are known to be there.
struct ProtobufReader {
  /// What a field holds; bytes are where they lie in the source.
  enum Value {
    case varint(UInt64)
    case fixed32(UInt32)
    case fixed64(UInt64)
    case bytes(Range<Int>)
  }

  private var reader: ByteReader
  /// Bytes of a text that is kept.
  private static let textLimit = 1 << 20

  /// - Parameter byteCount: of the source.
  init(_ source: any ByteSource, byteCount: Int) {
    reader = ByteReader(source, to: byteCount)
  }

  /// Where the next byte lies.
  var position: Int { reader.position }

  /// Calls `body` with every field of the message that lies in `range`, the reader's position being its start. `body`
  /// may read the bytes of a field, which are skipped otherwise.
  ///
  /// - Throws: `ONNXProblem`, `CheckpointError` where the source cannot be read, and what `body` throws.
  mutating func fields(
    in range: Range<Int>, _ body: (inout ProtobufReader, _ number: Int, Value) throws -> Void
  ) throws {
    while position < range.upperBound {
      let start = position
      let key = try varint(before: range.upperBound)
      guard let number = Int(exactly: key >> 3), 1..<(1 << 29) ~= number else {
        throw ONNXProblem.damaged("a field has the number \(key >> 3)", byteOffset: start)
      }
      switch key & 7 {
      case 0: try body(&self, number, .varint(try varint(before: range.upperBound)))
      case 1: try body(&self, number, .fixed64(try fixed(before: range.upperBound)))
      case 2:
        let length = try varint(before: range.upperBound)
        guard length <= UInt64(range.upperBound - position) else {
          throw ONNXProblem.beyondEnd(
            length: length, available: range.upperBound - position, byteOffset: start)
        }
        let bytes = position..<(position + Int(length))
        try body(&self, number, .bytes(bytes))
        guard position <= bytes.upperBound else {
          preconditionFailure("more was read than the field has")
        }
        try reader.skip(bytes.upperBound - position)
      case 5: try body(&self, number, .fixed32(try fixed(before: range.upperBound)))
      default:
        throw ONNXProblem.damaged("a field has the wire type \(key & 7)", byteOffset: start)
      }
    }
  }

  /// The next number of variable length, of at most ten bytes, all of them before `end`.
  mutating func varint(before end: Int) throws -> UInt64 {
    let start = position
    var value: UInt64 = 0
    for shift in stride(from: 0, to: 70, by: 7) {
      guard position < end else {
        throw ONNXProblem.damaged("a number reaches beyond its message", byteOffset: start)
      }
      let byte = try reader.byte()
      // The tenth byte has room for one bit.
      guard shift < 63 || byte <= 1 else { break }
      value |= UInt64(byte & 0x7F) << UInt64(shift)
      if byte < 0x80 { return value }
    }
    throw ONNXProblem.damaged("a number has more than 64 bits", byteOffset: start)
  }

  /// The text in `range`, which begins at the reader's position.
  mutating func text(_ range: Range<Int>) throws -> String {
    guard range.count <= Self.textLimit else {
      throw ONNXProblem.damaged("a text has \(range.count) bytes", byteOffset: range.lowerBound)
    }
    return String(decoding: try reader.bytes(range.count), as: UTF8.self)
  }

  private mutating func fixed<Number: FixedWidthInteger>(before end: Int) throws -> Number {
    guard end - position >= MemoryLayout<Number>.size else {
      throw ONNXProblem.damaged("a number reaches beyond its message", byteOffset: position)
    }
    return try reader.number(Number.self)
  }
}

extension ProtobufReader.Value {
  /// A field as a number; throws where it is none.
  func number(_ field: String, at offset: Int) throws(ONNXProblem) -> UInt64 {
    guard case .varint(let number) = self else { throw .wrongType(field: field, byteOffset: offset) }
    return number
  }

  /// A field as bytes; throws where it is none.
  func bytes(_ field: String, at offset: Int) throws(ONNXProblem) -> Range<Int> {
    guard case .bytes(let range) = self else { throw .wrongType(field: field, byteOffset: offset) }
    return range
  }
}
