// The block around an attention layer: norms, residuals, layer scale and MLP.
import Attention
import Compute

/// A transformer block: x ← x + ls₁⊙proj(attention(norm1 x)), x ← x + ls₂⊙mlp(norm2 x), or with its norms elsewhere.
struct TransformerBlock: Sendable {
  /// Where the norms of a block are.
  enum NormOrder: Sendable {
    /// Before attention and MLP.
    case before
    /// After them, before the sum: x ← x + norm1(proj(attention(x))), x ← x + norm2(mlp(x)).
    case afterBranch
    /// After the sum: x ← norm1(x + proj(attention(x))), x ← norm2(x + mlp(x)).
    case afterSum

    /// What the model card says of it.
    var title: String {
      switch self {
      case .before: "before attention and MLP"
      case .afterBranch: "after attention and MLP, before the sum"
      case .afterSum: "after the sum"
      }
    }
  }

  let order: NormOrder
  let norm1: LayerNorm
  let attention: any AttentionLayer
  /// The projection with its layer scale, where the block has one.
  private let scaledProjection: Linear
  let norm2: LayerNorm
  let mlp: FeedForward
  /// x ← x + conv(x) before attention and before the MLP.
  private let before: DepthwiseConvolution?
  private let between: DepthwiseConvolution?

  /// What the parts of a block are called in a checkpoint, as full names without `.weight`.
  struct Names: Sendable {
    var norm1: String
    var norm2: String
    var mlp: FeedForward.Names
    var projection: String
    /// ls₁ and ls₂, where the block has them.
    var layerScale: (String, String)?
    /// Depthwise convolutions that are added to the tokens before attention and before the MLP, where the block has
    /// them.
    var convolutions: (before: String?, between: String?)

    /// `norm1`, `norm2`, `mlp` and `attn.proj` under a prefix.
    static func timm(_ prefix: String) -> Names {
      Names(
        norm1: "\(prefix).norm1", norm2: "\(prefix).norm2",
        mlp: .init(fc1: ["\(prefix).mlp.fc1"], fc2: "\(prefix).mlp.fc2"),
        projection: "\(prefix).attn.proj")
    }
  }

  /// Reads what is around an attention layer that is read already.
  ///
  /// - Parameters:
  ///   - form: of the MLP.
  ///   - attended: the width of attended values, where it is not that of the tokens.
  init(
    _ reader: ParameterReader, names: Names, channels: Int, norms: NormRule,
    form: FeedForward.Form = .plain(.gelu), order: NormOrder = .before, attended: Int? = nil,
    attention: any AttentionLayer
  ) throws {
    self.attention = attention
    self.order = order
    norm1 = try reader.norm(names.norm1, channels: channels, norms)
    norm2 = try reader.norm(names.norm2, channels: channels, norms)
    before = try names.convolutions.before.map { try reader.depthwiseConvolution($0, filters: channels) }
    between = try names.convolutions.between.map { try reader.depthwiseConvolution($0, filters: channels) }
    let scales = try names.layerScale.map { names in
      (
        try reader.vector(names.0, channels: channels), try reader.vector(names.1, channels: channels)
      )
    }
    scaledProjection =
      try scales.map {
        try reader.linearWeights(
          names.projection, inputs: attended ?? channels, outputs: channels
        ).scaled(by: $0.0).packed()
      } ?? attention.projection
    mlp = try FeedForward(
      reader, names: names.mlp, channels: channels, form: form, norms: norms, layerScale: scales?.1)
  }

  /// Updates the tokens in place, [tokens × channels], unless the pass takes the layer from an earlier one.
  ///
  /// - Parameter outputs: the tokens that are read afterwards, nil for all: a class token's logits need no other
  ///   of the last block. Other tokens hold nothing of use then, unless the pass reads them; the record is of all. Not
  ///   for an MLP with a convolution, nor a block with convolutions.
  func callAsFunction(
    _ tokens: Matrix, on grid: TokenGrid, outputs: Range<Int>? = nil, pass: ForwardPass
  ) throws {
    guard pass.begins(tokens) else { return }
    let engine = pass.engine
    let outputs = pass.readsTokens ? 0..<tokens.rows : outputs ?? 0..<tokens.rows
    let read = tokens.rows(outputs)
    if let before { Self.add(before, to: tokens, on: grid, engine: engine) }
    let normed = Matrix(unwrittenRows: tokens.rows, columns: tokens.columns)
    let isPreNorm = order == .before
    if isPreNorm { engine.layerNorm(tokens, norm1, into: normed) }
    let (record, attended) = try attention.attend(
      isPreNorm ? normed : tokens, on: grid, outputs: outputs, pass: pass)
    try pass.finish(record, attended: attended)
    let attendedRead = attended.rows(outputs)
    attention.normalize(attendedRead, engine: engine)
    let branch = normed.rows(outputs)
    switch order {
    case .before:
      engine.linear(attendedRead, scaledProjection, .residual(read), into: read)
      if let between { Self.add(between, to: read, on: grid, engine: engine) }
      engine.layerNorm(read, norm2, into: branch)
      mlp.add(branch, to: read, on: grid, engine: engine)
    case .afterBranch:
      engine.linear(attendedRead, scaledProjection, into: branch)
      engine.layerNorm(branch, norm1, into: branch)
      engine.add(branch, to: read)
      let mixed = mlp(read, on: grid, engine: engine)
      engine.layerNorm(mixed, norm2, into: mixed)
      engine.add(mixed, to: read)
    case .afterSum:
      engine.linear(attendedRead, scaledProjection, .residual(read), into: read)
      engine.layerNorm(read, norm1, into: read)
      mlp.add(read, to: read, on: grid, engine: engine)
      engine.layerNorm(read, norm2, into: read)
    }
    try pass.finishBlock(tokens, on: grid)
  }

  /// `tokens` ← `tokens` + conv(`tokens`).
  private static func add(
    _ convolution: DepthwiseConvolution, to tokens: Matrix, on grid: TokenGrid, engine: Engine
  ) {
    engine.depthwise(
      tokens.copied(), height: grid.rows, width: grid.columns, convolution, addingTo: tokens)
  }
}
