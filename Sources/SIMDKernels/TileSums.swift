// What is fused into a product whose sums come from tiles.

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
    guard areFinite(sums, stride: panelWidth, rows: rows, columns: panelWidth) else { return false }
    let bias0 = bias.map { Vector(at: $0) } ?? Vector()
    let bias1 = bias.map { Vector(at: $0 + lanes) } ?? Vector()
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

  /// Whether no element of x `[rows × columns]` is infinite or NaN; `columns` a whole number of registers.
  @inline(never)
  package static func areFinite(_ x: UnsafePointer<Float>, stride: Int, rows: Int, columns: Int) -> Bool {
    var zeros = Vector()
    var r = 0
    while r < rows {
      var c = 0
      while c < columns {
        // 0, or NaN.
        zeros += Vector(at: x + r * stride + c) * 0
        c += lanes
      }
      r += 1
    }
    return zeros.laneSum == 0
  }
}
