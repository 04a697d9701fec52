// PVT v2's network: overlapping patch embeddings, a norm after every stage, the mean over tokens.
import Attention
import Compute

/// Stages of ever fewer, wider tokens, without position embeddings; logits = head(mean over norm(x)).
struct PVTv2Network: Network {
  struct Stage: Sendable {
    let embedding: OverlappingEmbedding
    let blocks: [TransformerBlock]
    /// After its blocks.
    let norm: LayerNorm?
  }

  let stages: [Stage]
  let head: Linear?

  func output(of image: ImagePlanes, pass: ForwardPass) throws -> NetworkOutput {
    let engine = pass.engine
    var grid = TokenGrid(rows: image.height, columns: image.width)
    var tokens = image.planes
    for (index, stage) in stages.enumerated() {
      tokens = pass.tokens {
        stage.embedding(index == 0 ? image.pixels : tokens, on: grid, engine: engine)
      }
      grid = stage.embedding.grid(after: grid)
      for block in stage.blocks { try block(tokens, on: grid, pass: pass) }
      if let norm = stage.norm { engine.layerNorm(tokens, norm, into: tokens) }
    }
    let pooled = Matrix(rows: 1, columns: tokens.columns, values: tokens.columnMeans())
    return NetworkOutput(pooled, head: head, engine: engine)
  }
}

extension ImagePlanes {
  /// The image with one row for each pixel, [height·width × channels].
  var pixels: Matrix {
    let pixels = Matrix(rows: planes.columns, columns: planes.rows)
    for channel in 0..<planes.rows {
      for (pixel, value) in planes.row(channel).enumerated() { pixels[pixel, channel] = value }
    }
    return pixels
  }
}
