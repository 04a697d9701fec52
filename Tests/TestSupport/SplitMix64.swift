// Random numbers that are the same on every machine.

/// SplitMix64 of Steele, Lea and Flood (2014).
package struct SplitMix64: RandomNumberGenerator {
  /// What it was started with, for the messages of failing tests.
  package let seed: UInt64
  private var state: UInt64

  package init(seed: UInt64) {
    self.seed = seed
    state = seed
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}
