// The patches that hold most of a row's mass, as DINO draws them (Caron et al. 2021).
import Attention

extension HeatMap {
  /// Which places hold the largest values that together reach `mass` of the grid's sum; of equal values the first
  /// in row-major order. Empty where the sum is 0. Prefix tokens and places without a key are left out.
  package func massMask(_ mass: Double = 0.6) -> Set<GridPosition> {
    let indices = values.indices.filter { values[$0] > 0 }
    let sum = indices.reduce(0.0) { $0 + Double(values[$1]) }
    var reached = 0.0
    var mask: Set<GridPosition> = []
    for index in indices.sorted(by: { (values[$1], $0) < (values[$0], $1) }) {
      if reached >= mass * sum { break }
      reached += Double(values[index])
      mask.insert(grid.position(at: index))
    }
    return mask
  }
}

extension AttentionRecord {
  /// The mean size of the mass mask of a head's `attention` map over all queries, in patches; nil where every row
  /// is empty. O(N·n·(d + log n))
  package func meanMassMaskSize(head: Int) -> Double? {
    let sizes = (0..<geometry.queryCount).compactMap { query -> Int? in
      let weights = row(query: query, head: head, stream: .attention).weights
      let size = place(weights, kind: .attention, query: query).massMask().count
      return size > 0 ? size : nil
    }
    return sizes.isEmpty ? nil : Double(sizes.reduce(0, +)) / Double(sizes.count)
  }
}
