// Softmax attention that hands out its rows while it mixes the values.

extension Engine {
  /// `softmaxAttention` with the rows of every head at hand: each block's rows are made once, mix the values and
  /// go to `consume`, so that whole maps cost little more than the attention itself.
  ///
  /// Blocks come in any order, perhaps on several threads at once. `consume` must not call the engine nor keep
  /// `rows` `[queries of the block × n]`. O(n) memory a thread. Incomplete where `cancellation` is set
  /// meanwhile.
  ///
  /// - Parameter entropies: `[heads × windows·N]`, in nats.
  package func softmaxAttention(
    q: Matrix, k: Matrix, v: Matrix, heads: Int, windows: Int, terms: SoftmaxTerms, into output: Matrix,
    entropies: Matrix, cancellation: Cancellation? = nil,
    forEachBlock consume: (_ head: Int, _ firstQuery: Int, _ rows: Matrix) -> Void
  ) {
    let layout = AttentionLayout(queries: q, keys: k, heads: heads, windows: windows)
    precondition(v.rows == k.rows && v.columns.isMultiple(of: heads))
    precondition(output.rows == q.rows && output.columns == v.columns)
    precondition(entropies.rows == heads && entropies.columns == q.rows)
    let (depth, width) = (layout.depth, v.columns / heads)
    let (packedKeys, packedValues) = (
      layout.packedKeys(kernels), layout.packedValues(columns: width, kernels)
    )
    let columns = kernels.wholePanels(layout.keys)
    let stride = Matrix.paddedStride(columns)
    withTerms(terms, layout: layout) { bias, regions in
      perform(multiplyAdds: layout.units * layout.queries * layout.keys * (depth + width)) { workspace in
        let keys = workspace.reserve(layout.units * (packedKeys + packedValues))
        let values = keys + layout.units * packedKeys
        layout.packKeys(k, units: 0..<layout.units, in: workspace, kernels: kernels, into: keys)
        layout.packValues(v, units: 0..<layout.units, in: workspace, kernels: kernels, into: values)
        layout.forEachBlock(
          of: 0..<layout.units, in: workspace, kernels: kernels,
          operationsPerQuery: layout.keys * (2 * depth + 2 * width + 30),
          scratch: kernels.maximumTileRows * (stride + depth), cancellation: cancellation
        ) { block, scratch in
          let (unit, first) = (block.unit, block.rows.lowerBound)
          let scaled = scratch.pointer + kernels.maximumTileRows * stride
          for (r, query) in block.rows.enumerated() {
            kernels.scale(
              q.pointer + query * q.stride + unit.head * depth, by: terms.scale, count: depth,
              into: scaled + r * depth)
          }
          let rows = Matrix(
            storage: scratch, offset: 0, rows: block.rows.count, columns: layout.keys, stride: stride)
          kernels.multiply(
            scaled, stride: depth, rows: rows.rows, depth: depth, panels: keys + unit.index * packedKeys,
            columns: columns, bias: nil, residual: nil, residualStride: 0, applyingGELU: false,
            into: rows.pointer, stride: stride)
          for (r, query) in block.rows.enumerated() {
            let inWindow = block.queriesOfWindow.lowerBound + r
            entropies[unit.head, query] = kernels.softmaxRow(
              rows.pointer + r * stride, count: layout.keys,
              bias: bias.map { $0 + (unit.head * layout.queries + inWindow) * layout.keys },
              region: regions.map { $0[query] } ?? 0,
              regions: regions.map { $0 + unit.window * layout.keys })
          }
          kernels.multiply(
            rows.pointer, stride: stride, rows: rows.rows, depth: layout.keys,
            panels: values + unit.index * packedValues, columns: width, bias: nil, residual: nil,
            residualStride: 0, applyingGELU: false,
            into: output.pointer + first * output.stride + unit.head * width, stride: output.stride)
          consume(unit.head, first, rows)
        }
      }
    }
  }
}
