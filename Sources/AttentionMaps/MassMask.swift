// The patches that hold most of a row's mass, as DINO draws them (Caron et al. 2021).
import Attention
import Compute

extension HeatMap {
  /// Which places hold the largest values that together reach `mass` of the grid's sum; of equal values the first
  /// in row-major order. Empty where the sum is 0. Prefix tokens and places without a key are left out. Undefined where
  /// values may be negative.
  package func massMask(_ mass: Double = 0.6) -> Measured<Set<GridPosition>> {
    if isSigned { return .undefined(.signedRows) }
    if count(of: .notFinite) > 0 { return .undefined(.notFinite) }
    let indices = values.indices.filter { values[$0] > 0 }
    let sum = indices.reduce(0.0) { $0 + Double(values[$1]) }
    var reached = 0.0
    var mask: Set<GridPosition> = []
    for index in indices.sorted(by: { (values[$1], $0) < (values[$0], $1) }) {
      if reached >= mass * sum { break }
      reached += Double(values[index])
      mask.insert(grid.position(at: index))
    }
    return .value(mask)
  }
}

extension AttentionRecord {
  /// The mean size of the mass mask of a head's `attention` map over all queries whose row is not empty, in patches.
  /// Undefined where every row is empty, where one is not finite, and where weights may be negative.
  /// O(N·n·(d + log n))
  ///
  /// - Throws: `Cancelled`
  package func meanMassMaskSize(
    head: Int, cancellation: Cancellation? = nil
  ) throws(Cancelled) -> Measured<Double> {
    var (total, counted) = (0, 0)
    for query in geometry.tokenQueries {
      try cancellation?.check()
      let weights = row(query: query, head: head, stream: .attention).weights
      switch place(weights, kind: .attention, query: query).massMask() {
      case .value(let mask):
        total += mask.count
        counted += mask.isEmpty ? 0 : 1
      case .undefined(let reason): return .undefined(reason)
      }
    }
    return counted > 0 ? .value(Double(total) / Double(counted)) : .undefined(.emptyRow)
  }
}
