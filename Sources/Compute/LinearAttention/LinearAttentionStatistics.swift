// Entropies, row sums and rows of linear attention, streamed over the keys.

extension Engine {
  /// Entropy, in nats, and normalised sum S/(S + n·1e-6) of every row, both `[heads × windows·N]`.
  ///
  /// The entropy of an empty row (S = 0) is NaN. O(N·n·m) time a head and window, no N × n memory.
  /// Incomplete where `cancellation` is set meanwhile.
  ///
  /// - Parameters:
  ///   - givingRows: whether `consume` is called. O(n) memory a thread then.
  ///   - consume: takes the normalised rows `[queries of the block × n]` of a head from a query on. Blocks come in
  ///     any order, perhaps on several threads at once. It must not call the engine nor keep the rows.
  package func kernelStatistics(
    phiQ: Matrix, phiK: Matrix, heads: Int, windows: Int, into entropies: Matrix, sums: Matrix,
    cancellation: Cancellation? = nil, givingRows: Bool = false,
    forEachBlock consume: (_ head: Int, _ firstQuery: Int, _ rows: Matrix) -> Void = { _, _, _ in }
  ) {
    for matrix in [entropies, sums] {
      precondition(matrix.rows == heads && matrix.columns == phiQ.rows)
    }
    let layout = AttentionLayout(queries: phiQ, keys: phiK, heads: heads, windows: windows)
    let own = kernels.kernelStatisticsScratch(depth: layout.depth)
    forEachStatisticsBlock(
      phiK, layout: layout, splittingSigns: false, scratch: own, rows: givingRows ? 1 : 0,
      cancellation: cancellation
    ) { block, keys, summary, scratch, rows in
      let head = block.unit.head
      let first = block.rows.lowerBound
      kernels.kernelStatisticsBlock(
        queries: phiQ.pointer + first * phiQ.stride + head * layout.depth, queryStride: phiQ.stride,
        rows: block.rows.count, depth: layout.depth, keys: keys, keyCount: layout.keys, keySums: summary,
        floor: layout.floor, entropies: entropies.pointer + head * entropies.stride + first,
        sums: sums.pointer + head * sums.stride + first, weights: rows.first?.pointer,
        weightStride: rows.first?.stride ?? 0, scratch: scratch)
      if givingRows { consume(head, first, rows[0]) }
    }
  }

  /// The statistics of both streams of polarity-aware heads, and the entropy of their mean, in one pass over the
  /// signed powers φ(q) and φ(k).
  ///
  /// `mean` `[heads × windows·N]` ← the entropy of ½(Âˢ + Âᵒ), the streams' rows each re-normalised to sum
  /// 1; of the other row alone where one stream is empty; NaN where both are.
  ///
  /// - Parameters:
  ///   - givingRows: whether `consume` is called.
  ///   - consume: takes the normalised rows of both streams, as that of `kernelStatistics` does.
  package func polarityStatistics(
    phiQ: Matrix, phiK: Matrix, heads: Int, windows: Int, same: (entropies: Matrix, sums: Matrix),
    opposite: (entropies: Matrix, sums: Matrix), mean: Matrix, cancellation: Cancellation? = nil,
    givingRows: Bool = false,
    forEachBlock consume: (_ head: Int, _ firstQuery: Int, _ same: Matrix, _ opposite: Matrix) -> Void = {
      _, _, _, _ in
    }
  ) {
    for matrix in [same.entropies, same.sums, opposite.entropies, opposite.sums, mean] {
      precondition(matrix.rows == heads && matrix.columns == phiQ.rows)
    }
    let layout = AttentionLayout(queries: phiQ, keys: phiK, heads: heads, windows: windows)
    let depth = layout.depth
    forEachStatisticsBlock(
      phiK, layout: layout, splittingSigns: true, scratch: kernels.polarityStatisticsScratch(depth: depth),
      rows: givingRows ? 2 : 0, cancellation: cancellation
    ) { block, keys, summary, scratch, rows in
      let head = block.unit.head
      let first = block.rows.lowerBound
      func target(_ matrix: Matrix) -> UnsafeMutablePointer<Float> {
        matrix.pointer + head * matrix.stride + first
      }
      kernels.polarityStatisticsBlock(
        queries: phiQ.pointer + first * phiQ.stride + head * depth, queryStride: phiQ.stride,
        rows: block.rows.count, depth: depth, keys: keys, keyCount: layout.keys, keySums: summary,
        keyMaxima: summary + 2 * depth, floor: layout.floor, sameEntropies: target(same.entropies),
        sameSums: target(same.sums), oppositeEntropies: target(opposite.entropies),
        oppositeSums: target(opposite.sums), meanEntropies: target(mean), sameWeights: rows.first?.pointer,
        oppositeWeights: rows.last?.pointer, weightStride: rows.first?.stride ?? 0, scratch: scratch)
      if givingRows { consume(head, first, rows[0], rows[1]) }
    }
  }

