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
    case invalidEscape
    case invalidUTF8
    case controlCharacter
  }

  package let file: String
  package let problem: Problem
  package let byteOffset: Int

  package var description: String {
    let what =
      switch problem {
      case .unexpectedEnd: "the text ends too early"
      case .unexpectedByte(let byte): "'\(String(UnicodeScalar(byte)).escaped)' is not expected"
      case .trailingContent: "something follows the value"
      case .duplicateKey(let key): "the key '\(key.escaped(limit: 80))' occurs twice"
      case .tooDeep(let limit): "nested deeper than \(limit) levels"
      case .tooManyValues(let limit): "more than \(limit) values"
      case .invalidNumber: "a number is malformed or out of range"
      case .invalidEscape: "an escape in a string is malformed"
      case .invalidUTF8: "a string is not UTF-8"
      case .controlCharacter: "a string holds a bare control character"
      }
    return "\(file.abridged): not valid JSON at byte \(byteOffset): \(what)"
  }
}
