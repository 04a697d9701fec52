// Softmax attention: mixing the values, entropies, and explicit rows.

extension Engine {
  /// What a softmax head adds to its products: softmax_j(scale·q_i·k_j + bias_ij + mask_ij).
  package struct SoftmaxTerms: Sendable {
    package var scale: Float
    /// `[heads × N × n]`, the same for every window.
    package var bias: [Float]?
    /// `[windows·N]` labels of the shifted map: −100 is added where query and key differ; N = n then.
    package var regions: [Int32]?

    package init(scale: Float, bias: [Float]? = nil, regions: [Int32]? = nil) {
      self.scale = scale
      self.bias = bias
      self.regions = regions
    }
  }

  /// `output` `[windows·N × C]` ← softmax attention of q `[windows·N × C]` on k, v `[windows·n × C]`.
  ///
  /// Head h owns the columns h·d ..< (h+1)·d. `entropies` `[heads × windows·N]`, in nats, if asked for.
  /// O(N·n·d) time a head and window, no N × n memory.
  package func softmaxAttention(
    q: Matrix, k: Matrix, v: Matrix, heads: Int, windows: Int, terms: SoftmaxTerms, into output: Matrix,
    entropies: Matrix? = nil
  ) {
    precondition(v.rows == k.rows && v.columns.isMultiple(of: heads))
    precondition(output.rows == q.rows && output.columns == v.columns)
    softmax(
      q: q, k: k, mixing: (v, output), heads: heads, windows: windows, terms: terms, entropies: entropies,
      cancellation: nil)
  }

  /// `entropies` `[heads × windows·N]` ← the entropy of every row, in nats. O(N·n·d) time a head and window,
  /// no N × n memory. Incomplete where `cancellation` is set meanwhile.
  package func softmaxEntropies(
    q: Matrix, k: Matrix, heads: Int, windows: Int, terms: SoftmaxTerms, into entropies: Matrix,
    cancellation: Cancellation? = nil
  ) {
    softmax(
      q: q, k: k, mixing: nil, heads: heads, windows: windows, terms: terms, entropies: entropies,
      cancellation: cancellation)
  }

  private func softmax(
    q: Matrix, k: Matrix, mixing: (values: Matrix, output: Matrix)?, heads: Int, windows: Int,
    terms: SoftmaxTerms, entropies: Matrix?, cancellation: Cancellation?
  ) {
    let layout = AttentionLayout(queries: q, keys: k, heads: heads, windows: windows)
    precondition(entropies.map { $0.rows == heads && $0.columns == q.rows } ?? true)
    let width = mixing.map { $0.values.columns / heads } ?? 0
    let packedKeys = layout.packedKeys(kernels)
    let packedValues = layout.packedValues(columns: width, kernels)
    let multiplyAdds = layout.units * layout.queries * layout.keys * (layout.depth + width)
    withTerms(terms, layout: layout) { bias, regions in
      perform(multiplyAdds: multiplyAdds) { workspace in
        let keys = workspace.reserve(layout.units * (packedKeys + packedValues))
        let values = keys + layout.units * packedKeys
        layout.packKeys(k, units: 0..<layout.units, in: workspace, kernels: kernels, into: keys)
        if let mixing {
          layout.packValues(
            mixing.values, units: 0..<layout.units, in: workspace, kernels: kernels, into: values)
        }
        layout.forEachBlock(
          of: 0..<layout.units, in: workspace, kernels: kernels,
          operationsPerQuery: layout.keys * (2 * layout.depth + 2 * width + 30),
          scratch: kernels.softmaxScratch(depth: layout.depth, valueColumns: width),
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
            keyRegions: regions.map { $0 + unit.window * layout.keys },
            values: mixing.map { _ in UnsafePointer(values + unit.index * packedValues) },
            valueColumns: width,
            into: mixing.map { $0.output.pointer + first * $0.output.stride + unit.head * width },
            outputStride: mixing?.output.stride ?? 0,
            entropies: entropies.map { $0.pointer + unit.head * $0.stride + first },
            scratch: scratch.pointer)
        }
      }
    }
  }
}

// MARK: Rows

extension Engine {
  /// `output` `[n]` ← what row `query` of q assigns to the keys of its window. O(n·d).
  package func softmaxRow(
    query: Int, head: Int, q: Matrix, k: Matrix, heads: Int, windows: Int, terms: SoftmaxTerms,
    into output: UnsafeMutableBufferPointer<Float>
  ) {
    let layout = AttentionLayout(queries: q, keys: k, heads: heads, windows: windows)
    precondition(query >= 0 && query < q.rows && head >= 0 && head < heads && output.count == layout.keys)
    guard let target = output.baseAddress else { return }
    let unit = AttentionUnit(query / layout.queries * heads + head, heads: heads)
    withTerms(terms, layout: layout) { bias, regions in
      makeRow(
        of: unit, layout: layout, memory: kernels.wholePanels(layout.keys),
        multiply: { keys, row in
          kernels.multiplyRow(
            q.pointer + query * q.stride + head * layout.depth, depth: layout.depth, scale: terms.scale,
            rows: layout.keyPointer(k, unit: unit, key: keys.lowerBound, columns: layout.depth),
            stride: k.stride, count: keys.count, into: row + keys.lowerBound)
        },
        finish: { row in
          _ = kernels.softmaxRow(
            row, count: layout.keys,
            bias: bias.map { $0 + (head * layout.queries + query % layout.queries) * layout.keys },
            region: regions.map { $0[query] } ?? 0, regions: regions.map { $0 + unit.window * layout.keys })
          target.update(from: row, count: layout.keys)
        })
    }
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
