// Entropies, sums and rows of both streams of polarity-aware attention for a block of queries.

extension Kernels {
  /// Floats of scratch that `polarityStatisticsBlock` needs for `rows` queries.
  package static func polarityStatisticsScratch(rows: Int, depth: Int) -> Int {
    rows * (4 * depth + 5 * lanes + 9) + (3 * depth + 2 * maximumTileRows) * statisticsChunk
  }

  /// The statistics of both streams of a polarity-aware head, and the entropy of their mean, in one pass.
  ///
  /// - Parameters:
  ///   - queries: signed powers φ(q) `[rows × depth]`.
  ///   - keys: signed powers φ(k)ᵀ `[depth × keyCount]`, packed.
  ///   - keySums: `[2·depth]`, the sums over the keys of the positive parts of φ(k), then of the negative ones.
  ///   - keyMaxima: `[depth]`, the largest |φ(k)| of every feature.
  ///   - sameEntropies …: `[rows]`, as in `linearStatisticsBlock`.
  ///   - meanEntropies: `[rows]` ← the entropy of ½(Âˢ + Âᵒ); of one alone where the other is empty; NaN where
  ///     both are.
  ///   - sameWeights, oppositeWeights: `[rows × keyCount]`, padded to whole panels, ← the rows of weights; nil:
  ///     none.
  ///   - isPrefetching: whether the next keys are asked for in the second-level cache.
  ///   - addsBesideProducts: whether the processor adds in units other than those that multiply.
  ///   - scratch: 64-byte aligned.
  ///
  /// Of a feature of a query, the positive or the negative part is zero, so multiplying both would waste half of
  /// the work. Two products of `depth` features give both streams: T = |φ(q)|·|φ(k)| is their sum, D = φ(q)·φ(k)
  /// their difference. Rows whose streams `cancels` calls too unequal for that are multiplied part by part; in
  /// scratch they come after the others.
  ///
  /// The same stream of a whole row is normalized, or the opposite one where that is empty; a ratio normalizes the
  /// opposite stream for their mean.
  @inline(never)
  package static func polarityStatisticsBlock(
    queries: UnsafePointer<Float>, queryStride: Int, rows: Int, depth: Int,
    keys: UnsafePointer<Float>, keyCount: Int, keySums: UnsafePointer<Float>, keyMaxima: UnsafePointer<Float>,
    epsilon: Float, sameEntropies: UnsafeMutablePointer<Float>, sameSums: UnsafeMutablePointer<Float>,
    oppositeEntropies: UnsafeMutablePointer<Float>, oppositeSums: UnsafeMutablePointer<Float>,
    meanEntropies: UnsafeMutablePointer<Float>, sameWeights: UnsafeMutablePointer<Float>?,
    oppositeWeights: UnsafeMutablePointer<Float>?, weightStride: Int, isPrefetching: Bool,
    addsBesideProducts: Bool, scratch: UnsafeMutablePointer<Float>
  ) {
    let isPaired = multipliesSignedRows && addsBesideProducts
    let sameQueries = scratch
    let oppositeQueries = sameQueries + 2 * rows * depth
    let sameTile = oppositeQueries + 2 * rows * depth
    let oppositeTile = sameTile + maximumTileRows * statisticsChunk
    let panelParts = oppositeTile + maximumTileRows * statisticsChunk
    let panelMagnitudes = panelParts + 2 * depth * statisticsChunk
    let partialTotals = panelMagnitudes + depth * statisticsChunk
    let totals = partialTotals + 5 * lanes * rows
    let masses = totals + 5 * rows
    let ratios = masses + 2 * rows
    let order = UnsafeMutableRawPointer(ratios + rows).assumingMemoryBound(to: Int32.self)
    partialTotals.update(repeating: 0, count: 5 * lanes * rows)
    totals.update(repeating: 0, count: 5 * rows)

    // Rows that are multiplied whole fill `order` from its start, the others from its end.
    var whole = 0
    var firstSplit = rows
    var r = 0
    while r < rows {
      let (same, opposite) = (panelParts, panelParts + 2 * depth)
      splitBothWays(queries + r * queryStride, depth: depth, same: same, opposite: opposite)
      let sameTotal = dot(same, keySums, count: 2 * depth)
      let oppositeTotal = dot(opposite, keySums, count: 2 * depth)
      let largest = dot(same, keyMaxima, count: depth) + dot(same + depth, keyMaxima, count: depth)
      if cancels(sameTotal, oppositeTotal, largest: largest, keyCount: keyCount) {
        firstSplit -= 1
        order[firstSplit] = Int32(truncatingIfNeeded: r)
      } else {
        order[whole] = Int32(truncatingIfNeeded: r)
        whole += 1
      }
      sameSums[r] = sameTotal / (sameTotal + epsilon)
      oppositeSums[r] = oppositeTotal / (oppositeTotal + epsilon)
      (masses[2 * r], masses[2 * r + 1]) = (sameTotal, oppositeTotal)
      r += 1
    }
    let wholePasses = (whole + maximumTileRows - 1) / maximumTileRows
    let splitPasses = (rows - whole + maximumTileRows - 1) / maximumTileRows
    var place = whole
    while place < rows {
      let r = Int(order[place])
      let (same, opposite) = (sameQueries + 2 * depth * place, oppositeQueries + 2 * depth * place)
      splitBothWays(queries + r * queryStride, depth: depth, same: same, opposite: opposite)
      normalize(same, keySums: keySums, count: 2 * depth, total: masses[2 * r])
      normalize(opposite, keySums: keySums, count: 2 * depth, total: masses[2 * r + 1])
      ratios[r] = 1
      place += 1
    }
    var t = 0
    while t < wholePasses {
      let start = whole * t / wholePasses
      let end = whole * (t + 1) / wholePasses
      place = start
      while place < end {
        let r = Int(order[place])
        let (sameMass, oppositeMass) = (masses[2 * r], masses[2 * r + 1])
        let factor = 0.5 * inverse(ofTotal: sameMass > 0 ? sameMass : oppositeMass)
        ratios[r] = sameMass > 0 ? (oppositeMass > 0 ? sameMass / oppositeMass : 0) : 1
        let (same, opposite) = (sameQueries + 2 * depth * place, oppositeQueries + 2 * depth * place)
        let (magnitudes, signed) = isPaired ? (panelParts, panelParts + depth) : (same, opposite)
        scaleSigned(
          queries + r * queryStride, keyMaxima: keyMaxima, count: depth, by: factor, magnitudes: magnitudes,
          signed: signed)
        if isPaired {
          pairFeatures(
            magnitudes: magnitudes, signed: signed, depth: depth, row: place - start, rows: end - start,
            into: sameQueries + 2 * depth * start)
        }
        place += 1
      }
      t += 1
    }

    let passes = wholePasses + splitPasses
    // As in `multiply`: the passes share the next keys evenly.
    let step = isPrefetching ? (panelWidth * MemoryLayout<Float>.size + passes - 1) / passes : 0
    var first = 0
    while first < keyCount {
      let count = keyCount - first < statisticsChunk ? keyCount - first : statisticsChunk
      let panels = keys + first * depth
      var column = 0
      while column < count {
        let panel = panels + column * depth
        if wholePasses > 0 && !isPaired {
          magnitudes(panel, count: depth * panelWidth, into: panelMagnitudes + column * depth)
        }
        if splitPasses > 0 {
          splitPanel(panel, count: depth * panelWidth, into: panelParts + 2 * column * depth)
        }
        column += panelWidth
      }
      t = 0
      while t < passes {
        let isSplit = t >= wholePasses
        let (pass, passesAlike) = isSplit ? (t - wholePasses, splitPasses) : (t, wholePasses)
        let (start, rowsAlike) = isSplit ? (whole, rows - whole) : (0, whole)
        let place = start + rowsAlike * pass / passesAlike
        let end = start + rowsAlike * (pass + 1) / passesAlike
        let (same, opposite) = (sameQueries + 2 * depth * place, oppositeQueries + 2 * depth * place)
        column = 0
        while column < count {
          let panel = panels + column * depth
          let later = panel + statisticsChunk * depth
          let parts = panelParts + 2 * column * depth
          let samePanel = UnsafePointer(isSplit ? parts : panelMagnitudes + column * depth)
          if isPaired && !isSplit {
            multiplySignedRows(
              end - place, pairedFeatures: same, panel: panel, depth: depth, columns: count - column,
              totals: sameTile + column, differences: oppositeTile + column, stride: statisticsChunk)
          } else {
            multiplyTile(
              prefetching: isPrefetching ? UnsafeRawPointer(later) + t * depth * step : nil, step: step,
              rows: end - place, same, stride: 2 * depth, panel: samePanel,
              depth: isSplit ? 2 * depth : depth, into: sameTile + column, stride: statisticsChunk)
            multiplyTile(
              rows: end - place, opposite, stride: 2 * depth, panel: isSplit ? UnsafePointer(parts) : panel,
              depth: isSplit ? 2 * depth : depth, initial: nil, initialStride: 0, bias: nil,
              into: oppositeTile + column, stride: statisticsChunk)
          }
          column += panelWidth
        }
        accumulateTile(
          place..<end, order: order, isSplit: isSplit, sameTile: sameTile, oppositeTile: oppositeTile,
          count: count, ratios: ratios, fractions: (UnsafePointer(sameSums), UnsafePointer(oppositeSums)),
          same: sameWeights.map { $0 + first }, opposite: oppositeWeights.map { $0 + first },
          weightStride: weightStride, into: partialTotals)
        t += 1
      }
      first += count
      if first % keysPerTotal == 0 || first == keyCount {
        addTotals(partialTotals, count: 5 * rows, into: totals)
      }
    }
    place = 0
    while place < rows {
      let (r, row) = (Int(order[place]), totals + 5 * place)
      let hasSame = masses[2 * r] != 0
      let hasOpposite = masses[2 * r + 1] != 0
      sameEntropies[r] = hasSame ? entropyOfTotals(row[0], row[1]) : .nan
      oppositeEntropies[r] = hasOpposite ? entropyOfTotals(row[2], row[3]) : .nan
      meanEntropies[r] =
        hasSame || hasOpposite ? entropyOfTotals(row[0] + ratios[r] * row[2], row[4]) : .nan
      place += 1
    }
  }
}

