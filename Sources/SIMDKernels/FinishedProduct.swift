// What is fused into a product whose sums come from tiles of bfloat16 numbers.

extension Kernels {
  /// output `[rows × columns]` ← residual + sums + bias, or gelu(sums + bias), as `multiply` finishes its products.
  ///
  /// - Parameters:
  ///   - sums: `[rows × panelWidth]`, one panel's.
  ///   - columns: of the panel that are filled.
  /// - Returns: false, with nothing written, where a sum is infinite or not a number.
  @inline(never)
  package static func finishProduct(
    _ sums: UnsafePointer<Float>, rows: Int, columns: Int, bias: UnsafePointer<Float>?,
    residual: UnsafePointer<Float>?, residualStride: Int, applyingGELU: Bool,
    into output: UnsafeMutablePointer<Float>, stride: Int
  ) -> Bool {
    guard areFinite(sums, rows: rows) else { return false }
    let bias0 = bias.map { Vector(at: $0) } ?? Vector()
    let bias1 = bias.map { Vector(at: $0 + lanes) } ?? Vector()
    // As in `multiply`, GELU is applied in place.
    if applyingGELU && residual == nil && columns == panelWidth {
      var r = 0
      while r < rows {
        (Vector(at: sums + r * panelWidth) + bias0).store(at: output + r * stride)
        (Vector(at: sums + r * panelWidth + lanes) + bias1).store(at: output + r * stride + lanes)
        r += 1
      }
      geluRows(output, stride: stride, rows: rows)
      return true
    }
    var r = 0
    while r < rows {
      var left = Vector(at: sums + r * panelWidth) + bias0
      var right = Vector(at: sums + r * panelWidth + lanes) + bias1
      if applyingGELU {
        left = left.gelu
        right = right.gelu
      }
      if let residual {
        let start = residual + r * residualStride
        left += Vector(at: start, upTo: columns)
        right += Vector(at: start + lanes, upTo: columns - lanes)
      }
      left.store(at: output + r * stride, upTo: columns)
      right.store(at: output + r * stride + lanes, upTo: columns - lanes)
      r += 1
    }
    return true
  }

  /// Whether no element of x `[rows × panelWidth]` is infinite or NaN.
  @inline(__always)
  private static func areFinite(_ x: UnsafePointer<Float>, rows: Int) -> Bool {
    // 0, or NaN.
    var left = Vector()
    var right = Vector()
    var i = 0
    while i < rows * panelWidth {
      left += Vector(at: x + i) * 0
      right += Vector(at: x + i + lanes) * 0
      i += panelWidth
    }
    return (left + right).laneSum == 0
  }
}
