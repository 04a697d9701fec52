// What can be wrong with a JSON text.
import Files

/// Why a text was not read as JSON, and at which byte.
package struct JSONError: Error, Equatable, CustomStringConvertible {
  package enum Problem: Equatable, Sendable {
    case unexpectedEnd
    case unexpectedByte(UInt8)
    case trailingContent
    case duplicateKey(String)
    case tooDeep(limit: Int)
    case tooManyValues(limit: Int)
    case invalidNumber
    case numberOutOfRange
    case invalidEscape
    case invalidUTF8
    case controlCharacter
  }

  package let file: String
  package let problem: Problem
  package let byteOffset: Int

  package var description: String { "\(file.abridged): \(reason)" }

  /// What is wrong and where, without the file: `not valid JSON at byte 7: …` where the text breaks the grammar, else
  /// what is not read of valid JSON.
  package var reason: String {
    switch problem {
    case .unexpectedEnd: invalid("the text ends too early")
    case .unexpectedByte(let byte): invalid("'\(String(UnicodeScalar(byte)).escaped)' is not expected")
    case .trailingContent: invalid("something follows the value")
    case .invalidNumber: invalid("a number is malformed")
    case .invalidEscape: invalid("an escape in a string is malformed")
    case .invalidUTF8: invalid("a string is not UTF-8")
    case .controlCharacter: invalid("a string holds a bare control character")
    case .duplicateKey(let key): "the member '\(key.escaped(limit: 80))' at byte \(byteOffset) is a duplicate"
    case .tooDeep(let limit): "nested deeper than \(limit) levels at byte \(byteOffset)"
    case .tooManyValues(let limit): "more than \(limit) values at byte \(byteOffset)"
    case .numberOutOfRange: "the number before byte \(byteOffset) is beyond the range of a double"
    }
  }

  private func invalid(_ what: String) -> String { "not valid JSON at byte \(byteOffset): \(what)" }
}
