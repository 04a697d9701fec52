// The feature maps of linear attention.

extension Kernels {
  /// `output` ← sign(x)·|x|^`exponents` of x `[rows × columns]`: both polarities' powers at once, as of every
  /// element one of them is zero.
  @inline(never)
  package static func signedPowers(
    _ x: UnsafePointer<Float>, stride xStride: Int, rows: Int, columns: Int,
    exponents: UnsafePointer<Float>, into output: UnsafeMutablePointer<Float>, stride: Int
  ) {
    var r = 0
    while r < rows {
      var c = 0
      while c < columns {
        let rest = columns - c
        let value = Vector(at: x + r * xStride + c, upTo: rest)
        let isNegative = value .< Vector()
        let magnitude = value.replacing(with: -value, where: isNegative)
        let raised = magnitude.power(Vector(at: exponents + c, upTo: rest))
        raised.replacing(with: -raised, where: isNegative).store(at: output + r * stride + c, upTo: rest)
        c += lanes
      }
      r += 1
    }
  }

  /// `output` `[rows × 2·depth]` ← the positive parts of ±x `[rows × depth]`, then the negative parts.
  ///
  /// - Parameter negated: of −x: the negative parts of x come first.
  @inline(never)
  package static func splitSigns(
    _ x: UnsafePointer<Float>, stride xStride: Int, rows: Int, depth: Int, negated: Bool,
    into output: UnsafeMutablePointer<Float>, stride: Int
  ) {
    let positive = negated ? depth : 0
    let negative = depth - positive
    var r = 0
    while r < rows {
      var c = 0
      while c < depth {
        let rest = depth - c
        let value = Vector(at: x + r * xStride + c, upTo: rest)
        let target = output + r * stride + c
        value.replacing(with: Vector(), where: value .<= Vector()).store(at: target + positive, upTo: rest)
        (-value).replacing(with: Vector(), where: value .>= Vector())
          .store(at: target + negative, upTo: rest)
        c += lanes
      }
      r += 1
    }
  }

  /// `output` `[rows × columns]` ← ‖u‖·u^p/‖u^p‖ of u = relu(x) + epsilon, norms over all columns.
  @inline(never)
  package static func focusedFeatures(
    _ x: UnsafePointer<Float>, stride xStride: Int, rows: Int, columns: Int,
    epsilon: UnsafePointer<Float>, exponent: Float,
    into output: UnsafeMutablePointer<Float>, stride: Int
  ) {
    var r = 0
    while r < rows {
      let row = x + r * xStride
      let target = output + r * stride
      var squares = Vector()
      var raisedSquares = Vector()
      var c = 0
      while c < columns {
        let rest = columns - c
        let value = Vector(at: row + c, upTo: rest)
        let relu = value.replacing(with: Vector(), where: value .< Vector())
        let u = relu + Vector(at: epsilon + c, upTo: rest)
        let raised = u.power(Vector(repeating: exponent))
        squares = multiplyAdd(u, u, squares)
        raisedSquares = multiplyAdd(raised, raised, raisedSquares)
        raised.store(at: target + c, upTo: rest)
        c += lanes
      }
      let raisedNorm = raisedSquares.laneSum
      let factor = raisedNorm == 0 ? 0 : (squares.laneSum / raisedNorm).squareRoot()
      scale(target, by: factor, count: columns, into: target)
      r += 1
    }
  }
}