// MARK: Steps

/// Whether too little of a row's weaker stream is left in the difference of T and D.
///
/// Their rounding errors are a few 1e-8 of T. In the p_ij of a stream of sum S, that is as much of T_ij/S: at most
/// of `largest`/S. It moves the entropy in two ways: where p_ij is not small by the root of the sum of its squares, at
/// most n^½·`largest`/S; where it is nearly 0, always up, by at most ΣT/S. The bounds keep each to about 1e-6. An
/// empty stream is exact: there T and D have the same bits.
@inline(__always)
private func cancels(_ sameTotal: Float, _ oppositeTotal: Float, largest: Float, keyCount: Int) -> Bool {
  let total = sameTotal + oppositeTotal
  guard total <= .greatestFiniteMagnitude else { return true }
  guard sameTotal > 0 && oppositeTotal > 0 else { return false }
  let weaker = sameTotal < oppositeTotal ? sameTotal : oppositeTotal
  return largest * Float(keyCount).squareRoot() > 16 * weaker || total > 6 * weaker
}

/// The features that multiply the parts of the keys in each stream: those of φ(q), and those of −φ(q).
@inline(__always)
private func splitBothWays(
  _ query: UnsafePointer<Float>, depth: Int, same: UnsafeMutablePointer<Float>,
  opposite: UnsafeMutablePointer<Float>
) {
  Kernels.splitSigns(query, stride: 0, rows: 1, depth: depth, negated: false, into: same, stride: 0)
  Kernels.splitSigns(query, stride: 0, rows: 1, depth: depth, negated: true, into: opposite, stride: 0)
}

