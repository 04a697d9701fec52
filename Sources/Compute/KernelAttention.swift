// Linear attention from feature maps: mixing the values, single rows, streamed rows.
import Glibc

/// What is added to the sum of a row of n keys before it is divided by: n·1e-6.
func normaliserFloor(keys n: Int) -> Float { Float(n) * 1e-6 }

extension Engine {
  /// `output` `[windows·N × C]` ← φ(q)·Σ_j φ(k_j)ᵀv_j/(φ(q)·Σ_j φ(k_j) + n·1e-6), per head and window.
  ///
  /// φ(q) `[windows·N × C]`, φ(k) and v `[windows·n × C]`. O((N + n)·d²) a head.
  package func focusedAttention(
    phiQ: Matrix, phiK: Matrix, v: Matrix, heads: Int, windows: Int, into output: Matrix
  ) {
    let d = v.columns / heads
    for head in 0..<heads {
      mix(
        phiQ: phiQ, phiK: phiK, v: v, head: head, heads: heads, windows: windows, swapped: false,
        channels: head * d..<(head + 1) * d, into: output)
    }
  }

  /// Polarity-aware linear attention: the same-signed stream mixes the first half of each head's channels of
  /// v, the opposite-signed stream the second half.
  ///
  /// φ(q) `[windows·N × 2C]`, φ(k) `[windows·n × 2C]`, v `[windows·n × C]`, `output` `[windows·N × C]`.
  package func polarityAttention(
    phiQ: Matrix, phiK: Matrix, v: Matrix, heads: Int, windows: Int, into output: Matrix
  ) {
    let d = v.columns / heads
    for head in 0..<heads {
      mix(
        phiQ: phiQ, phiK: phiK, v: v, head: head, heads: heads, windows: windows, swapped: false,
        channels: head * d..<head * d + d / 2, into: output)
      mix(
        phiQ: phiQ, phiK: phiK, v: v, head: head, heads: heads, windows: windows, swapped: true,
        channels: head * d + d / 2..<(head + 1) * d, into: output)
    }
  }

  /// `output` `[n]` ← φ(q_i)·φ(k_j) for the keys of the query's window. O(n·m).
  ///
  /// - Parameters:
  ///   - swapped: the opposite-signed stream: the halves of the query's features change places.
  ///   - normalised: divide by S + n·1e-6.
  /// - Returns: the raw row sum S.
  @discardableResult
  package func kernelRow(
    query: Int, head: Int, phiQ: Matrix, phiK: Matrix, heads: Int, windows: Int, swapped: Bool,
    normalised: Bool, into output: UnsafeMutableBufferPointer<Float>
  ) -> Float {
    let m = phiQ.columns / heads
    let n = phiK.rows / windows
    let first = query / (phiQ.rows / windows) * n
    var total = 0.0
    for j in 0..<n {
      var sum: Float = 0
      for c in 0..<m {
        let feature = swapped ? (c + m / 2) % m : c
        sum += phiQ[query, head * m + feature] * phiK[first + j, head * m + c]
      }
      output[j] = sum
      total += Double(sum)
    }
    if normalised {
      let inverse = 1 / (Float(total) + normaliserFloor(keys: n))
      for j in 0..<n { output[j] *= inverse }
    }
    return Float(total)
  }

  /// Streams the rows of one head and stream in blocks of queries of one window, in any order, perhaps on
  /// several threads at once. `consume` must not call the engine nor keep `rows`.
  package func kernelRows(
    head: Int, phiQ: Matrix, phiK: Matrix, heads: Int, windows: Int, swapped: Bool, normalised: Bool,
    cancellation: Cancellation? = nil, forEachBlock consume: (_ firstQuery: Int, _ rows: Matrix) -> Void
  ) {
    for query in 0..<phiQ.rows {
      if cancellation?.isCancelled == true { return }
      let rows = Matrix(rows: 1, columns: phiK.rows / windows)
      kernelRow(
        query: query, head: head, phiQ: phiQ, phiK: phiK, heads: heads, windows: windows, swapped: swapped,
        normalised: normalised, into: rows.row(0))
      consume(query, rows)
    }
  }

  private func mix(
    phiQ: Matrix, phiK: Matrix, v: Matrix, head: Int, heads: Int, windows: Int, swapped: Bool,
    channels: Range<Int>, into output: Matrix
  ) {
    let n = phiK.rows / windows
    let row = Matrix(rows: 1, columns: n)
    for query in 0..<phiQ.rows {
      kernelRow(
        query: query, head: head, phiQ: phiQ, phiK: phiK, heads: heads, windows: windows, swapped: swapped,
        normalised: true, into: row.row(0))
      let first = query / (phiQ.rows / windows) * n
      for c in channels {
        var sum: Float = 0
        for j in 0..<n { sum += row[0, j] * v[first + j, c] }
        output[query, c] = sum
      }
    }
  }
}
