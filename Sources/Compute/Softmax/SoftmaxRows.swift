// Rows of softmax attention: one at a time, or streamed with their entropies.

extension Engine {
  /// `output` `[n]` ← what row `query` of the queries assigns to the keys of its window. O(n·d)
  package func softmaxRow(
    query: Int, head: Int, _ inputs: AttentionInputs, terms: SoftmaxTerms,
    into output: UnsafeMutableBufferPointer<Float>
  ) {
    let layout = AttentionLayout(inputs)
    let (q, k) = (inputs.queries, inputs.keys)
    precondition(query >= 0 && query < q.rows && head >= 0 && head < inputs.heads)
    precondition(output.count == layout.keys)
    guard let target = output.baseAddress else { return }
    let unit = AttentionUnit(query / layout.queries * inputs.heads + head, heads: inputs.heads)
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
            region: regions.map { $0[query] } ?? 0, regions: regions.map { $0 + unit.window * layout.keys },
            mask: terms.mask)
          target.update(from: row, count: layout.keys)
        })
    }
  }

  /// Streams rows with their entropies. O(N·n·d) time a head and window, O(n) memory a thread.
  ///
  /// - Parameters:
  ///   - entropies: `[heads × windows·N]`, in nats, of which the places of the selected queries are written.
  ///   - consume: nil where the entropies alone are wanted: then no row is ever whole.
  /// - Throws: `Cancelled`; rows are given and `entropies` are written in part then.
  package func softmaxRows(
    _ selection: RowSelection = .all, _ inputs: AttentionInputs, terms: SoftmaxTerms,
    entropies: Matrix? = nil, cancellation: Cancellation? = nil, consume: RowConsumer? = nil
  ) throws(Cancelled) {
    precondition(entropies.map { $0.rows == inputs.heads && $0.columns == inputs.queries.rows } ?? true)
    switch (selection, consume) {
    case (.all, nil):
      softmax(inputs, terms: terms, into: nil, entropies: entropies, cancellation: cancellation)
    case (.all, _):
      for head in 0..<inputs.heads {
        try softmaxRows(
          .queries(Array(0..<inputs.queries.rows), head: head), inputs, terms: terms, entropies: entropies,
          cancellation: cancellation, consume: consume)
      }
    case (.queries(let queries, let head), _):
      softmaxRows(
        of: head, queries: queries, inputs, terms: terms, entropies: entropies, cancellation: cancellation,
        consume: consume)
    }
    try cancellation?.check()
  }

  private func softmaxRows(
    of head: Int, queries: [Int], _ inputs: AttentionInputs, terms: SoftmaxTerms, entropies: Matrix?,
    cancellation: Cancellation?, consume: RowConsumer?
  ) {
    let layout = AttentionLayout(inputs)
    withTerms(terms, layout: layout) { bias, regions in
      forEachProductBlock(
        head: head, queries: queries, inputs, layout: layout, cancellation: cancellation,
        prepare: { query, prepared in
          kernels.scale(query, by: terms.scale, count: layout.depth, into: prepared)
        },
        finish: { block, products in
          for (r, query) in block.queries.enumerated() {
            let inWindow = query % layout.queries
            let entropy = kernels.softmaxRow(
              products.pointer + r * products.stride, count: layout.keys,
              bias: bias.map { $0 + (head * layout.queries + inWindow) * layout.keys },
              region: regions.map { $0[query] } ?? 0,
              regions: regions.map { $0 + block.unit.window * layout.keys }, mask: terms.mask)
            if let entropies { entropies[head, query] = entropy }
          }
          consume?(head, block.first, [products])
        })
    }
  }
}
