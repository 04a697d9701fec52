// Depthwise convolutions over a grid of tokens.

/// A depthwise convolution of stride 1 with zero padding `kernel/2`; channel c uses filter c mod `period`.
package struct DepthwiseConvolution: Sendable {
  package let period: Int
  package let kernel: Int
  let weight: [Float]
  let bias: [Float]

  /// `weight` is `[period × 1 × kernel × kernel]`, `bias` `[period]`; `kernel` is odd.
  package init(weight: [Float], bias: [Float], period: Int, kernel: Int) {
    precondition(weight.count == period * kernel * kernel && bias.count == period && kernel % 2 == 1)
    self.weight = weight
    self.bias = bias
    self.period = period
    self.kernel = kernel
  }
}

extension Engine {
  /// `output` ← `output` + the convolution of `x`; both `[height·width × channels]`.
  package func depthwise(
    _ x: Matrix, height: Int, width: Int, _ convolution: DepthwiseConvolution, addingTo output: Matrix
  ) {
    precondition(x.rows == height * width && output.rows == x.rows && output.columns == x.columns)
    let k = convolution.kernel
    for row in 0..<height {
      for column in 0..<width {
        for c in 0..<x.columns {
          let filter = c % convolution.period
          var sum = convolution.bias[filter]
          for dy in 0..<k {
            for dx in 0..<k {
              let (y, z) = (row + dy - k / 2, column + dx - k / 2)
              guard y >= 0, y < height, z >= 0, z < width else { continue }
              sum += x[y * width + z, c] * convolution.weight[(filter * k + dy) * k + dx]
            }
          }
          output[row * width + column, c] += sum
        }
      }
    }
  }
}
