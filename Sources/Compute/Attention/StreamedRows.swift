// Whole maps, streamed: the rows of a head in blocks of queries, without any N × n memory.

extension Engine {
  /// Streams the rows of one head of softmax attention in blocks of queries of one window.
  ///
  /// Blocks come in any order, perhaps on several threads at once. `consume` must not call the engine nor keep
  /// `rows` `[queries of the block × n]`. O(n) memory a thread. Incomplete where `cancellation` is set
  /// meanwhile.
  ///
  /// - Parameters:
  ///   - queries: rows of q, those of a window best side by side; nil: all.
  ///   - entropies: `[heads × windows·N]`, of which the queries' places in the head's row are written, in nats.
  ///   - consume: takes rows from the `first` of `queries` on.
  package func softmaxRows(
    head: Int, queries: [Int]? = nil, q: Matrix, k: Matrix, heads: Int, windows: Int, terms: SoftmaxTerms,
    entropies: Matrix? = nil,
    cancellation: Cancellation? = nil, forEachBlock consume: (_ first: Int, _ rows: Matrix) -> Void
  ) {
    let layout = AttentionLayout(queries: q, keys: k, heads: heads, windows: windows)
    precondition(entropies.map { $0.rows == heads && $0.columns == q.rows } ?? true)
    withTerms(terms, layout: layout) { bias, regions in
      forEachProductBlock(
        head: head, queries: queries, q: q, k: k, layout: layout, streams: 1, cancellation: cancellation,
        prepare: { query, _, prepared in
          kernels.scale(query, by: terms.scale, count: layout.depth, into: prepared)
        },
        finish: { block, rows in
          let rows = rows[0]
          for (r, query) in block.queries.enumerated() {
            let inWindow = query % layout.queries
            let entropy = kernels.softmaxRow(
              rows.pointer + r * rows.stride, count: layout.keys,
              bias: bias.map { $0 + (head * layout.queries + inWindow) * layout.keys },
              region: regions.map { $0[query] } ?? 0,
              regions: regions.map { $0 + block.unit.window * layout.keys })
            if let entropies { entropies[head, query] = entropy }
          }
          consume(block.first, rows)
        })
    }
  }

  /// Streams the rows of one head of linear attention for one pairing of features, as `softmaxRows` does.
  ///
  /// - Parameter statistics: `[heads × windows·N]` each, of which the queries' places in the head's row are written:
  ///   entropies in nats, NaN where a row is empty, and sums S/(S + n·1e-6). Only with `normalised`.
  package func kernelRows(
    head: Int, queries: [Int]? = nil, phiQ: Matrix, phiK: Matrix, heads: Int, windows: Int,
    pairing: FeaturePairing,
    normalised: Bool, statistics: (entropies: Matrix, sums: Matrix)? = nil, cancellation: Cancellation? = nil,
    forEachBlock consume: (_ first: Int, _ rows: Matrix) -> Void
  ) {
    let layout = AttentionLayout(
      queries: phiQ, keys: phiK, heads: heads, windows: windows, splittingSigns: pairing.splitsSigns)
    precondition(normalised || statistics == nil)
    forEachProductBlock(
      head: head, queries: queries, q: phiQ, k: phiK, layout: layout, streams: 1, cancellation: cancellation,
      prepare: { query, _, prepared in
        prepare(query, layout: layout, negated: pairing == .oppositeSigns, into: prepared)
      },
      finish: { block, rows in
        for (r, query) in block.queries.enumerated() {
          let row = rows[0].pointer + r * rows[0].stride
          let sum = finish(row, layout: layout, normalised: normalised)
          if let statistics {
            statistics.entropies[head, query] = kernels.entropy(
              of: row, by: 1, and: row, by: 0, count: layout.keys)
            statistics.sums[head, query] = sum / (sum + layout.floor)
          }
        }
        consume(block.first, rows[0])
      })
  }

  /// Streams the normalised rows of both streams of a polarity-aware head, as `softmaxRows` does, from the signed
  /// powers φ(q) and φ(k).
  ///
  /// Statistics as `polarityStatistics` gives them; of each matrix the queries' places in the head's row are written.
  package func polarityRows(
    head: Int, queries: [Int]? = nil, phiQ: Matrix, phiK: Matrix, heads: Int, windows: Int,
    same: (entropies: Matrix, sums: Matrix), opposite: (entropies: Matrix, sums: Matrix), mean: Matrix,
    cancellation: Cancellation? = nil,
    forEachBlock consume: (_ first: Int, _ same: Matrix, _ opposite: Matrix) -> Void
  ) {
    let layout = AttentionLayout(
      queries: phiQ, keys: phiK, heads: heads, windows: windows, splittingSigns: true)
    for matrix in [same.entropies, same.sums, opposite.entropies, opposite.sums, mean] {
      precondition(matrix.rows == heads && matrix.columns == phiQ.rows)
    }
    forEachProductBlock(
      head: head, queries: queries, q: phiQ, k: phiK, layout: layout, streams: 2, cancellation: cancellation,
      prepare: { query, stream, prepared in
        prepare(query, layout: layout, negated: stream == 1, into: prepared)
      },
      finish: { block, rows in
        for (r, query) in block.queries.enumerated() {
          var weights: [Float] = []
          for (stream, statistics) in [same, opposite].enumerated() {
            let row = rows[stream].pointer + r * rows[stream].stride
            let sum = finish(row, layout: layout, normalised: true)
            let share = sum / (sum + layout.floor)
            statistics.entropies[head, query] = kernels.entropy(
              of: row, by: 1, and: row, by: 0, count: layout.keys)
            statistics.sums[head, query] = share
            weights.append(share == 0 ? 0 : 0.5 / share)
          }
          mean[head, query] = kernels.entropy(
            of: rows[0].pointer + r * rows[0].stride, by: weights[0],
            and: rows[1].pointer + r * rows[1].stride, by: weights[1], count: layout.keys)
        }
        consume(block.first, rows[0], rows[1])
      })
  }

