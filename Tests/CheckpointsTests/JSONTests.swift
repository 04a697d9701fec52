// The JSON reader: what it accepts, and every reason for which it refuses.
import Testing

@testable import Checkpoints

@Suite struct JSONTests {
  private func parse(_ text: String) throws(JSONError) -> JSONValue {
    try JSONValue.parse(Array(text.utf8), file: "a.json")
  }

  private func problem(_ text: String) -> JSONError.Problem? {
    do throws(JSONError) { _ = try parse(text) } catch { return error.problem }
    return nil
  }

  @Test func readsEveryKindOfValue() throws {
    let value = try parse(
      #" {"a": [1, -2.5e1, true, false, null], "b": {"c": "\u00e9\n\"\\\/"}, "d": {} , "e":[]} "#)
    #expect(value["a"] == .array([.integer(1), .number(-25), .bool(true), .bool(false), .null]))
    #expect(value["b"]?["c"]?.string == "é\n\"\\/")
    #expect(value["d"]?.object?.isEmpty == true)
    #expect(value["e"]?.array?.isEmpty == true)
    #expect(value["f"] == nil)
  }

  @Test func keepsWholeNumbersExact() throws {
    #expect(try parse("9007199254740993") == .integer(9_007_199_254_740_993))
    #expect(try parse("4.0").int == 4)
    #expect(try parse("4.5").int == nil)
    #expect(try parse("0") == .integer(0))
  }

  @Test(arguments: ["-0", "-0.0", "-0e1"]) func keepsTheSignOfZero(text: String) throws {
    let value = try parse(text)
    #expect(value.int == 0 && value.double?.sign == .minus)
  }

  @Test func joinsSurrogatePairs() throws {
    #expect(try parse(#""\ud83d\ude00""#).string == "😀")
    #expect(problem(#""\ud83d""#) == .invalidEscape)
    #expect(problem(#""\ude00""#) == .invalidEscape)
    #expect(problem(#""\ud83dx""#) == .invalidEscape)
  }

  @Test(arguments: [
    ("", JSONError.Problem.unexpectedEnd), ("{", .unexpectedEnd), (#"{"a""#, .unexpectedEnd),
    ("[1,", .unexpectedEnd),
    (#""abc"#, .unexpectedEnd), ("tru", .unexpectedEnd), (#""\u12"#, .unexpectedEnd),
    ("[1 2]", .unexpectedByte(UInt8(ascii: "2"))), ("{1:2}", .unexpectedByte(UInt8(ascii: "1"))),
    (#"{"a":1,}"#, .unexpectedByte(UInt8(ascii: "}"))), ("[1,]", .unexpectedByte(UInt8(ascii: "]"))),
    ("NaN", .unexpectedByte(UInt8(ascii: "N"))), ("nul!", .unexpectedByte(UInt8(ascii: "!"))),
    ("{} {}", .trailingContent), ("1 x", .trailingContent), ("01", .invalidNumber), ("1.", .invalidNumber),
    ("-", .invalidNumber), ("1e", .invalidNumber), ("1e999", .numberOutOfRange),
    (#"{"a":1,"a":2}"#, .duplicateKey("a")), (#"{"a":1,"\u0061":2}"#, .duplicateKey("a")),
    (#""\x""#, .invalidEscape), ("\"a\tb\"", .controlCharacter),
  ])
  func refuses(text: String, expected: JSONError.Problem) {
    #expect(problem(text) == expected)
  }

  @Test func refusesInvalidUTF8() {
    #expect(throws: JSONError(file: "x", problem: .invalidUTF8, byteOffset: 3)) {
      try JSONValue.parse([0x22, 0xC3, 0x28, 0x22], file: "x")
    }
  }

  @Test func refusesDepthAndFloods() {
    #expect(problem(String(repeating: "[", count: 100_000)) == .tooDeep(limit: 64))
    #expect(problem(String(repeating: #"{"a":"#, count: 1000)) == .tooDeep(limit: 64))
    #expect(problem(String(repeating: "[", count: 60) + String(repeating: "]", count: 60)) == nil)
    #expect(problem("[" + String(repeating: "0,", count: 250_000) + "0]") == .tooManyValues(limit: 250_000))
  }

  @Test func saysWhereInOneLine() {
    let error = JSONError(file: "a\nb.json", problem: .duplicateKey("k\u{1b}[31m"), byteOffset: 7)
    #expect(error.description == #"a\nb.json: the member 'k\u{1b}[31m' at byte 7 is a duplicate"#)
  }

  /// Only what breaks the grammar of RFC 8259 is called invalid.
  @Test(arguments: [
    (#"{"a":1,"a":2}"#, "the member 'a' at byte 7 is a duplicate"),
    (String(repeating: "[", count: 70), "nested deeper than 64 levels at byte 64"),
    ("[" + String(repeating: "0,", count: 250_000) + "0]", "more than 250000 values at byte 499999"),
    ("[1e400]", "the number before byte 6 is beyond the range of a double"),
    ("[1e]", "not valid JSON at byte 3: a number is malformed"),
    ("[1}", "not valid JSON at byte 2: '}' is not expected"),
  ])
  func saysWhetherItIsJSON(text: String, reason: String) {
    let error = #expect(throws: JSONError.self) { try parse(text) }
    #expect(error?.reason == reason)
  }
}
