// Sums over a row in double precision.
import CPlatform

#if AVX512
  private typealias Wide = SIMD8<Double>
#elseif AVX2
  private typealias Wide = SIMD4<Double>
#else
  private typealias Wide = SIMD2<Double>
#endif

extension Kernels {
  /// Σ x.
  @inline(never)
  package static func wideSum(_ x: UnsafePointer<Float>, count: Int) -> Double {
    var (even, odd) = (Wide(), Wide())
    var i = 0
    while i + 2 * Wide.scalarCount <= count {
      even += floats_as_doubles(x + i)
      odd += floats_as_doubles(x + i + Wide.scalarCount)
      i += 2 * Wide.scalarCount
    }
    var total = laneSum(even + odd)
    while i < count {
      total += Double(x[i])
      i += 1
    }
    return total
  }

  /// Σ x·y and Σ x².
  @inline(never)
  package static func wideProducts(
    _ x: UnsafePointer<Float>, _ y: UnsafePointer<Double>, count: Int
  ) -> (product: Double, squares: Double) {
    var (even, odd) = (Wide(), Wide())
    var (evenSquares, oddSquares) = (Wide(), Wide())
    var i = 0
    while i + 2 * Wide.scalarCount <= count {
      let (a, b) = (floats_as_doubles(x + i), floats_as_doubles(x + i + Wide.scalarCount))
      even = multiplyAdd(a, wide(at: y + i), even)
      odd = multiplyAdd(b, wide(at: y + i + Wide.scalarCount), odd)
      evenSquares = multiplyAdd(a, a, evenSquares)
      oddSquares = multiplyAdd(b, b, oddSquares)
      i += 2 * Wide.scalarCount
    }
    var (product, squares) = (laneSum(even + odd), laneSum(evenSquares + oddSquares))
    while i < count {
      product += Double(x[i]) * y[i]
      squares += Double(x[i]) * Double(x[i])
      i += 1
    }
    return (product, squares)
  }

  /// sums ← sums + x·`factor`.
  @inline(never)
  package static func addWide(
    _ x: UnsafePointer<Float>, count: Int, by factor: Double, to sums: UnsafeMutablePointer<Double>
  ) {
    var i = 0
    while i + Wide.scalarCount <= count {
      let sum = multiplyAdd(floats_as_doubles(x + i), Wide(repeating: factor), wide(at: sums + i))
      UnsafeMutableRawPointer(sums + i).storeBytes(of: sum, as: Wide.self)
      i += Wide.scalarCount
    }
    while i < count {
      sums[i] += Double(x[i]) * factor
      i += 1
    }
  }
}

// MARK: Steps

@inline(__always)
private func wide(at pointer: UnsafePointer<Double>) -> Wide {
  UnsafeRawPointer(pointer).loadUnaligned(as: Wide.self)
}

/// a·b + c, rounded once where the instruction set can.
@inline(__always)
private func multiplyAdd(_ a: Wide, _ b: Wide, _ c: Wide) -> Wide {
  #if AVX512 || AVX2 || arch(arm64)
    c.addingProduct(a, b)
  #else
    a * b + c
  #endif
}

@inline(__always)
private func laneSum(_ x: Wide) -> Double {
  #if AVX512
    let four = x.lowHalf + x.highHalf
    let two = four.lowHalf + four.highHalf
  #elseif AVX2
    let two = x.lowHalf + x.highHalf
  #else
    let two = x
  #endif
  return two.x + two.y
}
