// How far a head looks, in pixels of the input, and how much of it stays in a box.
import Attention
import Compute
import Imaging

/// The distances between the centers of the tokens of a layer.
///
/// They are the same in each of its windows but those that a cyclic shift tore: the last ones along an axis hold tokens
/// from both ends of it. Where windows hold padding, they are measured one by one, and padding is left out.
struct CenterDistances: Sendable {
  /// Tokens of a window.
  private let queries: TokenGrid
  private let keys: TokenGrid
  private let prefix: Int
  /// Windows along each axis.
  private let windows: TokenGrid
  /// Squares of the differences along each axis, [query × key].
  private let rowSquares: AxisSquares
  private let columnSquares: AxisSquares

  /// Of windows with padding: the center of every token in matrix order, nil for padding; nil where there is none.
  private let paddedCenters: [(y: Double, x: Double)?]?

  private struct AxisSquares {
    let whole: [Float]
    /// In the last window; nil where that is like the others.
    let torn: [Float]?
  }

  /// - Parameters:
  ///   - height: of the model's input in pixels, as `width`.
  init(_ geometry: AttentionGeometry, height: Int, width: Int) {
    let window = geometry.partition.map { TokenGrid(rows: $0.rows, columns: $0.columns) }
    paddedCenters =
      geometry.isPadded
      ? (0..<geometry.queryCount).map { row in
        guard case .spatial(let position) = geometry.place(ofQueryRow: row) else { return nil }
        return (
          (Double(position.row) + 0.5) * Double(height) / Double(geometry.queryGrid.rows),
          (Double(position.column) + 0.5) * Double(width) / Double(geometry.queryGrid.columns)
        )
      } : nil
    queries = window ?? geometry.queryGrid
    keys = window ?? geometry.keyGrid
    prefix = geometry.prefix.count
    windows = TokenGrid(
      rows: geometry.queryGrid.rows / queries.rows, columns: geometry.queryGrid.columns / queries.columns)
    func squares(
      _ queries: Int, of allQueries: Int, _ keys: Int, of allKeys: Int, length: Int, shift: Int
    ) -> AxisSquares {
      // Of a torn window, the last `shift` tokens are the first of the axis.
      func square(_ index: Int, isTorn: Bool) -> Float {
        let query = (Double(index / keys) + 0.5) * Double(length) / Double(allQueries)
        var key = (Double(index % keys) + 0.5) * Double(length) / Double(allKeys)
        if isTorn {
          let (queryWraps, keyWraps) = (index / keys >= queries - shift, index % keys >= keys - shift)
          if queryWraps != keyWraps { key += keyWraps ? -Double(length) : Double(length) }
        }
        return Float((query - key) * (query - key))
      }
      return AxisSquares(
        whole: (0..<queries * keys).map { square($0, isTorn: false) },
        torn: shift > 0 ? (0..<queries * keys).map { square($0, isTorn: true) } : nil)
    }
    rowSquares = squares(
      queries.rows, of: geometry.queryGrid.rows, keys.rows, of: geometry.keyGrid.rows, length: height,
      shift: geometry.partition?.rowShift ?? 0)
    columnSquares = squares(
      queries.columns, of: geometry.queryGrid.columns, keys.columns, of: geometry.keyGrid.columns,
      length: width, shift: geometry.partition?.columnShift ?? 0)
  }

  /// Spatial keys of a window.
  var keyCount: Int { keys.count }

  /// Whether the `index`-th key of the window of a query is padding.
  func isPadding(key index: Int, ofQueryRow row: Int) -> Bool {
    guard let paddedCenters else { return false }
    return paddedCenters[row / queries.count * queries.count + index] == nil
  }

  var hasPadding: Bool { paddedCenters != nil }

