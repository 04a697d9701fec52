// How fast the processor can multiply and add: what every other speed is a fraction of.

extension Kernels {
  /// Multiply-adds on registers alone, in ten chains, enough to hide their latency.
  ///
  /// - Returns: a number that depends on all of them, so that none is left out.
  @inline(never)
  package static func multiplyAdds(rounds: Int) -> Float {
    let factor = Vector(repeating: 0.999)
    let term = Vector(repeating: 0.001)
    // Each starts elsewhere, so that none equals another.
    var (c0, c1, c2, c3, c4) = (term, 2 * term, 3 * term, 4 * term, 5 * term)
    var (c5, c6, c7, c8, c9) = (6 * term, 7 * term, 8 * term, 9 * term, 10 * term)
    var round = 0
    while round < rounds {
      c0 = multiplyAdd(c0, factor, term)
      c1 = multiplyAdd(c1, factor, term)
      c2 = multiplyAdd(c2, factor, term)
      c3 = multiplyAdd(c3, factor, term)
      c4 = multiplyAdd(c4, factor, term)
      c5 = multiplyAdd(c5, factor, term)
      c6 = multiplyAdd(c6, factor, term)
      c7 = multiplyAdd(c7, factor, term)
      c8 = multiplyAdd(c8, factor, term)
      c9 = multiplyAdd(c9, factor, term)
      round += 1
    }
    return (((c0 + c1) + (c2 + c3)) + ((c4 + c5) + (c6 + c7)) + (c8 + c9)).laneSum
  }

  /// Floating-point operations of one round of `multiplyAdds`.
  package static var operationsPerRound: Int { 2 * 10 * lanes }
}
