// A linear mechanism's matrix of weights as a product of two thin ones.

/// One stream of one head as X·Yᵀ before normalization: row i of the weights is x_i·y_j over all j of the window,
/// divided by its sum + n·1e-6. In double precision, a row at a time.
package struct LinearFactors {
  /// Values of x_i and y_j.
  package let width: Int
  /// x_i of the query in matrix row i.
  package let query: (_ row: Int) -> [Double]
  /// y_j of the key in matrix row j.
  package let key: (_ row: Int) -> [Double]
}
