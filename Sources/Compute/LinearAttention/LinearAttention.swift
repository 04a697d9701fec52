// Linear attention from feature maps: mixing the values, and explicit rows.

extension AttentionLayout {
  /// What is added to the sum of a row before it is divided by: n·1e-6.
  var floor: Float { Float(keys) * 1e-6 }

  /// Keys that are summed before the sums are added: bounds the rounding error and makes the tasks.
  static let keysPerSum = 512

  /// Blocks of keys that are summed apart.
  var sumBlocks: Int { (keys + Self.keysPerSum - 1) / Self.keysPerSum }
}

/// Which products of two tokens' features make their weight.
package enum FeaturePairing: Sendable, CaseIterable {
  /// Σ_c φ(q)_c·φ(k)_c of features that are not negative.
  case all
  /// Σ_c max(φ(q)_c·φ(k)_c, 0) of signed powers.
  case equalSigns
  /// Σ_c max(−φ(q)_c·φ(k)_c, 0) of signed powers.
  case oppositeSigns

  var splitsSigns: Bool { self != .all }
}

extension Engine {
  /// `output` `[windows·N × C]` ← φ(q)·Σ_j φ(k_j)ᵀv_j/(φ(q)·Σ_j φ(k_j) + n·1e-6), per head and window.
  ///
  /// φ(q) `[windows·N × C]`, φ(k) and v `[windows·n × C]`. O((N + n)·d²) a head and window.
  package func focusedAttention(
    phiQ: Matrix, phiK: Matrix, v: Matrix, heads: Int, windows: Int, into output: Matrix
  ) {
    precondition(v.columns == phiK.columns)
    linearAttention(phiQ: phiQ, phiK: phiK, v: v, heads: heads, windows: windows, streams: 1, into: output)
  }

  /// Polarity-aware linear attention: the same-signed stream mixes the first half of each head's channels of
  /// v, the opposite-signed stream the second half.
  ///
  /// Signed powers φ(q) `[windows·N × C]` and φ(k) `[windows·n × C]`, v `[windows·n × C]`, `output`
  /// `[windows·N × C]`. O((N + n)·d²) a head and window, one pass over the keys.
  package func polarityAttention(
    phiQ: Matrix, phiK: Matrix, v: Matrix, heads: Int, windows: Int, into output: Matrix
  ) {
    precondition(v.columns == phiK.columns && (v.columns / heads).isMultiple(of: 2))
    linearAttention(phiQ: phiQ, phiK: phiK, v: v, heads: heads, windows: windows, streams: 2, into: output)
  }

