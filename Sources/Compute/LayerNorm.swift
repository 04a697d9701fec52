// Layer normalisation.
import Glibc

/// (x − mean)/√(variance + ε)·weight + bias over the channels of a token.
package struct LayerNorm: Sendable {
  package let weight: [Float]
  package let bias: [Float]
  package let epsilon: Float

  package init(weight: [Float], bias: [Float], epsilon: Float) {
    precondition(weight.count == bias.count)
    self.weight = weight
    self.bias = bias
    self.epsilon = epsilon
  }
}

extension Engine {
  /// `output` `[tokens × channels]` ← `x` `[tokens × channels]` normalised; they may be the same matrix.
  package func layerNorm(_ x: Matrix, _ norm: LayerNorm, into output: Matrix) {
    precondition(x.columns == norm.weight.count && output.columns == x.columns && output.rows == x.rows)
    for i in 0..<x.rows {
      let a = x.row(i)
      let y = output.row(i)
      var sum = 0.0
      var squares = 0.0
      for value in a { sum += Double(value) }
      let mean = sum / Double(x.columns)
      for value in a { squares += (Double(value) - mean) * (Double(value) - mean) }
      let scale = 1 / (squares / Double(x.columns) + Double(norm.epsilon)).squareRoot()
      for c in 0..<x.columns { y[c] = Float((Double(a[c]) - mean) * scale) * norm.weight[c] + norm.bias[c] }
    }
  }
}
