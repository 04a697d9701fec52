// Products with some of a linear layer's inputs: what one head adds to an output projection.

extension Engine {
  /// `output` `[tokens × outputs]` ← x·W_Iᵀ for x `[tokens × I.count]`, W_I the columns I of the weight; no bias.
  ///
  /// `output` must not overlap x. Cost 2·tokens·I.count·outputs operations.
  ///
  /// - Parameter inputs: I, the inputs of the layer that x has.
  package func linear(_ x: Matrix, _ layer: Linear, inputs: Range<Int>, into output: Matrix) {
    precondition(layer.instructionSet == instructionSet, "the layer is packed for \(layer.instructionSet)")
    precondition(inputs.lowerBound >= 0 && inputs.upperBound <= layer.inputs && x.columns == inputs.count)
    precondition(output.columns == layer.outputs && x.rows == output.rows)
    let width = kernels.panelWidth
    let panels = kernels.wholePanels(layer.outputs) / width
    perform(multiplyAdds: x.rows * inputs.count * layer.outputs) { workspace in
      // Within a panel, the weights of one input lie beside each other: a range of inputs is a run of it.
      workspace.parallelRanges(panels, operationsPerPiece: 2 * x.rows * inputs.count * width) { range, _ in
        for panel in range {
          let column = panel * width
          kernels.multiply(
            x.pointer, stride: x.stride, rows: x.rows, depth: inputs.count,
            panels: layer.panels.pointer + column * layer.inputs + inputs.lowerBound * width,
            columns: min(width, layer.outputs - column), bias: nil, residual: nil, residualStride: 0,
            applyingGELU: false, following: nil, into: output.pointer + column, stride: output.stride)
        }
      }
    }
  }
}
