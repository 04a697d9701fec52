// Student's t distribution: quantiles for confidence intervals of means, and probabilities for tests of them.
import Glibc

enum StudentT {
  /// The t with 95 % of the distribution between −t and t.
  ///
  /// Up to 1000 degrees of freedom the fraction between −t and t is summed as a finite series in cos θ, θ =
  /// arctan(t/√ν) (M. Abramowitz and I. Stegun 1964, 26.7.3 and 26.7.4), and θ is bisected; above, t is an
  /// expansion around the normal quantile (26.7.5). Both are exact to a relative 1e-12. O(ν), O(1) above 1000.
  ///
  /// - Parameter degreesOfFreedom: ν ≥ 1.
  static func quantile95(degreesOfFreedom: Int) -> Double {
    precondition(degreesOfFreedom >= 1)
    return degreesOfFreedom <= 1000 ? bisected(degreesOfFreedom) : expanded(degreesOfFreedom)
  }

  /// The probability of a value at least as far from 0 as `t`, on either side.
  ///
  /// The same series up to 100 000 degrees of freedom, which leaves an absolute error of 1e-12; above, where it grows
  /// long, the probability of the normal distribution for t·(1 − 1/(4ν))/√(1 + t²/(2ν)) (26.7.8), off by less than
  /// 1e-10. O(ν), O(1) above 100 000.
  ///
  /// - Parameter degreesOfFreedom: ν ≥ 1.
  static func probability(beyond t: Double, degreesOfFreedom: Int) -> Double {
    precondition(degreesOfFreedom >= 1)
    let v = Double(degreesOfFreedom)
    guard degreesOfFreedom > 100_000 else {
      return max(0, 1 - fraction(within: atan(abs(t) / v.squareRoot()), degreesOfFreedom))
    }
    let z = abs(t) * (1 - 1 / (4 * v)) / (1 + t * t / (2 * v)).squareRoot()
    return erfc(z / 2.0.squareRoot())
  }

  private static func bisected(_ degreesOfFreedom: Int) -> Double {
    var (low, high) = (0.0, Double.pi / 2)
    while true {
      let middle = (low + high) / 2
      guard low < middle, middle < high else { break }
      if fraction(within: middle, degreesOfFreedom) < 0.95 { low = middle } else { high = middle }
    }
    return tan(high) * Double(degreesOfFreedom).squareRoot()
  }

  /// The fraction of the distribution between −√ν·tan θ and √ν·tan θ.
  private static func fraction(within angle: Double, _ degreesOfFreedom: Int) -> Double {
    let (sine, cosine) = (sin(angle), cos(angle))
    let isOdd = degreesOfFreedom % 2 == 1
    // Odd: cos θ + ⅔ cos³ θ + …, even: 1 + ½ cos² θ + (1·3)/(2·4) cos⁴ θ + …, up to cosᵛ⁻² θ.
    var (sum, term) = (0.0, isOdd ? cosine : 1)
    for power in stride(from: isOdd ? 1 : 0, through: degreesOfFreedom - 2, by: 2) {
      sum += term
      term *= cosine * cosine * Double(power + 1) / Double(power + 2)
    }
    return isOdd ? 2 / Double.pi * (angle + sine * sum) : sine * sum
  }

  private static func expanded(_ degreesOfFreedom: Int) -> Double {
    let z = 1.959_963_984_540_054
    let s = z * z
    let v = Double(degreesOfFreedom)
    return z
      + z * (s + 1) / (4 * v)
      + z * ((5 * s + 16) * s + 3) / (96 * v * v)
      + z * (((3 * s + 19) * s + 17) * s - 15) / (384 * v * v * v)
      + z * ((((79 * s + 776) * s + 1482) * s - 1920) * s - 945) / (92160 * v * v * v * v)
  }
}
