// Patch merging: four neighboring tokens become one of twice the width (Swin).
import Attention
import Compute

/// reduction(norm(x)) of the concatenated tokens, or norm(reduction(x)) in Swin v2.
struct PatchMerging: Sendable {
  let norm: LayerNorm
  let reduction: Linear
  let reducesBeforeNorm: Bool

  /// What the parts are called in a checkpoint, without `.weight`.
  struct Names {
    var norm: String
    var reduction: String

    /// `norm` and `reduction` under a prefix.
    static func original(_ prefix: String) -> Names {
      Names(norm: "\(prefix).norm", reduction: "\(prefix).reduction")
    }
  }

  init(
    _ reader: ParameterReader, _ names: Names, channels: Int, rule: NormRule, reducesBeforeNorm: Bool
  ) throws {
    self.reducesBeforeNorm = reducesBeforeNorm
    norm = try reader.norm(names.norm, channels: (reducesBeforeNorm ? 2 : 4) * channels, rule)
    reduction = try reader.linear(names.reduction, inputs: 4 * channels, outputs: 2 * channels)
  }

  /// The grid of merged tokens; a row or column without a neighbor is merged with zeros.
  static func grid(after grid: TokenGrid) -> TokenGrid {
    TokenGrid(rows: (grid.rows + 1) / 2, columns: (grid.columns + 1) / 2)
  }

  /// Concatenates the tokens at (even, even), (odd, even), (even, odd), (odd, odd) rows and columns.
  func callAsFunction(_ tokens: Matrix, on grid: TokenGrid, engine: Engine) -> Matrix {
    let merged = Self.grid(after: grid)
    let channels = tokens.columns
    let hasRest = grid.rows % 2 + grid.columns % 2 > 0
    let gathered =
      hasRest
      ? Matrix(rows: merged.count, columns: 4 * channels)
      : Matrix(unwrittenRows: merged.count, columns: 4 * channels)
    for (part, (down, across)) in [(0, 0), (1, 0), (0, 1), (1, 1)].enumerated() {
      let places = (0..<merged.count).map { index in
        let position = merged.position(at: index)
        return GridPosition(row: 2 * position.row + down, column: 2 * position.column + across)
      }
      let target = gathered.columns(part * channels..<(part + 1) * channels)
      guard hasRest else {
        engine.gatherRows(tokens, places.map(grid.index), into: target)
        continue
      }
      for (row, place) in places.enumerated() where grid.contains(place) {
        _ = target.row(row).update(fromContentsOf: tokens.row(grid.index(of: place)))
      }
    }
    if !reducesBeforeNorm { engine.layerNorm(gathered, norm, into: gathered) }
    let output = Matrix(unwrittenRows: merged.count, columns: reduction.outputs)
    engine.linear(gathered, reduction, .product, into: output)
    if reducesBeforeNorm { engine.layerNorm(output, norm, into: output) }
    return output
  }
}
