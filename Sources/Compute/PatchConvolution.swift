// Convolutions whose stride is their kernel: patch embeddings and spatial reductions.

/// A convolution of stride = kernel without padding: one linear layer over the pixels of each patch.
package struct PatchConvolution: Sendable {
  package let inputs: Int
  package let kernel: Int
  package let outputs: Int
  let weight: [Float]
  let bias: [Float]?

  /// Packs `weight` `[outputs × inputs × kernel × kernel]` and `bias` `[outputs]` for `engine`.
  package init(weight: [Float], bias: [Float]?, inputs: Int, outputs: Int, kernel: Int, engine: Engine) {
    precondition(weight.count == inputs * outputs * kernel * kernel)
    self.inputs = inputs
    self.outputs = outputs
    self.kernel = kernel
    self.weight = weight
    self.bias = bias
  }
}

extension Engine {
  /// `output` `[(height/k)·(width/k) × outputs]` ← the convolution of planes `[inputs × height·width]`.
  package func convolvePlanes(
    _ image: Matrix, height: Int, width: Int, _ convolution: PatchConvolution, into output: Matrix
  ) {
    convolve(height: height, width: width, convolution, into: output) { channel, pixel in
      image[channel, pixel]
    }
  }

  /// `output` `[(height/k)·(width/k) × outputs]` ← the convolution of tokens `[height·width × inputs]`.
  package func convolveTokens(
    _ x: Matrix, height: Int, width: Int, _ convolution: PatchConvolution, into output: Matrix
  ) {
    convolve(height: height, width: width, convolution, into: output) { channel, pixel in x[pixel, channel] }
  }

  private func convolve(
    height: Int, width: Int, _ convolution: PatchConvolution, into output: Matrix,
    pixel: (_ channel: Int, _ pixel: Int) -> Float
  ) {
    let k = convolution.kernel
    precondition(output.rows == (height / k) * (width / k) && output.columns == convolution.outputs)
    for token in 0..<output.rows {
      let top = token / (width / k) * k
      let left = token % (width / k) * k
      for o in 0..<convolution.outputs {
        var sum = convolution.bias?[o] ?? 0
        for c in 0..<convolution.inputs {
          for y in 0..<k {
            for x in 0..<k {
              let weight = convolution.weight[((o * convolution.inputs + c) * k + y) * k + x]
              sum += weight * pixel(c, (top + y) * width + left + x)
            }
          }
        }
        output[token, o] = sum
      }
    }
  }
}
