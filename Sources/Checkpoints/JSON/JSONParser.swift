// A strict JSON reader (RFC 8259) for untrusted files: it refuses duplicate keys, deep nesting and too many values.
import Files

extension JSONValue {
  /// The value of a JSON text; `file` names it in errors.
  package static func parse(_ bytes: [UInt8], file: String) throws(JSONError) -> JSONValue {
    var parser = JSONParser(bytes: bytes, file: file)
    return try parser.document()
  }

  /// The JSON file at `path`; a configuration beyond 16 MB is refused.
  package static func load(_ path: String) throws(CheckpointError) -> JSONValue {
    let bytes: [UInt8]
    do { bytes = try RegularFile.contents(of: path, limit: 16 << 20) } catch { throw .unreadable(error) }
    do { return try parse(bytes, file: path) } catch { throw .json(error) }
  }
}

/// A recursive-descent parser; every error names the byte at which it stopped.
private struct JSONParser {
  static let depthLimit = 64
  static let valueLimit = 250_000

  let bytes: [UInt8]
  let file: String
  var position = 0
  var valueCount = 0

  init(bytes: [UInt8], file: String) {
    self.bytes = bytes
    self.file = file
  }

  mutating func document() throws(JSONError) -> JSONValue {
    let value = try value(depth: 0)
    skipWhitespace()
    guard position == bytes.count else { throw failure(.trailingContent) }
    return value
  }

  private func failure(_ problem: JSONError.Problem) -> JSONError {
    JSONError(file: file, problem: problem, byteOffset: position)
  }

  private var unexpected: JSONError {
    failure(position < bytes.count ? .unexpectedByte(bytes[position]) : .unexpectedEnd)
  }

