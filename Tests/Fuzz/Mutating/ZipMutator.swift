// Changes of zip archives: the fields of local headers, of the central directory and of the end records.
import TestSupport

/// Changes a zip archive by its records.
struct ZipMutator: Mutator {
  private let pickle = PickleMutator()

  /// Offsets and sizes of a record's fields, by the two bytes after `PK`.
  private static let fields: [[UInt8]: [(offset: Int, size: Int)]] = [
    [3, 4]: [(4, 2), (6, 2), (8, 2), (14, 4), (18, 4), (22, 4), (26, 2), (28, 2)],
    [1, 2]: [
      (6, 2), (8, 2), (10, 2), (16, 4), (20, 4), (24, 4), (28, 2), (30, 2), (32, 2), (34, 2), (38, 4),
      (42, 4),
    ],
    [5, 6]: [(4, 2), (6, 2), (8, 2), (10, 2), (12, 4), (16, 4), (20, 2)],
    [6, 6]: [(4, 8), (12, 2), (16, 4), (24, 8), (32, 8), (40, 8), (48, 8)],
    [6, 7]: [(4, 4), (8, 8), (16, 4)],
  ]

  func changed(_ bytes: [UInt8], by generator: inout SplitMix64) -> [UInt8] {
    var bytes = bytes
    let records = bytes.indices.dropLast(4).filter { bytes[$0] == 0x50 && bytes[$0 + 1] == 0x4B }
    guard let record = records.randomElement(using: &generator) else { return bytes }
    let fields = Self.fields[[bytes[record + 2], bytes[record + 3]]] ?? [(2, 1), (3, 1)]
    let field = fields.randomElement(using: &generator)!
    let place = record + field.offset
    switch Int.random(in: 0..<5, using: &generator) {
    case 0: bytes.set(awkwardNumbers.randomElement(using: &generator)!, at: place, size: field.size)
    case 1:
      let step = UInt64(bitPattern: Int64.random(in: -9...9, using: &generator))
      bytes.set((bytes.number(at: place, size: field.size) ?? 0) &+ step, at: place, size: field.size)
    case 2:
      bytes.set(UInt64.random(in: 0...UInt64(bytes.count), using: &generator), at: place, size: field.size)
    case 3:
      // A record is exchanged with another one, or lost.
      let ends = records.dropFirst() + [bytes.count]
      let parts = zip(records, ends).map { Array(bytes[$0..<$1]) }
      bytes = Array(bytes[..<records[0]]) + reordered(parts, by: &generator).flatMap { $0 }
    default:
      // The body of an entry, with the checksum that it then has.
      guard let next = records.first(where: { $0 > record }), bytes[record + 2] == 3 else { break }
      let start = record + 30 + Int(bytes.number(at: record + 26, size: 2) ?? 0)
      guard start < next else { break }
      let body = pickle.changed(Array(bytes[start..<next]), by: &generator)
      let same =
        Array(body.prefix(next - start)) + [UInt8](repeating: 0, count: max(0, next - start - body.count))
      let known = bytes.number(at: record + 14, size: 4) ?? 0
      bytes.replaceSubrange(start..<next, with: same)
      let checksum = UInt64(crc32(same))
      bytes.set(checksum, at: record + 14, size: 4)
      for other in records where bytes[other + 2] == 1 && bytes.number(at: other + 16, size: 4) == known {
        bytes.set(checksum, at: other + 16, size: 4)
      }
    }
    return bytes
  }
}
