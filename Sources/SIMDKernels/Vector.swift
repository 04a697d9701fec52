// The vector that every kernel is written in: as wide as the registers of the instruction set.
import CPlatform

#if AVX512
  typealias Vector = SIMD16<Float>
  typealias IntegerVector = SIMD16<Int32>
#elseif AVX2
  typealias Vector = SIMD8<Float>
  typealias IntegerVector = SIMD8<Int32>
#else
  typealias Vector = SIMD4<Float>
  typealias IntegerVector = SIMD4<Int32>
#endif
typealias LaneMask = SIMDMask<IntegerVector>

/// The innermost loops for one instruction set, on raw pointers and without checks.
///
/// The same source is compiled once for each instruction set, so nothing here may become a weak symbol that
/// the linker could share between them: no generic code of the standard library that is not inlined (its
/// `min`, `max` and reductions are not), no closures, no arrays.
package enum Kernels {
  /// Floats in a register.
  package static var lanes: Int { Vector.scalarCount }

  /// Floats in a row of a panel of packed weights: two registers.
  package static var panelWidth: Int { 2 * Vector.scalarCount }

  /// Rows of the largest tile that the registers hold: two accumulators a row, two for a panel's row, and
  /// one for the broadcast factor.
  package static var maximumTileRows: Int {
    #if AVX512
      14
    #elseif arch(arm64)
      12
    #else
      6
    #endif
  }
}

// MARK: Memory

extension Vector {
  /// The vector that starts at `pointer`.
  @inline(__always)
  init(at pointer: UnsafePointer<Float>) {
    self = UnsafeRawPointer(pointer).loadUnaligned(as: Vector.self)
  }

  /// The first `count` floats at `pointer`, as far as there are lanes, and zeros.
  @inline(__always)
  init(at pointer: UnsafePointer<Float>, upTo count: Int) {
    guard count < Vector.scalarCount else {
      self.init(at: pointer)
      return
    }
    var vector = Vector()
    var lane = 0
    while lane < count {
      vector[lane] = pointer[lane]
      lane += 1
    }
    self = vector
  }

  @inline(__always)
  func store(at pointer: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(pointer).storeBytes(of: self, as: Vector.self)
  }

  /// Stores the first `count` lanes, as far as there are.
  @inline(__always)
  func store(at pointer: UnsafeMutablePointer<Float>, upTo count: Int) {
    guard count < Vector.scalarCount else { return store(at: pointer) }
    var lane = 0
    while lane < count {
      pointer[lane] = self[lane]
      lane += 1
    }
  }
}

// MARK: Arithmetic

/// a·b + c, rounded once where the instruction set can.
@inline(__always)
func multiplyAdd(_ a: Vector, _ b: Vector, _ c: Vector) -> Vector {
  #if AVX512 || AVX2 || arch(arm64)
    c.addingProduct(a, b)
  #else
    a * b + c
  #endif
}

/// The larger of each lane; `b` where one is not a number.
@inline(__always)
func larger(_ a: Vector, _ b: Vector) -> Vector {
  #if AVX512
    larger_of_16(a, b)
  #elseif AVX2
    larger_of_8(a, b)
  #else
    b.replacing(with: a, where: a .> b)
  #endif
}

extension Vector {
  /// The sum of the lanes, added by halves.
  @inline(__always)
  var laneSum: Float {
    #if AVX512
      let eight = lowHalf + highHalf
      let four = eight.lowHalf + eight.highHalf
    #elseif AVX2
      let four = lowHalf + highHalf
    #else
      let four = self
    #endif
    return (four.x + four.z) + (four.y + four.w)
  }

  /// The largest lane.
  @inline(__always)
  var laneMaximum: Float {
    #if AVX512
      let eight = highHalf.replacing(with: lowHalf, where: lowHalf .> highHalf)
      let four = eight.highHalf.replacing(with: eight.lowHalf, where: eight.lowHalf .> eight.highHalf)
    #elseif AVX2
      let four = highHalf.replacing(with: lowHalf, where: lowHalf .> highHalf)
    #else
      let four = self
    #endif
    let x = four.x > four.y ? four.x : four.y
    let z = four.z > four.w ? four.z : four.w
    return x > z ? x : z
  }
}

/// True in the first `count` lanes.
@inline(__always)
func firstLanes(_ count: Int) -> LaneMask {
  #if AVX512
    let index = IntegerVector(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
  #elseif AVX2
    let index = IntegerVector(0, 1, 2, 3, 4, 5, 6, 7)
  #else
    let index = IntegerVector(0, 1, 2, 3)
  #endif
  return index .< IntegerVector(repeating: Int32(truncatingIfNeeded: count))
}
