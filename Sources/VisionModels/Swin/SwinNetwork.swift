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
    var tokens = Matrix(unwrittenRows: grid.count, columns: channels)
    engine.convolvePlanes(image.planes, height: image.height, width: image.width, embedding, into: tokens)
    engine.layerNorm(tokens, embeddingNorm, into: tokens)
    for stage in stages {
      for block in stage.blocks { try block(tokens, on: grid, pass: pass) }
      if let merging = stage.merging { (tokens, grid) = merging(tokens, on: grid, engine: engine) }
    }
    engine.layerNorm(tokens, norm, into: tokens)
    let pooled = Matrix(rows: 1, columns: tokens.columns, values: tokens.columnMeans())
    return NetworkOutput(pooled, head: head, engine: engine)
  }
}

/// Four neighboring tokens become one of twice the width.
struct PatchMerging: Sendable {
  let norm: LayerNorm
  let reduction: Linear

  /// What the parts are called in a checkpoint, without `.weight`.
  struct Names {
    var norm: String
    var reduction: String

    /// `norm` and `reduction` under a prefix.
    static func original(_ prefix: String) -> Names {
      Names(norm: "\(prefix).norm", reduction: "\(prefix).reduction")
    }
  }

  init(_ reader: ParameterReader, _ names: Names, channels: Int, rule: NormRule) throws {
    norm = try reader.norm(names.norm, channels: 4 * channels, rule)
    reduction = try reader.linear(names.reduction, inputs: 4 * channels, outputs: 2 * channels)
  }

  /// Concatenates the tokens at (even, even), (odd, even), (even, odd), (odd, odd) rows and columns.
  func callAsFunction(_ tokens: Matrix, on grid: TokenGrid, engine: Engine) -> (Matrix, TokenGrid) {
    let merged = TokenGrid(rows: grid.rows / 2, columns: grid.columns / 2)
    let channels = tokens.columns
    let gathered = Matrix(unwrittenRows: merged.count, columns: 4 * channels)
    for (part, (down, across)) in [(0, 0), (1, 0), (0, 1), (1, 1)].enumerated() {
      let sources = (0..<merged.count).map { index in
        let position = merged.position(at: index)
        return grid.index(
          of: GridPosition(row: 2 * position.row + down, column: 2 * position.column + across))
      }
      engine.gatherRows(tokens, sources, into: gathered.columns(part * channels..<(part + 1) * channels))
    }
    engine.layerNorm(gathered, norm, into: gathered)
    let output = Matrix(unwrittenRows: merged.count, columns: reduction.outputs)
    engine.linear(gathered, reduction, .product, into: output)
    return (output, merged)
  }
}
