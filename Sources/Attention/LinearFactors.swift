// A mechanism's matrix of weights as a product of two thin ones.
import Compute

/// One stream of one head as X·Yᵀ: row i of the weights is x_i·y_j over all j of the window, divided by its sum + n·1e-6
/// where the mechanism normalizes. In double precision, a row at a time.
package struct LinearFactors {
  /// Values of x_i and y_j.
  package let width: Int
  /// Whether rows are divided by their sum + n·1e-6.
  package let isNormalized: Bool
  /// x_i of the query in matrix row i.
  package let query: (_ row: Int) -> [Double]
  /// y_j of the key in matrix row j.
  package let key: (_ row: Int) -> [Double]

  init(
    width: Int, isNormalized: Bool, query: @escaping (_ row: Int) -> [Double],
    key: @escaping (_ row: Int) -> [Double]
  ) {
    self.width = width
    self.isNormalized = isNormalized
    self.query = query
    self.key = key
  }

  /// The features of a head, as queries and keys.
  init(_ features: AttentionInputs, head: Int, isNormalized: Bool) {
    let width = features.queries.columns / features.heads
    func slice(_ matrix: Matrix) -> (Int) -> [Double] {
      { row in matrix.row(row)[head * width..<(head + 1) * width].map(Double.init) }
    }
    self.init(
      width: width, isNormalized: isNormalized, query: slice(features.queries), key: slice(features.keys))
  }
}
