// Rows of a layer laid on the keys that it has in common with another layer, so that the two can be compared.
import Attention
import Compute

/// The places that rows of two layers are compared on: the keys of a window where both layers have the same ones, else
/// the cells of the coarser key grid, each with the mass that falls on it. Prefix tokens are left out.
struct CommonKeys: Sendable {
  /// How many places there are.
  let count: Int
  private let geometry: AttentionGeometry
  private let engine: Engine
  /// nil where places are keys.
  private let cells: Cells?

  /// The cells that the mass of each spatial key goes to, window by window.
  private struct Cells {
    /// Of every key the first of its parts, and the end of the last key's.
    var starts = [0]
    var indices: [Int] = []
    var fractions: [Float] = []
  }

  /// For rows of a layer of geometry `own`, summed by `engine`, beside those of a layer of geometry `other`.
  init(of own: AttentionGeometry, with other: AttentionGeometry, on engine: Engine) {
    geometry = own
    self.engine = engine
    if own.keyGrid == other.keyGrid && own.partition == other.partition {
      count = own.keysPerWindow - own.prefix.count
      cells = nil
      return
    }
    let grid = HeatMap.commonGrid(own.keyGrid, other.keyGrid)
    var cells = Cells()
    for window in 0..<own.windowCount {
      for key in own.prefix.count..<own.keysPerWindow {
        guard case .spatial(let position) = own.place(ofKey: key, inWindow: window) else {
          cells.starts.append(cells.indices.count)
          continue
        }
        for (row, rowFraction) in HeatMap.overlaps(position.row, of: own.keyGrid.rows, with: grid.rows) {
          for (column, columnFraction) in HeatMap.overlaps(
            position.column, of: own.keyGrid.columns, with: grid.columns)
          {
            cells.indices.append(grid.index(of: GridPosition(row: row, column: column)))
            cells.fractions.append(rowFraction * columnFraction)
          }
        }
        cells.starts.append(cells.indices.count)
      }
    }
    count = grid.count
    self.cells = cells
  }

  /// Writes the `attention` row of a query to `output`: of several streams the mean of those that are not empty, each
  /// re-normalized.
  ///
  /// - Parameters:
  ///   - rows: of each stream, [queries × keys of the window]; `index` is the query's.
  ///   - query: its matrix row.
  ///   - output: at least `count` floats, of which the rest stays as it is.
  func write(_ rows: [Matrix], _ index: Int, query: Int, into output: UnsafeMutablePointer<Float>) {
    output.update(repeating: 0, count: count)
    let prefix = geometry.prefix.count
    let spatial = geometry.keysPerWindow - prefix
    let firstKey = geometry.window(ofQueryRow: query) * spatial
    for (stream, factor) in zip(rows, meanFactors(of: rows, index)) where factor > 0 {
      let row = stream.pointer + index * stream.stride + prefix
      guard let cells else {
        for place in 0..<count { output[place] += factor * row[place] }
        continue
      }
      cells.starts.withUnsafeBufferPointer { starts in
        for key in 0..<spatial {
          for part in starts[firstKey + key]..<starts[firstKey + key + 1] {
            output[cells.indices[part]] += factor * row[key] * cells.fractions[part]
          }
        }
      }
    }
  }

  /// What each stream's row is multiplied with; 0 for an empty one.
  private func meanFactors(of rows: [Matrix], _ index: Int) -> [Float] {
    guard rows.count > 1 else { return [1] }
    let sums = rows.map { engine.sum(of: $0.pointer + index * $0.stride, count: $0.columns) }
    let filled = Double(sums.count { $0 > 0 })
    return sums.map { $0 > 0 ? Float(1 / ($0 * filled)) : 0 }
  }
}
