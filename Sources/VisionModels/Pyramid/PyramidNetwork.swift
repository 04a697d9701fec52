// The pyramid that PVT, Pola-PVT and FLatten-PVT share: stages of patch embedding and blocks.
import Attention
import Checkpoints
import Compute

/// Stages of ever fewer, wider tokens.
///
/// With a class token, which joins in the last stage, logits = head(norm(x)[CLS]); without one,
/// logits = head(mean over tokens), and no final norm.
struct PyramidNetwork: Network {
  /// Patch embedding, position embedding and blocks of one resolution.
  struct Stage: Sendable {
    let embedding: PatchConvolution
    let norm: LayerNorm
    let channels: Int
    /// [tokens × channels]; nil where none are added.
    let positions: Matrix?
    let patch: Int
    let blocks: [TransformerBlock]
  }

  /// The token that joins in the last stage, and the norm over all tokens before the head.
  struct ClassToken: Sendable {
    /// With its position embedding, [1 × channels].
    let token: Matrix
    let norm: LayerNorm
  }

  let stages: [Stage]
  let classToken: ClassToken?
  let head: Linear?

  func output(of image: ImagePlanes, pass: ForwardPass) throws -> NetworkOutput {
    let engine = pass.engine
    var (height, width) = (image.height, image.width)
    var tokens = image.planes
    for (index, stage) in stages.enumerated() {
      let grid = TokenGrid(rows: height / stage.patch, columns: width / stage.patch)
      let first = index == stages.count - 1 ? classToken.map(\.token) : nil
      let all = pass.tokens {
        let prefix = first?.rows ?? 0
        let all = Matrix(rows: prefix + grid.count, columns: stage.channels)
        let patches = all.rows(prefix..<all.rows)
        if index == 0 {
          engine.convolvePlanes(tokens, height: height, width: width, stage.embedding, into: patches)
        } else {
          engine.convolveTokens(tokens, height: height, width: width, stage.embedding, into: patches)
        }
        engine.layerNorm(patches, stage.norm, into: patches)
        if let positions = stage.positions { engine.add(positions, to: patches) }
        if let first { engine.add(first, to: all.rows(0..<prefix)) }
        return all
      }
      for (position, block) in stage.blocks.enumerated() {
        let isLast = index == stages.count - 1 && position == stage.blocks.count - 1
        try block(all, on: grid, outputs: isLast && classToken != nil ? 0..<1 : nil, pass: pass)
      }
      (tokens, height, width) = (all, grid.rows, grid.columns)
    }
    let pooled: Matrix
    if let classToken {
      pooled = tokens.rows(0..<1)
      engine.layerNorm(pooled, classToken.norm, into: pooled)
    } else {
      pooled = Matrix(rows: 1, columns: tokens.columns, values: tokens.columnMeans())
    }
    return NetworkOutput(pooled, head: head, engine: engine)
  }
}

extension PyramidNetwork {
  /// The attention layers for an input of the given size.
  func layerDescriptions(height: Int, width: Int) -> [AttentionLayerDescription] {
    var grid = TokenGrid(rows: height, columns: width)
    var descriptions: [AttentionLayerDescription] = []
    for stage in stages {
      grid = TokenGrid(rows: grid.rows / stage.patch, columns: grid.columns / stage.patch)
      for block in stage.blocks {
        descriptions.append(block.attention.description(index: descriptions.count, on: grid))
      }
    }
    return descriptions
  }
}
