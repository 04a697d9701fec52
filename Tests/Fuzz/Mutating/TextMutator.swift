// Changes of texts made of words: lists, options, tables, keys.
import TestSupport

/// Changes a text by its words.
struct TextMutator: Mutator {
  /// What the reader knows: names, separators, numbers.
  let words: [String]

  private static let awkward = [
    "0", "-1", "1", "65535", "2147483648", "9223372036854775807", "9223372036854775808",
    "-9223372036854775808",
    "1e308", "1e999", "nan", "inf", "0x10", "+3", "1_000", "٣", "", ",", "-", "\"", "\n", "\r\n",
    "\u{1B}[31m",
    "\u{202E}", "\u{301}", "👩‍👩‍👧‍👦", "\0",
  ]

  func changed(_ bytes: [UInt8], by generator: inout SplitMix64) -> [UInt8] {
    var parts = Self.parts(of: bytes)
    let all = words + Self.awkward
    let word = Array(all.randomElement(using: &generator)!.utf8)
    if parts.isEmpty { return word }
    let place = Int.random(in: parts.indices, using: &generator)
    switch Int.random(in: 0..<3, using: &generator) {
    case 0: parts[place] = word
    case 1: parts.insert(word, at: place)
    default: parts = reordered(parts, by: &generator)
    }
    return parts.flatMap { $0 }
  }

  /// Runs of letters and digits whole, everything else byte by byte.
  private static func parts(of bytes: [UInt8]) -> [[UInt8]] {
    var parts: [[UInt8]] = []
    var isWord = false
    for byte in bytes {
      let continues = (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF)
      if continues, isWord { parts[parts.count - 1].append(byte) } else { parts.append([byte]) }
      isWord = continues
    }
    return parts
  }
}
