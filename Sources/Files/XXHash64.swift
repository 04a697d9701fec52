// XXH64, the 64-bit hash of Yann Collet's xxHash, of bytes that come in parts.
// https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md

/// A hash of all bytes so far. It does not depend on the parts in which they came, and is no protection against
/// someone who looks for two texts of one hash.
package struct XXHash64: Sendable {
  private static let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
  private static let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
  private static let prime3: UInt64 = 0x1656_67B1_9E37_79F9
  private static let prime4: UInt64 = 0x85EB_CA77_C2B2_AE63
  private static let prime5: UInt64 = 0x27D4_EB2F_1656_67C5

  /// Bytes that the four lanes take at a time.
  private static let stripe = 32

  private let seed: UInt64
  private var lanes: (UInt64, UInt64, UInt64, UInt64)
  /// Bytes so far.
  private var count: UInt64 = 0
  /// The last of them, fewer than a stripe.
  private var rest: [UInt8] = []

  package init(seed: UInt64 = 0) {
    self.seed = seed
    lanes = (seed &+ Self.prime1 &+ Self.prime2, seed &+ Self.prime2, seed, seed &- Self.prime1)
  }

  /// Takes the bytes that follow. O(n), about 11 GB/s.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    count &+= UInt64(bytes.count)
    var bytes = bytes[...]
    if !rest.isEmpty {
      let missing = bytes.prefix(Self.stripe - rest.count)
      rest += missing
      bytes = bytes.dropFirst(missing.count)
      guard rest.count == Self.stripe else { return }
      rest.withUnsafeBytes { takeStripes($0) }
      rest.removeAll(keepingCapacity: true)
    }
    takeStripes(UnsafeRawBufferPointer(rebasing: bytes))
    rest += bytes.suffix(bytes.count % Self.stripe)
  }

  package mutating func update(_ bytes: some Sequence<UInt8>) {
    ContiguousArray(bytes).withUnsafeBytes { update($0) }
  }

  /// Takes the eight bytes of a number, the lowest first.
  package mutating func update(_ number: UInt64) {
    withUnsafeBytes(of: number.littleEndian) { update($0) }
  }

  /// The hash of all bytes so far.
  package var value: UInt64 {
    var hash = count < UInt64(Self.stripe) ? seed &+ Self.prime5 : mergedLanes
    hash &+= count
    return rest.withUnsafeBytes { rest in
      var offset = 0
      while offset + 8 <= rest.count {
        hash ^= Self.round(0, Self.word(rest, offset))
        hash = Self.rotated(hash, 27) &* Self.prime1 &+ Self.prime4
        offset += 8
      }
      if offset + 4 <= rest.count {
        let word = UInt32(littleEndian: rest.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
        hash ^= UInt64(word) &* Self.prime1
        hash = Self.rotated(hash, 23) &* Self.prime2 &+ Self.prime3
        offset += 4
      }
      for byte in rest[offset...] {
        hash ^= UInt64(byte) &* Self.prime5
        hash = Self.rotated(hash, 11) &* Self.prime1
      }
      hash = (hash ^ hash >> 33) &* Self.prime2
      hash = (hash ^ hash >> 29) &* Self.prime3
      return hash ^ hash >> 32
    }
  }

  /// The hash as 16 hexadecimal digits, the highest first.
  package var digits: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// Takes all whole stripes of `bytes`.
  private mutating func takeStripes(_ bytes: UnsafeRawBufferPointer) {
    var (a, b, c, d) = lanes
    var offset = 0
    while offset + Self.stripe <= bytes.count {
      a = Self.round(a, Self.word(bytes, offset))
      b = Self.round(b, Self.word(bytes, offset &+ 8))
      c = Self.round(c, Self.word(bytes, offset &+ 16))
      d = Self.round(d, Self.word(bytes, offset &+ 24))
      offset &+= Self.stripe
    }
    lanes = (a, b, c, d)
  }

  private var mergedLanes: UInt64 {
    let (a, b, c, d) = lanes
    var hash =
      Self.rotated(a, 1) &+ Self.rotated(b, 7) &+ Self.rotated(c, 12) &+ Self.rotated(d, 18)
    for lane in [a, b, c, d] { hash = (hash ^ Self.round(0, lane)) &* Self.prime1 &+ Self.prime4 }
    return hash
  }

  @inline(__always)
  private static func round(_ lane: UInt64, _ word: UInt64) -> UInt64 {
    rotated(lane &+ word &* prime2, 31) &* prime1
  }

  @inline(__always)
  private static func rotated(_ word: UInt64, _ bits: UInt64) -> UInt64 {
    word &<< bits | word &>> (64 &- bits)
  }

  @inline(__always)
  private static func word(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
    UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }
}
