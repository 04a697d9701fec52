// Entropies, sums and rows of linear attention for a block of queries, streamed over the keys.
import Glibc

/// Keys taken at a time: the products of a block stay in the first-level cache. A multiple of every panel width.
var statisticsChunk: Int { 64 }

/// Keys whose fractions are summed lane by lane, chunk by chunk, before the lanes are added up: sums of sums bound the
/// rounding error. A multiple of `statisticsChunk`.
var keysPerTotal: Int { 1024 }

extension Kernels {
  /// Floats of scratch that `linearStatisticsBlock` needs for `rows` queries.
  package static func linearStatisticsScratch(rows: Int, depth: Int) -> Int {
    rows * (depth + 2 + 2 * lanes) + maximumTileRows * statisticsChunk
  }

  /// Entropy in nats and normalized sum S/(S + epsilon) of the rows of `rows` queries.
  ///
  /// - Parameters:
  ///   - queries: φ(q) `[rows × depth]`.
  ///   - keys: φ(k)ᵀ `[depth × keyCount]`, packed.
  ///   - keySums: `[depth]`, Σ_j φ(k_j).
  ///   - entropies, sums: `[rows]`; the entropy is NaN where S = 0.
  ///   - weights: `[rows × keyCount]`, padded to whole panels, ← the rows of weights, φ(q)·φ(k_j)/(S + epsilon);
  ///     nil: none.
  ///   - isPrefetching: whether the next keys are asked for in the second-level cache.
  ///   - scratch: 64-byte aligned.
  ///
  /// S = φ(q)·Σ_j φ(k_j) is known beforehand, so the products with φ(q)/S are the p_ij themselves.
  @inline(never)
  package static func linearStatisticsBlock(
    queries: UnsafePointer<Float>, queryStride: Int, rows: Int, depth: Int,
    keys: UnsafePointer<Float>, keyCount: Int, keySums: UnsafePointer<Float>, epsilon: Float,
    entropies: UnsafeMutablePointer<Float>, sums: UnsafeMutablePointer<Float>,
    weights: UnsafeMutablePointer<Float>?, weightStride: Int, isPrefetching: Bool,
    scratch: UnsafeMutablePointer<Float>
  ) {
    let fractions = scratch
    let tile = fractions + rows * depth
    let partialTotals = tile + maximumTileRows * statisticsChunk
    let totals = partialTotals + 2 * lanes * rows
    partialTotals.update(repeating: 0, count: 2 * lanes * rows)
    totals.update(repeating: 0, count: 2 * rows)
    var r = 0
    while r < rows {
      let row = fractions + r * depth
      scale(queries + r * queryStride, by: 1, count: depth, into: row)
      let total = dot(row, keySums, count: depth)
      sums[r] = total / (total + epsilon)
      normalize(row, keySums: keySums, count: depth, total: total)
      r += 1
    }
    let passes = (rows + maximumTileRows - 1) / maximumTileRows
    // As in `multiply`: the passes share the next keys evenly.
    let step = isPrefetching ? (panelWidth * MemoryLayout<Float>.size + passes - 1) / passes : 0
    var first = 0
    while first < keyCount {
      let count = keyCount - first < statisticsChunk ? keyCount - first : statisticsChunk
      var t = 0
      while t < passes {
        let start = rows * t / passes
        let end = rows * (t + 1) / passes
        var column = 0
        while column < count {
          let panel = keys + (first + column) * depth
          let later = panel + statisticsChunk * depth
          multiplyTile(
            prefetching: isPrefetching ? UnsafeRawPointer(later) + t * depth * step : nil, step: step,
            rows: end - start, fractions + start * depth, stride: depth, panel: panel, depth: depth,
            into: tile + column, stride: statisticsChunk)
          column += panelWidth
        }
        r = start
        while r < end {
          let row = tile + (r - start) * statisticsChunk
          accumulateEntropy(
            row, count: count, into: partialTotals + 2 * lanes * r,
            weights: weights.map { $0 + r * weightStride + first }, fraction: sums[r])
          r += 1
        }
        t += 1
      }
      first += count
      if first % keysPerTotal == 0 || first == keyCount {
        addTotals(partialTotals, count: 2 * rows, into: totals)
      }
    }
    r = 0
    while r < rows {
      entropies[r] = entropyOfTotals(totals[2 * r], totals[2 * r + 1])
      r += 1
    }
  }

