// The feature maps of linear attention.

extension Kernels {
  /// `output` ← the positive and the negative parts of x `[rows × heads·depth]`, each to the power `exponents`
  /// `[heads·depth]`: per head `depth` positive parts, then `depth` negative parts.
  @inline(never)
  package static func polarityFeatures(
    _ x: UnsafePointer<Float>, stride xStride: Int, rows: Int, heads: Int, depth: Int,
    exponents: UnsafePointer<Float>, into output: UnsafeMutablePointer<Float>, stride: Int
  ) {
    var r = 0
    while r < rows {
      var head = 0
      while head < heads {
        let part = x + r * xStride + head * depth
        let positive = output + r * stride + 2 * head * depth
        var c = 0
        while c < depth {
          let rest = depth - c
          let value = Vector(at: part + c, upTo: rest)
          let p = Vector(at: exponents + head * depth + c, upTo: rest)
          let magnitude = value.replacing(with: -value, where: value .< Vector())
          let raised = magnitude.power(p)
          raised.replacing(with: Vector(), where: value .<= Vector()).store(at: positive + c, upTo: rest)
          raised.replacing(with: Vector(), where: value .>= Vector())
            .store(at: positive + depth + c, upTo: rest)
          c += lanes
        }
        head += 1
      }
      r += 1
    }
  }

  /// `output` `[rows × columns]` ← ‖u‖·u^p/‖u^p‖ of u = relu(x) + floor, norms over all columns.
  @inline(never)
  package static func focusedFeatures(
    _ x: UnsafePointer<Float>, stride xStride: Int, rows: Int, columns: Int,
    floor: UnsafePointer<Float>, exponent: Float,
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
        let u = relu + Vector(at: floor + c, upTo: rest)
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