/// `signed` `[count]` ← φ(q)·`factor` and `magnitudes` `[count]` ← |φ(q)|·`factor`, as `normalize` does.
@inline(__always)
private func scaleSigned(
  _ features: UnsafePointer<Float>, keyMaxima: UnsafePointer<Float>, count: Int, by factor: Float,
  magnitudes: UnsafeMutablePointer<Float>, signed: UnsafeMutablePointer<Float>
) {
  var c = 0
  while c < count {
    let isNegative = features[c] < 0
    let fraction = keyMaxima[c] == 0 ? 0 : bounded((isNegative ? -features[c] : features[c]) * factor)
    magnitudes[c] = fraction
    signed[c] = isNegative ? -fraction : fraction
    c += 1
  }
}

/// `output` ← |x|.
@inline(__always)
private func magnitudes(_ x: UnsafePointer<Float>, count: Int, into output: UnsafeMutablePointer<Float>) {
  var i = 0
  while i < count {
    Vector(at: x + i, upTo: count - i).magnitude.store(at: output + i, upTo: count - i)
    i += Vector.scalarCount
  }
}

/// `output` `[2 · count]` ← the positive parts of a panel, then the negative parts.
@inline(__always)
private func splitPanel(_ panel: UnsafePointer<Float>, count: Int, into output: UnsafeMutablePointer<Float>) {
  var i = 0
  while i < count {
    let value = Vector(at: panel + i)
    value.replacing(with: Vector(), where: value .<= Vector()).store(at: output + i)
    (-value).replacing(with: Vector(), where: value .>= Vector()).store(at: output + count + i)
    i += Vector.scalarCount
  }
}
