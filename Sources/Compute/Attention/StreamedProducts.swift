// The products of a head's queries with all keys of their windows, streamed in blocks of queries.

extension Engine {
  /// Streams the products of one head's queries with all keys of their windows, block by block.
  ///
  /// - Parameters:
  ///   - queries: rows of the query matrix, those of a window best side by side.
  ///   - prepare: writes what of a query is multiplied, `layout.depth` floats.
  ///   - finish: takes the products, `[queries of the block × n]`.
  func forEachProductBlock(
    head: Int, queries: [Int], _ inputs: AttentionInputs, layout: AttentionLayout,
    cancellation: Cancellation?,
    prepare: (_ query: UnsafePointer<Float>, _ prepared: UnsafeMutablePointer<Float>) -> Void,
    finish: (_ block: RowBlock, _ products: Matrix) -> Void
  ) {
    precondition(head >= 0 && head < layout.heads)
    let q = inputs.queries
    let packedKeys = layout.packedKeys(kernels)
    let columns = kernels.wholePanels(layout.keys)
    let stride = Matrix.paddedStride(columns)
    perform { workspace in
      let size = layout.queriesAtOnce(
        kernels, threads: workspace.threads, floatsPerKey: layout.depth, rowFloats: stride)
      let keys = workspace.reserve(packedKeys)
      for run in layout.windowRuns(of: queries) {
        let unit = AttentionUnit(run.window * layout.heads + head, heads: layout.heads)
        layout.packKeys(
          inputs.keys, units: unit.index..<unit.index + 1, in: workspace, kernels: kernels, into: keys)
        let blocks = (run.queries.count + size - 1) / size
        workspace.parallelRanges(
          blocks,
          operationsPerPiece: layout.keys * (2 * layout.depth + 20) * min(run.queries.count, size),
          scratch: size * (stride + layout.depth), cancellation: cancellation
        ) { range, scratch in
          for index in range {
            let block = RowBlock(unit: unit, queries: run.block(index, of: blocks))
            let prepared = scratch.pointer + size * stride
            for (r, query) in block.queries.enumerated() {
              prepare(q.pointer + query * q.stride + head * layout.depth, prepared + r * layout.depth)
            }
            let products = Matrix(
              storage: scratch, offset: 0, rows: block.queries.count, columns: layout.keys, stride: stride)
            kernels.multiply(
              prepared, stride: layout.depth, rows: products.rows, depth: layout.depth, panels: keys,
              columns: columns, bias: nil, residual: nil, residualStride: 0, applyingGELU: false,
              following: prefetchesPanels ? UnsafePointer(keys) : nil, into: products.pointer, stride: stride)
            finish(block, products)
          }
        }
      }
    }
  }
}

extension Engine {
  /// Streams q_i·k_j of one head, for some queries and all keys of their windows. O(n·m) a query
  ///
  /// - Parameters:
  ///   - queries: rows of the query matrix, those of a window best side by side.
  ///   - consume: takes, from the `first` of `queries` on, the products `[queries of the block × n]` with zeros up to
  ///     `paddedRowLength` behind them. It may change them; else it is a `RowConsumer`.
  /// - Throws: `Cancelled`; the products are given in part then.
  package func products(
    of queries: [Int], head: Int, _ inputs: AttentionInputs, cancellation: Cancellation? = nil,
    consume: (_ first: Int, _ products: Matrix) -> Void
  ) throws(Cancelled) {
    let layout = AttentionLayout(inputs)
    forEachProductBlock(
      head: head, queries: queries, inputs, layout: layout, cancellation: cancellation,
      prepare: { query, prepared in prepared.update(from: query, count: layout.depth) },
      finish: { block, products in consume(block.first, products) })
    try cancellation?.check()
  }
}

/// A few queries of one window of a head whose rows are made at once.
struct RowBlock {
  let unit: AttentionUnit
  /// Rows of the query matrix.
  let queries: ArraySlice<Int>

  /// The place of the first of them among all queries that are asked for.
  var first: Int { queries.startIndex }
}

/// Queries that are asked for one after the other and lie in the same window.
struct WindowRun {
  let window: Int
  let queries: ArraySlice<Int>

  /// One of `count` parts of nearly equal height.
  func block(_ index: Int, of count: Int) -> ArraySlice<Int> {
    let start = queries.startIndex
    return queries[start + queries.count * index / count..<start + queries.count * (index + 1) / count]
  }
}

extension AttentionLayout {
  /// Queries of one window after the other, in the order in which they are asked for.
  func windowRuns(of list: [Int]) -> [WindowRun] {
    var runs: [WindowRun] = []
    var start = 0
    while start < list.count {
      let window = list[start] / queries
      let end = list[start...].firstIndex { $0 / queries != window } ?? list.count
      runs.append(WindowRun(window: window, queries: list[start..<end]))
      start = end
    }
    return runs
  }
}
