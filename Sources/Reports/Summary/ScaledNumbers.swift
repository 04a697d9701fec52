// Means of numbers near the ends of what Double holds, whose sums lie beyond it: numbers times a power of two.

extension Double {
  /// The number times 2^`exponent`; rounded only where the product is subnormal.
  func timesPowerOfTwo(_ exponent: Int) -> Double {
    Double(sign: .plus, exponent: exponent, significand: self)
  }
}

extension [Double] {
  /// The sum divided by the count, also where the sum is too large to be held; nil without numbers.
  var mean: Double? {
    guard !isEmpty else { return nil }
    let mean = reduce(0, +) / Double(count)
    if mean.isFinite || contains(where: { !$0.isFinite }) { return mean }
    // Partial sums of count·2^-64 numbers are in range.
    let scaled = reduce(0) { $0 + $1.timesPowerOfTwo(-64) } / Double(count)
    let most = Swift.max(-(self.min() ?? 0), self.max() ?? 0)
    return Swift.min(Swift.max(scaled.timesPowerOfTwo(64), -most), most)
  }
}

extension ClosedRange<Double> {
  /// Half the distance of its ends, which may lie further apart than the largest Double.
  var halfWidth: Double { upperBound / 2 - lowerBound / 2 }
}
