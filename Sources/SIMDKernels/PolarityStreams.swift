// What a tile of products adds to the statistics of both streams of polarity-aware attention.

extension Kernels {
  /// Adds the products of a tile's rows, at some places of `order`, to their totals.
  @inline(never)
  static func accumulateTile(
    _ places: Range<Int>, order: UnsafePointer<Int32>, isSplit: Bool, sameTile: UnsafePointer<Float>,
    oppositeTile: UnsafePointer<Float>, count: Int, ratios: UnsafePointer<Float>,
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
        let share = (fractions.same[r], ratios[r] * fractions.opposite[r])
        if isSplit {
          accumulateStreams(
            s, o, count: count, isSplit: true, ratio: 1, into: totals, weights: weights, fractions: share)
        } else {
          accumulateStreams(
            s, o, count: count, isSplit: false, ratio: ratios[r], into: totals, weights: weights,
            fractions: share)
        }
      } else if isSplit {
        accumulateStreams(
          s, o, count: count, isSplit: true, ratio: 1, into: totals, weights: nil, fractions: (0, 0))
      } else {
        accumulateStreams(
          s, o, count: count, isSplit: false, ratio: ratios[r], into: totals, weights: nil, fractions: (0, 0))
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

/// totals ← totals + (Σ s, Σ s·log₂ s, Σ o, Σ o·log₂ o, Σ m·log₂ m) with m = s + `ratio`·o, lane by lane; `weights` ←
/// the streams times their fractions.
///
/// - Parameter isSplit: whether a and b are s and o; else they are T and D, and s = T + D and o = T − D, which are at
///   least the smallest normal number: as good as 0, and the logarithms need not care.
@inline(__always)
private func accumulateStreams(
  _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, count: Int, isSplit: Bool, ratio: Float,
  into totals: UnsafeMutablePointer<Float>,
  weights: (same: UnsafeMutablePointer<Float>, opposite: UnsafeMutablePointer<Float>)?,
  fractions: (same: Float, opposite: Float)
) {
  let least = Vector(repeating: .leastNormalMagnitude)
  var sameSum = Vector()
  var sameWeighted = Vector()
  var oppositeSum = Vector()
  var oppositeWeighted = Vector()
  var meanWeighted = Vector()
  var j = 0
  while j < count {
    var s = Vector(at: a + j)
    var o = Vector(at: b + j)
    if !isSplit { (s, o) = (s + o, s - o) }
    if let weights {
      let (same, opposite) = isSplit ? (s, o) : (larger(s, Vector()), larger(o, Vector()))
      (same * fractions.same).store(at: weights.same + j)
      (opposite * fractions.opposite).store(at: weights.opposite + j)
    }
    if !isSplit { (s, o) = (larger(s, least), larger(o, least)) }
    let mean = isSplit ? s + o : multiplyAdd(o, Vector(repeating: ratio), s)
    sameSum += s
    oppositeSum += o
    if isSplit {
      sameWeighted = sameWeighted.addingWeightedLogarithm(of: s)
      oppositeWeighted = oppositeWeighted.addingWeightedLogarithm(of: o)
      meanWeighted = meanWeighted.addingWeightedLogarithm(of: mean)
    } else {
      sameWeighted = sameWeighted.adding(s, timesLogarithmOf: s)
      oppositeWeighted = oppositeWeighted.adding(o, timesLogarithmOf: o)
      meanWeighted = meanWeighted.adding(mean, timesLogarithmOf: mean)
    }
    j += Vector.scalarCount
  }
  sameSum.add(to: totals)
  sameWeighted.add(to: totals + Vector.scalarCount)
  oppositeSum.add(to: totals + 2 * Vector.scalarCount)
  oppositeWeighted.add(to: totals + 3 * Vector.scalarCount)
  meanWeighted.add(to: totals + 4 * Vector.scalarCount)
}
