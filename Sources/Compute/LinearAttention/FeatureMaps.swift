// The feature maps of linear attention.

extension Engine {
  /// `output` `[N × C]` ← sign(x)·|x|^`power` of `x` `[N × C]`, `power` `[C]`.
  ///
  /// Polarity-aware features: the powers of the positive parts and, negated, those of the negative parts, of
  /// which one is zero in every place.
  package func signedPowers(_ x: Matrix, power: [Float], into output: Matrix) {
    precondition(power.count == x.columns && output.columns == x.columns && output.rows == x.rows)
    power.withUnsafeBufferPointer { power in
      guard let power = power.baseAddress else { return }
      perform { workspace in
        workspace.parallelRanges(x.rows, operationsPerPiece: 60 * x.columns) { range, _ in
          kernels.signedPowers(
            x.pointer + range.lowerBound * x.stride, stride: x.stride, rows: range.count, columns: x.columns,
            exponents: power, into: output.pointer + range.lowerBound * output.stride, stride: output.stride)
        }
      }
    }
  }

  /// `output` `[N × C]` ← ‖u‖·u^p/‖u^p‖ of u = relu(x) + epsilon, with the norms over all C.
  ///
  /// `x` is already divided by softplus(scale); `epsilon` `[C]` is 1e-6 divided likewise.
  package func focusedFeatures(_ x: Matrix, epsilon: [Float], exponent: Float, into output: Matrix) {
    precondition(epsilon.count == x.columns && output.columns == x.columns && output.rows == x.rows)
    epsilon.withUnsafeBufferPointer { epsilon in
      guard let epsilon = epsilon.baseAddress else { return }
      perform { workspace in
        workspace.parallelRanges(x.rows, operationsPerPiece: 60 * x.columns) { range, _ in
          kernels.focusedFeatures(
            x.pointer + range.lowerBound * x.stride, stride: x.stride, rows: range.count,
            columns: x.columns, epsilon: epsilon, exponent: exponent,
            into: output.pointer + range.lowerBound * output.stride, stride: output.stride)
        }
      }
    }
  }
}