  /// `output` `[depth]` ← `features` with its halves exchanged.
  @inline(never)
  package static func swapHalves(
    _ features: UnsafePointer<Float>, depth: Int, into output: UnsafeMutablePointer<Float>
  ) {
    let half = depth / 2
    scale(features + half, by: 1, count: half, into: output)
    scale(features, by: 1, count: half, into: output + half)
  }
}

// MARK: Rows at hand

extension Kernels {
  /// The entropy of the row a·`aFactor` + b·`bFactor` ≥ 0, re-normalized to sum 1; NaN where it is empty.
  ///
  /// The rows' memory goes on to a whole number of registers and is zero there.
  @inline(never)
  package static func entropy(
    of a: UnsafePointer<Float>, by aFactor: Float, and b: UnsafePointer<Float>, by bFactor: Float, count: Int
  ) -> Float {
    var sum = Vector()
    var weighted = Vector()
    var j = 0
    while j < count {
      let p = multiplyAdd(Vector(at: b + j), Vector(repeating: bFactor), Vector(at: a + j) * aFactor)
      sum += p
      weighted = weighted.addingWeightedLogarithm(of: p)
      j += lanes
    }
    return entropyOfTotals(sum.laneSum, weighted.laneSum)
  }
}

// MARK: Steps

/// Σ a·b.
@inline(__always)
func dot(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, count: Int) -> Float {
  var sum: Float = 0
  Kernels.multiplyRow(a, depth: count, scale: 1, rows: b, stride: 0, count: 1, into: &sum)
  return sum
}

/// 1/S, by which a row of sum S is normalized; 0 for an empty one.
@inline(__always)
func inverse(ofTotal total: Float) -> Float {
  guard total > 0 else { return total == 0 ? 0 : .nan }
  return bounded(1 / total)
}

/// x, and the largest float where x is infinite.
@inline(__always)
func bounded(_ x: Float) -> Float { x > .greatestFiniteMagnitude ? .greatestFiniteMagnitude : x }

/// `features` `[count]` ← φ(q)/S in place, 0 where the row is empty.
///
/// Features that no key has are left out: their products are 0, and dividing them by a small S may overflow.
@inline(__always)
func normalize(
  _ features: UnsafeMutablePointer<Float>, keySums: UnsafePointer<Float>, count: Int, total: Float
) {
  let factor = inverse(ofTotal: total)
  var c = 0
  while c < count {
    features[c] = keySums[c] == 0 ? 0 : bounded(features[c] * factor)
    c += 1
  }
}

/// totals ← totals + (Σ p, Σ p·log₂ p), lane by lane; `weights` ← p·`fraction`. Padding beyond `count` is zero and
/// adds nothing.
@inline(__always)
private func accumulateEntropy(
  _ row: UnsafePointer<Float>, count: Int, into totals: UnsafeMutablePointer<Float>,
  weights: UnsafeMutablePointer<Float>?, fraction: Float
) {
  var sum = Vector()
  var weighted = Vector()
  var j = 0
  while j < count {
    let p = Vector(at: row + j)
    if let weights { (p * fraction).store(at: weights + j) }
    sum += p
    weighted = weighted.addingWeightedLogarithm(of: p)
    j += Vector.scalarCount
  }
  sum.add(to: totals)
  weighted.add(to: totals + Vector.scalarCount)
}

extension Vector {
  /// Adds this to the vector at `pointer`.
  @inline(__always)
  func add(to pointer: UnsafeMutablePointer<Float>) { (Vector(at: pointer) + self).store(at: pointer) }
}

/// Adds up the lanes of each of `count` vectors, which become 0.
@inline(__always)
func addTotals(
  _ partial: UnsafeMutablePointer<Float>, count: Int, into totals: UnsafeMutablePointer<Float>
) {
  var i = 0
  while i < count {
    totals[i] += Vector(at: partial + i * Vector.scalarCount).laneSum
    Vector().store(at: partial + i * Vector.scalarCount)
    i += 1
  }
}

/// H = ln P − (1/P)·Σ p·ln p of P = Σ p, from Σ p·log₂ p; NaN where P = 0.
@inline(__always)
func entropyOfTotals(_ sum: Float, _ weighted: Float) -> Float {
  sum == 0 ? .nan : logf(sum) - 0.693_147_2 * weighted / sum
}
