// How far a head looks, in pixels of the input, and how much of it stays in a box.
import Attention
import Compute
import Imaging

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
    self.init(
      layer, CenterDistances(layer.geometry, height: height, width: width), height: height, width: width,
      box: box, withShapes: withShapes)
  }

  /// The same for several layers; those of equal geometry share their distances.
  package static func ofLayers(
    _ layers: [AttentionLayerDescription], height: Int, width: Int, box: Rectangle? = nil,
    withShapes: Bool = false
  ) -> [RowMeasures] {
    var known: [AttentionGeometry: CenterDistances] = [:]
    return layers.map { layer in
      let centers =
        known[layer.geometry] ?? CenterDistances(layer.geometry, height: height, width: width)
      known[layer.geometry] = centers
      return RowMeasures(
        layer, centers, height: height, width: width, box: box, withShapes: withShapes)
    }
  }

  private init(
    _ layer: AttentionLayerDescription, _ centers: CenterDistances, height: Int, width: Int,
    box: Rectangle?, withShapes: Bool
  ) {
    self.centers = centers
    shapes = RowShapes(layer, isAsked: withShapes)
    let (geometry, heads) = (layer.geometry, layer.heads)
    self.geometry = geometry
    hasSignedRows = layer.mechanism.hasSignedRows
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
      guard let scratch = buffer.baseAddress, let queries = rows.first?.rows else { return }
      for query in first..<first + queries {
        distances[head, query] = .nan
        masses?[head, query] = .nan
        guard let lengths = centers.ofQueryRow(query, scratch: scratch) else { continue }
        var (distance, mass, weight) = (0.0, 0.0, 0.0)
        for stream in rows {
          var row = stream.row(query - first)
          if hasSignedRows || centers.hasPadding {
            let sizes = UnsafeMutableBufferPointer(start: scratch + count, count: row.count)
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
