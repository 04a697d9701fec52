// Parses the values of options: lists of numbers, ranges, sizes.

/// Why an option's value was not understood.
struct ArgumentTextError: Error, CustomStringConvertible {
  let description: String

  /// - Parameter expected: what the value should have been, such as `a number of pixels`.
  init(expected: String) { description = "expected \(expected)" }
}

/// `1,2,5,8`: whole numbers from 1 up.
func counts(_ text: String) throws -> [Int] {
  try parts(of: text, separator: ",", expected: "whole numbers such as 1,2,5,8") { part in
    Int(part).flatMap { $0 > 0 ? $0 : nil }
  }
}

/// `0.5,0.5,0.5`: one number for each color channel.
func channels(_ text: String) throws -> [Float] {
  let expected = "three numbers such as 0.485,0.456,0.406"
  let values = try parts(of: text, separator: ",", expected: expected) { part in
    Float(part).flatMap { $0.isFinite ? $0 : nil }
  }
  guard values.count == 3 else { throw ArgumentTextError(expected: expected) }
  return values
}

/// `LO,HI`: two numbers, the first below the second.
func bounds(_ text: String) throws -> (low: Float, high: Float) {
  let expected = "head, layer, or two numbers LO,HI with LO below HI"
  let values = try parts(of: text, separator: ",", expected: expected) { part in
    Float(part).flatMap { $0.isFinite ? $0 : nil }
  }
  guard values.count == 2, values[0] < values[1] else { throw ArgumentTextError(expected: expected) }
  return (values[0], values[1])
}

/// The size of an image, `224` for a square or `192x256` (height × width).
struct ImageSize: Equatable {
  let height: Int
  let width: Int

  init(_ text: String) throws {
    let sides = try parts(of: text, separator: "x", expected: "pixels, N or HEIGHTxWIDTH") { part in
      Int(part).flatMap { $0 > 0 ? $0 : nil }
    }
    guard sides.count <= 2 else { throw ArgumentTextError(expected: "pixels, N or HEIGHTxWIDTH") }
    height = sides[0]
    width = sides[sides.count - 1]
  }
}

/// Sizes with commas between them, each once.
func imageSizes(_ text: String) throws -> [ImageSize] {
  try text.split(separator: ",", omittingEmptySubsequences: false).reduce(into: []) { sizes, part in
    let size = try ImageSize(String(part))
    if !sizes.contains(size) { sizes.append(size) }
  }
}

/// Splits `text` and converts every part; throws when there is none or `convert` refuses one.
func parts<Value>(
  of text: String, separator: Character, expected: String, convert: (Substring) -> Value?
) throws -> [Value] {
  try text.split(separator: separator, omittingEmptySubsequences: false).map { part in
    guard let value = convert(part) else { throw ArgumentTextError(expected: expected) }
    return value
  }
}
