// Layer normalization, row by row.

extension Kernels {
  /// `output` `[rows × columns]` ← (x − mean)/√(variance + ε)·weight + bias; `output` may be x. Where `isCentered` is
  /// false, 0 takes the place of the mean.
  @inline(never)
  package static func layerNorm(
    _ x: UnsafePointer<Float>, stride xStride: Int, rows: Int, columns: Int,
    weight: UnsafePointer<Float>, bias: UnsafePointer<Float>, epsilon: Float, isCentered: Bool,
    into output: UnsafeMutablePointer<Float>, stride: Int
  ) {
    var r = 0
    while r < rows {
      let row = x + r * xStride
      let target = output + r * stride
      let mean = isCentered ? sum(row, count: columns) / Float(columns) : 0
      let variance = sumOfSquares(row, minus: mean, count: columns) / Float(columns)
      let scale = 1 / (variance + epsilon).squareRoot()
      var i = 0
      while i < columns {
        let rest = columns - i
        let normalized = (Vector(at: row + i, upTo: rest) - mean) * scale
        multiplyAdd(normalized, Vector(at: weight + i, upTo: rest), Vector(at: bias + i, upTo: rest))
          .store(at: target + i, upTo: rest)
        i += lanes
      }
      r += 1
    }
  }

  /// The sum of `count` elements.
  @inline(never)
  package static func sum(_ x: UnsafePointer<Float>, count: Int) -> Float {
    var total = Vector()
    var i = 0
    while i < count {
      total += Vector(at: x + i, upTo: count - i)
      i += lanes
    }
    return total.laneSum
  }

  /// Σ (x − mean)².
  @inline(__always)
  private static func sumOfSquares(_ x: UnsafePointer<Float>, minus mean: Float, count: Int) -> Float {
    var total = Vector()
    var i = 0
    while i + lanes <= count {
      let centered = Vector(at: x + i) - mean
      total = multiplyAdd(centered, centered, total)
      i += lanes
    }
    var result = total.laneSum
    while i < count {
      result += (x[i] - mean) * (x[i] - mean)
      i += 1
    }
    return result
  }

  /// `sums` `[columns]` ← Σ over the rows of x `[rows × columns]`.
  @inline(never)
  package static func sumRows(
    _ x: UnsafePointer<Float>, stride: Int, rows: Int, columns: Int, into sums: UnsafeMutablePointer<Float>
  ) {
    var i = 0
    while i < columns {
      let rest = columns - i
      var total = Vector()
      var r = 0
      while r < rows {
        total += Vector(at: x + r * stride + i, upTo: rest)
        r += 1
      }
      total.store(at: sums + i, upTo: rest)
      i += lanes
    }
  }
}
