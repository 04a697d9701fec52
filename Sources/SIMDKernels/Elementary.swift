// exp, log, GELU and powers on vectors, without calls and without branches.
//
// Polynomials and splittings: Cephes (Moshier), expf and logf; GELU: our own minimax fit.
import CPlatform

/// Added to a float of less than 2²² in magnitude, it leaves the nearest integer in the low bits: 1.5·2²³.
private var rounder: Float { 12_582_912 }

extension Vector {
  /// e^x. Relative error ≤ 2e-7; 0 below −86.6, infinite above 88.7228.
  var exponential: Vector {
    @inline(__always) get {
      var x = self
      x.replace(with: Vector(repeating: -87), where: x .< Vector(repeating: -87))
      x.replace(with: Vector(repeating: 89), where: x .> Vector(repeating: 89))
      let rounded = multiplyAdd(x, Vector(repeating: 1.442_695), Vector(repeating: rounder))
      let n = rounded - rounder
      var r = multiplyAdd(n, Vector(repeating: -0.693_359_375), x)
      r = multiplyAdd(n, Vector(repeating: 2.121_944_4e-4), r)
      return scale(exponentialOfRemainder(r), rounded: rounded)
    }
  }

  /// 2^x for x ≤ 0 or hardly above, as shifted logits are. Relative error ≤ 2e-7; 0 from −125.5 down.
  ///
  /// The polynomial minimises the largest relative error with 1 as its first coefficient.
  var binaryExponentialOfNonpositive: Vector {
    @inline(__always) get {
      let lowest = Vector(repeating: -125.5)
      // In this order, so that what is not a number stays so.
      let x = larger(lowest, self)
      let rounded = x + rounder
      let r = x - (rounded - rounder)
      var p = multiplyAdd(Vector(repeating: 1.326_473_1e-3), r, Vector(repeating: 9.671_513e-3))
      p = multiplyAdd(p, r, Vector(repeating: 5.550_733_6e-2))
      p = multiplyAdd(p, r, Vector(repeating: 2.402_224_2e-1))
      p = multiplyAdd(p, r, Vector(repeating: 6.931_47e-1))
      p = multiplyAdd(p, r, Vector(repeating: 1))
      let result = float(bits: bits(p) &+ (bits(rounded) &<< IntegerVector(repeating: 23)))
      return result.replacing(with: Vector(), where: self .<= lowest)
    }
  }

  /// ln x of normal, finite x > 0. Relative error ≤ 2e-7.
  var logarithmOfNormal: Vector {
    @inline(__always) get {
      let (e, f, correction) = splitLogarithm(self)
      let low = multiplyAdd(e, Vector(repeating: -2.121_944_4e-4), correction)
      return multiplyAdd(e, Vector(repeating: 0.693_359_375), f + low)
    }
  }

  /// Σ + p·log₂ x, with x normal and above 0. Absolute error of the logarithm ≤ 4e-7.
  ///
  /// log₂(1 + f) = f·q(f) for √½ ≤ 1 + f < √2; q minimises the largest error.
  @inline(__always)
  func adding(_ p: Vector, timesLogarithmOf x: Vector) -> Vector {
    #if AVX512
      return add_binary_logarithm(p, x, self)
    #else
      let (e, f) = x.exponentAndFraction
      var q = multiplyAdd(Vector(repeating: 0.170_634_21), f, Vector(repeating: -0.272_697_81))
      q = multiplyAdd(q, f, Vector(repeating: 0.297_262_64))
      q = multiplyAdd(q, f, Vector(repeating: -0.358_961_88))
      q = multiplyAdd(q, f, Vector(repeating: 0.480_465_02))
      q = multiplyAdd(q, f, Vector(repeating: -0.721_375_88))
      q = multiplyAdd(q, f, Vector(repeating: 1.442_699_7))
      return multiplyAdd(p, multiplyAdd(q, f, e), self)
    #endif
  }

  /// Σ + p·log₂ p of a fraction 0 ≤ p of a whole; where p is denormal, what is added is as good as 0.
  @inline(__always)
  func addingWeightedLogarithm(of p: Vector) -> Vector {
    adding(p, timesLogarithmOf: larger(p, Vector(repeating: .leastNormalMagnitude)))
  }

