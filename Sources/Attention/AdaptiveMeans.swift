// Tokens averaged to a grid of any size, as `nn.AdaptiveAvgPool2d` does.
import Compute

/// Means of tokens, [tokens × channels] on `grid`, over the cells of `target`: cell i of n covers the rows
/// ⌊i·N/n⌋ ..< ⌈(i + 1)·N/n⌉, columns likewise. Cells overlap where sizes do not divide.
package func adaptiveMeans(of tokens: Matrix, on grid: TokenGrid, to target: TokenGrid) -> Matrix {
  func span(_ index: Int, of count: Int, over length: Int) -> Range<Int> {
    index * length / count..<((index + 1) * length + count - 1) / count
  }
  let means = Matrix(rows: target.count, columns: tokens.columns)
  for index in 0..<target.count {
    let position = target.position(at: index)
    let rows = span(position.row, of: target.rows, over: grid.rows)
    let columns = span(position.column, of: target.columns, over: grid.columns)
    let mean = means.row(index)
    for row in rows {
      for column in columns {
        let token = tokens.row(grid.index(of: GridPosition(row: row, column: column)))
        for channel in mean.indices { mean[channel] += token[channel] }
      }
    }
    let fraction = 1 / Float(rows.count * columns.count)
    for channel in mean.indices { mean[channel] *= fraction }
  }
  return means
}
