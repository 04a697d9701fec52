// Linear attention from feature maps: the values of all heads in O(N + n).

extension AttentionLayout {
  /// What is added to the sum of a row before it is divided by: n·1e-6.
  var epsilon: Float { Float(keys) * 1e-6 }

  /// Keys that are summed before the sums are added: bounds the rounding error and makes the tasks.
  static let keysPerSum = 512

  /// Blocks of keys that are summed apart.
  var sumBlocks: Int { (keys + Self.keysPerSum - 1) / Self.keysPerSum }
}

extension Engine {
  /// `output` `[windows·N × heads·d]` ← φ(q)·Σ_j φ(k_j)ᵀv_j/(φ(q)·Σ_j φ(k_j) + n·1e-6) of every head.
  ///
  /// O((N + n)·m·d) a head and window.
  ///
  /// - Parameter features: φ(q) and φ(k) as queries and keys.
  /// - Throws: `Cancelled`; `output` is written in part then.
  package func linearAttention(
    _ features: AttentionInputs, into output: Matrix, cancellation: Cancellation? = nil
  ) throws(Cancelled) {
    linearAttention(features, streams: 1, isNormalized: true, into: output, cancellation: cancellation)
    try cancellation?.check()
  }

  /// Polarity-aware linear attention: the same-signed stream acts on the first half of each head's channels of v, the
  /// opposite-signed stream on the second half.
  ///
  /// O((N + n)·d²) a head and window, one pass over the keys.
  ///
  /// - Parameter features: the signed powers φ(q) and φ(k) as queries and keys.
  /// - Throws: `Cancelled`; `output` is written in part then.
  package func polarityAttention(
    _ features: AttentionInputs, into output: Matrix, cancellation: Cancellation? = nil
  ) throws(Cancelled) {
    precondition((features.values.columns / features.heads).isMultiple(of: 2))
    linearAttention(features, streams: 2, isNormalized: true, into: output, cancellation: cancellation)
    try cancellation?.check()
  }

  /// The products Σ_j φ(k_j)ᵀv_j and the sums Σ_j φ(k_j) of every unit, then all queries.
  ///
  /// The opposite-signed stream swaps the halves of φ(q): the same as swapping the rows of its half of the
  /// products, so one multiplication serves both streams.
  ///
  /// - Parameter isNormalized: whether each row is divided by its sum + n·1e-6.
  func linearAttention(
    _ features: AttentionInputs, streams: Int, isNormalized: Bool, into output: Matrix,
    cancellation: Cancellation?
  ) {
    let layout = AttentionLayout(features, splittingSigns: streams == 2)
    let (phiQ, phiK, v) = (features.queries, features.keys, features.values)
    precondition(output.rows == phiQ.rows && output.columns == v.columns)
    let (m, d) = (layout.features, v.columns / features.heads)
    let width = kernels.wholePanels(d)
    let productSize = m * width
    let multiplyAdds = layout.units * (layout.keys * m * (d + 1) + layout.queries * m * (d + streams))
    perform(multiplyAdds: multiplyAdds) { workspace in
      let partial = productSize + m
      let unitSize = layout.sumBlocks * partial + 2 * productSize + streams * m
      let memory = workspace.reserve(layout.units * unitSize)
      let packed = memory + layout.units * layout.sumBlocks * partial
      let sums = packed + layout.units * productSize
      let products = sums + layout.units * streams * m

      layout.forEachKeyBlock(
        of: 0..<layout.units, length: AttentionLayout.keysPerSum, operationsPerKey: 2 * m * (width + 1),
        in: workspace,
        scratch: AttentionLayout.keysPerSum * width + layout.featureScratch(rows: AttentionLayout.keysPerSum)
      ) { unit, keys, scratch in
        let (rows, stride) = layout.features(
          of: layout.keyPointer(phiK, unit: unit, key: keys.lowerBound, columns: layout.depth),
          stride: phiK.stride, rows: keys.count, kernels: kernels,
          scratch: scratch.pointer + AttentionLayout.keysPerSum * width)
        let block = unit.index * layout.sumBlocks + keys.lowerBound / AttentionLayout.keysPerSum
        let target = memory + block * partial
        kernels.pack(
          layout.keyPointer(v, unit: unit, key: keys.lowerBound, columns: d), stride: v.stride,
          depth: keys.count, columns: d, into: scratch.pointer)
        kernels.multiplyTransposed(
          rows, stride: stride, rows: m, depth: keys.count, panels: scratch.pointer, columns: d,
          into: target, stride: width)
        kernels.sumRows(
          rows, stride: stride, rows: keys.count, columns: m, into: target + productSize)
      }
      workspace.parallelRanges(layout.units, operationsPerPiece: 4 * (layout.sumBlocks + 2) * partial) {
        units, _ in
        for unit in units {
          let blocks = memory + unit * layout.sumBlocks * partial
          let whole = products + unit * productSize
          let unitSums = sums + unit * streams * m
          kernels.sumRows(blocks, stride: partial, rows: layout.sumBlocks, columns: productSize, into: whole)
          kernels.sumRows(
            blocks + productSize, stride: partial, rows: layout.sumBlocks, columns: m, into: unitSums)
          if streams == 2 {
            kernels.swapHalves(unitSums, depth: m, into: unitSums + m)
            for feature in 0..<m / 2 {
              let half = whole + feature * width + d / 2
              kernels.exchange(half, half + m / 2 * width, count: d / 2)
            }
          }
          kernels.pack(whole, stride: width, depth: m, columns: d, into: packed + unit * productSize)
        }
      }
      layout.forEachBlock(
        of: 0..<layout.units, size: kernels.maximumTileRows, in: workspace,
        operationsPerQuery: 2 * m * (d + streams),
        scratch: layout.featureScratch(rows: kernels.maximumTileRows), cancellation: cancellation
      ) { block, scratch in
        let (unit, first) = (block.unit, block.rows.lowerBound)
        let (queries, stride) = layout.features(
          of: phiQ.pointer + first * phiQ.stride + unit.head * layout.depth, stride: phiQ.stride,
          rows: block.rows.count, kernels: kernels, scratch: scratch.pointer)
        guard isNormalized else {
          kernels.multiply(
            queries, stride: stride, rows: block.rows.count, depth: m,
            panels: packed + unit.index * productSize, columns: d, bias: nil, residual: nil,
            residualStride: 0,
            applyingGELU: false, following: nil, into: output.pointer + first * output.stride + unit.head * d,
            stride: output.stride)
          return
        }
        kernels.linearAttention(
          queries: queries, queryStride: stride,
          rows: block.rows.count, depth: m, keyValues: packed + unit.index * productSize, columns: d,
          streams: streams, keySums: sums + unit.index * streams * m, epsilon: layout.epsilon,
          into: output.pointer + first * output.stride + unit.head * d, stride: output.stride)
      }
    }
  }
}
