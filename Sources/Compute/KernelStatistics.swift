// Entropies and row sums of linear attention, streamed.
import Glibc

extension Engine {
  /// Entropy, in nats, and normalised sum S/(S + n·1e-6) of every row, both `[heads × windows·N]`.
  ///
  /// The entropy of an empty row (S = 0) is NaN. O(N·n·m) time a head, no N × n memory.
  package func kernelStatistics(
    phiQ: Matrix, phiK: Matrix, heads: Int, windows: Int, swapped: Bool, into entropies: Matrix, sums: Matrix,
    cancellation: Cancellation? = nil
  ) {
    let n = phiK.rows / windows
    let row = Matrix(rows: 1, columns: n)
    for head in 0..<heads {
      for query in 0..<phiQ.rows {
        if cancellation?.isCancelled == true { return }
        let sum = kernelRow(
          query: query, head: head, phiQ: phiQ, phiK: phiK, heads: heads, windows: windows, swapped: swapped,
          normalised: false, into: row.row(0))
        entropies[head, query] = entropy(row.values)
        sums[head, query] = sum / (sum + normaliserFloor(keys: n))
      }
    }
  }

  /// The statistics of both streams of polarity-aware heads, and the entropy of their mean, in one pass.
  ///
  /// `mean` `[heads × windows·N]` ← the entropy of ½(Âˢ + Âᵒ), the streams' rows each re-normalised to sum
  /// 1; of the other row alone where one stream is empty; NaN where both are.
  package func polarityStatistics(
    phiQ: Matrix, phiK: Matrix, heads: Int, windows: Int, same: (entropies: Matrix, sums: Matrix),
    opposite: (entropies: Matrix, sums: Matrix), mean: Matrix, cancellation: Cancellation? = nil
  ) {
    let n = phiK.rows / windows
    let rows = Matrix(rows: 2, columns: n)
    for head in 0..<heads {
      for query in 0..<phiQ.rows {
        if cancellation?.isCancelled == true { return }
        var mixed = [Float](repeating: 0, count: n)
        for (stream, statistics) in [same, opposite].enumerated() {
          let row = rows.row(stream)
          let sum = kernelRow(
            query: query, head: head, phiQ: phiQ, phiK: phiK, heads: heads, windows: windows,
            swapped: stream == 1, normalised: false, into: row)
          statistics.entropies[head, query] = entropy(Array(row))
          statistics.sums[head, query] = sum / (sum + normaliserFloor(keys: n))
          if sum > 0 { for j in 0..<n { mixed[j] += row[j] / sum } }
        }
        mean[head, query] = entropy(mixed)
      }
    }
  }

  private func entropy(_ row: [Float]) -> Float {
    let total = row.reduce(0.0) { $0 + Double($1) }
    guard total > 0 else { return .nan }
    return Float(
      row.reduce(0.0) { sum, value in
        value > 0 ? sum - Double(value) / total * log(Double(value) / total) : sum
      })
  }
}
