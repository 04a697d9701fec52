// What every attention layer of a network gives: a record, and the mixed values before the projection.
import Attention
import Compute

/// An attention layer with its weights.
protocol AttentionLayer: Sendable {
  var name: String { get }
  var heads: Int { get }
  var mechanism: any Mechanism { get }
  var projection: Linear { get }

  /// Where queries and keys stand when the tokens stand on `grid`.
  func geometry(on grid: TokenGrid) -> AttentionGeometry

  /// Attends over normalised tokens, [tokens × channels].
  ///
  /// - Returns: the layer's record and what enters the projection, [tokens × channels].
  func attend(_ tokens: Matrix, on grid: TokenGrid, pass: ForwardPass) -> (AttentionRecord, mixed: Matrix)
}

/// A pre-norm transformer block: x ← x + proj(attention(norm1 x)), x ← x + fc2(gelu(fc1(norm2 x))).
struct TransformerBlock: Sendable {
  let norm1: LayerNorm
  let attention: any AttentionLayer
  let norm2: LayerNorm
  let fc1: Linear
  let fc2: Linear

  /// Updates the tokens in place, [tokens × channels].
  func callAsFunction(_ tokens: Matrix, on grid: TokenGrid, pass: ForwardPass) throws {
    let engine = pass.engine
    let normed = Matrix(rows: tokens.rows, columns: tokens.columns)
    engine.layerNorm(tokens, norm1, into: normed)
    let (record, mixed) = attention.attend(normed, on: grid, pass: pass)
    try pass.finish(record, mixed: mixed)
    engine.linear(mixed, attention.projection, .residual(tokens), into: tokens)

    engine.layerNorm(tokens, norm2, into: normed)
    let hidden = Matrix(rows: tokens.rows, columns: fc1.outputs)
    engine.linear(normed, fc1, .gelu, into: hidden)
    engine.linear(hidden, fc2, .residual(tokens), into: tokens)
  }
}