  /// Writes a query's features; with `negated` those of −φ(q).
  private func prepare(
    _ query: UnsafePointer<Float>, layout: AttentionLayout, negated: Bool,
    into prepared: UnsafeMutablePointer<Float>
  ) {
    if layout.splitsSigns {
      kernels.splitSigns(
        query, stride: 0, rows: 1, depth: layout.depth, negated: negated, into: prepared, stride: 0)
    } else {
      prepared.update(from: query, count: layout.depth)
    }
  }

  /// Streams the products of one head's queries with all keys of their windows, block by block.
  ///
  /// - Parameters:
  ///   - queries: rows of q; nil: all.
  ///   - streams: how many products a query has.
  ///   - prepare: writes the `layout.features` of a query that are multiplied in a stream.
  ///   - finish: takes the products of each stream, `[queries of the block × n]`.
  private func forEachProductBlock(
    head: Int, queries: [Int]?, q: Matrix, k: Matrix, layout: AttentionLayout, streams: Int,
    cancellation: Cancellation?,
    prepare: (_ query: UnsafePointer<Float>, _ stream: Int, _ prepared: UnsafeMutablePointer<Float>) -> Void,
    finish: (_ block: RowBlock, _ rows: [Matrix]) -> Void
  ) {
    precondition(head >= 0 && head < layout.heads)
    let tileRows = kernels.maximumTileRows
    let packedKeys = layout.packedKeys(kernels)
    let columns = kernels.wholePanels(layout.keys)
    let stride = Matrix.paddedStride(columns)
    perform { workspace in
      let keys = workspace.reserve(packedKeys)
      for run in layout.windowRuns(of: queries ?? Array(0..<q.rows)) {
        let unit = AttentionUnit(run.window * layout.heads + head, heads: layout.heads)
        layout.packKeys(
          k, units: unit.index..<unit.index + 1, in: workspace, kernels: kernels, into: keys)
        let blocks = (run.queries.count + tileRows - 1) / tileRows
        workspace.parallelRanges(
          blocks,
          operationsPerPiece: streams * layout.keys * (2 * layout.depth + 20)
            * min(run.queries.count, tileRows),
          scratch: tileRows * (streams * stride + layout.features), cancellation: cancellation
        ) { range, scratch in
          for index in range {
            let block = RowBlock(unit: unit, queries: run.block(index, of: blocks))
            let prepared = scratch.pointer + tileRows * streams * stride
            let rows = (0..<streams).map { stream in
              for (r, query) in block.queries.enumerated() {
                prepare(
                  q.pointer + query * q.stride + head * layout.depth, stream, prepared + r * layout.features)
              }
              let products = Matrix(
                storage: scratch, offset: stream * tileRows * stride, rows: block.queries.count,
                columns: layout.keys, stride: stride)
              kernels.multiply(
                prepared, stride: layout.features, rows: products.rows, depth: layout.features, panels: keys,
                columns: columns, bias: nil, residual: nil, residualStride: 0, applyingGELU: false,
                into: products.pointer, stride: stride)
              return products
            }
            finish(block, rows)
          }
        }
      }
    }
  }
}

/// A few queries of one window of a head whose rows are made at once.
private struct RowBlock {
  let unit: AttentionUnit
  /// Rows of the query matrix.
  let queries: ArraySlice<Int>

  /// Where the first of them stands among all queries that are asked for.
  var first: Int { queries.startIndex }
}

/// Queries that are asked for one after the other and lie in the same window.
private struct WindowRun {
  let window: Int
  let queries: ArraySlice<Int>

  /// One of `count` parts of nearly equal height.
  func block(_ index: Int, of count: Int) -> ArraySlice<Int> {
    let start = queries.startIndex
    return queries[start + queries.count * index / count..<start + queries.count * (index + 1) / count]
  }
}

extension AttentionLayout {
  fileprivate func windowRuns(of list: [Int]) -> [WindowRun] {
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
