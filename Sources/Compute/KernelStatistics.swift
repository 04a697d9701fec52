// Entropies and row sums of linear attention, streamed over the keys.

extension Engine {
  /// Entropy, in nats, and normalised sum S/(S + n·1e-6) of every row, both `[heads × windows·N]`.
  ///
  /// The entropy of an empty row (S = 0) is NaN. O(N·n·m) time a head and window, no N × n memory.
  /// Incomplete where `cancellation` is set meanwhile.
  package func kernelStatistics(
    phiQ: Matrix, phiK: Matrix, heads: Int, windows: Int, pairing: FeaturePairing, into entropies: Matrix,
    sums: Matrix, cancellation: Cancellation? = nil
  ) {
    for matrix in [entropies, sums] {
      precondition(matrix.rows == heads && matrix.columns == phiQ.rows)
    }
    forEachStatisticsBlock(
      phiQ: phiQ, phiK: phiK, heads: heads, windows: windows, splittingSigns: pairing.splitsSigns, streams: 1,
      cancellation: cancellation
    ) { layout, block, keys, keySums, scratch in
      let head = block.unit.head
      let first = block.rows.lowerBound
      kernels.kernelStatisticsBlock(
        queries: phiQ.pointer + first * phiQ.stride + head * layout.depth, queryStride: phiQ.stride,
        rows: block.rows.count, depth: layout.features, signed: pairing.splitsSigns,
        negated: pairing == .oppositeSigns, keys: keys, keyCount: layout.keys, keySums: keySums,
        floor: layout.floor, entropies: entropies.pointer + head * entropies.stride + first,
        sums: sums.pointer + head * sums.stride + first, scratch: scratch)
    }
  }

  /// The statistics of both streams of polarity-aware heads, and the entropy of their mean, in one pass over the
  /// signed powers φ(q) and φ(k).
  ///
  /// `mean` `[heads × windows·N]` ← the entropy of ½(Âˢ + Âᵒ), the streams' rows each re-normalised to sum
  /// 1; of the other row alone where one stream is empty; NaN where both are.
  package func polarityStatistics(
    phiQ: Matrix, phiK: Matrix, heads: Int, windows: Int, same: (entropies: Matrix, sums: Matrix),
    opposite: (entropies: Matrix, sums: Matrix), mean: Matrix, cancellation: Cancellation? = nil
  ) {
    for matrix in [same.entropies, same.sums, opposite.entropies, opposite.sums, mean] {
      precondition(matrix.rows == heads && matrix.columns == phiQ.rows)
    }
    forEachStatisticsBlock(
      phiQ: phiQ, phiK: phiK, heads: heads, windows: windows, splittingSigns: true, streams: 2,
      cancellation: cancellation
    ) { layout, block, keys, keySums, scratch in
      let head = block.unit.head
      let first = block.rows.lowerBound
      func target(_ matrix: Matrix) -> UnsafeMutablePointer<Float> {
        matrix.pointer + head * matrix.stride + first
      }
      kernels.polarityStatisticsBlock(
        queries: phiQ.pointer + first * phiQ.stride + head * layout.depth, queryStride: phiQ.stride,
        rows: block.rows.count, depth: layout.features, keys: keys, keyCount: layout.keys, keySums: keySums,
        floor: layout.floor, sameEntropies: target(same.entropies), sameSums: target(same.sums),
        oppositeEntropies: target(opposite.entropies), oppositeSums: target(opposite.sums),
        meanEntropies: target(mean), scratch: scratch)
    }
  }

  /// Packs and sums the keys of every unit, then runs `body` for every block of queries.
  private func forEachStatisticsBlock(
    phiQ: Matrix, phiK: Matrix, heads: Int, windows: Int, splittingSigns: Bool, streams: Int,
    cancellation: Cancellation?,
    _ body: (
      _ layout: AttentionLayout, _ block: QueryBlock, _ keys: UnsafePointer<Float>,
      _ keySums: UnsafePointer<Float>, _ scratch: UnsafeMutablePointer<Float>
    ) -> Void
  ) {
    let layout = AttentionLayout(
      queries: phiQ, keys: phiK, heads: heads, windows: windows, splittingSigns: splittingSigns)
    let m = layout.features
    let packedKeys = layout.packedKeys(kernels)
    perform { workspace in
      let keys = workspace.reserve(layout.units * (packedKeys + m + layout.sumBlocks * m))
      let keySums = keys + layout.units * packedKeys
      let partialSums = keySums + layout.units * m
      layout.packKeys(phiK, units: 0..<layout.units, in: workspace, kernels: kernels, into: keys)
      layout.forEachKeyBlock(
        of: 0..<layout.units, length: AttentionLayout.keysPerSum, operationsPerKey: 2 * m, in: workspace,
        scratch: layout.featureScratch(rows: AttentionLayout.keysPerSum)
      ) { unit, block, scratch in
        let index = unit.index * layout.sumBlocks + block.lowerBound / AttentionLayout.keysPerSum
        let (features, stride) = layout.features(
          of: layout.keyPointer(phiK, unit: unit, key: block.lowerBound, columns: layout.depth),
          stride: phiK.stride, rows: block.count, kernels: kernels, scratch: scratch.pointer)
        kernels.sumRows(
          features, stride: stride, rows: block.count, columns: m, into: partialSums + index * m)
      }
      for unit in 0..<layout.units {
        kernels.sumRows(
          partialSums + unit * layout.sumBlocks * m, stride: m, rows: layout.sumBlocks, columns: m,
          into: keySums + unit * m)
      }
      layout.forEachBlock(
        of: 0..<layout.units, in: workspace, kernels: kernels,
        operationsPerQuery: streams * layout.keys * (2 * m + 40),
        scratch: kernels.kernelStatisticsScratch(depth: m), cancellation: cancellation
      ) { block, scratch in
        body(
          layout, block, keys + block.unit.index * packedKeys, keySums + block.unit.index * m,
          scratch.pointer)
      }
    }
  }
}