  /// |x|.
  var magnitude: Vector {
    @inline(__always) get { float(bits: bits(self) & IntegerVector(repeating: 0x7fff_ffff)) }
  }

  /// ln x of any x, also denormal, 0, negative, infinite or not a number.
  var logarithm: Vector {
    @inline(__always) get {
      let denormal = self .< Vector(repeating: .leastNormalMagnitude)
      let normal = replacing(with: self * 16_777_216, where: denormal)
      var result = normal.logarithmOfNormal
      result.replace(with: result - 16.635_532, where: denormal)
      result.replace(with: Vector(repeating: -.infinity), where: self .== Vector())
      result.replace(with: Vector(repeating: .nan), where: self .< Vector())
      result.replace(with: self, where: self .== Vector(repeating: .infinity))
      return result.replacing(with: self, where: self .!= self)
    }
  }

  /// x^p for x ≥ 0 and p ≥ 1, by exp(p·ln x) in two parts, so that the error does not grow with |p·ln x|.
  /// Relative error ≤ 1e-6; 0 where x is denormal, and where the result is below 2⁻¹²⁵.
  @inline(__always)
  func power(_ p: Vector) -> Vector {
    let (e, f, correction) = splitLogarithm(self)
    // p·e is exact in two products, as 12 bits of p times the few of e.
    let high = float(bits: bits(p) & IntegerVector(repeating: Int32(bitPattern: 0xffff_f000)))
    let whole = high * e
    let fraction = multiplyAdd(p - high, e, p * (f + correction) * 1.442_695)
    var sum = whole + fraction
    sum.replace(with: Vector(repeating: -127), where: sum .< Vector(repeating: -127))
    sum.replace(with: Vector(repeating: 129), where: sum .> Vector(repeating: 129))
    let rounded = sum + rounder
    let r = (whole - (rounded - rounder)) + fraction
    var result = scale(exponentialOfRemainder(r * 0.693_147_2), rounded: rounded)
    result.replace(with: Vector(repeating: .infinity), where: sum .>= Vector(repeating: 128.5))
    result.replace(with: Vector(), where: sum .<= Vector(repeating: -126))
    result.replace(with: Vector(), where: self .< Vector(repeating: .leastNormalMagnitude))
    return result.replacing(with: self, where: self .!= self)
  }

  /// gelu(x) = x·Φ(x) = ½·x·(1 + erf(x/√2)). Absolute error ≤ 2e-6, and exact from |x| = 5.2 on.
  ///
  /// Φ(x) = ½ + x·h(u) for |x| ≤ 5.2, with u = 2·(x/5.2)² − 1 in −1…1, so that the powers of u do not cancel;
  /// h minimises the largest error of x²·h. There is no division.
  var gelu: Vector {
    @inline(__always) get {
      var x = self
      x.replace(with: Vector(repeating: -5.2), where: x .< Vector(repeating: -5.2))
      x.replace(with: Vector(repeating: 5.2), where: x .> Vector(repeating: 5.2))
      let u = multiplyAdd(x * x, Vector(repeating: 0.073_964_5), Vector(repeating: -1))
      var h = multiplyAdd(Vector(repeating: 0.000_858_765_56), u, Vector(repeating: -0.002_503_716_9))
      h = multiplyAdd(h, u, Vector(repeating: 0.002_853_613_8))
      h = multiplyAdd(h, u, Vector(repeating: -0.003_505_716_8))
      h = multiplyAdd(h, u, Vector(repeating: 0.007_557_828))
      h = multiplyAdd(h, u, Vector(repeating: -0.013_103_341))
      h = multiplyAdd(h, u, Vector(repeating: 0.018_387_165))
      h = multiplyAdd(h, u, Vector(repeating: -0.024_593_407))
      h = multiplyAdd(h, u, Vector(repeating: 0.031_907_264))
      h = multiplyAdd(h, u, Vector(repeating: -0.039_941_3))
      h = multiplyAdd(h, u, Vector(repeating: 0.050_030_17))
      h = multiplyAdd(h, u, Vector(repeating: -0.067_743_406))
      h = multiplyAdd(h, u, Vector(repeating: 0.135_949_94))
      var phi = multiplyAdd(x, h, Vector(repeating: 0.5))
      phi.replace(with: Vector(), where: phi .< Vector())
      phi.replace(with: Vector(repeating: 1), where: phi .> Vector(repeating: 1))
      return self * phi
    }
  }