  /// Packs and sums up the keys of every unit, then runs `body` for every block of queries.
  ///
  /// - Parameters:
  ///   - splittingSigns: whether keys are signed powers: then `summary` holds the sums of their positive parts, of
  ///     their negative parts, and their largest magnitudes, each `[depth]`; else their sums.
  ///   - floats: of scratch for the kernel.
  ///   - rows: how many matrices `[queries of the block × n]`, padded to whole panels, `body` is given to write.
  private func forEachStatisticsBlock(
    _ phiK: Matrix, layout: AttentionLayout, splittingSigns: Bool, scratch floats: Int, rows: Int,
    cancellation: Cancellation?,
    _ body: (
      _ block: QueryBlock, _ keys: UnsafePointer<Float>, _ summary: UnsafePointer<Float>,
      _ scratch: UnsafeMutablePointer<Float>, _ rows: [Matrix]
    ) -> Void
  ) {
    let depth = layout.depth
    let summary = splittingSigns ? 3 * depth : depth
    let packedKeys = layout.packedKeys(kernels)
    let stride = Matrix.paddedStride(kernels.wholePanels(layout.keys))
    let streams = splittingSigns ? 2 : 1
    perform { workspace in
      let keys = workspace.reserve(layout.units * (packedKeys + summary + layout.sumBlocks * summary))
      let summaries = keys + layout.units * packedKeys
      let partial = summaries + layout.units * summary
      layout.packKeys(phiK, units: 0..<layout.units, in: workspace, kernels: kernels, into: keys)
      layout.forEachKeyBlock(
        of: 0..<layout.units, length: AttentionLayout.keysPerSum, operationsPerKey: 2 * summary,
        in: workspace, scratch: AttentionLayout.keysPerSum * 2 * depth
      ) { unit, block, scratch in
        let index = unit.index * layout.sumBlocks + block.lowerBound / AttentionLayout.keysPerSum
        let rows = layout.keyPointer(phiK, unit: unit, key: block.lowerBound, columns: depth)
        let target = partial + index * summary
        if splittingSigns {
          kernels.splitSigns(
            rows, stride: phiK.stride, rows: block.count, depth: depth, negated: false, into: scratch.pointer,
            stride: 2 * depth)
          kernels.sumRows(
            scratch.pointer, stride: 2 * depth, rows: block.count, columns: 2 * depth, into: target)
          kernels.largestMagnitudes(
            rows, stride: phiK.stride, rows: block.count, columns: depth, into: target + 2 * depth)
        } else {
          kernels.sumRows(rows, stride: phiK.stride, rows: block.count, columns: depth, into: target)
        }
      }
      for unit in 0..<layout.units {
        let parts = partial + unit * layout.sumBlocks * summary
        let whole = summaries + unit * summary
        kernels.sumRows(
          parts, stride: summary, rows: layout.sumBlocks, columns: streams * depth, into: whole)
        if splittingSigns {
          kernels.largestMagnitudes(
            parts + 2 * depth, stride: summary, rows: layout.sumBlocks, columns: depth,
            into: whole + 2 * depth)
        }
      }
      layout.forEachBlock(
        of: 0..<layout.units, in: workspace, kernels: kernels,
        operationsPerQuery: streams * layout.keys * (2 * depth + 40),
        scratch: floats + rows * kernels.maximumTileRows * stride, cancellation: cancellation
      ) { block, scratch in
        let matrices = (0..<rows).map { index in
          Matrix(
            storage: scratch, offset: floats + index * kernels.maximumTileRows * stride,
            rows: block.rows.count, columns: layout.keys, stride: stride)
        }
        body(
          block, keys + block.unit.index * packedKeys, summaries + block.unit.index * summary,
          scratch.pointer, matrices)
      }
    }
  }
}
