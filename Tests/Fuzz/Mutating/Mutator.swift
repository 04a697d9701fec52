// Changes of inputs in their own terms: so that a changed input gets past the checks that random bytes do not.
import TestSupport

/// Changes inputs of one format.
protocol Mutator: Sendable {
  /// A change of an input; the input itself where it is not of the format.
  func changed(_ bytes: [UInt8], by generator: inout SplitMix64) -> [UInt8]

  /// The input with its lengths and checksums made right again, mostly: a function of the bytes alone.
  func repaired(_ bytes: [UInt8]) -> [UInt8]
}

extension Mutator {
  func repaired(_ bytes: [UInt8]) -> [UInt8] { bytes }
}

/// Numbers at which arithmetic goes wrong.
let awkwardNumbers: [UInt64] = [
  0, 1, 2, 3, 4, 7, 8, 15, 16, 63, 64, 65, 127, 128, 255, 256, 1000, 4096, 0x7FFF, 0x8000, 0xFFFF, 0x10000,
  0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0x1_0000_0000, 0x7FFF_FFFF_FFFF_FFFF, 0x8000_0000_0000_0000, .max,
]

extension Array where Element == UInt8 {
  /// A little-endian number of `size` bytes; nil where it lies outside.
  func number(at offset: Int, size: Int) -> UInt64? {
    guard offset >= 0, offset + size <= count else { return nil }
    return self[offset..<(offset + size)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// Writes a number of `size` bytes where it fits.
  mutating func set(_ number: UInt64, at offset: Int, size: Int, isBigEndian: Bool = false) {
    guard offset >= 0, offset + size <= count else { return }
    for index in 0..<size {
      self[offset + (isBigEndian ? size - 1 - index : index)] = UInt8(
        truncatingIfNeeded: number >> UInt64(8 * index))
    }
  }
}

/// A change of a sequence of parts: one is lost, doubled, moved, repeated, or exchanged with another.
func reordered<Part>(_ parts: [Part], by generator: inout SplitMix64) -> [Part] {
  guard !parts.isEmpty else { return parts }
  var parts = parts
  let first = Int.random(in: parts.indices, using: &generator)
  let second = Int.random(in: parts.indices, using: &generator)
  switch Int.random(in: 0..<5, using: &generator) {
  case 0: parts.remove(at: first)
  case 1: parts.insert(parts[first], at: second)
  case 2: parts.swapAt(first, second)
  case 3:
    let run = parts[first..<Swift.min(first + 1 + second % 8, parts.count)]
    parts.insert(contentsOf: run, at: second)
  default:
    let times = Int.random(in: 1...32, using: &generator)
    parts.insert(contentsOf: repeatElement(parts[first], count: times), at: first)
  }
  return parts
}
