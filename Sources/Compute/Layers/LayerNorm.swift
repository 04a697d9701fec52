// Layer normalization, with the mean subtracted or not.

/// (x − mean)/√(variance + ε)·weight + bias over the channels of a token.
package struct LayerNorm: Sendable {
  package let weight: [Float]
  package let bias: [Float]
  package let epsilon: Float
  /// Whether the mean is subtracted; without it the norm is x/√(mean of x² + ε)·weight + bias (RMS norm, Zhang and
  /// Sennrich 2019, arXiv:1910.07467).
  package let isCentered: Bool

  package init(weight: [Float], bias: [Float], epsilon: Float, isCentered: Bool = true) {
    precondition(weight.count == bias.count)
    self.weight = weight
    self.bias = bias
    self.epsilon = epsilon
    self.isCentered = isCentered
  }
}

extension Engine {
  /// `output` `[tokens × channels]` ← `x` `[tokens × channels]` normalized; they may be the same matrix.
  package func layerNorm(_ x: Matrix, _ norm: LayerNorm, into output: Matrix) {
    precondition(x.columns == norm.weight.count && output.columns == x.columns && output.rows == x.rows)
    norm.weight.withUnsafeBufferPointer { weight in
      norm.bias.withUnsafeBufferPointer { bias in
        guard let weight = weight.baseAddress, let bias = bias.baseAddress else { return }
        perform { workspace in
          workspace.parallelRanges(x.rows, operationsPerPiece: 20 * x.columns) { range, _ in
            kernels.layerNorm(
              x.pointer + range.lowerBound * x.stride, stride: x.stride, rows: range.count,
              columns: x.columns, weight: weight, bias: bias, epsilon: norm.epsilon,
              isCentered: norm.isCentered,
              into: output.pointer + range.lowerBound * output.stride, stride: output.stride)
          }
        }
      }
    }
  }
}