  /// Writes the distances of a query to the `keyCount` spatial keys of its window, 0 to padding; false for a prefix token
  /// and for padding.
  func write(ofQueryRow row: Int, into distances: UnsafeMutablePointer<Float>) -> Bool {
    guard row >= prefix else { return false }
    if let paddedCenters {
      guard let query = paddedCenters[row] else { return false }
      let first = row / queries.count * queries.count
      for (index, key) in paddedCenters[first..<first + queries.count].enumerated() {
        let (down, across) = key.map { ($0.y - query.y, $0.x - query.x) } ?? (0, 0)
        distances[index] = Float((down * down + across * across).squareRoot())
      }
      return true
    }
    let (window, inside) = (row - prefix).quotientAndRemainder(dividingBy: queries.count)
    let query = queries.position(at: inside)
    let isLastRow = window / windows.columns == windows.rows - 1
    let isLastColumn = window % windows.columns == windows.columns - 1
    let rowSquares = isLastRow ? rowSquares.torn ?? rowSquares.whole : rowSquares.whole
    let columnSquares = isLastColumn ? columnSquares.torn ?? columnSquares.whole : columnSquares.whole
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
}

/// Numbers of every query of a layer that need its whole row, made while rows stream past.
package struct RowMeasures: Sendable {
  private let geometry: AttentionGeometry
  private let centers: CenterDistances
  private let coverage: BoxCoverage?
  private let hasSignedRows: Bool
  /// Σ_j p_ij·d_ij, [heads × queries], p the mean of the re-normalized rows over the spatial keys, of |a| where weights
  /// may be negative; NaN where all rows are empty and for prefix tokens.
  let distances: Matrix
  /// Σ_j p_ij·c_j with the fraction c of each key that lies in the box; likewise. nil without a box.
  let masses: Matrix?
  let shapes: RowShapes

  /// For a layer whose rows are still to come.
  ///
  /// - Parameters:
  ///   - height: of the model's input in pixels, as `width`.
  ///   - box: in pixels of the model's input; nil where its mass is not asked for.
  ///   - withShapes: whether local mass and the fractions of large and small weights are asked for.
  package init(
    _ layer: AttentionLayerDescription, height: Int, width: Int, box: Rectangle? = nil,
    withShapes: Bool = false
  ) {
    shapes = RowShapes(layer, isAsked: withShapes)
    let (geometry, heads) = (layer.geometry, layer.heads)
    self.geometry = geometry
    hasSignedRows = layer.mechanism.hasSignedRows
    centers = CenterDistances(geometry, height: height, width: width)
    coverage = box.map { BoxCoverage(geometry, box: $0, height: height, width: width) }
    distances = Matrix(rows: heads, columns: geometry.queryCount)
    masses = box == nil ? nil : Matrix(rows: heads, columns: geometry.queryCount)
  }

  /// Measures the rows of each stream, [queries × keys of the window], from query `first` on. Different rows may be
  /// measured on several threads at once.
  ///
  /// - Parameter regions: see `Mechanism.regions`.
  package func measure(_ rows: [Matrix], head: Int, from first: Int, regions: [Int32]? = nil) {
    shapes.measure(rows, head: head, from: first, regions: regions)
    let prefix = geometry.prefix.count
    let count = centers.keyCount
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * count + prefix) { buffer in
      guard let lengths = buffer.baseAddress, let queries = rows.first?.rows else { return }
      for query in first..<first + queries {
        distances[head, query] = .nan
        masses?[head, query] = .nan
        guard centers.write(ofQueryRow: query, into: lengths) else { continue }
        var (distance, mass, weight) = (0.0, 0.0, 0.0)
        for stream in rows {
          var row = stream.row(query - first)
          if hasSignedRows || centers.hasPadding {
            let sizes = UnsafeMutableBufferPointer(start: lengths + count, count: row.count)
            for key in row.indices {
              let isPadding = key >= prefix && centers.isPadding(key: key - prefix, ofQueryRow: query)
              sizes[key] = isPadding ? 0 : abs(row[key])
            }
            row = sizes
          }
          let spatial = row.baseAddress! + prefix
          let sums = weightedSums(spatial, lengths, count: count)
          let total = sums.weight + row[..<prefix].reduce(0) { $0 + Double($1) }
          guard total > 0 else { continue }
          distance += sums.weighted / total
          weight += sums.weight / total
          if let coverage {
            coverage.keys.withUnsafeBufferPointer { keys in
              let inWindow = keys.baseAddress! + geometry.window(ofQueryRow: query) * count
              mass += weightedSums(spatial, inWindow, count: count).weighted / total
            }
          }
        }
        guard weight > 0 else { continue }
        distances[head, query] = Float(distance / weight)
        masses?[head, query] = Float(mass / weight)
      }
    }
  }

  /// The mean distance over the spatial queries of a head; nil when every row is empty.
  func meanDistance(head: Int) -> Double? {
    let known = distances.row(head).filter { !$0.isNaN }
    return known.isEmpty ? nil : known.reduce(0) { $0 + Double($1) } / Double(known.count)
  }

  /// The mean mass in the box over the queries in the box, those that lie in it in part by their fraction; nil where
  /// there is none.
  func massInBox(head: Int) -> Double? {
    guard let coverage, let masses else { return nil }
    var (mass, weight) = (0.0, 0.0)
    for (query, fraction) in coverage.queries.enumerated() {
      let value = masses[head, geometry.prefix.count + query]
      guard !value.isNaN, fraction > 0 else { continue }
      mass += Double(fraction) * Double(value)
      weight += Double(fraction)
    }
    return weight > 0 ? mass / weight : nil
  }
}

/// Σ w·x and Σ w, in lanes whose sums are added up before they grow long.
private func weightedSums(
  _ weights: UnsafePointer<Float>, _ values: UnsafePointer<Float>, count: Int
) -> (weighted: Double, weight: Double) {
  typealias Lanes = SIMD8<Float>
  let lanesPerSum = 64
  var (weighted, weight) = (0.0, 0.0)
  var index = 0
  while index + Lanes.scalarCount <= count {
    var (products, sums) = (Lanes.zero, Lanes.zero)
    let end = min(index + lanesPerSum * Lanes.scalarCount, count - count % Lanes.scalarCount)
    while index < end {
      let w = UnsafeRawPointer(weights + index).loadUnaligned(as: Lanes.self)
      products += w * UnsafeRawPointer(values + index).loadUnaligned(as: Lanes.self)
      sums += w
      index += Lanes.scalarCount
    }
    weighted += Double(products.sum())
    weight += Double(sums.sum())
  }
  while index < count {
    weighted += Double(weights[index] * values[index])
    weight += Double(weights[index])
    index += 1
  }
  return (weighted, weight)
}
