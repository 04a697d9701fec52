// The feature maps of linear attention.
import Glibc

extension Engine {
  /// `output` `[N × 2C]` ← the positive and the negative parts of `x` `[N × C]`, each to the `power` `[C]`.
  ///
  /// Head h owns the columns 2hd ..< 2(h+1)d: the d positive parts, then the d negative parts.
  package func polarityFeatures(_ x: Matrix, power: [Float], heads: Int, into output: Matrix) {
    precondition(power.count == x.columns && output.columns == 2 * x.columns && output.rows == x.rows)
    let d = x.columns / heads
    for i in 0..<x.rows {
      for c in 0..<x.columns {
        let column = c / d * 2 * d + c % d
        output[i, column] = x[i, c] > 0 ? powf(x[i, c], power[c]) : 0
        output[i, column + d] = x[i, c] < 0 ? powf(-x[i, c], power[c]) : 0
      }
    }
  }

  /// `output` `[N × C]` ← ‖u‖·u^p/‖u^p‖ of u = relu(x) + floor, with the norms over all C.
  ///
  /// `x` is already divided by softplus(scale); `floor` `[C]` is 1e-6 divided likewise.
  package func focusedFeatures(_ x: Matrix, floor: [Float], exponent: Float, into output: Matrix) {
    precondition(floor.count == x.columns && output.columns == x.columns && output.rows == x.rows)
    for i in 0..<x.rows {
      var squares = 0.0
      var powerSquares = 0.0
      for c in 0..<x.columns {
        let u = max(x[i, c], 0) + floor[c]
        let raised = powf(u, exponent)
        squares += Double(u) * Double(u)
        powerSquares += Double(raised) * Double(raised)
        output[i, c] = raised
      }
      let scale = powerSquares > 0 ? Float((squares / powerSquares).squareRoot()) : 0
      for c in 0..<x.columns { output[i, c] *= scale }
    }
  }
}
