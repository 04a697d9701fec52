// Softmax attention: mixing the values, single rows, streamed rows, and entropies.
import Glibc

extension Engine {
  /// What a softmax head adds to and takes from its products: softmax_j(scale·q_i·k_j + bias_ij + mask_ij).
  package struct SoftmaxTerms: Sendable {
    package var scale: Float
    /// `[heads × N × n]`, the same for every window.
    package var bias: [Float]?
    /// `[windows·N]` labels of the shifted map: −100 is added where query and key differ; N = n then.
    package var regions: [Int32]?

    package init(scale: Float, bias: [Float]? = nil, regions: [Int32]? = nil) {
      self.scale = scale
      self.bias = bias
      self.regions = regions
    }
  }

  /// `output` `[windows·N × C]` ← softmax attention of q `[windows·N × C]` on k, v `[windows·n × C]`.
  ///
  /// Head h owns the columns h·d ..< (h+1)·d. `entropies` `[heads × windows·N]`, in nats, if asked for.
  package func softmaxAttention(
    q: Matrix, k: Matrix, v: Matrix, heads: Int, windows: Int, terms: SoftmaxTerms, into output: Matrix,
    entropies: Matrix? = nil
  ) {
    let d = q.columns / heads
    let n = k.rows / windows
    forEachSoftmaxRow(q: q, k: k, heads: heads, windows: windows, terms: terms) { head, query, row, entropy in
      entropies?[head, query] = entropy
      let first = query / (q.rows / windows) * n
      for c in head * d..<(head + 1) * d {
        var sum: Float = 0
        for j in 0..<n { sum += row[j] * v[first + j, c] }
        output[query, c] = sum
      }
      return true
    }
  }

  /// `entropies` `[heads × windows·N]` ← the entropy of every row, in nats. O(N·n) time, no N × n memory.
  package func softmaxEntropies(
    q: Matrix, k: Matrix, heads: Int, windows: Int, terms: SoftmaxTerms, into entropies: Matrix,
    cancellation: Cancellation? = nil
  ) {
    forEachSoftmaxRow(q: q, k: k, heads: heads, windows: windows, terms: terms) { head, query, _, entropy in
      entropies[head, query] = entropy
      return cancellation?.isCancelled != true
    }
  }

  /// `output` `[n]` ← what row `query` of q assigns to the keys of its window. O(n·d).
  package func softmaxRow(
    query: Int, head: Int, q: Matrix, k: Matrix, heads: Int, windows: Int, terms: SoftmaxTerms,
    into output: UnsafeMutableBufferPointer<Float>
  ) {
    let row = softmaxRow(head: head, query: query, q: q, k: k, heads: heads, windows: windows, terms: terms)
    for j in 0..<row.row.count { output[j] = row.row[j] }
  }

  /// Streams the rows of one head in blocks of queries of one window, in any order, perhaps on several
  /// threads at once. `consume` must not call the engine nor keep `rows`.
  package func softmaxRows(
    head: Int, q: Matrix, k: Matrix, heads: Int, windows: Int, terms: SoftmaxTerms,
    cancellation: Cancellation? = nil, forEachBlock consume: (_ firstQuery: Int, _ rows: Matrix) -> Void
  ) {
    for query in 0..<q.rows {
      if cancellation?.isCancelled == true { return }
      let row = softmaxRow(head: head, query: query, q: q, k: k, heads: heads, windows: windows, terms: terms)
      consume(query, Matrix(rows: 1, columns: row.row.count, values: row.row))
    }
  }

  private func forEachSoftmaxRow(
    q: Matrix, k: Matrix, heads: Int, windows: Int, terms: SoftmaxTerms,
    _ body: (_ head: Int, _ query: Int, _ row: [Float], _ entropy: Float) -> Bool
  ) {
    for head in 0..<heads {
      for query in 0..<q.rows {
        let result = softmaxRow(
          head: head, query: query, q: q, k: k, heads: heads, windows: windows, terms: terms)
        guard body(head, query, result.row, result.entropy) else { return }
      }
    }
  }

  private func softmaxRow(
    head: Int, query: Int, q: Matrix, k: Matrix, heads: Int, windows: Int, terms: SoftmaxTerms
  ) -> (row: [Float], entropy: Float) {
    let d = q.columns / heads
    let queries = q.rows / windows
    let n = k.rows / windows
    let window = query / queries
    var logits = [Float](repeating: 0, count: n)
    for j in 0..<n {
      var sum: Float = 0
      for c in head * d..<(head + 1) * d { sum += q[query, c] * k[window * n + j, c] }
      logits[j] = terms.scale * sum
      if let bias = terms.bias { logits[j] += bias[(head * queries + query % queries) * n + j] }
      if let regions = terms.regions, regions[query] != regions[window * n + j] { logits[j] -= 100 }
    }
    let maximum = logits.max() ?? 0
    var z = 0.0
    var weighted = 0.0
    for j in 0..<n {
      let shifted = logits[j] - maximum
      logits[j] = expf(shifted)
      z += Double(logits[j])
      weighted += Double(logits[j]) * Double(shifted)
    }
    for j in 0..<n { logits[j] = Float(Double(logits[j]) / z) }
    return (logits, Float(log(z) - weighted / z))
  }
}
