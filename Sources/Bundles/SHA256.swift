// SHA-256 (FIPS 180-4) of bytes that come in parts, by libmd: the hash by which others can check the files of a bundle.
import CMessageDigest
import Files

/// A hash of all bytes so far; it does not depend on the parts in which they came.
package struct SHA256: Sendable {
  private var context = SHA2_CTX()

  package init() {
    SHA256Init(&context)
  }

  /// Takes the bytes that follow.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress else { return }
    SHA256Update(&context, start.assumingMemoryBound(to: UInt8.self), bytes.count)
  }

  /// The hash of all bytes so far as 64 hexadecimal digits.
  package var digits: String {
    var ended = context
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Int(SHA256_DIGEST_LENGTH)) { bytes in
      SHA256Final(bytes.baseAddress, &ended)
      return bytes.map { byte in
        let digits = String(byte, radix: 16)
        return digits.count == 1 ? "0" + digits : digits
      }.joined()
    }
  }
}

extension SHA256 {
  /// The hash of bytes.
  package static func digits(of bytes: [UInt8]) -> String {
    var hash = SHA256()
    bytes.withUnsafeBytes { hash.update($0) }
    return hash.digits
  }

  /// The hash of a file, a part at a time in memory.
  ///
  /// - Throws: `FileError`.
  package static func digits(of file: RegularFile) throws(FileError) -> String {
    var hash = SHA256()
    let partSize = 1 << 20
    var start = 0
    while start < file.byteCount {
      let part = try file.bytes(at: start, count: min(partSize, file.byteCount - start))
      part.withUnsafeBytes { hash.update($0) }
      start += part.count
    }
    return hash.digits
  }
}
