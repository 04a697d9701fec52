// XXH64, the 64-bit hash of Yann Collet's xxHash, of bytes that come in parts: libxxhash as a Swift value.
// https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md
import CXXHash

/// A hash of all bytes so far. It does not depend on the parts in which they came, and is no protection against
/// someone who looks for two texts of one hash.
package struct XXHash64: Sendable {
  private var state = XXH64_state_t()

  package init(seed: UInt64 = 0) {
    XXH64_reset(&state, seed)
  }

  /// Takes the bytes that follow. O(n), about 11 GB/s.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress else { return }
    XXH64_update(&state, start, bytes.count)
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
    withUnsafePointer(to: state) { XXH64_digest($0) }
  }

  /// The hash as 16 hexadecimal digits, the highest first.
  package var digits: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