  /// ½·x·(1 + tanh(t)) with t = √(2/π)·(x + 0.044715·x³), as x/(1 + e^(−2t)). Absolute error ≤ 2e-6.
  var tanhGELU: Vector {
    @inline(__always) get {
      let slope = multiplyAdd(self * self, Vector(repeating: -0.071_354_81), Vector(repeating: -1.595_769_1))
      return self / ((self * slope).exponential + 1)
    }
  }
}

// MARK: Parts

@inline(__always)
private func bits(_ x: Vector) -> IntegerVector { unsafeBitCast(x, to: IntegerVector.self) }

@inline(__always)
private func float(bits: IntegerVector) -> Vector { unsafeBitCast(bits, to: Vector.self) }

/// p·2ⁿ for the integer n that the low bits of `rounded` = n + `rounder` hold; 0 below 2⁻¹²⁵.
@inline(__always)
private func scale(_ p: Vector, rounded: Vector) -> Vector {
  let half = float(bits: (bits(rounded) &+ IntegerVector(repeating: 126)) &<< IntegerVector(repeating: 23))
  return (p * half) * 2
}

/// e^r for |r| ≤ ½·ln 2.
@inline(__always)
private func exponentialOfRemainder(_ r: Vector) -> Vector {
  var p = multiplyAdd(Vector(repeating: 1.987_569_1e-4), r, Vector(repeating: 1.398_199_9e-3))
  p = multiplyAdd(p, r, Vector(repeating: 8.333_452e-3))
  p = multiplyAdd(p, r, Vector(repeating: 4.166_579_6e-2))
  p = multiplyAdd(p, r, Vector(repeating: 1.666_666_5e-1))
  p = multiplyAdd(p, r, Vector(repeating: 5.000_000_1e-1))
  return multiplyAdd(p, r * r, r) + 1
}

extension Vector {
  /// The e and f of normal x = (1 + f)·2^e with √½ ≤ 1 + f < √2.
  fileprivate var exponentAndFraction: (e: Vector, f: Vector) {
    @inline(__always) get {
      let aboveRootHalf = bits(self) &- IntegerVector(repeating: 0x3f35_04f3)
      let e = aboveRootHalf &>> IntegerVector(repeating: 23)
      let f = float(bits: bits(self) &- (e &<< IntegerVector(repeating: 23))) - 1
      return (float(bits: e &+ IntegerVector(repeating: 0x4b40_0000)) - rounder, f)
    }
  }
}

/// The e and f of normal x = (1 + f)·2^e with √½ ≤ 1 + f < √2, and ln(1 + f) − f.
@inline(__always)
private func splitLogarithm(_ x: Vector) -> (e: Vector, f: Vector, correction: Vector) {
  let (e, f) = x.exponentAndFraction
  var p = multiplyAdd(Vector(repeating: 7.037_683_6e-2), f, Vector(repeating: -1.151_461_03e-1))
  p = multiplyAdd(p, f, Vector(repeating: 1.167_699_87e-1))
  p = multiplyAdd(p, f, Vector(repeating: -1.242_014_08e-1))
  p = multiplyAdd(p, f, Vector(repeating: 1.424_932_28e-1))
  p = multiplyAdd(p, f, Vector(repeating: -1.666_805_77e-1))
  p = multiplyAdd(p, f, Vector(repeating: 2.000_071_48e-1))
  p = multiplyAdd(p, f, Vector(repeating: -2.499_999_4e-1))
  p = multiplyAdd(p, f, Vector(repeating: 3.333_333_1e-1))
  let square = f * f
  return (e, f, multiplyAdd(p * f, square, -0.5 * square))
}
