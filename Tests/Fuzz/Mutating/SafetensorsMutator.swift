// Changes of safetensors files: of the JSON header, whose length is made right again, and of that length.
import TestSupport

/// Changes the header of a safetensors file.
struct SafetensorsMutator: Mutator {
  private let json = JSONMutator()

  func changed(_ bytes: [UInt8], by generator: inout SplitMix64) -> [UInt8] {
    guard let length = bytes.number(at: 0, size: 8), length <= UInt64(bytes.count - 8) else {
      guard bytes.count >= 8 else { return bytes }
      var bytes = bytes
      bytes.set(UInt64.random(in: 0...UInt64(bytes.count - 8), using: &generator), at: 0, size: 8)
      return bytes
    }
    if Int.random(in: 0..<16, using: &generator) == 0 {
      var bytes = bytes
      bytes.set(awkwardNumbers.randomElement(using: &generator)!, at: 0, size: 8)
      return bytes
    }
    let end = 8 + Int(length)
    let header = json.changed(Array(bytes[8..<end]), by: &generator)
    return littleEndian(UInt64(header.count)) + header + bytes[end...]
  }
}
