// The block around an attention layer: norms, residuals, layer scale and MLP.
import Attention
import Compute

/// A pre-norm transformer block: x ← x + ls₁⊙proj(attention(norm1 x)), x ← x + ls₂⊙fc2(gelu(fc1(norm2 x))).
struct TransformerBlock: Sendable {
  let norm1: LayerNorm
  let attention: any AttentionLayer
  /// The projection with its layer scale, where the block has one.
  private let scaledProjection: Linear
  let norm2: LayerNorm
  let fc1: Linear
  /// A depthwise convolution between fc1 and the activation (PVT v2).
  private let mlpConvolution: DepthwiseConvolution?
  /// With its layer scale, where the block has one.
  let fc2: Linear

  /// What the parts of a block are called in a checkpoint, as full names without `.weight`.
  struct Names {
    var norm1: String
    var norm2: String
    var fc1: String
    var fc2: String
    var projection: String
    /// ls₁ and ls₂, where the block has them.
    var layerScale: (String, String)?
    /// The depthwise 3×3 convolution of the MLP, where the block has one.
    var mlpConvolution: String?

    /// `norm1`, `norm2`, `mlp` and `attn.proj` under a prefix.
    static func timm(_ prefix: String) -> Names {
      Names(
        norm1: "\(prefix).norm1", norm2: "\(prefix).norm2", fc1: "\(prefix).mlp.fc1",
        fc2: "\(prefix).mlp.fc2", projection: "\(prefix).attn.proj")
    }
  }

  /// Reads what is around an attention layer that is read already.
  init(
    _ reader: ParameterReader, names: Names, channels: Int, epsilon: Float, attention: any AttentionLayer
  ) throws {
    self.attention = attention
    norm1 = try reader.layerNorm(names.norm1, channels: channels, epsilon: epsilon)
    norm2 = try reader.layerNorm(names.norm2, channels: channels, epsilon: epsilon)
    let hidden = reader.shape(of: "\(names.fc1).weight")?.first ?? 4 * channels
    fc1 = try reader.linear(names.fc1, inputs: channels, outputs: hidden)
    mlpConvolution = try names.mlpConvolution.map { name in
      DepthwiseConvolution(
        weight: try reader.values("\(name).weight", shape: [hidden, 1, 3, 3]),
        bias: try reader.values("\(name).bias", shape: [hidden]), period: hidden, kernel: 3)
    }
    let second = try reader.linearWeights(names.fc2, inputs: hidden, outputs: channels)
    if let (scale1, scale2) = names.layerScale {
      scaledProjection = try reader.linearWeights(names.projection, inputs: channels, outputs: channels)
        .scaled(by: try reader.values(scale1, shape: [channels])).packed(on: reader.engine)
      fc2 = second.scaled(by: try reader.values(scale2, shape: [channels])).packed(on: reader.engine)
    } else {
      scaledProjection = attention.projection
      fc2 = second.packed(on: reader.engine)
    }
  }

  /// Updates the tokens in place, [tokens × channels].
  func callAsFunction(_ tokens: Matrix, on grid: TokenGrid, pass: ForwardPass) throws {
    let engine = pass.engine
    let normed = Matrix(unwrittenRows: tokens.rows, columns: tokens.columns)
    engine.layerNorm(tokens, norm1, into: normed)
    let (record, mixed) = attention.attend(normed, on: grid, pass: pass)
    try pass.finish(record, mixed: mixed)
    engine.linear(mixed, scaledProjection, .residual(tokens), into: tokens)

    engine.layerNorm(tokens, norm2, into: normed)
    var hidden = Matrix(unwrittenRows: tokens.rows, columns: fc1.outputs)
    if let mlpConvolution {
      engine.linear(normed, fc1, into: hidden)
      let mixed = Matrix(rows: hidden.rows, columns: hidden.columns)
      engine.depthwise(
        hidden, height: grid.rows, width: grid.columns, mlpConvolution, addingTo: mixed)
      engine.applyGELU(mixed)
      hidden = mixed
    } else {
      engine.linear(normed, fc1, .gelu, into: hidden)
    }
    engine.linear(hidden, fc2, .residual(tokens), into: tokens)
  }
}
