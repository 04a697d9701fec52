// The plain vision transformer: one grid of patches, prefix tokens in front, the same width throughout.
import Attention
import Compute

struct VisionTransformerNetwork: Network {
  let patch: Int
  let embedding: PatchEmbedding
  let channels: Int
  let prefix: [PrefixToken]
  /// Prefix tokens with their position embeddings, [prefix × channels].
  let prefixTokens: Matrix
  /// [patches × channels]; nil where none are added.
  let positions: Matrix?
  /// A norm of all tokens before the blocks.
  let preNorm: LayerNorm?
  let blocks: [TransformerBlock]
  /// nil where pooling comes first, or the blocks have the last word.
  let norm: LayerNorm?
  let readout: ViTReadout

  func output(of image: ImagePlanes, pass: ForwardPass) throws -> NetworkOutput {
    let engine = pass.engine
    let grid = TokenGrid(rows: image.height / patch, columns: image.width / patch)
    let tokens = pass.tokens { embedded(image, on: grid, engine: engine) }
    let read = readout.tokens(of: tokens.rows)
    for (index, block) in blocks.enumerated() {
      try block(tokens, on: grid, outputs: index == blocks.count - 1 ? read : nil, pass: pass)
    }
    if let norm { engine.layerNorm(tokens.rows(read), norm, into: tokens.rows(read)) }
    return try readout(tokens, on: grid, prefix: prefix, pass: pass)
  }

  /// The tokens that enter the first block.
  private func embedded(_ image: ImagePlanes, on grid: TokenGrid, engine: Engine) -> Matrix {
    let tokens = Matrix(rows: prefix.count + grid.count, columns: channels)
    let patches = tokens.rows(prefix.count..<tokens.rows)
    embedding(image, into: patches, engine: engine)
    if let positions { engine.add(positions, to: patches) }
    if !prefix.isEmpty { engine.add(prefixTokens, to: tokens.rows(0..<prefix.count)) }
    if let preNorm { engine.layerNorm(tokens, preNorm, into: tokens) }
    return tokens
  }
}
