// Changes of WebP images: chunks of a RIFF file, with their lengths made right.
import TestSupport

/// Changes the chunks of a WebP file.
struct WebPMutator: Mutator {
  private struct Chunk {
    var name: [UInt8]
    var body: [UInt8]
  }

  func changed(_ bytes: [UInt8], by generator: inout SplitMix64) -> [UInt8] {
    guard bytes.starts(with: Array("RIFF".utf8)), bytes.count > 20 else { return bytes }
    var chunks = Self.chunks(bytes)
    guard let place = chunks.indices.randomElement(using: &generator) else { return bytes }
    switch Int.random(in: 0..<3, using: &generator) {
    case 0: chunks = reordered(chunks, by: &generator)
    case 1:
      chunks[place].name = Array(
        ["VP8 ", "VP8L", "VP8X", "ALPH", "EXIF", "ANIM", "ANMF"].randomElement(using: &generator)!.utf8)
    default:
      // The first bytes hold sizes and flags.
      let size = [1, 2, 3].randomElement(using: &generator)!
      let offset = Int.random(in: 0..<12, using: &generator)
      chunks[place].body.set(awkwardNumbers.randomElement(using: &generator)!, at: offset, size: size)
    }
    var body: [UInt8] = []
    for chunk in chunks {
      body += chunk.name + littleEndian(UInt32(chunk.body.count)) + chunk.body
      if chunk.body.count % 2 == 1 { body.append(0) }
    }
    return Array("RIFF".utf8) + littleEndian(UInt32(body.count + 4)) + Array("WEBP".utf8) + body
  }

  private static func chunks(_ bytes: [UInt8]) -> [Chunk] {
    var (chunks, offset): ([Chunk], Int) = ([], 12)
    while offset + 8 <= bytes.count {
      let length = min(Int(bytes.number(at: offset + 4, size: 4) ?? 0), bytes.count - offset - 8)
      chunks.append(
        Chunk(
          name: Array(bytes[offset..<(offset + 4)]), body: Array(bytes[(offset + 8)..<(offset + 8 + length)]))
      )
      offset += 8 + length + length % 2
    }
    return chunks
  }
}
