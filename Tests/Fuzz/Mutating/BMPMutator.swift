// Changes of BMP images: the fields of their headers.
import TestSupport

/// Changes a field of the file's header or of the bitmap's.
struct BMPMutator: Mutator {
  private static let fields: [(offset: Int, size: Int)] = [
    (2, 4), (10, 4), (14, 4), (18, 4), (18, 2), (20, 2), (22, 4), (26, 2), (28, 2), (30, 4), (34, 4), (46, 4),
    (54, 4), (58, 4), (62, 4), (66, 4),
  ]
  private static let values: [UInt64] = [12, 14, 16, 24, 32, 40, 52, 54, 56, 64, 108, 124]

  func changed(_ bytes: [UInt8], by generator: inout SplitMix64) -> [UInt8] {
    var bytes = bytes
    let field = Self.fields.randomElement(using: &generator)!
    let value = (awkwardNumbers + Self.values).randomElement(using: &generator)!
    bytes.set(value, at: field.offset, size: field.size)
    return bytes
  }
}
