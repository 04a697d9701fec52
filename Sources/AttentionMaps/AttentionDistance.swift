// How far a head looks: the mean distance between a query and its keys, in pixels of the input.
import Attention
import Compute

/// Thrown when a distance is no longer wanted.
package struct DistanceCancelled: Error {}

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
    let prefix = geometry.prefix.count
    let queryCentres = (prefix..<geometry.queryCount).map {
      centre(of: geometry.place(ofQueryRow: $0), on: geometry.queryGrid, height: height, width: width)
    }
    let keyCentres = (0..<geometry.keyCount).map { row in
      centre(
        of: geometry.place(
          ofKey: row % geometry.keysPerWindow, inWindow: row / geometry.keysPerWindow),
        on: geometry.keyGrid, height: height, width: width)
    }
    var total = 0.0
    var counted = 0
    for row in prefix..<geometry.queryCount {
      if cancellation?.isCancelled == true { throw DistanceCancelled() }
      let here = queryCentres[row - prefix]
      let first = geometry.window(ofQueryRow: row) * geometry.keysPerWindow
      let weights = self.row(query: row, head: head, stream: .attention).weights
      var (sum, distance) = (0.0, 0.0)
      for key in prefix..<weights.count {
        let there = keyCentres[first + key]
        let (dy, dx) = (here.y - there.y, here.x - there.x)
        sum += Double(weights[key])
        distance += Double(weights[key]) * (dy * dy + dx * dx).squareRoot()
      }
      guard sum > 0 else { continue }
      total += distance / sum
      counted += 1
    }
    return counted > 0 ? total / Double(counted) : nil
  }

  /// The middle of a token's footprint in pixels; the origin for prefix tokens, which have none.
  private func centre(
    of place: TokenPlace, on grid: TokenGrid, height: Int, width: Int
  ) -> (y: Double, x: Double) {
    guard case .spatial(let position) = place else { return (0, 0) }
    return (
      (Double(position.row) + 0.5) * Double(height) / Double(grid.rows),
      (Double(position.column) + 0.5) * Double(width) / Double(grid.columns)
    )
  }
}
