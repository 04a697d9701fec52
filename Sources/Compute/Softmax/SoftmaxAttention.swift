// Softmax attention: the values of all heads, with the rows at hand where they are wanted.

extension Engine {
  /// What a softmax head adds to its products: softmax_j(scale·q_i·k_j + bias_ij + mask_ij).
  package struct SoftmaxTerms: Sendable {
    package var scale: Float
    /// `[heads × N × n]`, the same for every window.
    package var bias: [Float]?
    /// `[windows·N]` labels of the shifted map: `mask` is added where query and key differ; N = n then.
    package var regions: [Int32]?
    package var mask: Float

    package init(scale: Float, bias: [Float]? = nil, regions: [Int32]? = nil, mask: Float = -100) {
      self.mask = mask
      self.scale = scale
      self.bias = bias
      self.regions = regions
    }
  }

  /// `output` `[windows·N × heads·d]` ← Σ_j a_ij v_j of every head. O(N·n·d) time a head and window.
  ///
  /// With `consume`, each block's rows are made once, applied to the values and handed out, so that whole maps cost
  /// little more than the attention itself: O(n) memory a thread. Without it, no row is ever whole.
  ///
  /// - Parameter entropies: `[heads × windows·N]`, in nats, if asked for.
  /// - Throws: `Cancelled`; `output` and `entropies` are written in part then.
  package func softmaxAttention(
    _ inputs: AttentionInputs, terms: SoftmaxTerms, into output: Matrix, entropies: Matrix? = nil,
    cancellation: Cancellation? = nil, givingRows consume: RowConsumer? = nil
  ) throws(Cancelled) {
    precondition(output.rows == inputs.queries.rows && output.columns == inputs.values.columns)
    if let consume {
      softmaxWithRows(
        inputs, terms: terms, into: output, entropies: entropies, cancellation: cancellation, consume: consume
      )
    } else {
      softmax(inputs, terms: terms, into: output, entropies: entropies, cancellation: cancellation)
    }
    try cancellation?.check()
  }

  /// Attention and entropies block by block of keys, either if asked for.
  func softmax(
    _ inputs: AttentionInputs, terms: SoftmaxTerms, into output: Matrix?, entropies: Matrix?,
    cancellation: Cancellation?
  ) {
    let layout = AttentionLayout(inputs)
    precondition(entropies.map { $0.rows == inputs.heads && $0.columns == inputs.queries.rows } ?? true)
    let q = inputs.queries
    let width = output.map { $0.columns / inputs.heads } ?? 0
    let packedKeys = layout.packedKeys(kernels)
    let packedValues = layout.packedValues(columns: width, kernels)
    let multiplyAdds = layout.units * layout.queries * layout.keys * (layout.depth + width)
    withTerms(terms, layout: layout) { bias, regions in
      perform(multiplyAdds: multiplyAdds) { workspace in
        let keys = workspace.reserve(layout.units * (packedKeys + packedValues))
        let values = keys + layout.units * packedKeys
        layout.packKeys(
          inputs.keys, units: 0..<layout.units, in: workspace, kernels: kernels, into: keys)
        if output != nil {
          layout.packValues(
            inputs.values, units: 0..<layout.units, in: workspace, kernels: kernels, into: values)
        }
        let size = layout.queriesAtOnce(
          kernels, threads: workspace.threads, floatsPerKey: layout.depth + width)
        layout.forEachBlock(
          of: 0..<layout.units, size: size, in: workspace,
          operationsPerQuery: layout.keys * (2 * layout.depth + 2 * width + 30),
          scratch: kernels.softmaxScratch(
            rows: size, depth: layout.depth, valueColumns: width),
          cancellation: cancellation
        ) { block, scratch in
          let unit = block.unit
          let first = block.rows.lowerBound
          kernels.softmaxBlock(
            queries: q.pointer + first * q.stride + unit.head * layout.depth, queryStride: q.stride,
            rows: block.rows.count, depth: layout.depth, scale: terms.scale,
            keys: keys + unit.index * packedKeys, keyCount: layout.keys,
            bias: bias.map {
              $0 + (unit.head * layout.queries + block.queriesOfWindow.lowerBound) * layout.keys
            },
            queryRegions: regions.map { $0 + first },
            keyRegions: regions.map { $0 + unit.window * layout.keys }, mask: terms.mask,
            values: output.map { _ in UnsafePointer(values + unit.index * packedValues) },
            valueColumns: width,
            into: output.map { $0.pointer + first * $0.stride + unit.head * width },
            outputStride: output?.stride ?? 0,
            entropies: entropies.map { $0.pointer + unit.head * $0.stride + first },
            isPrefetching: prefetchesPanels, scratch: scratch.pointer)
        }
      }
    }
  }

