// The feature maps of linear attention.

extension Engine {
  /// `output` `[N × 2C]` ← the positive and the negative parts of `x` `[N × C]`, each to the `power` `[C]`.
  ///
  /// Head h owns the columns 2hd ..< 2(h+1)d: the d positive parts, then the d negative parts.
  package func polarityFeatures(_ x: Matrix, power: [Float], heads: Int, into output: Matrix) {
    precondition(power.count == x.columns && output.columns == 2 * x.columns && output.rows == x.rows)
    precondition(heads > 0 && x.columns.isMultiple(of: heads))
    power.withUnsafeBufferPointer { power in
      guard let power = power.baseAddress else { return }
      perform { workspace in
        workspace.parallelRanges(x.rows, operationsPerPiece: 60 * x.columns) { range, _ in
          kernels.polarityFeatures(
            x.pointer + range.lowerBound * x.stride, stride: x.stride, rows: range.count, heads: heads,
            depth: x.columns / heads, exponents: power,
            into: output.pointer + range.lowerBound * output.stride, stride: output.stride)
        }
      }
    }
  }

  /// `output` `[N × C]` ← ‖u‖·u^p/‖u^p‖ of u = relu(x) + floor, with the norms over all C.
  ///
  /// `x` is already divided by softplus(scale); `floor` `[C]` is 1e-6 divided likewise.
  package func focusedFeatures(_ x: Matrix, floor: [Float], exponent: Float, into output: Matrix) {
    precondition(floor.count == x.columns && output.columns == x.columns && output.rows == x.rows)
    floor.withUnsafeBufferPointer { floor in
      guard let floor = floor.baseAddress else { return }
      perform { workspace in
        workspace.parallelRanges(x.rows, operationsPerPiece: 60 * x.columns) { range, _ in
          kernels.focusedFeatures(
            x.pointer + range.lowerBound * x.stride, stride: x.stride, rows: range.count,
            columns: x.columns, floor: floor, exponent: exponent,
            into: output.pointer + range.lowerBound * output.stride, stride: output.stride)
        }
      }
    }
  }
}
