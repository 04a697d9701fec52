// How much attention stays inside a box of the image: where a head looks, when it is known where it should.
import Attention
import Compute
import Imaging

/// The fraction of every token's footprint that lies in a box of the model's input.
struct BoxCoverage: Sendable {
  /// One for each spatial query, in matrix order; 0 for padding.
  let queries: [Float]
  /// One for each spatial key, window by window.
  let keys: [Float]

  /// - Parameters:
  ///   - box: in pixels of the model's input.
  ///   - height: of the model's input in pixels, as `width`.
  init(_ geometry: AttentionGeometry, box: Rectangle, height: Int, width: Int) {
    func fractions(_ grid: TokenGrid, _ places: [TokenPlace]) -> [Float] {
      let rows = Self.overlaps(box.y, box.height, cells: grid.rows, length: height)
      let columns = Self.overlaps(box.x, box.width, cells: grid.columns, length: width)
      return places.compactMap { place in
        switch place {
        case .prefix: return nil
        case .padding: return 0
        case .spatial(let position): return Float(rows[position.row] * columns[position.column])
        }
      }
    }
    queries = fractions(
      geometry.queryGrid, (0..<geometry.queryCount).map { geometry.place(ofQueryRow: $0) })
    keys = fractions(
      geometry.keyGrid,
      (0..<geometry.keyCount).map { row in
        geometry.place(
          ofKey: row % geometry.keysPerWindow, inWindow: row / geometry.keysPerWindow)
      })
  }

  /// The fraction of each of `cells` equal parts of an axis that lies between `start` and `start + size`.
  private static func overlaps(_ start: Double, _ size: Double, cells: Int, length: Int) -> [Double] {
    let cell = Double(length) / Double(cells)
    return (0..<cells).map { index in
      let first = Double(index) * cell
      return max(0, min(first + cell, start + size) - max(first, start)) / cell
    }
  }
}
