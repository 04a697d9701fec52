// Changes of JSON texts: values and members are lost, doubled, moved; numbers become awkward ones.
import TestSupport

/// Changes JSON by its tokens.
struct JSONMutator: Mutator {
  private static let values = [
    "0", "-1", "1", "2", "3", "7", "8", "16", "1e0", "4.0", "0.5", "-0.0", "1e308", "-1e308", "1e-320",
    "2147483647",
    "2147483648", "4294967296", "9223372036854775807", "-9223372036854775808", "9223372036854775808", "1e999",
    "null", "true", "false", "[]", "{}", "\"\"", "\"a\"", "[1]", "[1,2]", "[1,1,1]", "[0,0]", "{\"a\":1}",
    "\"\\u0000\"", "\"\\ud83d\\ude00\"", "\"\\u202e\"", "\"\\ud800\"", "[[[[[[[[]]]]]]]]",
  ]

  func changed(_ bytes: [UInt8], by generator: inout SplitMix64) -> [UInt8] {
    var tokens = Self.tokens(of: bytes)
    guard !tokens.isEmpty else { return bytes }
    let scalars = tokens.indices.filter { Self.isScalar(tokens[$0]) }
    switch Int.random(in: 0..<6, using: &generator) {
    case 0, 1:
      guard let index = scalars.randomElement(using: &generator) else { return bytes }
      tokens[index] = Array(Self.values.randomElement(using: &generator)!.utf8)
    case 2:
      guard let first = scalars.randomElement(using: &generator),
        let second = scalars.randomElement(using: &generator)
      else { return bytes }
      tokens[first] = tokens[second]
    case 3:
      // A member or an element is lost, with the comma before it.
      guard
        let comma = tokens.indices.filter({ tokens[$0] == [UInt8(ascii: ",")] }).randomElement(
          using: &generator)
      else { return bytes }
      tokens.removeSubrange(comma..<Self.end(ofValuesAfter: comma, in: tokens))
    case 4:
      guard
        let comma = tokens.indices.filter({ tokens[$0] == [UInt8(ascii: ",")] }).randomElement(
          using: &generator)
      else { return bytes }
      let member = tokens[comma..<Self.end(ofValuesAfter: comma, in: tokens)]
      let times = Bool.random(using: &generator) ? 1 : Int.random(in: 1...40, using: &generator)
      tokens.insert(contentsOf: Array(repeatElement(member, count: times).joined()), at: comma)
    default: tokens = reordered(tokens, by: &generator)
    }
    return tokens.flatMap { $0 }
  }

  /// Where what follows a comma ends: before the next comma or bracket of the same depth.
  private static func end(ofValuesAfter comma: Int, in tokens: [[UInt8]]) -> Int {
    var depth = 0
    for index in tokens.indices[(comma + 1)...] {
      switch tokens[index].first {
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth < 0 { return index }
      case UInt8(ascii: ",") where depth == 0: return index
      default: break
      }
    }
    return tokens.count
  }

  private static func isScalar(_ token: [UInt8]) -> Bool {
    guard let first = token.first else { return false }
    return !"{}[],: \n\t\r".utf8.contains(first)
  }

  /// Brackets, commas, colons and white space one by one; strings and other words whole.
  private static func tokens(of bytes: [UInt8]) -> [[UInt8]] {
    var tokens: [[UInt8]] = []
    var position = 0
    while position < bytes.count {
      let start = position
      position += 1
      if bytes[start] == UInt8(ascii: "\"") {
        while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
          position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
        }
        position = min(position + 1, bytes.count)
      } else if isScalar([bytes[start]]) {
        while position < bytes.count, isScalar([bytes[position]]), bytes[position] != UInt8(ascii: "\"") {
          position += 1
        }
      }
      tokens.append(Array(bytes[start..<position]))
    }
    return tokens
  }
}
