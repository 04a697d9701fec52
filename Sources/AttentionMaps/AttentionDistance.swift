// How far a head looks: the distances between queries and keys, in pixels of the input.
import Attention
import Compute

/// The distances between the centres of the tokens of a layer, the same in each of its windows.
struct CentreDistances: Sendable {
  /// Tokens of a window.
  private let queries: TokenGrid
  private let keys: TokenGrid
  private let prefix: Int
  /// Squares of the differences along each axis, [query × key].
  private let rowSquares: [Float]
  private let columnSquares: [Float]

  /// - Parameters:
  ///   - height: of the model's input in pixels, as `width`.
  init(_ geometry: AttentionGeometry, height: Int, width: Int) {
    let window = geometry.partition.map { TokenGrid(rows: $0.rows, columns: $0.columns) }
    queries = window ?? geometry.queryGrid
    keys = window ?? geometry.keyGrid
    prefix = geometry.prefix.count
    func squares(_ queries: Int, of allQueries: Int, _ keys: Int, of allKeys: Int, length: Int) -> [Float] {
      (0..<queries * keys).map { index in
        let query = (Double(index / keys) + 0.5) * Double(length) / Double(allQueries)
        let key = (Double(index % keys) + 0.5) * Double(length) / Double(allKeys)
        return Float((query - key) * (query - key))
      }
    }
    rowSquares = squares(
      queries.rows, of: geometry.queryGrid.rows, keys.rows, of: geometry.keyGrid.rows, length: height)
    columnSquares = squares(
      queries.columns, of: geometry.queryGrid.columns, keys.columns, of: geometry.keyGrid.columns,
      length: width)
  }

  /// Spatial keys of a window.
  var keyCount: Int { keys.count }

  /// Writes the distances of a query to the `keyCount` spatial keys of its window; false for a prefix token.
  ///
  /// Tokens that a cyclic shift brought together and that do not see each other get the distance inside the
  /// window; their weight is zero.
  func write(ofQueryRow row: Int, into distances: UnsafeMutablePointer<Float>) -> Bool {
    guard row >= prefix else { return false }
    let query = queries.position(at: (row - prefix) % queries.count)
    columnSquares.withUnsafeBufferPointer { columns in
      let columns = columns.baseAddress! + query.column * keys.columns
      for keyRow in 0..<keys.rows {
        let square = rowSquares[query.row * keys.rows + keyRow]
        let target = distances + keyRow * keys.columns
        for column in 0..<keys.columns { target[column] = (square + columns[column]).squareRoot() }
      }
    }
    return true
  }

  /// Σ_j a_j·d_j of each query's rows, a the mean of the re-normalised rows over its spatial keys; NaN where all
  /// rows are empty and for prefix tokens.
  ///
  /// - Parameters:
  ///   - rows: of each stream, [queries × keys of the window], from query `first` on.
  ///   - results: one for each query of the layer.
  func weigh(_ rows: [Matrix], from first: Int, into results: UnsafeMutableBufferPointer<Float>) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: keyCount) { buffer in
      guard let distances = buffer.baseAddress, let count = rows.first?.rows else { return }
      for index in 0..<count {
        results[first + index] = .nan
        guard write(ofQueryRow: first + index, into: distances) else { continue }
        var (distance, weight) = (0.0, 0.0)
        for stream in rows {
          let row = stream.row(index)
          let spatial = row.baseAddress! + prefix
          let sums = weightedSums(spatial, distances, count: keyCount)
          let total = sums.weight + row[..<prefix].reduce(0) { $0 + Double($1) }
          guard total > 0 else { continue }
          distance += sums.distance / total
          weight += sums.weight / total
        }
        if weight > 0 { results[first + index] = Float(distance / weight) }
      }
    }
  }
}

/// Σ w·d and Σ w, in lanes whose sums are added up before they grow long.
private func weightedSums(
  _ weights: UnsafePointer<Float>, _ distances: UnsafePointer<Float>, count: Int
) -> (distance: Double, weight: Double) {
  typealias Lanes = SIMD8<Float>
  let lanesPerSum = 64
  var (distance, weight) = (0.0, 0.0)
  var index = 0
  while index + Lanes.scalarCount <= count {
    var (products, sums) = (Lanes.zero, Lanes.zero)
    let end = min(index + lanesPerSum * Lanes.scalarCount, count - count % Lanes.scalarCount)
    while index < end {
      let w = UnsafeRawPointer(weights + index).loadUnaligned(as: Lanes.self)
      products += w * UnsafeRawPointer(distances + index).loadUnaligned(as: Lanes.self)
      sums += w
      index += Lanes.scalarCount
    }
    distance += Double(products.sum())
    weight += Double(sums.sum())
  }
  while index < count {
    distance += Double(weights[index] * distances[index])
    weight += Double(weights[index])
    index += 1
  }
  return (distance, weight)
}
