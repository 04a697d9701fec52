// The plain vision transformer: one grid of patches, prefix tokens in front, the same width throughout.
import Attention
import Checkpoints
import Compute

struct VisionTransformerNetwork: Network {
  /// How the tokens become logits.
  enum Readout: Sendable {
    /// No head.
    case none
    /// head(norm(x)[CLS])
    case classToken(Linear)
    /// (head(norm(x)[CLS]) + head_dist(norm(x)[DIST]))/2
    case distilled(Linear, Linear)
    /// head of norm(x)[CLS] and the mean of norm(x) over patch tokens, one after the other
    case classAndMeanPatch(Linear)
    /// head(mean over patch tokens), with a norm of the mean where there is one
    case meanPatch(LayerNorm?, Linear)

    /// timm's word for what is pooled; nil where it has none, or nothing is.
    var pooling: JSONValue? {
      switch self {
      case .classToken, .distilled: "token"
      case .meanPatch: "avg"
      case .none, .classAndMeanPatch: nil
      }
    }

    /// Which of `count` tokens it reads.
    func tokens(of count: Int) -> Range<Int> {
      switch self {
      case .none: 0..<0
      case .classToken: 0..<1
      case .distilled: 0..<2
      case .classAndMeanPatch, .meanPatch: 0..<count
      }
    }
  }

  let patch: Int
  let embedding: PatchConvolution
  let channels: Int
  let prefix: [PrefixToken]
  /// Prefix tokens with their position embeddings, [prefix × channels].
  let prefixTokens: Matrix
  /// [patches × channels]; nil where none are added.
  let positions: Matrix?
  /// A norm of all tokens before the blocks.
  let preNorm: LayerNorm?
  let blocks: [TransformerBlock]
  /// nil where pooling comes first.
  let norm: LayerNorm?
  let readout: Readout

  func logits(of image: ImagePlanes, pass: ForwardPass) throws -> [Float]? {
    let engine = pass.engine
    let grid = TokenGrid(rows: image.height / patch, columns: image.width / patch)
    let tokens = Matrix(rows: prefix.count + grid.count, columns: channels)
    let patches = tokens.rows(prefix.count..<tokens.rows)
    engine.convolvePlanes(
      image.planes, height: image.height, width: image.width, embedding, into: patches)
    if let positions { engine.add(positions, to: patches) }
    if !prefix.isEmpty { engine.add(prefixTokens, to: tokens.rows(0..<prefix.count)) }
    if let preNorm { engine.layerNorm(tokens, preNorm, into: tokens) }
    let read = readout.tokens(of: tokens.rows)
    for (index, block) in blocks.enumerated() {
      try block(tokens, on: grid, outputs: index == blocks.count - 1 ? read : nil, pass: pass)
    }
    if let norm { engine.layerNorm(tokens.rows(read), norm, into: tokens.rows(read)) }

    func apply(_ head: Linear, to row: Matrix) -> [Float] {
      let logits = Matrix(rows: 1, columns: head.outputs)
      engine.linear(row, head, into: logits)
      return logits.values
    }
    switch readout {
    case .none: return nil
    case .classToken(let head): return apply(head, to: tokens.rows(0..<1))
    case .distilled(let head, let distillation):
      return zip(apply(head, to: tokens.rows(0..<1)), apply(distillation, to: tokens.rows(1..<2)))
        .map { ($0 + $1) / 2 }
    case .classAndMeanPatch(let head):
      let pooled = Array(tokens.row(0)) + patches.columnMeans()
      return apply(head, to: Matrix(rows: 1, columns: 2 * channels, values: pooled))
    case .meanPatch(let norm, let head):
      let pooled = Matrix(rows: 1, columns: channels, values: patches.columnMeans())
      if let norm { engine.layerNorm(pooled, norm, into: pooled) }
      return apply(head, to: pooled)
    }
  }
}
