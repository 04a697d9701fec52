// The hierarchy that Swin, Pola-Swin and FLatten-Swin share: windows, patch merging, norm and mean pooling.
import Attention
import Checkpoints
import Compute

struct SwinNetwork: Network {
  /// Blocks of one resolution, and the merging of 2×2 patches that leads to the next.
  struct Stage: Sendable {
    let blocks: [TransformerBlock]
    let merging: PatchMerging?
  }

  let patch: Int
  let embedding: PatchConvolution
  let embeddingNorm: LayerNorm
  let channels: Int
  let stages: [Stage]
  let norm: LayerNorm
  let head: Linear?

  func output(of image: ImagePlanes, pass: ForwardPass) throws -> NetworkOutput {
    let engine = pass.engine
    var grid = TokenGrid(rows: image.height / patch, columns: image.width / patch)
    var tokens = pass.tokens {
      let tokens = Matrix(unwrittenRows: grid.count, columns: channels)
      engine.convolvePlanes(image.planes, height: image.height, width: image.width, embedding, into: tokens)
      engine.layerNorm(tokens, embeddingNorm, into: tokens)
      return tokens
    }
    for stage in stages {
      for block in stage.blocks { try block(tokens, on: grid, pass: pass) }
      if let merging = stage.merging {
        tokens = pass.tokens { merging(tokens, on: grid, engine: engine) }
        grid = PatchMerging.grid(after: grid)
      }
    }
    engine.layerNorm(tokens, norm, into: tokens)
    let pooled = Matrix(rows: 1, columns: tokens.columns, values: tokens.columnMeans())
    return NetworkOutput(pooled, head: head, engine: engine)
  }
}
