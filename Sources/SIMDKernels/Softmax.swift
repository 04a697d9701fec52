// Softmax attention for a block of queries: scores, exponentials, entropy and values while the block's
// scores stay in the first-level cache.
import Glibc

private var binaryLogarithmOfE: Float { 1.442_695 }
private var naturalLogarithmOfTwo: Float { 0.693_147_2 }

/// Keys taken at a time: 14 rows of scores are 14 KiB then. A multiple of every panel width.
private var chunkLength: Int { 256 }

extension Kernels {
  /// Floats of scratch that `softmaxBlock` needs for `rows` queries.
  package static func softmaxScratch(rows: Int, depth: Int, valueColumns: Int) -> Int {
    rows * (depth + wholePanels(valueColumns) + 3) + maximumTileRows * chunkLength
  }

  /// Softmax attention of `rows` queries on all keys of their window, one head.
  ///
  /// - Parameters:
  ///   - queries: `[rows × depth]`.
  ///   - keys: kᵀ `[depth × keyCount]`, packed.
  ///   - bias: `[rows × keyCount]`, added to scale·q·k; nil: none.
  ///   - queryRegions, keyRegions: labels `[rows]` and `[keyCount]`: `mask` is added where they differ; nil: none.
  ///   - values: v `[keyCount × valueColumns]`, packed; nil: no output.
  ///   - output: `[rows × valueColumns]` ← softmax·v; only with values.
  ///   - entropies: `[rows]` ← H = ln Z − (1/Z)·Σ e_j·a_j in nats, with a_j the shifted logit; nil: none.
  ///   - isPrefetching: whether the next keys are asked for in the second-level cache.
  ///   - scratch: 64-byte aligned.
  ///
  /// Logits are shifted by the largest so far; what is summed is rescaled when a chunk of keys raises it. All queries
  /// pass over a chunk of keys, as many at a time as a tile has rows, before the next chunk is read.
  @inline(never)
  package static func softmaxBlock(
    queries: UnsafePointer<Float>, queryStride: Int, rows: Int, depth: Int, scale: Float,
    keys: UnsafePointer<Float>, keyCount: Int, bias: UnsafePointer<Float>?,
    queryRegions: UnsafePointer<Int32>?, keyRegions: UnsafePointer<Int32>?, mask: Float,
    values: UnsafePointer<Float>?, valueColumns: Int,
    into output: UnsafeMutablePointer<Float>?, outputStride: Int,
    entropies: UnsafeMutablePointer<Float>?, isPrefetching: Bool, scratch: UnsafeMutablePointer<Float>
  ) {
    let scores = scratch
    let scaled = scores + maximumTileRows * chunkLength
    let partial = scaled + rows * depth
    let partialStride = wholePanels(valueColumns)
    let largest = partial + rows * partialStride
    let sums = largest + rows
    let weightedSums = sums + rows

    var r = 0
    while r < rows {
      Kernels.scale(queries + r * queryStride, by: scale, count: depth, into: scaled + r * depth)
      r += 1
    }
    let passes = (rows + maximumTileRows - 1) / maximumTileRows
    // As in `multiply`: the passes share the next keys evenly.
    let step = isPrefetching ? (panelWidth * MemoryLayout<Float>.size + passes - 1) / passes : 0
    var first = 0
    while first < keyCount {
      let count = keyCount - first < chunkLength ? keyCount - first : chunkLength
      var t = 0
      while t < passes {
        let start = rows * t / passes
        let end = rows * (t + 1) / passes
        var column = 0
        while column < count {
          let panel = keys + (first + column) * depth
          let later = panel + chunkLength * depth
          multiplyTile(
            prefetching: isPrefetching ? UnsafeRawPointer(later) + t * depth * step : nil, step: step,
            rows: end - start, scaled + start * depth, stride: depth, panel: panel, depth: depth,
            into: scores + column, stride: chunkLength)
          column += panelWidth
        }
        r = start
        while r < end {
          let row = scores + (r - start) * chunkLength
          if let bias { add(row, bias + r * keyCount + first, count: count, into: row) }
          if let queryRegions, let keyRegions {
            addMask(mask, to: row, count: count, otherThan: queryRegions[r], regions: keyRegions + first)
          }
          pad(row, count: count)
          let chunkLargest = maximum(row, count: count)
          if first == 0 {
            largest[r] = chunkLargest
            (sums[r], weightedSums[r]) = exponentiate(
              row, count: count, largest: chunkLargest, isWeighted: entropies != nil)
          } else {
            let before = largest[r]
            if chunkLargest > before { largest[r] = chunkLargest }
            let (sum, weighted) = exponentiate(
              row, count: count, largest: largest[r], isWeighted: entropies != nil)
            let rise = shiftedLogit(before, largest: largest[r])
            let correction = expf(rise)
            weightedSums[r] = correction * (weightedSums[r] + rise * sums[r]) + weighted
            sums[r] = correction * sums[r] + sum
            if values != nil && rise < 0 {
              let accumulated = partial + r * partialStride
              Kernels.scale(accumulated, by: correction, count: partialStride, into: accumulated)
            }
          }
          r += 1
        }
        if let values {
          let target = partial + start * partialStride
          column = 0
          while column < valueColumns {
            let panel = values + column * keyCount + first * panelWidth
            multiplyTile(
              rows: end - start, scores, stride: chunkLength, panel: panel, depth: count,
              initial: first == 0 ? nil : UnsafePointer(target + column), initialStride: partialStride,
              bias: nil, into: target + column, stride: partialStride)
            column += panelWidth
          }
        }
        t += 1
      }
      first += count
    }
    r = 0
    while r < rows {
      if let output {
        Kernels.scale(
          partial + r * partialStride, by: 1 / sums[r], count: valueColumns, into: output + r * outputStride)
      }
      entropies?[r] = logf(sums[r]) - weightedSums[r] / sums[r]
      r += 1
    }
  }

