// From the tokens of a vision transformer to its logits and embedding.
import Attention
import Compute

/// Pooling, norm, classifier and projection of a vision transformer.
struct ViTReadout: Sendable {
  /// What becomes the image's vector.
  enum Pooling: Sendable {
    case classToken
    /// The class and the distillation token, each with a classifier.
    case classAndDistillation(Linear?, Linear?)
    /// The class token and the mean of the patches, one after the other.
    case classAndMean
    /// Over the patches.
    case mean
    case max
    /// ½·(mean + max)
    case meanAndMax
    case attention(AttentionPool)
  }

  /// A layer over the vector that gives the embedding of a model without a classifier.
  enum Projection: Sendable {
    case linear(Linear)
    case tanh(Linear)
  }

  let pooling: Pooling
  /// A norm of the vector.
  let norm: LayerNorm?
  let head: Linear?
  var headEndsWithTanh = false
  let projection: Projection?

  /// The pooling head, where it has one.
  var pool: AttentionPool? {
    if case .attention(let pool) = pooling { pool } else { nil }
  }

  /// Which of `count` tokens it reads.
  func tokens(of count: Int) -> Range<Int> {
    switch pooling {
    case .classToken: 0..<1
    case .classAndDistillation: 0..<2
    case .classAndMean, .mean, .max, .meanAndMax, .attention: 0..<count
    }
  }

  /// - Parameter tokens: after the last norm, those of `tokens(of:)` written; `prefix`, then the patches of `grid`.
  func callAsFunction(
    _ tokens: Matrix, on grid: TokenGrid, prefix: [PrefixToken], pass: ForwardPass
  ) throws -> NetworkOutput {
    let engine = pass.engine
    let patches = tokens.rows(prefix.count..<tokens.rows)
    func row(_ values: [Float]) -> Matrix { Matrix(rows: 1, columns: values.count, values: values) }
    let vector: Matrix
    switch pooling {
    case .classToken: vector = tokens.rows(0..<1)
    case .classAndDistillation(let head, let distillation):
      let (first, second) = (tokens.rows(0..<1), tokens.rows(1..<2))
      let logits = head.flatMap { head in
        distillation.map { mean(engine.values(of: head, over: first), engine.values(of: $0, over: second)) }
      }
      return NetworkOutput(logits: logits, embedding: mean(first.values, second.values))
    case .classAndMean: vector = row(Array(tokens.row(0)) + patches.columnMeans())
    case .mean: vector = row(patches.columnMeans())
    case .max: vector = row(patches.columnMaxima())
    case .meanAndMax: vector = row(mean(patches.columnMeans(), patches.columnMaxima()))
    case .attention(let pool): vector = try pool(tokens, on: grid, prefix: prefix, pass: pass)
    }
    if let norm { engine.layerNorm(vector, norm, into: vector) }
    switch projection {
    case .linear(let layer):
      return NetworkOutput(logits: nil, embedding: engine.values(of: layer, over: vector))
    case .tanh(let layer):
      return NetworkOutput(
        logits: nil, embedding: engine.values(of: layer, over: vector).map(hyperbolicTangent))
    case nil:
      let logits = head.map { engine.values(of: $0, over: vector) }
      return NetworkOutput(
        logits: headEndsWithTanh ? logits?.map(hyperbolicTangent) : logits, embedding: vector.values)
    }
  }

  private func mean(_ a: [Float], _ b: [Float]) -> [Float] { zip(a, b).map { ($0 + $1) / 2 } }
}

extension Matrix {
  /// The largest element of every column.
  fileprivate func columnMaxima() -> [Float] {
    var maxima = Array(row(0))
    for index in 1..<Swift.max(rows, 1) {
      for (column, value) in row(index).enumerated() where value > maxima[column] || value.isNaN {
        maxima[column] = value
      }
    }
    return maxima
  }
}
