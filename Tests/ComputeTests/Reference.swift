// The operations of the engine in double precision, written as the formulas read.
import Compute
import Glibc

enum Reference {
  /// x·Wᵀ + b.
  static func linear(_ x: Matrix, weight: [Float], bias: [Float]?) -> [[Double]] {
    let outputs = weight.count / x.columns
    return (0..<x.rows).map { i in
      (0..<outputs).map { o in
        (0..<x.columns).reduce(Double(bias?[o] ?? 0)) {
          $0 + Double(x[i, $1]) * Double(weight[o * x.columns + $1])
        }
      }
    }
  }

  static func gelu(_ x: Double) -> Double { 0.5 * x * (1 + erf(x / 2.0.squareRoot())) }

  static func tanhGELU(_ x: Double) -> Double {
    0.5 * x * (1 + tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
  }

  static func layerNorm(_ x: Matrix, _ norm: LayerNorm) -> [[Double]] {
    (0..<x.rows).map { i in
      let row = x.row(i).map(Double.init)
      let mean = norm.isCentered ? row.reduce(0, +) / Double(row.count) : 0
      let variance = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(row.count)
      return row.indices.map {
        (row[$0] - mean) / (variance + Double(norm.epsilon)).squareRoot() * Double(norm.weight[$0])
          + Double(norm.bias[$0])
      }
    }
  }

  /// A convolution of stride = kernel; `pixel` gives channel and position of the input.
  static func patches(
    height: Int, width: Int, inputs: Int, kernel k: Int, weight: [Float], bias: [Float],
    pixel: (_ channel: Int, _ position: Int) -> Float
  ) -> [[Double]] {
    (0..<(height / k) * (width / k)).map { token in
      bias.indices.map { o in
        var sum = Double(bias[o])
        for c in 0..<inputs {
          for y in 0..<k {
            for x in 0..<k {
              let position = (token / (width / k) * k + y) * width + token % (width / k) * k + x
              sum += Double(weight[((o * inputs + c) * k + y) * k + x]) * Double(pixel(c, position))
            }
          }
        }
        return sum
      }
    }
  }

  static func depthwise(
    _ x: Matrix, height: Int, width: Int, kernel k: Int, weight: [Float], bias: [Float]
  ) -> [[Double]] {
    (0..<x.rows).map { token in
      (0..<x.columns).map { c in
        let filter = c % bias.count
        var sum = Double(bias[filter])
        for dy in 0..<k {
          for dx in 0..<k {
            let (row, column) = (token / width + dy - k / 2, token % width + dx - k / 2)
            guard (0..<height).contains(row), (0..<width).contains(column) else { continue }
            sum += Double(x[row * width + column, c]) * Double(weight[(filter * k + dy) * k + dx])
          }
        }
        return sum
      }
    }
  }

  // MARK: Attention

  /// The rows of softmax attention of one head, `[windows·N][n]`.
  static func softmaxRows(
    q: Matrix, k: Matrix, head: Int, heads: Int, windows: Int, terms: Engine.SoftmaxTerms
  ) -> [[Double]] {
    let d = q.columns / heads
    let (queries, keys) = (q.rows / windows, k.rows / windows)
    return (0..<q.rows).map { i in
      let first = i / queries * keys
      let logits = (0..<keys).map { j in
        var logit = 0.0
        for c in head * d..<(head + 1) * d { logit += Double(q[i, c]) * Double(k[first + j, c]) }
        logit *= Double(terms.scale)
        if let bias = terms.bias { logit += Double(bias[(head * queries + i % queries) * keys + j]) }
        if let regions = terms.regions, regions[i] != regions[first + j] { logit += Double(terms.mask) }
        return logit
      }
      let largest = logits.max()!
      let exponentials = logits.map { exp($0 - largest) }
      let total = exponentials.reduce(0, +)
      return exponentials.map { $0 / total }
    }
  }

  /// The raw rows of one head, `[windows·N][n]`: the products of φ(q) and φ(k) that `pairing` names.
  static func linearRows(
    phiQ: Matrix, phiK: Matrix, head: Int, heads: Int, windows: Int, pairing: FeaturePairing
  ) -> [[Double]] {
    let d = phiQ.columns / heads
    let (queries, keys) = (phiQ.rows / windows, phiK.rows / windows)
    return (0..<phiQ.rows).map { i in
      (0..<keys).map { j in
        (head * d..<(head + 1) * d).reduce(0.0) { sum, c in
          let product = Double(phiQ[i, c]) * Double(phiK[i / queries * keys + j, c])
          switch pairing {
          case .all: return sum + product
          case .equalSigns: return sum + max(product, 0)
          case .oppositeSigns: return sum + max(-product, 0)
          }
        }
      }
    }
  }

  /// Raw rows divided by their sum + n·1e-6.
  static func normalized(_ rows: [[Double]]) -> [[Double]] {
    rows.map { row in
      let total = row.reduce(0, +) + Double(row.count) * 1e-6
      return row.map { $0 / total }
    }
  }

  /// Rows of the windows times the columns `columns` of v.
  static func apply(_ rows: [[Double]], _ v: Matrix, windows: Int, columns: Range<Int>) -> [[Double]] {
    let keys = v.rows / windows
    return rows.enumerated().map { i, row in
      let first = i / (rows.count / windows) * keys
      return columns.map { c in row.indices.reduce(0) { $0 + row[$1] * Double(v[first + $1, c]) } }
    }
  }

  /// −Σ p·ln p of the row re-normalized to sum 1; NaN where it is empty.
  static func entropy(_ row: [Double]) -> Double {
    let total = row.reduce(0, +)
    guard total > 0 else { return .nan }
    return row.reduce(0) { $1 > 0 ? $0 - $1 / total * log($1 / total) : $0 }
  }
}
