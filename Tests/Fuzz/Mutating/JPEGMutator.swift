// Changes of JPEG files by their segments.
import TestSupport

/// Changes a JPEG file by its segments.
struct JPEGMutator: Mutator {
  func changed(_ bytes: [UInt8], by generator: inout SplitMix64) -> [UInt8] {
    var segments = Self.segments(of: bytes)
    guard segments.count > 1 else { return [0xFF, 0xD8] + bytes.dropFirst(2) }
    let place = Int.random(in: segments.indices, using: &generator)
    switch Int.random(in: 0..<4, using: &generator) {
    case 0: segments = reordered(segments, by: &generator)
    case 1:
      // The frame's header: precision, sides, components.
      guard let frame = segments.firstIndex(where: { $0.count > 10 && (0xC0...0xC2).contains($0[1]) }) else {
        break
      }
      let (offset, size) = [(4, 1), (5, 2), (7, 2), (9, 1), (10, 1), (11, 1)].randomElement(
        using: &generator)!
      let number = UInt64.random(in: 0...80, using: &generator)
      segments[frame].set(number, at: offset, size: size, isBigEndian: true)
    case 2:
      guard segments[place].count > 3 else { break }
      let length = awkwardNumbers.randomElement(using: &generator)!
      segments[place].set(length, at: 2, size: 2, isBigEndian: true)
    default:
      guard segments[place].count > 4 else { break }
      let position = Int.random(in: 4..<segments[place].count, using: &generator)
      segments[place][position] = .random(in: 0...255, using: &generator)
    }
    return segments.flatMap { $0 }
  }

  /// The parts from each marker to the next.
  private static func segments(of bytes: [UInt8]) -> [[UInt8]] {
    var starts = bytes.indices.dropLast().filter {
      bytes[$0] == 0xFF && bytes[$0 + 1] != 0 && bytes[$0 + 1] != 0xFF
    }
    if starts.first != 0 { starts.insert(0, at: 0) }
    return zip(starts, starts.dropFirst() + [bytes.count]).map { Array(bytes[$0..<$1]) }
  }
}
