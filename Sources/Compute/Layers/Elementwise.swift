// Functions and sums of matrices, element by element.

extension Engine {
  /// `x` ← `x` + `term`, both of one shape.
  package func add(_ term: Matrix, to x: Matrix) {
    precondition(term.rows == x.rows && term.columns == x.columns)
    forEachRow(of: x) { i in
      kernels.add(
        x.pointer + i * x.stride, term.pointer + i * term.stride, count: x.columns,
        into: x.pointer + i * x.stride)
    }
  }

  /// `x` ← `x` ⊙ `factor`, both of one shape.
  package func multiply(_ x: Matrix, by factor: Matrix) {
    precondition(factor.rows == x.rows && factor.columns == x.columns)
    forEachRow(of: x) { i in
      kernels.multiply(
        x.pointer + i * x.stride, factor.pointer + i * factor.stride, count: x.columns,
        into: x.pointer + i * x.stride)
    }
  }

  /// `x` ← ½·x·(1 + erf(x/√2)), element by element.
  package func applyGELU(_ x: Matrix) {
    forEachRow(of: x) { i in
      let row = x.pointer + i * x.stride
      kernels.gelu(row, count: x.columns, into: row)
    }
  }

  /// `x` ← ½·x·(1 + tanh(√(2/π)·(x + 0.044715·x³))), element by element: the tanh form of GELU (Hendrycks and Gimpel
  /// 2016, arXiv:1606.08415).
  package func applyTanhGELU(_ x: Matrix) {
    forEachRow(of: x) { i in
      let row = x.pointer + i * x.stride
      kernels.tanhGELU(row, count: x.columns, into: row)
    }
  }

  /// `x` ← x·σ(slope·x), element by element: SiLU with slope 1, OpenAI's approximation of GELU with 1.702.
  package func applySwish(_ x: Matrix, slope: Float) {
    forEachRow(of: x) { i in
      let row = x.pointer + i * x.stride
      kernels.swish(row, slope: slope, count: x.columns, into: row)
    }
  }

  /// `x` ← max(x, 0), element by element.
  package func applyReLU(_ x: Matrix) {
    forEachRow(of: x) { i in
      for value in x.row(i).indices { x.row(i)[value] = max(x.row(i)[value], 0) }
    }
  }

  /// `output` `[N × C]` ← `x` `[n × C]`, interpolated linearly along the flattened token axis.
  ///
  /// t = max(0, (i + ½)·n/N − ½), j = ⌊t⌋: x_j·(1 − (t − j)) + x_min(j+1, n−1)·(t − j).
  package func interpolateTokens(_ x: Matrix, into output: Matrix) {
    precondition(x.columns == output.columns && x.rows > 0)
    let ratio = Float(x.rows) / Float(output.rows)
    forEachRow(of: output) { i in
      let t = max(0, (Float(i) + 0.5) * ratio - 0.5)
      let j = min(Int(t), x.rows - 1)
      kernels.blend(
        x.pointer + j * x.stride, x.pointer + min(j + 1, x.rows - 1) * x.stride, fraction: t - Float(j),
        count: x.columns, into: output.pointer + i * output.stride)
    }
  }

