// Entropies, sums and rows of both streams of polarity-aware attention for a block of queries.
import CTiles

extension Kernels {
  /// Floats of scratch that `polarityStatisticsBlock` needs for `rows` queries, with or without tiles.
  package static func polarityStatisticsScratch(rows: Int, depth: Int, byTiles: Bool) -> Int {
    let own = rows * (4 * depth + 5 * lanes + 8) + 3 * depth * statisticsChunk
    guard byTiles else { return own + 2 * maximumTileRows * statisticsChunk }
    let tileRows = rows < maximumTileRows ? maximumTileRows : rows
    return own + 2 * tileRows * statisticsChunk + tilePanelParts + 2 * tileRowParts(rows: rows, depth: depth)
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
  ///   - tiles: what makes T and D; nil: the processor's registers do.
  ///   - scratch: 64-byte aligned.
  ///
  /// Of a feature of a query, the positive or the negative part is zero, so multiplying both would waste half of
  /// the work. Two products of `depth` features give both streams: T = |φ(q)|·|φ(k)| is their sum, D = φ(q)·φ(k)
  /// their difference. Rows whose streams `cancels` calls too unequal for that are multiplied part by part; in
  /// scratch they come after the others.
  @inline(never)
  package static func polarityStatisticsBlock(
    queries: UnsafePointer<Float>, queryStride: Int, rows: Int, depth: Int,
    keys: UnsafePointer<Float>, keyCount: Int, keySums: UnsafePointer<Float>, keyMaxima: UnsafePointer<Float>,
    epsilon: Float, sameEntropies: UnsafeMutablePointer<Float>, sameSums: UnsafeMutablePointer<Float>,
    oppositeEntropies: UnsafeMutablePointer<Float>, oppositeSums: UnsafeMutablePointer<Float>,
    meanEntropies: UnsafeMutablePointer<Float>, sameWeights: UnsafeMutablePointer<Float>?,
    oppositeWeights: UnsafeMutablePointer<Float>?, weightStride: Int, isPrefetching: Bool,
    tiles: tile_functions?, scratch: UnsafeMutablePointer<Float>
  ) {
    let tileParts = scratch
    let sameParts = tileParts + (tiles == nil ? 0 : tilePanelParts)
    let oppositeParts = sameParts + (tiles == nil ? 0 : tileRowParts(rows: rows, depth: depth))
    let sameQueries = oppositeParts + (tiles == nil ? 0 : tileRowParts(rows: rows, depth: depth))
    let oppositeQueries = sameQueries + 2 * rows * depth
    let sameTile = oppositeQueries + 2 * rows * depth
    let tileRows = tiles == nil || rows < maximumTileRows ? maximumTileRows : rows
    let oppositeTile = sameTile + tileRows * statisticsChunk
    let panelParts = oppositeTile + tileRows * statisticsChunk
    let panelMagnitudes = panelParts + 2 * depth * statisticsChunk
    let partialTotals = panelMagnitudes + depth * statisticsChunk
    let totals = partialTotals + 5 * lanes * rows
    let factors = totals + 5 * rows
    let order = UnsafeMutableRawPointer(factors + 2 * rows).assumingMemoryBound(to: Int32.self)
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
      (factors[2 * r], factors[2 * r + 1]) = (sameTotal, oppositeTotal)
      r += 1
    }
    var place = 0
    while place < rows {
      let r = Int(order[place])
      let (same, opposite) = (sameQueries + 2 * depth * place, oppositeQueries + 2 * depth * place)
      let (sameTotal, oppositeTotal) = (factors[2 * r], factors[2 * r + 1])
      if place >= whole {
        splitBothWays(queries + r * queryStride, depth: depth, same: same, opposite: opposite)
        normalize(same, keySums: keySums, count: 2 * depth, total: sameTotal)
        normalize(opposite, keySums: keySums, count: 2 * depth, total: oppositeTotal)
      } else {
        let total = sameTotal + oppositeTotal
        normalizeSigned(
          queries + r * queryStride, keyMaxima: keyMaxima, count: depth, total: total, magnitudes: same,
          signed: opposite)
        factors[2 * r] = 0.5 * total * inverse(ofTotal: sameTotal)
        factors[2 * r + 1] = 0.5 * total * inverse(ofTotal: oppositeTotal)
      }
      place += 1
    }

    if let tiles {
      splitRows(tiles, sameQueries, stride: 2 * depth, rows: whole, depth: depth, into: sameParts)
      splitRows(tiles, oppositeQueries, stride: 2 * depth, rows: whole, depth: depth, into: oppositeParts)
    }
    let wholePasses = tiles == nil || whole == 0 ? (whole + maximumTileRows - 1) / maximumTileRows : 1
    let splitPasses = (rows - whole + maximumTileRows - 1) / maximumTileRows
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
        if wholePasses > 0 {
          magnitudes(panel, count: depth * panelWidth, into: panelMagnitudes + column * depth)
        }
        if splitPasses > 0 {
          splitPanel(panel, count: depth * panelWidth, into: panelParts + 2 * column * depth)
        }
        column += panelWidth
      }
      var t = 0
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
          if let tiles, !isSplit {
            multiplyTiles(
              tiles, parts: sameParts, of: same, stride: 2 * depth, rows: whole, panel: samePanel,
              depth: depth, next: isPrefetching ? later : nil, panelParts: tileParts,
              into: sameTile + column, stride: statisticsChunk)
            multiplyTiles(
              tiles, parts: oppositeParts, of: opposite, stride: 2 * depth, rows: whole, panel: panel,
              depth: depth, next: nil, panelParts: tileParts, into: oppositeTile + column,
              stride: statisticsChunk)
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
          count: count, factors: factors, fractions: (UnsafePointer(sameSums), UnsafePointer(oppositeSums)),
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
      sameEntropies[r] = entropyOfTotals(row[0], row[1])
      oppositeEntropies[r] = entropyOfTotals(row[2], row[3])
      meanEntropies[r] = entropyOfTotals(row[0] + row[2], row[4])
      place += 1
    }
  }

  /// Adds the products of a tile's rows, at some places of `order`, to their totals.
  @inline(never)
  private static func accumulateTile(
    _ places: Range<Int>, order: UnsafePointer<Int32>, isSplit: Bool, sameTile: UnsafePointer<Float>,
    oppositeTile: UnsafePointer<Float>, count: Int, factors: UnsafePointer<Float>,
    fractions: (same: UnsafePointer<Float>, opposite: UnsafePointer<Float>),
    same: UnsafeMutablePointer<Float>?, opposite: UnsafeMutablePointer<Float>?, weightStride: Int,
    into partialTotals: UnsafeMutablePointer<Float>
  ) {
    var place = places.lowerBound
    while place < places.upperBound {
      let r = Int(order[place])
      let offset = statisticsChunk * (place - places.lowerBound)
      let (s, o) = (sameTile + offset, oppositeTile + offset)
      let totals = partialTotals + 5 * lanes * place
      if let same, let opposite {
        let weights = (same + r * weightStride, opposite + r * weightStride)
        let share = (fractions.same[r], fractions.opposite[r])
        if isSplit {
          accumulateStreams(
            s, o, count: count, factors: nil, into: totals, weights: weights, fractions: share)
        } else {
          accumulateStreams(
            s, o, count: count, factors: (factors[2 * r], factors[2 * r + 1]), into: totals, weights: weights,
            fractions: share)
        }
      } else if isSplit {
        accumulateStreams(s, o, count: count, factors: nil, into: totals, weights: nil, fractions: (0, 0))
      } else {
        accumulateStreams(
          s, o, count: count, factors: (factors[2 * r], factors[2 * r + 1]), into: totals, weights: nil,
          fractions: (0, 0))
      }
      place += 1
    }
  }

  /// `output` `[columns]` ← the largest magnitude in each column of x `[rows × columns]`.
  @inline(never)
  package static func largestMagnitudes(
    _ x: UnsafePointer<Float>, stride: Int, rows: Int, columns: Int, into output: UnsafeMutablePointer<Float>
  ) {
    var c = 0
    while c < columns {
      var largest = Vector()
      var r = 0
      while r < rows {
        largest = larger(Vector(at: x + r * stride + c, upTo: columns - c).magnitude, largest)
        r += 1
      }
      largest.store(at: output + c, upTo: columns - c)
      c += lanes
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

/// `signed` `[count]` ← φ(q)/T and `magnitudes` `[count]` ← |φ(q)|/T, as `normalize` does.
@inline(__always)
private func normalizeSigned(
  _ features: UnsafePointer<Float>, keyMaxima: UnsafePointer<Float>, count: Int, total: Float,
  magnitudes: UnsafeMutablePointer<Float>, signed: UnsafeMutablePointer<Float>
) {
  let factor = inverse(ofTotal: total)
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

/// totals ← totals + (Σ s, Σ s·log₂ s, Σ o, Σ o·log₂ o, Σ (s + o)·log₂(s + o)), lane by lane; `weights` ← the
/// streams times their fractions.
///
/// - Parameter factors: nil: a and b are s and o; else they are T and D, and s = (T + D)·`factors.same` and
///   o = (T − D)·`factors.opposite`, neither below 0.
@inline(__always)
private func accumulateStreams(
  _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, count: Int, factors: (same: Float, opposite: Float)?,
  into totals: UnsafeMutablePointer<Float>,
  weights: (same: UnsafeMutablePointer<Float>, opposite: UnsafeMutablePointer<Float>)?,
  fractions: (same: Float, opposite: Float)
) {
  var sameSum = Vector()
  var sameWeighted = Vector()
  var oppositeSum = Vector()
  var oppositeWeighted = Vector()
  var meanWeighted = Vector()
  var j = 0
  while j < count {
    var s = Vector(at: a + j)
    var o = Vector(at: b + j)
    if let factors {
      let (total, difference) = (s, o)
      s = larger((total + difference) * factors.same, Vector())
      o = larger((total - difference) * factors.opposite, Vector())
    }
    if let weights {
      (s * fractions.same).store(at: weights.same + j)
      (o * fractions.opposite).store(at: weights.opposite + j)
    }
    let both = s + o
    sameSum += s
    oppositeSum += o
    sameWeighted = multiplyAdd(s, s.binaryLogarithmOfShare, sameWeighted)
    oppositeWeighted = multiplyAdd(o, o.binaryLogarithmOfShare, oppositeWeighted)
    meanWeighted = multiplyAdd(both, both.binaryLogarithmOfShare, meanWeighted)
    j += Vector.scalarCount
  }
  sameSum.add(to: totals)
  sameWeighted.add(to: totals + Vector.scalarCount)
  oppositeSum.add(to: totals + 2 * Vector.scalarCount)
  oppositeWeighted.add(to: totals + 3 * Vector.scalarCount)
  meanWeighted.add(to: totals + 4 * Vector.scalarCount)
}
