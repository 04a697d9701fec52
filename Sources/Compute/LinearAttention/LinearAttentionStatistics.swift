// Statistics of all rows of linear attention, and the rows where they are wanted, streamed over the keys.

extension Engine {
  /// Writes entropies and sums of every row, and gives the normalized rows to `consume` where there is one.
  func linearStatistics(
    _ features: AttentionInputs, into statistics: RowStatistics, cancellation: Cancellation?,
    consume: RowConsumer?
  ) {
    let layout = AttentionLayout(features)
    let phiQ = features.queries
    let (entropies, sums) = (statistics.entropies, statistics.sums)
    forEachStatisticsBlock(
      features.keys, layout: layout, splittingSigns: false,
      scratch: { kernels.linearStatisticsScratch(rows: $0, depth: layout.depth, byTiles: $1) },
      rows: consume == nil ? 0 : 1,
      cancellation: cancellation
    ) { block, keys, summary, scratch, rows in
      let head = block.unit.head
      let first = block.rows.lowerBound
      kernels.linearStatisticsBlock(
        queries: phiQ.pointer + first * phiQ.stride + head * layout.depth, queryStride: phiQ.stride,
        rows: block.rows.count, depth: layout.depth, keys: keys, keyCount: layout.keys, keySums: summary,
        epsilon: layout.epsilon, entropies: entropies.pointer + head * entropies.stride + first,
        sums: sums.pointer + head * sums.stride + first, weights: rows.first?.pointer,
        weightStride: rows.first?.stride ?? 0, isPrefetching: prefetchesPanels,
        tiles: tiles(for: layout), scratch: scratch)
      consume?(head, first, rows)
    }
  }

  /// The same for both streams of polarity-aware heads, and the entropy of their mean, in one pass over the keys.
  func polarityStatistics(
    _ features: AttentionInputs, same: RowStatistics, opposite: RowStatistics, mean: Matrix,
    cancellation: Cancellation?, consume: RowConsumer?
  ) {
    let layout = AttentionLayout(features)
    let (phiQ, depth) = (features.queries, layout.depth)
    forEachStatisticsBlock(
      features.keys, layout: layout, splittingSigns: true,
      scratch: { kernels.polarityStatisticsScratch(rows: $0, depth: depth, byTiles: $1) },
      rows: consume == nil ? 0 : 2,
      cancellation: cancellation
    ) { block, keys, summary, scratch, rows in
      let head = block.unit.head
      let first = block.rows.lowerBound
      func target(_ matrix: Matrix) -> UnsafeMutablePointer<Float> {
        matrix.pointer + head * matrix.stride + first
      }
      kernels.polarityStatisticsBlock(
        queries: phiQ.pointer + first * phiQ.stride + head * depth, queryStride: phiQ.stride,
        rows: block.rows.count, depth: depth, keys: keys, keyCount: layout.keys, keySums: summary,
        keyMaxima: summary + 2 * depth, epsilon: layout.epsilon, sameEntropies: target(same.entropies),
        sameSums: target(same.sums), oppositeEntropies: target(opposite.entropies),
        oppositeSums: target(opposite.sums), meanEntropies: target(mean), sameWeights: rows.first?.pointer,
        oppositeWeights: rows.last?.pointer, weightStride: rows.first?.stride ?? 0,
        isPrefetching: prefetchesPanels, addsBesideProducts: addsBesideProducts,
        tiles: tiles(for: layout), scratch: scratch)
      consume?(head, first, rows)
    }
  }

  /// Packs and sums up the keys of every unit, then runs `body` for every block of queries.
  ///
  /// - Parameters:
  ///   - splittingSigns: whether keys are signed powers: then `summary` holds the sums of their positive parts, of
  ///     their negative parts, and their largest magnitudes, each `[depth]`; else their sums.
  ///   - scratchSize: floats of scratch for the kernel.
  ///   - rows: how many matrices `[queries of the block × n]`, padded to whole panels, `body` is given to write.
  private func forEachStatisticsBlock(
    _ phiK: Matrix, layout: AttentionLayout, splittingSigns: Bool,
    scratch scratchSize: (_ queries: Int, _ byTiles: Bool) -> Int,
    rows: Int, cancellation: Cancellation?,
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
      let size = layout.queriesAtOnce(
        kernels, threads: workspace.threads, byTiles: tiles(for: layout) != nil, floatsPerKey: depth,
        rowFloats: rows * stride)
      let floats = (scratchSize(size, tiles(for: layout) != nil) + 15) / 16 * 16
      layout.forEachBlock(
        of: 0..<layout.units, size: size, in: workspace,
        operationsPerQuery: streams * layout.keys * (2 * depth + 40),
        scratch: floats + rows * size * stride, cancellation: cancellation
      ) { block, scratch in
        let matrices = (0..<rows).map { index in
          Matrix(
            storage: scratch, offset: floats + index * size * stride,
            rows: block.rows.count, columns: layout.keys, stride: stride)
        }
        body(
          block, keys + block.unit.index * packedKeys, summaries + block.unit.index * summary,
          scratch.pointer, matrices)
      }
    }
  }
}
