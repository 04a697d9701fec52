// Linear interpolation of tokens along their flattened axis.

extension Engine {
  /// `output` `[N × C]` ← `x` `[n × C]`, interpolated linearly along the flattened token axis.
  ///
  /// t = max(0, (i + ½)·n/N − ½), j = ⌊t⌋: x_j·(1 − (t − j)) + x_min(j+1, n−1)·(t − j).
  package func interpolateTokens(_ x: Matrix, into output: Matrix) {
    precondition(x.columns == output.columns && x.rows > 0)
    let ratio = Float(x.rows) / Float(output.rows)
    for i in 0..<output.rows {
      let t = max(0, (Float(i) + 0.5) * ratio - 0.5)
      let j = min(Int(t), x.rows - 1)
      let next = min(j + 1, x.rows - 1)
      let fraction = t - Float(j)
      for c in 0..<x.columns { output[i, c] = x[j, c] * (1 - fraction) + x[next, c] * fraction }
    }
  }
}
