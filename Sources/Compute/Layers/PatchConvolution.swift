// Convolutions whose stride is their kernel: patch embeddings and spatial reductions.

/// A convolution of stride = kernel without padding: one linear layer over the elements of each patch.
package struct PatchConvolution: Sendable {
  package let inputs: Int
  package let kernel: Int
  package var outputs: Int { layer.outputs }
  /// Over the elements of a patch in the order row, column, channel.
  fileprivate let layer: Linear

  /// A convolution whose weights are packed as `layer`, over the elements of a patch in the order row, column,
  /// channel.
  package init(_ layer: Linear, inputs: Int, kernel: Int) {
    precondition(layer.inputs == inputs * kernel * kernel)
    self.layer = layer
    self.inputs = inputs
    self.kernel = kernel
  }

  /// Packs `weight` `[outputs × inputs × kernel × kernel]` and `bias` `[outputs]` for `engine`.
  package init(weight: [Float], bias: [Float]?, inputs: Int, outputs: Int, kernel: Int, engine: Engine) {
    let size = inputs * kernel * kernel
    precondition(weight.count == outputs * size)
    let layer = Linear(
      channels: inputs, taps: kernel * kernel, outputs: outputs, bias: bias, engine: engine
    ) { rows, values in
      _ = values.update(fromContentsOf: weight[rows.lowerBound * size..<rows.upperBound * size])
      return []
    }
    self.init(layer, inputs: inputs, kernel: kernel)
  }
}

extension Engine {
  /// `output` `[(height/k)·(width/k) × outputs]` ← the convolution of planes `[inputs × height·width]`.
  package func convolvePlanes(
    _ image: Matrix, height: Int, width: Int, _ convolution: PatchConvolution, into output: Matrix
  ) {
    precondition(image.rows == convolution.inputs && image.columns == height * width)
    let k = convolution.kernel
    let channels = convolution.inputs
    convolve(convolution, height: height, width: width, into: output) { top, left, patch in
      for c in 0..<channels {
        for y in 0..<k {
          let source = image.pointer + c * image.stride + (top + y) * width + left
          let target = patch + y * k * channels + c
          for x in 0..<k { target[x * channels] = source[x] }
        }
      }
    }
  }

  /// `output` `[(height/k)·(width/k) × outputs]` ← the convolution of tokens `[height·width × inputs]`.
  package func convolveTokens(
    _ x: Matrix, height: Int, width: Int, _ convolution: PatchConvolution, into output: Matrix
  ) {
    precondition(x.columns == convolution.inputs && x.rows == height * width)
    let k = convolution.kernel
    let channels = convolution.inputs
    convolve(convolution, height: height, width: width, into: output) { top, left, patch in
      for y in 0..<k {
        for column in 0..<k {
          (patch + (y * k + column) * channels).update(
            from: x.pointer + ((top + y) * width + left + column) * x.stride, count: channels)
        }
      }
    }
  }

  /// Gathers the patches of a few tokens at a time and multiplies them while they are in the cache.
  private func convolve(
    _ convolution: PatchConvolution, height: Int, width: Int, into output: Matrix,
    gather: (_ top: Int, _ left: Int, _ patch: UnsafeMutablePointer<Float>) -> Void
  ) {
    let layer = convolution.layer
    let k = convolution.kernel
    let columns = width / k
    precondition(layer.instructionSet == instructionSet, "the layer is packed for \(layer.instructionSet)")
    precondition(output.rows == (height / k) * columns && output.columns == layer.outputs)
    perform(multiplyAdds: output.rows * layer.inputs * layer.outputs) { workspace in
      let tileRows = kernels.maximumTileRows
      workspace.parallelRanges(
        (output.rows + tileRows - 1) / tileRows,
        operationsPerPiece: 2 * tileRows * layer.inputs * layer.outputs, scratch: 4 * tileRows * layer.inputs
      ) { tiles, scratch in
        var first = tiles.lowerBound * tileRows
        let end = min(tiles.upperBound * tileRows, output.rows)
        while first < end {
          let rows = min(4 * tileRows, end - first)
          for r in 0..<rows {
            gather(
              (first + r) / columns * k, (first + r) % columns * k, scratch.pointer + r * layer.inputs)
          }
          kernels.multiply(
            scratch.pointer, stride: layer.inputs, rows: rows, depth: layer.inputs,
            panels: layer.panels.pointer, columns: layer.outputs,
            bias: layer.bias.map { UnsafePointer($0.pointer) }, residual: nil, residualStride: 0,
            applyingGELU: false, following: prefetchesPanels ? UnsafePointer(layer.panels.pointer) : nil,
            into: output.pointer + first * output.stride, stride: output.stride)
          first += rows
        }
      }
    }
  }
}