  /// `output` ← `x`, tokens of a grid of `size` interpolated bilinearly to one of `target`, with half-pixel centers:
  /// `F.interpolate(mode="bilinear", align_corners=False)`.
  package func interpolateGrid(
    _ x: Matrix, size: (height: Int, width: Int), into output: Matrix, size target: (height: Int, width: Int)
  ) {
    precondition(x.rows == size.height * size.width && x.rows > 0)
    precondition(output.rows == target.height * target.width && output.columns == x.columns)
    func taps(_ index: Int, of count: Int, over length: Int) -> (low: Int, high: Int, fraction: Float) {
      let t = max(0, (Float(index) + 0.5) * Float(length) / Float(count) - 0.5)
      let low = min(Int(t), length - 1)
      return (low, min(low + 1, length - 1), t - Float(low))
    }
    let columns = (0..<target.width).map { taps($0, of: target.width, over: size.width) }
    forEachRow(of: output) { i in
      let down = taps(i / target.width, of: target.height, over: size.height)
      let across = columns[i % target.width]
      let result = output.pointer + i * output.stride
      withUnsafeTemporaryAllocation(of: Float.self, capacity: max(x.columns, 1)) { lower in
        guard let lower = lower.baseAddress else { return }
        for (row, into) in [(down.low, result), (down.high, lower)] {
          kernels.blend(
            x.pointer + (row * size.width + across.low) * x.stride,
            x.pointer + (row * size.width + across.high) * x.stride, fraction: across.fraction,
            count: x.columns, into: into)
        }
        kernels.blend(result, lower, fraction: down.fraction, count: x.columns, into: result)
      }
    }
  }

  /// Row i of `output` ← row `indices`[i] of `x`; `output` must not overlap x.
  package func gatherRows(_ x: Matrix, _ indices: [Int], into output: Matrix) {
    precondition(indices.count == output.rows && x.columns == output.columns)
    precondition(indices.allSatisfy { $0 >= 0 && $0 < x.rows })
    indices.withUnsafeBufferPointer { indices in
      forEachRow(of: output) { i in
        (output.pointer + i * output.stride).update(
          from: x.pointer + indices[i] * x.stride, count: x.columns)
      }
    }
  }

  private func forEachRow(of matrix: Matrix, _ body: (_ row: Int) -> Void) {
    perform { workspace in
      workspace.parallelRanges(matrix.rows, operationsPerPiece: 10 * matrix.columns) { range, _ in
        for i in range { body(i) }
      }
    }
  }
}

// MARK: Elementary functions

extension Engine {
  /// e^x. Relative error ≤ 2e-7; 0 where the result is below 2⁻¹²⁵.
  package func exponential(_ x: [Float]) -> [Float] {
    map(x) { kernels.exponential($0, count: $1, into: $2) }
  }

  /// ln x. Relative error ≤ 2e-7.
  package func logarithm(_ x: [Float]) -> [Float] {
    map(x) { kernels.logarithm($0, count: $1, into: $2) }
  }

  /// ½·x·(1 + erf(x/√2)). Absolute error ≤ 2e-6.
  package func gelu(_ x: [Float]) -> [Float] {
    map(x) { kernels.gelu($0, count: $1, into: $2) }
  }

  /// The tanh form of GELU. Absolute error ≤ 2e-6.
  package func tanhGELU(_ x: [Float]) -> [Float] {
    map(x) { kernels.tanhGELU($0, count: $1, into: $2) }
  }

  /// x·σ(slope·x). Absolute error ≤ 1e-6·max(1, |x|).
  package func swish(_ x: [Float], slope: Float) -> [Float] {
    map(x) { kernels.swish($0, slope: slope, count: $1, into: $2) }
  }

  /// x^p for x ≥ 0 and p ≥ 1. Relative error ≤ 1e-6; 0 where x or the result is below 2⁻¹²⁵.
  package func power(_ x: [Float], _ exponents: [Float]) -> [Float] {
    precondition(x.count == exponents.count)
    return exponents.withUnsafeBufferPointer { exponents in
      map(x) { kernels.power($0, exponents: exponents.baseAddress!, count: $1, into: $2) }
    }
  }

  private func map(
    _ x: [Float],
    _ function: (UnsafePointer<Float>, _ count: Int, _ output: UnsafeMutablePointer<Float>) -> Void
  ) -> [Float] {
    [Float](unsafeUninitializedCapacity: x.count) { output, count in
      count = x.count
      x.withUnsafeBufferPointer { input in
        guard let input = input.baseAddress, let output = output.baseAddress else { return }
        function(input, x.count, output)
      }
    }
  }
}
