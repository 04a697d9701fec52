// SHA-256 against the examples of its standard, whatever the parts.
import Bundles
import TestSupport
import Testing

@Suite struct SHA256Tests {
  /// FIPS 180-2, appendix B, and the empty text.
  @Test func examplesOfTheStandard() {
    #expect(
      SHA256.digits(of: []) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(
      SHA256.digits(of: Array("abc".utf8))
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    let two = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"
    #expect(
      SHA256.digits(of: Array(two.utf8)) == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    )
    #expect(
      SHA256.digits(of: [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000))
        == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  /// Every length around the ends of blocks, in parts of random lengths.
  @Test func partsDoNotMatter() {
    var generator = SplitMix64(seed: 17)
    for count in 0...200 {
      let bytes = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
      var hash = SHA256()
      var rest = bytes[...]
      while !rest.isEmpty {
        let part = Array(rest.prefix(Int.random(in: 1...70, using: &generator)))
        part.withUnsafeBytes { hash.update($0) }
        rest = rest.dropFirst(part.count)
      }
      #expect(hash.digits == SHA256.digits(of: bytes), "\(count) bytes, seed 17")
    }
  }
}
