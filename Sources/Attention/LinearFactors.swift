// A linear mechanism's matrix of weights as a product of two thin ones.
import Compute

/// One stream of one head as X·Yᵀ before normalisation: row i of the weights is x_i·y_j over all j of the window,
/// divided by its sum + n·1e-6. In double precision, a row at a time.
package struct KernelFactors {
  /// Values of x_i and y_j.
  package let width: Int
  /// x_i of the query in matrix row i.
  package let query: (_ row: Int) -> [Double]
  /// y_j of the key in matrix row j.
  package let key: (_ row: Int) -> [Double]
}

extension OneRowLinearMechanism {
  /// φ(q) and φ(k).
  package func factors(of record: AttentionRecord, head: Int, stream: Stream) -> KernelFactors? {
    guard let features = record.features else { return nil }
    let width = features.queries.columns / record.heads
    func slice(_ matrix: Matrix) -> (Int) -> [Double] {
      { row in matrix.row(row)[head * width..<(head + 1) * width].map(Double.init) }
    }
    return KernelFactors(width: width, query: slice(features.queries), key: slice(features.keys))
  }
}
