// The hash against the values of xxHash's own sanity check, and in parts of any size.
import Files
import TestSupport
import Testing

@Suite struct XXHash64Tests {
  /// The bytes of xxHash's sanity check (xsum_sanity_check.c): the top bytes of a product that grows.
  private static let bytes: [UInt8] = {
    var state: UInt64 = 2_654_435_761
    return (0..<5000).map { _ in
      defer { state = state &* 11_400_714_785_074_694_797 }
      return UInt8(state >> 56)
    }
  }()

  /// Those of the sanity check for 0, 1, 4, 14 and 222 bytes; the others are what libxxhash 0.8.1 gives.
  static let vectors: [(count: Int, plain: UInt64, seeded: UInt64)] = [
    (0, 0xEF46_DB37_51D8_E999, 0xAC75_FDA2_929B_17EF), (1, 0xE934_A84A_DB05_2768, 0x5014_6076_43A9_B4C3),
    (4, 0x9136_A0DC_A574_57EE, 0xCAAB_286B_D8E9_FDB5), (14, 0x8282_DCC4_994E_35C8, 0xC3BD_6BF6_3DEB_6DF0),
    (31, 0x299B_39A2_90E6_D783, 0xDA67_3D5F_EB5C_1D79), (32, 0x18B2_1649_2BB4_4B70, 0xB3F3_3BDF_93AD_E409),
    (33, 0x55C8_DC3E_578F_5B59, 0xE92C_292F_64BC_3071), (63, 0xA9EF_BE0F_A0F3_F4E7, 0x6C91_1FAD_B05B_6FC2),
    (222, 0xB641_AE8C_B691_C174, 0x20CB_8AB7_AE10_C14A), (4096, 0xAB77_F4AF_85F4_E70B, 0xCB8B_60CB_A513_125D),
  ]

  @Test(arguments: vectors) func givesThePublishedValues(vector: (count: Int, plain: UInt64, seeded: UInt64))
  {
    for (seed, expected) in [(UInt64(0), vector.plain), (2_654_435_761, vector.seeded)] {
      var hash = XXHash64(seed: seed)
      hash.update(Self.bytes[..<vector.count])
      #expect(hash.value == expected)
      #expect(hash.digits.count == 16 && UInt64(hash.digits, radix: 16) == expected)
    }
  }

  @Test func partsDoNotMatter() {
    var random = SplitMix64(seed: 11)
    for _ in 0..<400 {
      let count = Int.random(in: 0...200, using: &random)
      var (whole, parts) = (XXHash64(seed: 7), XXHash64(seed: 7))
      whole.update(Self.bytes[..<count])
      var start = 0
      while start < count {
        let part = Int.random(in: 0...min(70, count - start), using: &random)
        parts.update(Self.bytes[start..<start + part])
        start += part
      }
      #expect(parts.value == whole.value, "\(count) bytes, seed \(random.seed)")
    }
  }

  @Test func leadingZerosAreWritten() {
    // 1 in 16 hashes begins with a zero digit.
    let all = (0..<200).map { index in
      var hash = XXHash64()
      hash.update(UInt64(index))
      return hash.digits
    }
    #expect(all.allSatisfy { $0.count == 16 } && all.contains { $0.hasPrefix("0") })
    #expect(Set(all).count == 200)
  }
}
