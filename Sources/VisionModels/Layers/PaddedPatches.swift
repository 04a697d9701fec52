// The patches of tokens that a convolution with zero padding sees.
import Attention
import Compute

/// Patches of kernel × kernel tokens around every stride-th token of a grid, zeros beyond its edges.
struct PaddedPatches: Sendable {
  /// Odd.
  let kernel: Int
  let stride: Int

  func grid(after grid: TokenGrid) -> TokenGrid {
    TokenGrid(rows: (grid.rows - 1) / stride + 1, columns: (grid.columns - 1) / stride + 1)
  }

  /// [tokens × channels] on `grid` to [patches × kernel²·channels], in the order row, column, channel.
  func callAsFunction(_ tokens: Matrix, on grid: TokenGrid) -> Matrix {
    guard kernel > 1 || stride > 1 else { return tokens }
    let target = self.grid(after: grid)
    let channels = tokens.columns
    let patches = Matrix(rows: target.count, columns: kernel * kernel * channels)
    for index in 0..<target.count {
      let position = target.position(at: index)
      let patch = patches.row(index)
      for tap in 0..<kernel * kernel {
        let source = GridPosition(
          row: position.row * stride + tap / kernel - kernel / 2,
          column: position.column * stride + tap % kernel - kernel / 2)
        guard grid.contains(source) else { continue }
        _ = patch[(tap * channels)...].update(fromContentsOf: tokens.row(grid.index(of: source)))
      }
    }
    return patches
  }
}
