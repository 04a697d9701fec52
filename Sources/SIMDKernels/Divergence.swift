// How much two rows of attention differ.

extension Kernels {
  /// The Jensen–Shannon divergence ½KL(p‖m) + ½KL(q‖m), m = ½(p + q), of two rows ≥ 0 after normalizing each to sum
  /// 1, in nats; NaN where one is empty.
  ///
  /// Each place's fraction of it is summed, not the entropies' difference, whose error would be that of the entropies.
  /// The rows' memory goes on to a whole number of registers and is zero there.
  @inline(never)
  package static func divergence(
    of a: UnsafePointer<Float>, and b: UnsafePointer<Float>, count: Int
  ) -> Float {
    var sumA = Vector()
    var sumB = Vector()
    var j = 0
    while j < count {
      sumA += Vector(at: a + j)
      sumB += Vector(at: b + j)
      j += lanes
    }
    let (massA, massB) = (sumA.laneSum, sumB.laneSum)
    guard massA > 0 && massB > 0 else { return .nan }
    let (factorA, factorB) = (1 / massA, 1 / massB)
    let least = Vector(repeating: .leastNormalMagnitude)
    var total = Vector()
    j = 0
    while j < count {
      let p = Vector(at: a + j) * factorA
      let q = Vector(at: b + j) * factorB
      let inverse = 2 / larger(p + q, least)
      total = multiplyAdd(p, larger(p * inverse, least).logarithmOfNormal, total)
      total = multiplyAdd(q, larger(q * inverse, least).logarithmOfNormal, total)
      j += lanes
    }
    let divergence = 0.5 * total.laneSum
    return divergence > 0 ? divergence : divergence == divergence ? 0 : .nan
  }
}
