// How far a head looks: the mean distance between a query and its keys, in pixels of the input.
import Attention
import Compute

extension AttentionRecord {
  /// Σ_j a_ij·‖centre_i − centre_j‖ as a mean over spatial queries, prefix tokens left out of both and the row
  /// re-normalised; polarity heads by their `attention` map. nil when every row is empty. O(N·n·d)
  ///
  /// - Parameters:
  ///   - height: of the model's input in pixels, as `width`.
  /// - Throws: `DistanceCancelled` when cancelled.
  package func meanDistance(
    head: Int, height: Int, width: Int, cancellation: Cancellation? = nil
  ) throws(DistanceCancelled) -> Double? {
    let queryCentres = centres(of: geometry.queryGrid, height: height, width: width)
    let keyCentres = centres(of: geometry.keyGrid, height: height, width: width)
    var total = 0.0
    var counted = 0
    for row in geometry.prefix.count..<geometry.queryCount {
      if cancellation?.isCancelled == true { throw DistanceCancelled() }
      guard case .spatial(let position) = geometry.place(ofQueryRow: row) else { continue }
      let here = queryCentres[geometry.queryGrid.index(of: position)]
      let window = geometry.window(ofQueryRow: row)
      let weights = self.row(query: row, head: head, stream: .attention).weights
      var (sum, distance) = (0.0, 0.0)
      for (index, weight) in weights.enumerated() {
        guard case .spatial(let key) = geometry.place(ofKey: index, inWindow: window) else { continue }
        let there = keyCentres[geometry.keyGrid.index(of: key)]
        let (dy, dx) = (here.y - there.y, here.x - there.x)
        sum += Double(weight)
        distance += Double(weight) * (dy * dy + dx * dx).squareRoot()
      }
      guard sum > 0 else { continue }
      total += distance / sum
      counted += 1
    }
    return counted > 0 ? total / Double(counted) : nil
  }

  private func centres(of grid: TokenGrid, height: Int, width: Int) -> [(y: Double, x: Double)] {
    (0..<grid.count).map { index in
      let position = grid.position(at: index)
      return (
        (Double(position.row) + 0.5) * Double(height) / Double(grid.rows),
        (Double(position.column) + 0.5) * Double(width) / Double(grid.columns)
      )
    }
  }
}

/// Thrown when a distance is no longer wanted.
package struct DistanceCancelled: Error {}
