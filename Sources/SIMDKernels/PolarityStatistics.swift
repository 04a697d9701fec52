// Entropies, sums and rows of both streams of polarity-aware attention for a block of queries.

extension Kernels {
  /// Floats of scratch that `polarityStatisticsBlock` needs.
  package static func polarityStatisticsScratch(depth: Int) -> Int {
    maximumTileRows * (4 * depth + 2 * statisticsChunk + 7 + 5 * lanes) + 3 * depth * panelWidth
  }

  /// The statistics of both streams of a polarity-aware head, and the entropy of their mean, in one pass.
  ///
  /// - Parameters:
  ///   - queries: signed powers φ(q) `[rows × depth]`, `rows` ≤ `maximumTileRows`.
  ///   - keys: signed powers φ(k)ᵀ `[depth × keyCount]`, packed.
  ///   - keySums: `[2·depth]`, the sums over the keys of the positive parts of φ(k), then of the negative ones.
  ///   - keyMaxima: `[depth]`, the largest |φ(k)| of every feature.
  ///   - sameEntropies …: `[rows]`, as in `linearStatisticsBlock`.
  ///   - meanEntropies: `[rows]` ← the entropy of ½(Âˢ + Âᵒ); of one alone where the other is empty; NaN where
  ///     both are.
  ///   - sameWeights, oppositeWeights: `[rows × keyCount]`, padded to whole panels, ← the rows of weights; nil:
  ///     none.
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
    oppositeWeights: UnsafeMutablePointer<Float>?, weightStride: Int, scratch: UnsafeMutablePointer<Float>
  ) {
    let sameQueries = scratch
    let oppositeQueries = sameQueries + 2 * maximumTileRows * depth
    let sameTile = oppositeQueries + 2 * maximumTileRows * depth
    let oppositeTile = sameTile + maximumTileRows * statisticsChunk
    let panelParts = oppositeTile + maximumTileRows * statisticsChunk
    let panelMagnitudes = panelParts + 2 * depth * panelWidth
    let partialTotals = panelMagnitudes + depth * panelWidth
    let totals = partialTotals + 5 * lanes * maximumTileRows
    let factors = totals + 5 * maximumTileRows
    partialTotals.update(repeating: 0, count: 5 * lanes * maximumTileRows)
    totals.update(repeating: 0, count: 5 * maximumTileRows)

    var split = RowSet()
    var r = 0
    while r < rows {
      let (same, opposite) = (panelParts, panelParts + 2 * depth)
      splitBothWays(queries + r * queryStride, depth: depth, same: same, opposite: opposite)
      let sameTotal = dot(same, keySums, count: 2 * depth)
      let oppositeTotal = dot(opposite, keySums, count: 2 * depth)
      let largest = dot(same, keyMaxima, count: depth) + dot(same + depth, keyMaxima, count: depth)
      if cancels(sameTotal, oppositeTotal, largest: largest, keyCount: keyCount) { split.insert(r) }
      sameSums[r] = sameTotal / (sameTotal + epsilon)
      oppositeSums[r] = oppositeTotal / (oppositeTotal + epsilon)
      (factors[2 * r], factors[2 * r + 1]) = (sameTotal, oppositeTotal)
      r += 1
    }
    let whole = rows - split.count
    r = 0
    while r < rows {
      let place = 2 * depth * split.place(of: r, after: whole)
      let (same, opposite) = (sameQueries + place, oppositeQueries + place)
      let (sameTotal, oppositeTotal) = (factors[2 * r], factors[2 * r + 1])
      if split.contains(r) {
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
      r += 1
    }

    let firstSplitQuery = 2 * whole * depth
    var first = 0
    while first < keyCount {
      let count = keyCount - first < statisticsChunk ? keyCount - first : statisticsChunk
      var column = 0
      while column < count {
        let panel = keys + (first + column) * depth
        if whole > 0 {
          magnitudes(panel, count: depth * panelWidth, into: panelMagnitudes)
          multiplyTile(
            rows: whole, sameQueries, stride: 2 * depth, panel: panelMagnitudes, depth: depth, initial: nil,
            initialStride: 0, bias: nil, into: sameTile + column, stride: statisticsChunk)
          multiplyTile(
            rows: whole, oppositeQueries, stride: 2 * depth, panel: panel, depth: depth, initial: nil,
            initialStride: 0, bias: nil, into: oppositeTile + column, stride: statisticsChunk)
        }
        if whole < rows {
          let target = whole * statisticsChunk + column
          splitPanel(panel, count: depth * panelWidth, into: panelParts)
          multiplyTile(
            rows: rows - whole, sameQueries + firstSplitQuery, stride: 2 * depth, panel: panelParts,
            depth: 2 * depth, initial: nil, initialStride: 0, bias: nil, into: sameTile + target,
            stride: statisticsChunk)
          multiplyTile(
            rows: rows - whole, oppositeQueries + firstSplitQuery, stride: 2 * depth, panel: panelParts,
            depth: 2 * depth, initial: nil, initialStride: 0, bias: nil, into: oppositeTile + target,
            stride: statisticsChunk)
        }
        column += panelWidth
      }
      r = 0
      while r < rows {
        let place = statisticsChunk * split.place(of: r, after: whole)
        let (same, opposite) = (sameTile + place, oppositeTile + place)
        let sums = partialTotals + 5 * lanes * r
        if !split.contains(r) {
          separate(same, opposite, count: count, by: factors[2 * r], factors[2 * r + 1])
        }
        if let sameWeights, let oppositeWeights {
          let target = r * weightStride + first
          accumulateStreams(
            same, opposite, count: count, into: sums,
            weights: (sameWeights + target, oppositeWeights + target),
            fractions: (sameSums[r], oppositeSums[r]))
        } else {
          accumulateStreams(same, opposite, count: count, into: sums, weights: nil, fractions: (0, 0))
        }
        r += 1
      }
      first += count
      if first % keysPerTotal == 0 || first == keyCount {
        addTotals(partialTotals, count: 5 * rows, into: totals)
      }
    }
    r = 0
    while r < rows {
      let row = totals + 5 * r
      sameEntropies[r] = entropyOfTotals(row[0], row[1])
      oppositeEntropies[r] = entropyOfTotals(row[2], row[3])
      meanEntropies[r] = entropyOfTotals(row[0] + row[2], row[4])
      r += 1
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

/// Some rows of a block.
private struct RowSet {
  private var bits: UInt32 = 0

  @inline(__always)
  mutating func insert(_ row: Int) { bits |= 1 &<< UInt32(truncatingIfNeeded: row) }

  @inline(__always)
  func contains(_ row: Int) -> Bool { bits &>> UInt32(truncatingIfNeeded: row) & 1 == 1 }

  var count: Int {
    @inline(__always) get { bits.nonzeroBitCount }
  }

  /// The position of a row when the `others` rows outside the set come first, each part in its order.
  @inline(__always)
  func place(of row: Int, after others: Int) -> Int {
    let before = (bits & ((1 &<< UInt32(truncatingIfNeeded: row)) &- 1)).nonzeroBitCount
    return contains(row) ? others + before : row - before
  }
}

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

/// (a, b) = (T, D) ← ((T + D)·`sameFactor`, (T − D)·`oppositeFactor`), neither below 0.
@inline(__always)
private func separate(
  _ a: UnsafeMutablePointer<Float>, _ b: UnsafeMutablePointer<Float>, count: Int, by sameFactor: Float,
  _ oppositeFactor: Float
) {
  var j = 0
  while j < count {
    let total = Vector(at: a + j)
    let difference = Vector(at: b + j)
    larger((total + difference) * sameFactor, Vector()).store(at: a + j)
    larger((total - difference) * oppositeFactor, Vector()).store(at: b + j)
    j += Vector.scalarCount
  }
}

/// totals ← totals + (Σ s, Σ s·log₂ s, Σ o, Σ o·log₂ o, Σ (s + o)·log₂(s + o)), lane by lane; `weights` ← the
/// streams times their fractions.
@inline(__always)
private func accumulateStreams(
  _ same: UnsafePointer<Float>, _ opposite: UnsafePointer<Float>, count: Int,
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
    let s = Vector(at: same + j)
    let o = Vector(at: opposite + j)
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