  /// The mixture Σ_j φ(k_j)ᵀv_j and the sums Σ_j φ(k_j) of every unit, then all queries.
  ///
  /// The opposite-signed stream swaps the halves of φ(q): the same as swapping the rows of its half of the
  /// mixture, so one product serves both streams.
  private func linearAttention(
    phiQ: Matrix, phiK: Matrix, v: Matrix, heads: Int, windows: Int, streams: Int, into output: Matrix
  ) {
    let layout = AttentionLayout(
      queries: phiQ, keys: phiK, heads: heads, windows: windows, splittingSigns: streams == 2)
    precondition(v.rows == phiK.rows && output.rows == phiQ.rows && output.columns == v.columns)
    let (m, d) = (layout.features, v.columns / heads)
    let width = kernels.wholePanels(d)
    let mixture = m * width
    let multiplyAdds = layout.units * (layout.keys * m * (d + 1) + layout.queries * m * (d + streams))
    perform(multiplyAdds: multiplyAdds) { workspace in
      let partial = mixture + m
      let unitSize = layout.sumBlocks * partial + 2 * mixture + streams * m
      let memory = workspace.reserve(layout.units * unitSize)
      let packed = memory + layout.units * layout.sumBlocks * partial
      let sums = packed + layout.units * mixture
      let mixtures = sums + layout.units * streams * m

      layout.forEachKeyBlock(
        of: 0..<layout.units, length: AttentionLayout.keysPerSum, operationsPerKey: 2 * m * (width + 1),
        in: workspace,
        scratch: AttentionLayout.keysPerSum * width + layout.featureScratch(rows: AttentionLayout.keysPerSum)
      ) { unit, keys, scratch in
        let (features, stride) = layout.features(
          of: layout.keyPointer(phiK, unit: unit, key: keys.lowerBound, columns: layout.depth),
          stride: phiK.stride, rows: keys.count, kernels: kernels,
          scratch: scratch.pointer + AttentionLayout.keysPerSum * width)
        let block = unit.index * layout.sumBlocks + keys.lowerBound / AttentionLayout.keysPerSum
        let target = memory + block * partial
        kernels.pack(
          layout.keyPointer(v, unit: unit, key: keys.lowerBound, columns: d), stride: v.stride,
          depth: keys.count, columns: d, into: scratch.pointer)
        kernels.multiplyTransposed(
          features, stride: stride, rows: m, depth: keys.count, panels: scratch.pointer, columns: d,
          into: target, stride: width)
        kernels.sumRows(
          features, stride: stride, rows: keys.count, columns: m, into: target + mixture)
      }
      workspace.parallelRanges(layout.units, operationsPerPiece: 4 * (layout.sumBlocks + 2) * partial) {
        units, _ in
        for unit in units {
          let blocks = memory + unit * layout.sumBlocks * partial
          let whole = mixtures + unit * mixture
          let unitSums = sums + unit * streams * m
          kernels.sumRows(blocks, stride: partial, rows: layout.sumBlocks, columns: mixture, into: whole)
          kernels.sumRows(
            blocks + mixture, stride: partial, rows: layout.sumBlocks, columns: m, into: unitSums)
          if streams == 2 {
            kernels.swapHalves(unitSums, depth: m, into: unitSums + m)
            for feature in 0..<m / 2 {
              let half = whole + feature * width + d / 2
              kernels.exchange(half, half + m / 2 * width, count: d / 2)
            }
          }
          kernels.pack(whole, stride: width, depth: m, columns: d, into: packed + unit * mixture)
        }
      }
      layout.forEachBlock(
        of: 0..<layout.units, in: workspace, kernels: kernels, operationsPerQuery: 2 * m * (d + streams),
        scratch: layout.featureScratch(rows: kernels.maximumTileRows), cancellation: nil
      ) { block, scratch in
        let (unit, first) = (block.unit, block.rows.lowerBound)
        let (queries, stride) = layout.features(
          of: phiQ.pointer + first * phiQ.stride + unit.head * layout.depth, stride: phiQ.stride,
          rows: block.rows.count, kernels: kernels, scratch: scratch.pointer)
        kernels.linearAttention(
          queries: queries, queryStride: stride,
          rows: block.rows.count, depth: m, mixture: packed + unit.index * mixture, columns: d,
          streams: streams, keySums: sums + unit.index * streams * m, floor: layout.floor,
          into: output.pointer + first * output.stride + unit.head * d, stride: output.stride)
      }
    }
  }
}

// MARK: Rows

extension Engine {
  /// `output` `[n]` ← the paired products of φ(q_i) and φ(k_j) for the keys of the query's window. O(n·d).
  ///
  /// - Parameter normalised: divide by S + n·1e-6.
  /// - Returns: the raw row sum S.
  @discardableResult
  package func kernelRow(
    query: Int, head: Int, phiQ: Matrix, phiK: Matrix, heads: Int, windows: Int, pairing: FeaturePairing,
    normalised: Bool, into output: UnsafeMutableBufferPointer<Float>
  ) -> Float {
    let layout = AttentionLayout(queries: phiQ, keys: phiK, heads: heads, windows: windows)
    precondition(query >= 0 && query < phiQ.rows && head >= 0 && head < heads)
    precondition(output.count == layout.keys)
    guard let row = output.baseAddress else { return 0 }
    let unit = AttentionUnit(query / layout.queries * heads + head, heads: heads)
    let features = phiQ.pointer + query * phiQ.stride + head * layout.depth
    return withUnsafeTemporaryAllocation(of: Float.self, capacity: max(layout.depth, 1)) { prepared in
      let prepared = prepared.baseAddress!
      kernels.scale(features, by: pairing == .oppositeSigns ? -1 : 1, count: layout.depth, into: prepared)
      return makeRow(
        of: unit, layout: layout, memory: 0,
        multiply: { keys, _ in
          let rows = layout.keyPointer(phiK, unit: unit, key: keys.lowerBound, columns: layout.depth)
          if pairing.splitsSigns {
            kernels.multiplyRowOfEqualSigns(
              prepared, depth: layout.depth, rows: rows, stride: phiK.stride, count: keys.count,
              into: row + keys.lowerBound)
          } else {
            kernels.multiplyRow(
              prepared, depth: layout.depth, scale: 1, rows: rows, stride: phiK.stride, count: keys.count,
              into: row + keys.lowerBound)
          }
        },
        finish: { _ in finish(row, layout: layout, normalised: normalised) })
    }
  }

  /// Sums a row of products and, if asked to, normalises it.
  @discardableResult
  func finish(
    _ row: UnsafeMutablePointer<Float>, layout: AttentionLayout, normalised: Bool
  ) -> Float {
    let sum = kernels.sum(row, count: layout.keys)
    if normalised {
      kernels.scale(row, by: 1 / (sum + layout.floor), count: layout.keys, into: row)
    }
    return sum
  }
}
