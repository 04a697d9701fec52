// Entropies, sums and rows of both streams of polarity-aware attention for a block of queries.

extension Kernels {
  /// Floats of scratch that `polarityStatisticsBlock` needs.
  package static func polarityStatisticsScratch(depth: Int) -> Int {
    maximumTileRows * (4 * depth + 2 * statisticsChunk + 6 + 4) + 2 * depth * panelWidth
  }

  /// The statistics of both streams of a polarity-aware head, and the entropy of their mean, in one pass.
  ///
  /// - Parameters:
  ///   - queries: signed powers φ(q) `[rows × depth]`, `rows` ≤ `maximumTileRows`.
  ///   - keys: signed powers φ(k)ᵀ `[depth × keyCount]`, packed.
  ///   - keySums: `[2·depth]`, the sums over the keys of the positive parts of φ(k), then of the negative ones.
  ///   - keyMaxima: `[depth]`, the largest |φ(k)| of every feature.
  ///   - sameEntropies …: `[rows]`, as in `kernelStatisticsBlock`.
  ///   - meanEntropies: `[rows]` ← the entropy of ½(Âˢ + Âᵒ); of one alone where the other is empty; NaN where
  ///     both are.
  ///   - sameWeights, oppositeWeights: `[rows × keyCount]`, padded to whole panels, ← the rows of weights; nil:
  ///     none.
  ///
  /// Of a feature of a query, the positive or the negative part is zero, so multiplying both would waste half of
  /// the work. Two products of `depth` features give both streams: T = |φ(q)|·|φ(k)| is their sum, D = φ(q)·φ(k)
  /// their difference. Where that difference would lose too many digits, `isExact` says so and the parts are
  /// multiplied apart.
  @inline(never)
  package static func polarityStatisticsBlock(
    queries: UnsafePointer<Float>, queryStride: Int, rows: Int, depth: Int,
    keys: UnsafePointer<Float>, keyCount: Int, keySums: UnsafePointer<Float>, keyMaxima: UnsafePointer<Float>,
    floor: Float, sameEntropies: UnsafeMutablePointer<Float>, sameSums: UnsafeMutablePointer<Float>,
    oppositeEntropies: UnsafeMutablePointer<Float>, oppositeSums: UnsafeMutablePointer<Float>,
    meanEntropies: UnsafeMutablePointer<Float>, sameWeights: UnsafeMutablePointer<Float>?,
    oppositeWeights: UnsafeMutablePointer<Float>?, weightStride: Int, scratch: UnsafeMutablePointer<Float>
  ) {
    let sameQueries = scratch
    let oppositeQueries = sameQueries + 2 * maximumTileRows * depth
    let sameTile = oppositeQueries + 2 * maximumTileRows * depth
    let oppositeTile = sameTile + maximumTileRows * statisticsChunk
    let panelParts = oppositeTile + maximumTileRows * statisticsChunk
    let totals = panelParts + 2 * depth * panelWidth
    let factors = totals + 6 * maximumTileRows
    totals.update(repeating: 0, count: 6 * maximumTileRows)

    var bySign = false
    var r = 0
    while r < rows {
      let (same, opposite) = (sameQueries + 2 * r * depth, oppositeQueries + 2 * r * depth)
      let query = queries + r * queryStride
      splitSigns(query, stride: 0, rows: 1, depth: depth, negated: false, into: same, stride: 0)
      splitSigns(query, stride: 0, rows: 1, depth: depth, negated: true, into: opposite, stride: 0)
      let sameTotal = dot(same, keySums, count: 2 * depth)
      let oppositeTotal = dot(opposite, keySums, count: 2 * depth)
      sameSums[r] = sameTotal / (sameTotal + floor)
      oppositeSums[r] = oppositeTotal / (oppositeTotal + floor)
      (factors[2 * r], factors[2 * r + 1]) = (sameTotal, oppositeTotal)
      let largest = dot(same, keyMaxima, count: depth) + dot(same + depth, keyMaxima, count: depth)
      if !isExact(sameTotal, oppositeTotal, largest: largest, keyCount: keyCount) { bySign = true }
      r += 1
    }
    r = 0
    while r < rows {
      let (same, opposite) = (sameQueries + 2 * r * depth, oppositeQueries + 2 * r * depth)
      let (sameTotal, oppositeTotal) = (factors[2 * r], factors[2 * r + 1])
      if bySign {
        normalise(same, keySums: keySums, count: 2 * depth, total: sameTotal)
        normalise(opposite, keySums: keySums, count: 2 * depth, total: oppositeTotal)
      } else {
        let total = sameTotal + oppositeTotal
        normaliseSigned(
          queries + r * queryStride, keyMaxima: keyMaxima, count: depth, total: total, magnitudes: same,
          signed: opposite)
        factors[2 * r] = 0.5 * total * inverse(ofTotal: sameTotal)
        factors[2 * r + 1] = 0.5 * total * inverse(ofTotal: oppositeTotal)
      }
      r += 1
    }

    var first = 0
    while first < keyCount {
      let count = keyCount - first < statisticsChunk ? keyCount - first : statisticsChunk
      var column = 0
      while column < count {
        let panel = keys + (first + column) * depth
        if bySign {
          splitPanel(panel, count: depth * panelWidth, into: panelParts)
        } else {
          magnitudes(panel, count: depth * panelWidth, into: panelParts)
        }
        multiplyTile(
          rows: rows, sameQueries, stride: 2 * depth, panel: panelParts, depth: bySign ? 2 * depth : depth,
          initial: nil, initialStride: 0, bias: nil, into: sameTile + column, stride: statisticsChunk)
        multiplyTile(
          rows: rows, oppositeQueries, stride: 2 * depth, panel: bySign ? UnsafePointer(panelParts) : panel,
          depth: bySign ? 2 * depth : depth, initial: nil, initialStride: 0, bias: nil,
          into: oppositeTile + column, stride: statisticsChunk)
        column += panelWidth
      }
      r = 0
      while r < rows {
        let (same, opposite) = (sameTile + r * statisticsChunk, oppositeTile + r * statisticsChunk)
        let row = totals + 6 * r
        if bySign {
          accumulateStreams(same, opposite, count: count, into: row)
        } else {
          separate(same, opposite, count: count, by: factors[2 * r], factors[2 * r + 1])
          accumulateStreams(same, opposite, count: count, into: row)
        }
        if let sameWeights, let oppositeWeights {
          let place = r * weightStride + first
          scale(same, by: sameSums[r], count: wholeRegisters(count), into: sameWeights + place)
          scale(opposite, by: oppositeSums[r], count: wholeRegisters(count), into: oppositeWeights + place)
        }
        r += 1
      }
      first += count
    }
    r = 0
    while r < rows {
      let row = totals + 6 * r
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

/// Whether a row's streams may be taken from their sum T and difference D.
///
/// The rounding errors of T and D are a few 1e-8 of T, and so those of a stream's p_ij are of T_ij/S for its sum S.
/// T_ij is at most `largest`, by which that of p_ij and, as the errors of a row do not add up but average, its
/// n^½-fold, that of the entropy, stay about 1e-6. An empty stream is exact: there T and D have the same bits.
@inline(__always)
private func isExact(_ sameTotal: Float, _ oppositeTotal: Float, largest: Float, keyCount: Int) -> Bool {
  let smaller =
    sameTotal == 0
    ? oppositeTotal
    : oppositeTotal == 0 ? sameTotal : sameTotal < oppositeTotal ? sameTotal : oppositeTotal
  guard sameTotal + oppositeTotal <= .greatestFiniteMagnitude else { return false }
  return largest * Float(keyCount).squareRoot() <= 32 * smaller
}

/// `signed` `[count]` ← φ(q)/T and `magnitudes` `[count]` ← |φ(q)|/T, as `normalise` does.
@inline(__always)
private func normaliseSigned(
  _ features: UnsafePointer<Float>, keyMaxima: UnsafePointer<Float>, count: Int, total: Float,
  magnitudes: UnsafeMutablePointer<Float>, signed: UnsafeMutablePointer<Float>
) {
  let factor = inverse(ofTotal: total)
  var c = 0
  while c < count {
    let isNegative = features[c] < 0
    let share = keyMaxima[c] == 0 ? 0 : bounded((isNegative ? -features[c] : features[c]) * factor)
    magnitudes[c] = share
    signed[c] = isNegative ? -share : share
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

/// totals ← totals + (Σ s, Σ s·log₂ s, Σ o, Σ o·log₂ o, Σ (s + o)·log₂(s + o)).
@inline(__always)
private func accumulateStreams(
  _ same: UnsafePointer<Float>, _ opposite: UnsafePointer<Float>, count: Int,
  into totals: UnsafeMutablePointer<Float>
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
    let both = s + o
    sameSum += s
    oppositeSum += o
    sameWeighted = multiplyAdd(s, s.binaryLogarithmOfShare, sameWeighted)
    oppositeWeighted = multiplyAdd(o, o.binaryLogarithmOfShare, oppositeWeighted)
    meanWeighted = multiplyAdd(both, both.binaryLogarithmOfShare, meanWeighted)
    j += Vector.scalarCount
  }
  totals[0] += sameSum.laneSum
  totals[1] += sameWeighted.laneSum
  totals[2] += oppositeSum.laneSum
  totals[3] += oppositeWeighted.laneSum
  totals[4] += meanWeighted.laneSum
}
