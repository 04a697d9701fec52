// One vector times many: the products of a query with the keys of its window.

extension Kernels {
  /// `output` `[count]` ← scale·x·b_j for the rows b_j of b `[count × depth]`.
  @inline(never)
  package static func multiplyRow(
    _ x: UnsafePointer<Float>, depth: Int, scale: Float, rows b: UnsafePointer<Float>, stride: Int,
    count: Int, into output: UnsafeMutablePointer<Float>
  ) {
    var j = 0
    while j + 4 <= count {
      var sum0 = Vector()
      var sum1 = Vector()
      var sum2 = Vector()
      var sum3 = Vector()
      let row = b + j * stride
      var k = 0
      while k < depth {
        let rest = depth - k
        let factor = Vector(at: x + k, upTo: rest)
        sum0 = multiplyAdd(factor, Vector(at: row + k, upTo: rest), sum0)
        sum1 = multiplyAdd(factor, Vector(at: row + stride + k, upTo: rest), sum1)
        sum2 = multiplyAdd(factor, Vector(at: row + 2 * stride + k, upTo: rest), sum2)
        sum3 = multiplyAdd(factor, Vector(at: row + 3 * stride + k, upTo: rest), sum3)
        k += lanes
      }
      store(scale * laneSums(sum0, sum1, sum2, sum3), at: output + j)
      j += 4
    }
    while j < count {
      let row = b + j * stride
      var sum = Vector()
      var k = 0
      while k < depth {
        sum = multiplyAdd(Vector(at: x + k, upTo: depth - k), Vector(at: row + k, upTo: depth - k), sum)
        k += lanes
      }
      output[j] = scale * sum.laneSum
      j += 1
    }
  }

  /// `output` `[count]` ← Σ_c max(x_c·b_jc, 0) for the rows b_j of b `[count × depth]`: of two vectors of signed
  /// powers, the products of equal sign.
  @inline(never)
  package static func multiplyRowOfEqualSigns(
    _ x: UnsafePointer<Float>, depth: Int, rows b: UnsafePointer<Float>, stride: Int, count: Int,
    into output: UnsafeMutablePointer<Float>
  ) {
    var j = 0
    while j + 4 <= count {
      var sum0 = Vector()
      var sum1 = Vector()
      var sum2 = Vector()
      var sum3 = Vector()
      let row = b + j * stride
      var k = 0
      while k < depth {
        let rest = depth - k
        let factor = Vector(at: x + k, upTo: rest)
        sum0 += positivePart(factor * Vector(at: row + k, upTo: rest))
        sum1 += positivePart(factor * Vector(at: row + stride + k, upTo: rest))
        sum2 += positivePart(factor * Vector(at: row + 2 * stride + k, upTo: rest))
        sum3 += positivePart(factor * Vector(at: row + 3 * stride + k, upTo: rest))
        k += lanes
      }
      store(laneSums(sum0, sum1, sum2, sum3), at: output + j)
      j += 4
    }
    while j < count {
      let row = b + j * stride
      var sum = Vector()
      var k = 0
      while k < depth {
        sum += positivePart(Vector(at: x + k, upTo: depth - k) * Vector(at: row + k, upTo: depth - k))
        k += lanes
      }
      output[j] = sum.laneSum
      j += 1
    }
  }
}

// MARK: Steps

/// x where it is above zero, and NaN where it is not a number.
@inline(__always)
private func positivePart(_ x: Vector) -> Vector {
  x.replacing(with: Vector(), where: x .< Vector())
}

/// The `laneSum` of four vectors, to the last bit, with fewer shuffles.
@inline(__always)
private func laneSums(_ a: Vector, _ b: Vector, _ c: Vector, _ d: Vector) -> SIMD4<Float> {
  let upper = SIMD8(lowHalf: a.foldedToFour, highHalf: b.foldedToFour)
  let lower = SIMD8(lowHalf: c.foldedToFour, highHalf: d.foldedToFour)
  let even = SIMD8(lowHalf: upper.evenHalf, highHalf: lower.evenHalf)
  let odd = SIMD8(lowHalf: upper.oddHalf, highHalf: lower.oddHalf)
  return (even.evenHalf + even.oddHalf) + (odd.evenHalf + odd.oddHalf)
}

extension Vector {
  /// The sums of the lanes four apart, added by halves.
  @inline(__always)
  fileprivate var foldedToFour: SIMD4<Float> {
    #if AVX512
      let eight = lowHalf + highHalf
      return eight.lowHalf + eight.highHalf
    #elseif AVX2
      return lowHalf + highHalf
    #else
      return self
    #endif
  }
}

@inline(__always)
private func store(_ four: SIMD4<Float>, at pointer: UnsafeMutablePointer<Float>) {
  UnsafeMutableRawPointer(pointer).storeBytes(of: four, as: SIMD4<Float>.self)
}