  /// Turns scale·q·k_j for all `count` keys of one query into its row of softmax attention, in place, and
  /// returns the row's entropy in nats.
  ///
  /// `bias` `[count]`, `regions` `[count]`, `region` and `mask` as in `softmaxBlock`. The row's memory goes on to a
  /// whole number of registers.
  @inline(never)
  package static func softmaxRow(
    _ row: UnsafeMutablePointer<Float>, count: Int, bias: UnsafePointer<Float>?, region: Int32,
    regions: UnsafePointer<Int32>?, mask: Float
  ) -> Float {
    if let bias { add(row, bias, count: count, into: row) }
    if let regions { addMask(mask, to: row, count: count, otherThan: region, regions: regions) }
    pad(row, count: count)
    let (sum, weighted) = exponentiate(
      row, count: count, largest: maximum(row, count: count), isWeighted: true)
    scale(row, by: 1 / sum, count: count, into: row)
    return logf(sum) - weighted / sum
  }
}

// MARK: Steps

/// `columns` rounded up to whole panels.
@inline(__always)
private func wholePanels(_ columns: Int) -> Int {
  (columns + Kernels.panelWidth - 1) / Kernels.panelWidth * Kernels.panelWidth
}

/// Adds `mask` where the key's region is not the query's.
@inline(__always)
private func addMask(
  _ mask: Float, to row: UnsafeMutablePointer<Float>, count: Int, otherThan region: Int32,
  regions: UnsafePointer<Int32>
) {
  var j = 0
  while j < count {
    if regions[j] != region { row[j] += mask }
    j += 1
  }
}

/// Fills the last register of a row with logits so low that e^a is 0 and a·e^a is not NaN, so that the rest
/// need not care how many keys there are.
@inline(__always)
private func pad(_ row: UnsafeMutablePointer<Float>, count: Int) {
  let whole = count / Vector.scalarCount * Vector.scalarCount
  guard whole < count else { return }
  let lowest = Vector(repeating: -0.5 * .greatestFiniteMagnitude)
  lowest.replacing(with: Vector(at: row + whole), where: firstLanes(count - whole)).store(at: row + whole)
}

/// The largest of `count` ≥ 1 scores, padded.
@inline(__always)
private func maximum(_ row: UnsafePointer<Float>, count: Int) -> Float {
  var largest = Vector(at: row)
  var j = Vector.scalarCount
  while j < count {
    largest = larger(largest, Vector(at: row + j))
    j += Vector.scalarCount
  }
  return largest.laneMaximum
}

/// Whether log₂e·logit − log₂e·largest may be rounded once. The shift log₂e·largest is rounded itself, which a row does
/// not show as long as that is far below 1: all its logits have the error in common.
@inline(__always)
private func isFused(_ shift: Float) -> Bool { shift.magnitude < 0x1p22 }

/// A logit shifted by `largest`, not below it; where the difference is so large that e^a is 0, it stays finite.
@inline(__always)
private func shiftedLogit(_ logit: Float, largest: Float) -> Float {
  let shift = binaryLogarithmOfE * largest
  if isFused(shift) {
    let rise = naturalLogarithmOfTwo * (binaryLogarithmOfE * logit - shift)
    return rise < lowestShiftedLogit ? lowestShiftedLogit : rise
  }
  let rise = logit - largest
  return rise < lowestShiftedLogit ? lowestShiftedLogit : rise
}

/// e^a is 0 from here down.
private var lowestShiftedLogit: Float { -1000 }

/// row ← row − largest, padded.
@inline(never)
private func subtract(_ largest: Float, from row: UnsafeMutablePointer<Float>, count: Int) {
  var j = 0
  while j < count {
    let difference = Vector(at: row + j) - Vector(repeating: largest)
    // In this order, so that what is not a number stays so.
    larger(Vector(repeating: lowestShiftedLogit), difference).store(at: row + j)
    j += Vector.scalarCount
  }
}

/// row ← e^a = 2^t with the shifted logits t = log₂e·(row − largest), none above 0; returns Σ e^a and, if
/// `isWeighted`, Σ a·e^a. The row is padded.
@inline(__always)
private func exponentiate(
  _ row: UnsafeMutablePointer<Float>, count: Int, largest: Float, isWeighted: Bool
) -> (sum: Float, weighted: Float) {
  var shift = binaryLogarithmOfE * largest
  if !isFused(shift) {
    subtract(largest, from: row, count: count)
    shift = 0
  }
  var sum = Vector()
  var weighted = Vector()
  var j = 0
  while j < count {
    let t = multiplyAdd(Vector(at: row + j), Vector(repeating: binaryLogarithmOfE), Vector(repeating: -shift))
    let e = t.binaryExponentialOfNonpositive
    e.store(at: row + j)
    sum += e
    if isWeighted { weighted = multiplyAdd(t, e, weighted) }
    j += Vector.scalarCount
  }
  return (sum.laneSum, isWeighted ? naturalLogarithmOfTwo * weighted.laneSum : 0)
}
