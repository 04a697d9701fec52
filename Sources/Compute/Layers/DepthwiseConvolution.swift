// Depthwise convolutions over a grid of tokens.

/// A depthwise convolution of stride 1 with zero padding `kernel/2`; channel c uses filter c mod `period`.
package struct DepthwiseConvolution: Sendable {
  package let period: Int
  package let kernel: Int
  /// `[kernel·kernel × period]`: the filters' taps, channels innermost.
  private let taps: [Float]
  private let bias: [Float]

  /// `weight` is `[period × 1 × kernel × kernel]`, `bias` `[period]`; `kernel` is odd.
  package init(weight: [Float], bias: [Float], period: Int, kernel: Int) {
    precondition(weight.count == period * kernel * kernel && bias.count == period && kernel % 2 == 1)
    taps = (0..<kernel * kernel).flatMap { tap in
      (0..<period).map { weight[$0 * kernel * kernel + tap] }
    }
    self.bias = bias
    self.period = period
    self.kernel = kernel
  }

  /// The taps `[kernel·kernel × channels]`, then the biases `[channels]`, repeated for every channel.
  fileprivate func spread(over channels: Int, into target: UnsafeMutablePointer<Float>) {
    for tap in 0...kernel * kernel {
      for c in 0..<channels {
        target[tap * channels + c] =
          tap < kernel * kernel ? taps[tap * period + c % period] : bias[c % period]
      }
    }
  }
}

extension Engine {
  /// `output` ← `output` + the convolution of `x`; both `[height·width × channels]`, not overlapping.
  package func depthwise(
    _ x: Matrix, height: Int, width: Int, _ convolution: DepthwiseConvolution, addingTo output: Matrix
  ) {
    precondition(x.rows == height * width && output.rows == x.rows && output.columns == x.columns)
    let taps = convolution.kernel * convolution.kernel
    perform(multiplyAdds: x.rows * x.columns * taps) { workspace in
      let weight = workspace.reserve((taps + 1) * x.columns)
      convolution.spread(over: x.columns, into: weight)
      workspace.parallelRanges(height, operationsPerPiece: 4 * width * x.columns * taps) { range, _ in
        for y in range {
          kernels.depthwiseRow(
            x.pointer, stride: x.stride, y: y, height: height, width: width, channels: x.columns,
            weight: weight, bias: weight + taps * x.columns, kernel: convolution.kernel,
            addingTo: output.pointer, stride: output.stride)
        }
      }
    }
  }
}