  private func softmaxWithRows(
    _ inputs: AttentionInputs, terms: SoftmaxTerms, into output: Matrix, entropies: Matrix?,
    cancellation: Cancellation?, consume: RowConsumer
  ) {
    let layout = AttentionLayout(inputs)
    precondition(entropies.map { $0.rows == inputs.heads && $0.columns == inputs.queries.rows } ?? true)
    let q = inputs.queries
    let (depth, width) = (layout.depth, inputs.values.columns / inputs.heads)
    let (packedKeys, packedValues) = (
      layout.packedKeys(kernels), layout.packedValues(columns: width, kernels)
    )
    let columns = kernels.wholePanels(layout.keys)
    let stride = Matrix.paddedStride(columns)
    withTerms(terms, layout: layout) { bias, regions in
      perform(multiplyAdds: layout.units * layout.queries * layout.keys * (depth + width)) { workspace in
        let keys = workspace.reserve(layout.units * (packedKeys + packedValues))
        let values = keys + layout.units * packedKeys
        layout.packKeys(
          inputs.keys, units: 0..<layout.units, in: workspace, kernels: kernels, into: keys)
        layout.packValues(
          inputs.values, units: 0..<layout.units, in: workspace, kernels: kernels, into: values)
        let size = layout.queriesAtOnce(
          kernels, threads: workspace.threads, floatsPerKey: depth + width, rowFloats: stride)
        let own = (size * (stride + depth) + 15) / 16 * 16
        layout.forEachBlock(
          of: 0..<layout.units, size: size, in: workspace,
          operationsPerQuery: layout.keys * (2 * depth + 2 * width + 30),
          scratch: own, cancellation: cancellation
        ) { block, scratch in
          let (unit, first) = (block.unit, block.rows.lowerBound)
          let scaled = scratch.pointer + size * stride
          for (r, query) in block.rows.enumerated() {
            kernels.scale(
              q.pointer + query * q.stride + unit.head * depth, by: terms.scale, count: depth,
              into: scaled + r * depth)
          }
          let rows = Matrix(
            storage: scratch, offset: 0, rows: block.rows.count, columns: layout.keys, stride: stride)
          multiply(
            scaled, stride: depth, rows: rows.rows, depth: depth, panels: keys + unit.index * packedKeys,
            columns: columns, into: rows.pointer, stride: stride)
          for (r, query) in block.rows.enumerated() {
            let inWindow = block.queriesOfWindow.lowerBound + r
            let entropy = kernels.softmaxRow(
              rows.pointer + r * stride, count: layout.keys,
              bias: bias.map { $0 + (unit.head * layout.queries + inWindow) * layout.keys },
              region: regions.map { $0[query] } ?? 0,
              regions: regions.map { $0 + unit.window * layout.keys }, mask: terms.mask)
            if let entropies { entropies[unit.head, query] = entropy }
          }
          multiply(
            rows.pointer, stride: stride, rows: rows.rows, depth: layout.keys,
            panels: values + unit.index * packedValues, columns: width,
            into: output.pointer + first * output.stride + unit.head * width, stride: output.stride)
          consume(unit.head, first, [rows])
        }
      }
    }
  }
}

extension Engine {
  /// output `[rows × columns]` ← a·b.
  private func multiply(
    _ a: UnsafePointer<Float>, stride aStride: Int, rows: Int, depth: Int, panels: UnsafePointer<Float>,
    columns: Int, into output: UnsafeMutablePointer<Float>, stride: Int
  ) {
    kernels.multiply(
      a, stride: aStride, rows: rows, depth: depth, panels: panels, columns: columns, bias: nil,
      residual: nil, residualStride: 0, applyingGELU: false, following: prefetchesPanels ? panels : nil,
      into: output, stride: stride)
  }

  /// Gives `body` the terms as pointers, checked against `layout`.
  func withTerms(
    _ terms: SoftmaxTerms, layout: AttentionLayout,
    _ body: (_ bias: UnsafePointer<Float>?, _ regions: UnsafePointer<Int32>?) -> Void
  ) {
    precondition(terms.bias.map { $0.count == layout.heads * layout.queries * layout.keys } ?? true)
    precondition(
      terms.regions.map { $0.count == layout.windows * layout.queries && layout.queries == layout.keys }
        ?? true)
    withPointer(to: terms.bias) { bias in
      withPointer(to: terms.regions) { regions in body(bias, regions) }
    }
  }

  private func withPointer<Element>(to array: [Element]?, _ body: (UnsafePointer<Element>?) -> Void) {
    if let array {
      array.withUnsafeBufferPointer { body($0.baseAddress) }
    } else {
      body(nil)
    }
  }
}