  private mutating func skipWhitespace() {
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\t"), UInt8(ascii: "\r"): position += 1
      default: return
      }
    }
  }

  /// The next byte that is not white space, not consumed; 0 at the end.
  private mutating func peek() -> UInt8 {
    skipWhitespace()
    return position < bytes.count ? bytes[position] : 0
  }

  /// Consumes `byte` where it is next.
  private mutating func accept(_ byte: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
    guard depth < Self.depthLimit else { throw failure(.tooDeep(limit: Self.depthLimit)) }
    valueCount += 1
    guard valueCount <= Self.valueLimit else { throw failure(.tooManyValues(limit: Self.valueLimit)) }
    switch peek() {
    case UInt8(ascii: "{"): return .object(try object(depth: depth))
    case UInt8(ascii: "["): return .array(try array(depth: depth))
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try literal("true", .bool(true))
    case UInt8(ascii: "f"): return try literal("false", .bool(false))
    case UInt8(ascii: "n"): return try literal("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default: throw unexpected
    }
  }

  private mutating func literal(_ text: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
    for index in 0..<text.utf8CodeUnitCount where !accept(text.utf8Start[index]) { throw unexpected }
    return value
  }

  private mutating func object(depth: Int) throws(JSONError) -> [String: JSONValue] {
    position += 1
    var members: [String: JSONValue] = [:]
    if peek() == UInt8(ascii: "}") {
      position += 1
      return members
    }
    while true {
      guard peek() == UInt8(ascii: "\"") else { throw unexpected }
      let start = position
      let key = try string()
      guard peek() == UInt8(ascii: ":") else { throw unexpected }
      position += 1
      let member = try value(depth: depth + 1)
      guard members.updateValue(member, forKey: key) == nil else {
        throw JSONError(file: file, problem: .duplicateKey(key), byteOffset: start)
      }
      switch peek() {
      case UInt8(ascii: ","): position += 1
      case UInt8(ascii: "}"):
        position += 1
        return members
      default: throw unexpected
      }
    }
  }

  private mutating func array(depth: Int) throws(JSONError) -> [JSONValue] {
    position += 1
    var elements: [JSONValue] = []
    if peek() == UInt8(ascii: "]") {
      position += 1
      return elements
    }
    while true {
      elements.append(try value(depth: depth + 1))
      switch peek() {
      case UInt8(ascii: ","): position += 1
      case UInt8(ascii: "]"):
        position += 1
        return elements
      default: throw unexpected
      }
    }
  }

  private mutating func number() throws(JSONError) -> JSONValue {
    let start = position
    var isWhole = true
    _ = accept(UInt8(ascii: "-"))
    let leadingZero = position < bytes.count && bytes[position] == UInt8(ascii: "0")
    let digitCount = skipDigits()
    guard digitCount > 0, !(leadingZero && digitCount > 1) else { throw failure(.invalidNumber) }
    if accept(UInt8(ascii: ".")) {
      isWhole = false
      guard skipDigits() > 0 else { throw failure(.invalidNumber) }
    }
    if accept(UInt8(ascii: "e")) || accept(UInt8(ascii: "E")) {
      isWhole = false
      if !accept(UInt8(ascii: "+")) { _ = accept(UInt8(ascii: "-")) }
      guard skipDigits() > 0 else { throw failure(.invalidNumber) }
    }
    // No number that matters needs more digits; this also bounds the conversion's cost.
    guard position - start <= 400 else { throw failure(.numberOutOfRange) }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    // Whole numbers have no negative zero.
    if isWhole, let value = Int(text), value != 0 || text == "0" { return .integer(value) }
    guard let value = Double(text), value.isFinite else { throw failure(.numberOutOfRange) }
    return .number(value)
  }

  private mutating func skipDigits() -> Int {
    let start = position
    while position < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) {
      position += 1
    }
    return position - start
  }

  private mutating func string() throws(JSONError) -> String {
    position += 1
    let start = position
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        let text = try validated(bytes[start..<position])
        position += 1
        return text
      case UInt8(ascii: "\\"): return try stringWithEscapes(from: start)
      case 0..<0x20: throw failure(.controlCharacter)
      default: position += 1
      }
    }
    throw failure(.unexpectedEnd)
  }

  /// The rest of a string in which a backslash has been met.
  private mutating func stringWithEscapes(from start: Int) throws(JSONError) -> String {
    var text = Array(bytes[start..<position])
    while position < bytes.count {
      let byte = bytes[position]
      switch byte {
      case UInt8(ascii: "\""):
        let result = try validated(text[...])
        position += 1
        return result
      case UInt8(ascii: "\\"):
        position += 1
        text.append(contentsOf: UTF8.encode(try escape())!)
      case 0..<0x20: throw failure(.controlCharacter)
      default:
        text.append(byte)
        position += 1
      }
    }
    throw failure(.unexpectedEnd)
  }

  private func validated(_ text: ArraySlice<UInt8>) throws(JSONError) -> String {
    guard let string = String(validating: text, as: UTF8.self) else { throw failure(.invalidUTF8) }
    return string
  }

  /// The character after a backslash; surrogate pairs are joined, lone surrogates refused.
  private mutating func escape() throws(JSONError) -> Unicode.Scalar {
    guard position < bytes.count else { throw failure(.unexpectedEnd) }
    let kind = bytes[position]
    position += 1
    switch kind {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(kind)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      let first = try hexUnit()
      if let scalar = Unicode.Scalar(first) { return scalar }
      guard first < 0xDC00, accept(UInt8(ascii: "\\")), accept(UInt8(ascii: "u")) else {
        throw failure(.invalidEscape)
      }
      let second = try hexUnit()
      guard (0xDC00..<0xE000).contains(second),
        let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
      else { throw failure(.invalidEscape) }
      return scalar
    default: throw failure(.invalidEscape)
    }
  }

  /// Four hexadecimal digits.
  private mutating func hexUnit() throws(JSONError) -> UInt32 {
    guard position + 4 <= bytes.count else { throw failure(.unexpectedEnd) }
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue else {
        throw failure(.invalidEscape)
      }
      unit = unit << 4 | UInt32(digit)
      position += 1
    }
    return unit
  }
}
