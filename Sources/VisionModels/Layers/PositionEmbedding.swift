// Learned position embeddings on a square grid, and their bilinear interpolation to another.
import Attention
import Compute

/// A [1 × tokens × channels] tensor whose tokens stand on a square grid.
struct PositionEmbedding {
  let values: [Float]
  let channels: Int
  let grid: TokenGrid

  /// - Throws: when the token count is not a square number; `CheckpointError` when it cannot be read.
  init(_ reader: ParameterReader, _ name: String, channels: Int) throws {
    let tokens = reader.shape(of: name).flatMap { $0.count == 3 ? $0[1] : nil } ?? 1
    let side = Int(Double(tokens).squareRoot().rounded())
    guard side * side == tokens else {
      throw ModelError.invalid(
        path: reader.checkpoint.path, reason: "\(name) has \(tokens) tokens, which is not a square grid")
    }
    values = try reader.values(name, shape: [1, tokens, channels])
    self.channels = channels
    grid = TokenGrid(rows: side, columns: side)
  }

  /// The embedding on `target`, each channel times its factor, [tokens × channels].
  ///
  /// Another grid is reached by bilinear interpolation between pixel centres, clamped at the border
  /// (`F.interpolate(mode="bilinear", align_corners=False)`, the rule of PVT).
  func matrix(on target: TokenGrid, scaledBy factors: [Float]? = nil) -> Matrix {
    let matrix = Matrix(rows: target.count, columns: channels)
    for row in 0..<target.rows {
      let (top, bottom, down) = Self.neighbours(row, target.rows, grid.rows)
      for column in 0..<target.columns {
        let (left, right, across) = Self.neighbours(column, target.columns, grid.columns)
        let output = matrix.row(row * target.columns + column)
        func value(_ row: Int, _ column: Int, _ channel: Int) -> Float {
          values[(row * grid.columns + column) * channels + channel]
        }
        for channel in 0..<channels {
          let upper = value(top, left, channel) * (1 - across) + value(top, right, channel) * across
          let lower = value(bottom, left, channel) * (1 - across) + value(bottom, right, channel) * across
          output[channel] = (upper * (1 - down) + lower * down) * (factors?[channel] ?? 1)
        }
      }
    }
    return matrix
  }

  /// The two source indices around the centre of `index`, and the weight of the second.
  private static func neighbours(_ index: Int, _ target: Int, _ source: Int) -> (Int, Int, Float) {
    let centre = max(0, (Float(index) + 0.5) * Float(source) / Float(target) - 0.5)
    let first = min(Int(centre), source - 1)
    return (first, min(first + 1, source - 1), target == source ? 0 : centre - Float(first))
  }
}
