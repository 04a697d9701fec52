// Entropies and row sums of linear attention for a block of queries, streamed over the keys.
import Glibc

/// Keys taken at a time: two tiles of 14 rows are 14 KiB then. A multiple of every panel width.
private var chunkLength: Int { 128 }

extension Kernels {
  /// Floats of scratch that `kernelStatisticsBlock` and `polarityStatisticsBlock` need.
  package static func kernelStatisticsScratch(depth: Int) -> Int {
    maximumTileRows * (2 * depth + 2 * chunkLength + 6)
  }

  /// Entropy in nats and normalised sum S/(S + floor) of the rows of `rows` ≤ `maximumTileRows` queries.
  ///
  /// - Parameters:
  ///   - queries: φ(q) `[rows × depth]`; with `signed` signed powers `[rows × depth/2]`, split by sign here.
  ///   - negated: of −φ(q): the opposite-signed stream; only with `signed`.
  ///   - keys: φ(k)ᵀ `[depth × keyCount]`, packed.
  ///   - keySums: `[depth]`, Σ_j φ(k_j).
  ///   - entropies, sums: `[rows]`; the entropy is NaN where S = 0.
  ///
  /// S = φ(q)·Σ_j φ(k_j) is known beforehand, so the products with φ(q)/S are the p_ij themselves.
  @inline(never)
  package static func kernelStatisticsBlock(
    queries: UnsafePointer<Float>, queryStride: Int, rows: Int, depth: Int, signed: Bool,
    negated: Bool, keys: UnsafePointer<Float>, keyCount: Int, keySums: UnsafePointer<Float>, floor: Float,
    entropies: UnsafeMutablePointer<Float>, sums: UnsafeMutablePointer<Float>,
    scratch: UnsafeMutablePointer<Float>
  ) {
    let shares = scratch
    let tile = shares + maximumTileRows * depth
    let totals = tile + maximumTileRows * chunkLength
    clear(totals, count: 2 * maximumTileRows)
    normalise(
      queries, queryStride: queryStride, rows: rows, depth: depth, signed: signed, negated: negated,
      keySums: keySums, floor: floor, into: shares, sums: sums)
    var first = 0
    while first < keyCount {
      let count = keyCount - first < chunkLength ? keyCount - first : chunkLength
      multiplyChunk(shares, rows: rows, depth: depth, keys: keys + first * depth, count: count, into: tile)
      var r = 0
      while r < rows {
        accumulateEntropy(tile + r * chunkLength, count: count, into: totals + 2 * r)
        r += 1
      }
      first += count
    }
    var r = 0
    while r < rows {
      entropies[r] = entropyOfTotals(totals + 2 * r)
      r += 1
    }
  }

  /// The statistics of both streams of a polarity-aware head, and the entropy of their mean, in one pass.
  ///
  /// `meanEntropies` `[rows]` ← the entropy of ½(Âˢ + Âᵒ); of one alone where the other is empty; NaN where
  /// both are. `queries` are signed powers `[rows × depth/2]`. The rest is as in `kernelStatisticsBlock`.
  @inline(never)
  package static func polarityStatisticsBlock(
    queries: UnsafePointer<Float>, queryStride: Int, rows: Int, depth: Int,
    keys: UnsafePointer<Float>, keyCount: Int, keySums: UnsafePointer<Float>, floor: Float,
    sameEntropies: UnsafeMutablePointer<Float>, sameSums: UnsafeMutablePointer<Float>,
    oppositeEntropies: UnsafeMutablePointer<Float>, oppositeSums: UnsafeMutablePointer<Float>,
    meanEntropies: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
  ) {
    let sameShares = scratch
    let oppositeShares = sameShares + maximumTileRows * depth
    let sameTile = oppositeShares + maximumTileRows * depth
    let oppositeTile = sameTile + maximumTileRows * chunkLength
    let totals = oppositeTile + maximumTileRows * chunkLength
    clear(totals, count: 6 * maximumTileRows)
    normalise(
      queries, queryStride: queryStride, rows: rows, depth: depth, signed: true, negated: false,
      keySums: keySums, floor: floor, into: sameShares, sums: sameSums)
    normalise(
      queries, queryStride: queryStride, rows: rows, depth: depth, signed: true, negated: true,
      keySums: keySums, floor: floor, into: oppositeShares, sums: oppositeSums)
    var first = 0
    while first < keyCount {
      let count = keyCount - first < chunkLength ? keyCount - first : chunkLength
      let panels = keys + first * depth
      multiplyChunk(sameShares, rows: rows, depth: depth, keys: panels, count: count, into: sameTile)
      multiplyChunk(oppositeShares, rows: rows, depth: depth, keys: panels, count: count, into: oppositeTile)
      var r = 0
      while r < rows {
        let same = sameTile + r * chunkLength
        let opposite = oppositeTile + r * chunkLength
        accumulateEntropy(same, count: count, into: totals + 6 * r)
        accumulateEntropy(opposite, count: count, into: totals + 6 * r + 2)
        average(same, opposite, count: count)
        accumulateEntropy(same, count: count, into: totals + 6 * r + 4)
        r += 1
      }
      first += count
    }
    var r = 0
    while r < rows {
      sameEntropies[r] = entropyOfTotals(totals + 6 * r)
      oppositeEntropies[r] = entropyOfTotals(totals + 6 * r + 2)
      meanEntropies[r] = entropyOfTotals(totals + 6 * r + 4)
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
  /// The entropy of the row a·`aFactor` + b·`bFactor` ≥ 0, re-normalised to sum 1; NaN where it is empty.
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
      weighted = multiplyAdd(p, logarithmOfShare(p), weighted)
      j += lanes
    }
    let total = sum.laneSum
    return total == 0 ? .nan : logf(total) - weighted.laneSum / total
  }
}

