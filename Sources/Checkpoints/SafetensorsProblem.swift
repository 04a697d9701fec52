// What can be wrong with a safetensors file.
import Files

/// Which rule of the format a file breaks.
package enum SafetensorsProblem: Error, Equatable, CustomStringConvertible {
  case truncatedLength
  case headerBeyondFile(headerLength: UInt64, fileLength: Int)
  case headerTooLong(Int, limit: Int)
  case header(JSONError.Problem, byteOffset: Int)
  case headerIsNoObject
  case badMetadata
  case badEntry(String, field: String)
  case unknownType(String, type: String)
  case shapeOverflows(String)
  case offsetsBeyondData(String, end: Int, dataLength: Int)
  case sizeMismatch(String, shapeNeeds: Int, offsetsSpan: Int)
  case overlap(String, String)
  case gap(before: String?, byteCount: Int)

  package var description: String {
    func quoted(_ name: String) -> String { "'\(name.escaped(limit: 120))'" }
    let what =
      switch self {
      case .truncatedLength: "it has fewer than the 8 bytes of the header length"
      case .headerBeyondFile(let header, let file):
        "its header should have \(header) bytes, more than the whole file (\(file)); the download may be incomplete"
      case .headerTooLong(let length, let limit): "its header of \(length) bytes exceeds \(limit)"
      case .header(let problem, let offset):
        JSONError(file: "header", problem: problem, byteOffset: offset).description
      case .headerIsNoObject: "its header is not a JSON object"
      case .badMetadata: "its __metadata__ is not an object of strings"
      case .badEntry(let name, let field): "tensor \(quoted(name)) has no valid '\(field)'"
      case .unknownType(let name, let type):
        "tensor \(quoted(name)) has the element type \(quoted(type)), which is not supported"
      case .shapeOverflows(let name): "the shape of tensor \(quoted(name)) is too large"
      case .offsetsBeyondData(let name, let end, let length):
        "tensor \(quoted(name)) ends at byte \(end) of \(length) bytes of data; the download may be incomplete"
      case .sizeMismatch(let name, let needed, let span):
        "tensor \(quoted(name)) needs \(needed) bytes by its shape, \(span) by its offsets"
      case .overlap(let first, let second): "tensors \(quoted(first)) and \(quoted(second)) overlap"
      case .gap(let name?, let count): "\(count) bytes before tensor \(quoted(name)) belong to no tensor"
      case .gap(nil, let count): "\(count) bytes after the last tensor belong to no tensor"
      }
    return "not a valid safetensors file: " + what
  }
}
