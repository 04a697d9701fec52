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
      scratch: { kernels.linearStatisticsScratch(rows: $0, depth: layout.depth) },
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
        scratch: scratch)
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
      scratch: { kernels.polarityStatisticsScratch(rows: $0, depth: depth) },
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
        scratch: scratch)
      consume?(head, first, rows)
    }
  }

  /// Packs and sums up the keys of every unit, then runs `body` for every block of queries.
  ///
  /// - Parameters:
  ///   - splittingSigns: as for `packAndSumKeys`.
  ///   - scratchSize: floats of scratch for the kernel.
  ///   - rows: how many matrices `[queries of the block × n]`, padded to whole panels, `body` is given to write.
  private func forEachStatisticsBlock(
    _ phiK: Matrix, layout: AttentionLayout, splittingSigns: Bool,
    scratch scratchSize: (_ queries: Int) -> Int,
    rows: Int, cancellation: Cancellation?,
    _ body: (
      _ block: QueryBlock, _ keys: UnsafePointer<Float>, _ summary: UnsafePointer<Float>,
      _ scratch: UnsafeMutablePointer<Float>, _ rows: [Matrix]
    ) -> Void
  ) {
    let summary = layout.keySummary(splittingSigns: splittingSigns)
    let packedKeys = layout.packedKeys(kernels)
    let stride = Matrix.paddedStride(kernels.wholePanels(layout.keys))
    perform { workspace in
      let (keys, summaries) = packAndSumKeys(
        phiK, layout: layout, units: 0..<layout.units, splittingSigns: splittingSigns, in: workspace)
      let size = layout.queriesAtOnce(
        kernels, threads: workspace.threads, floatsPerKey: layout.depth, rowFloats: rows * stride)
      let floats = (scratchSize(size) + 15) / 16 * 16
      layout.forEachBlock(
        of: 0..<layout.units, size: size, in: workspace,
        operationsPerQuery: layout.statisticsOperations(splittingSigns: splittingSigns),
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

  /// Packs the keys of `units` and sums them up, in memory that is valid until the next reservation.
  ///
  /// - Parameter splittingSigns: whether keys are signed powers: then a summary holds the sums of their positive parts,
  ///   of their negative parts, and their largest magnitudes, each `[depth]`; else their sums.
  private func packAndSumKeys(
    _ phiK: Matrix, layout: AttentionLayout, units: Range<Int>, splittingSigns: Bool, in workspace: Workspace
  ) -> (keys: UnsafeMutablePointer<Float>, summaries: UnsafeMutablePointer<Float>) {
    let depth = layout.depth
    let summary = layout.keySummary(splittingSigns: splittingSigns)
    let packedKeys = layout.packedKeys(kernels)
    let streams = splittingSigns ? 2 : 1
    let keys = workspace.reserve(units.count * (packedKeys + summary + layout.sumBlocks * summary))
    let summaries = keys + units.count * packedKeys
    let partial = summaries + units.count * summary
    layout.packKeys(phiK, units: units, in: workspace, kernels: kernels, into: keys)
    layout.forEachKeyBlock(
      of: units, length: AttentionLayout.keysPerSum, operationsPerKey: 2 * summary,
      in: workspace, scratch: AttentionLayout.keysPerSum * 2 * depth
    ) { unit, block, scratch in
      let index =
        (unit.index - units.lowerBound) * layout.sumBlocks + block.lowerBound / AttentionLayout.keysPerSum
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
    for unit in 0..<units.count {
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
    return (keys, summaries)
  }
}

// MARK: Some queries of one head

extension Engine {
  /// Writes entropies and sums of the rows of some queries of a head, and gives the rows to `consume` where there is
  /// one.
  func linearStatistics(
    of queries: [Int], head: Int, _ features: AttentionInputs, into statistics: RowStatistics,
    cancellation: Cancellation?, consume: RowConsumer?
  ) {
    let layout = AttentionLayout(features)
    let depth = layout.depth
    forEachStatisticsBlock(
      of: queries, head: head, features, layout: layout, splittingSigns: false,
      scratch: { kernels.linearStatisticsScratch(rows: $0, depth: depth) },
      targets: [statistics.entropies, statistics.sums], streams: 1, cancellation: cancellation,
      consume: consume
    ) { block, keys, summary, scratch, rows in
      kernels.linearStatisticsBlock(
        queries: block.features, queryStride: depth, rows: block.count, depth: depth, keys: keys,
        keyCount: layout.keys, keySums: summary, epsilon: layout.epsilon, entropies: block.results[0],
        sums: block.results[1], weights: rows.first?.pointer, weightStride: rows.first?.stride ?? 0,
        isPrefetching: prefetchesPanels, scratch: scratch)
    }
  }

  /// The same for both streams of a polarity-aware head, and the entropy of their mean.
  func polarityStatistics(
    of queries: [Int], head: Int, _ features: AttentionInputs, same: RowStatistics, opposite: RowStatistics,
    mean: Matrix, cancellation: Cancellation?, consume: RowConsumer?
  ) {
    let layout = AttentionLayout(features)
    let depth = layout.depth
    forEachStatisticsBlock(
      of: queries, head: head, features, layout: layout, splittingSigns: true,
      scratch: { kernels.polarityStatisticsScratch(rows: $0, depth: depth) },
      targets: [same.entropies, same.sums, opposite.entropies, opposite.sums, mean], streams: 2,
      cancellation: cancellation, consume: consume
    ) { block, keys, summary, scratch, rows in
      let results = block.results
      kernels.polarityStatisticsBlock(
        queries: block.features, queryStride: depth, rows: block.count, depth: depth, keys: keys,
        keyCount: layout.keys, keySums: summary, keyMaxima: summary + 2 * depth, epsilon: layout.epsilon,
        sameEntropies: results[0], sameSums: results[1], oppositeEntropies: results[2],
        oppositeSums: results[3], meanEntropies: results[4], sameWeights: rows.first?.pointer,
        oppositeWeights: rows.last?.pointer, weightStride: rows.first?.stride ?? 0,
        isPrefetching: prefetchesPanels, addsBesideProducts: addsBesideProducts,
        scratch: scratch)
    }
  }

  /// Runs `body` for blocks of some queries of a head, window by window, and copies the numbers that it writes of every
  /// query to `targets` `[heads × windows·N]`.
  ///
  /// - Parameters:
  ///   - splittingSigns, scratchSize: as above.
  ///   - streams: how many matrices of rows `body` is given to write, where `consume` takes them.
  private func forEachStatisticsBlock(
    of queries: [Int], head: Int, _ features: AttentionInputs, layout: AttentionLayout, splittingSigns: Bool,
    scratch scratchSize: (_ queries: Int) -> Int, targets: [Matrix], streams: Int,
    cancellation: Cancellation?, consume: RowConsumer?,
    _ body: (
      _ block: ChosenQueries, _ keys: UnsafePointer<Float>, _ summary: UnsafePointer<Float>,
      _ scratch: UnsafeMutablePointer<Float>, _ rows: [Matrix]
    ) -> Void
  ) {
    precondition(head >= 0 && head < layout.heads)
    let phiQ = features.queries
    let depth = layout.depth
    let stride = Matrix.paddedStride(kernels.wholePanels(layout.keys))
    let rows = consume == nil ? 0 : streams
    perform { workspace in
      let size = layout.queriesAtOnce(
        kernels, threads: workspace.threads, floatsPerKey: depth, rowFloats: rows * stride)
      let floats = (scratchSize(size) + 15) / 16 * 16
      for run in layout.windowRuns(of: queries) {
        let unit = AttentionUnit(run.window * layout.heads + head, heads: layout.heads)
        let (keys, summary) = packAndSumKeys(
          features.keys, layout: layout, units: unit.index..<unit.index + 1, splittingSigns: splittingSigns,
          in: workspace)
        let blocks = (run.queries.count + size - 1) / size
        workspace.parallelRanges(
          blocks,
          operationsPerPiece: layout.statisticsOperations(splittingSigns: splittingSigns)
            * min(run.queries.count, size),
          scratch: floats + size * (rows * stride + depth + targets.count), cancellation: cancellation
        ) { range, scratch in
          let gathered = scratch.pointer + floats + rows * size * stride
          let results = targets.indices.map { gathered + size * (depth + $0) }
          for index in range {
            let chosen = run.block(index, of: blocks)
            for (r, query) in chosen.enumerated() {
              (gathered + r * depth).update(
                from: phiQ.pointer + query * phiQ.stride + head * depth, count: depth)
            }
            let matrices = (0..<rows).map { index in
              Matrix(
                storage: scratch, offset: floats + index * size * stride, rows: chosen.count,
                columns: layout.keys, stride: stride)
            }
            body(
              ChosenQueries(count: chosen.count, features: gathered, results: results), keys, summary,
              scratch.pointer, matrices)
            for (target, result) in zip(targets, results) {
              for (r, query) in chosen.enumerated() { target[head, query] = result[r] }
            }
            consume?(head, chosen.startIndex, matrices)
          }
        }
      }
    }
  }
}

/// A few of the queries that are asked for, of one window.
private struct ChosenQueries {
  let count: Int
  /// Their features `[count × depth]`.
  let features: UnsafePointer<Float>
  /// Where their numbers are to be written, `[count]` each.
  let results: [UnsafeMutablePointer<Float>]
}

extension AttentionLayout {
  /// Floats of a summary of keys.
  fileprivate func keySummary(splittingSigns: Bool) -> Int { splittingSigns ? 3 * depth : depth }

  /// About how many operations the statistics of a query take.
  fileprivate func statisticsOperations(splittingSigns: Bool) -> Int {
    (splittingSigns ? 2 : 1) * keys * (2 * depth + 40)
  }
}