// MARK: Steps

/// ln p, and something finite where p is 0 or too small to matter, so that p·ln p is 0.
@inline(__always)
private func logarithmOfShare(_ p: Vector) -> Vector {
  let least = Vector(repeating: .leastNormalMagnitude)
  return p.replacing(with: least, where: p .< least).logarithmOfNormal
}

@inline(__always)
private func clear(_ values: UnsafeMutablePointer<Float>, count: Int) {
  values.update(repeating: 0, count: count)
}

/// `shares` `[rows × depth]` ← φ(q)/S, 0 where the row is empty; `sums` `[rows]` ← S/(S + floor).
///
/// Features that no key has are left out: their products are 0, and dividing them by a small S may overflow.
@inline(never)
private func normalise(
  _ queries: UnsafePointer<Float>, queryStride: Int, rows: Int, depth: Int, signed: Bool,
  negated: Bool, keySums: UnsafePointer<Float>, floor: Float, into shares: UnsafeMutablePointer<Float>,
  sums: UnsafeMutablePointer<Float>
) {
  var r = 0
  while r < rows {
    let row = shares + r * depth
    if signed {
      Kernels.splitSigns(
        queries + r * queryStride, stride: 0, rows: 1, depth: depth / 2, negated: negated, into: row,
        stride: 0)
    } else {
      Kernels.scale(queries + r * queryStride, by: 1, count: depth, into: row)
    }
    var total: Float = 0
    Kernels.multiplyRow(row, depth: depth, scale: 1, rows: keySums, stride: 0, count: 1, into: &total)
    sums[r] = total / (total + floor)
    let inverse: Float = total > 0 ? 1 / total : total == 0 ? 0 : .nan
    var c = 0
    while c < depth {
      let share = row[c] * inverse
      row[c] = keySums[c] == 0 ? 0 : share > .greatestFiniteMagnitude ? .greatestFiniteMagnitude : share
      c += 1
    }
    r += 1
  }
}

/// `tile` `[rows × chunkLength]` ← shares·keys for the `count` keys of a chunk.
@inline(__always)
private func multiplyChunk(
  _ shares: UnsafePointer<Float>, rows: Int, depth: Int, keys: UnsafePointer<Float>, count: Int,
  into tile: UnsafeMutablePointer<Float>
) {
  var column = 0
  while column < count {
    multiplyTile(
      rows: rows, shares, stride: depth, panel: keys + column * depth, depth: depth, initial: nil,
      initialStride: 0, bias: nil, into: tile + column, stride: chunkLength)
    column += Kernels.panelWidth
  }
}

/// totals.0 += Σ p, totals.1 += Σ p·ln p. Padding beyond `count` is zero and adds nothing.
@inline(__always)
private func accumulateEntropy(
  _ row: UnsafePointer<Float>, count: Int, into totals: UnsafeMutablePointer<Float>
) {
  var sum = Vector()
  var weighted = Vector()
  var j = 0
  while j < count {
    let p = Vector(at: row + j)
    sum += p
    weighted = multiplyAdd(p, logarithmOfShare(p), weighted)
    j += Vector.scalarCount
  }
  totals[0] += sum.laneSum
  totals[1] += weighted.laneSum
}

/// a ← ½(a + b).
@inline(__always)
private func average(_ a: UnsafeMutablePointer<Float>, _ b: UnsafePointer<Float>, count: Int) {
  var j = 0
  while j < count {
    (0.5 * (Vector(at: a + j) + Vector(at: b + j))).store(at: a + j)
    j += Vector.scalarCount
  }
}

/// H = ln P − (1/P)·Σ p·ln p of P = Σ p; NaN where P = 0.
@inline(__always)
private func entropyOfTotals(_ totals: UnsafePointer<Float>) -> Float {
  totals[0] == 0 ? .nan : logf(totals[0]) - totals[1] / totals[0]
}
