// Changes of PNG files by their chunks, whose checksums are made right again.
import TestSupport

/// Changes a PNG file by its chunks.
struct PNGMutator: Mutator {
  private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  func changed(_ bytes: [UInt8], by generator: inout SplitMix64) -> [UInt8] {
    var chunks = Self.chunks(of: bytes)
    guard !chunks.isEmpty else { return Self.signature + bytes.dropFirst(8) }
    let place = Int.random(in: chunks.indices, using: &generator)
    switch Int.random(in: 0..<5, using: &generator) {
    case 0: chunks = reordered(chunks, by: &generator)
    case 1, 2:
      // The image's header: sides, depth, color type, interlacing.
      guard chunks[0].count >= 21 else { break }
      switch Int.random(in: 0..<5, using: &generator) {
      case 0: chunks[0].set(UInt64.random(in: 0...70, using: &generator), at: 4, size: 4, isBigEndian: true)
      case 1: chunks[0].set(UInt64.random(in: 0...70, using: &generator), at: 8, size: 4, isBigEndian: true)
      case 2: chunks[0][12] = [1, 2, 4, 8, 16].randomElement(using: &generator)!
      case 3: chunks[0][13] = [0, 2, 3, 4, 6].randomElement(using: &generator)!
      default: chunks[0][16] = .random(in: 0...1, using: &generator)
      }
    case 3:
      // A side that asks for more than there is.
      guard chunks[0].count >= 21 else { break }
      let side = awkwardNumbers.randomElement(using: &generator)!
      chunks[0].set(side, at: Bool.random(using: &generator) ? 4 : 8, size: 4, isBigEndian: true)
    default:
      guard chunks[place].count > 4 else { break }
      let position = Int.random(in: 4..<chunks[place].count, using: &generator)
      chunks[place][position] = .random(in: 0...255, using: &generator)
    }
    return Self.joined(chunks)
  }

  func repaired(_ bytes: [UInt8]) -> [UInt8] {
    let chunks = Self.chunks(of: bytes)
    return chunks.isEmpty ? bytes : Self.joined(chunks)
  }

  /// Types and bodies of the chunks; what has no whole chunk is the last one's body.
  private static func chunks(of bytes: [UInt8]) -> [[UInt8]] {
    var chunks: [[UInt8]] = []
    var position = 8
    while position + 12 <= bytes.count {
      let length = Int(bytes[position..<(position + 4)].reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
      let end = min(position + 8 + length, bytes.count)
      chunks.append(Array(bytes[(position + 4)..<end]))
      position = end + 4
    }
    return chunks
  }

  private static func joined(_ chunks: [[UInt8]]) -> [UInt8] {
    func bigEndian(_ number: UInt32) -> [UInt8] { withUnsafeBytes(of: number.bigEndian) { Array($0) } }
    return signature
      + chunks.flatMap { bigEndian(UInt32(max(0, $0.count - 4))) + $0 + bigEndian(crc32($0)) }
  }
}
