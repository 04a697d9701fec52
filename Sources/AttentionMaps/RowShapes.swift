// How local and how even rows are: numbers of every query, made while rows stream past.
import Attention
import Compute

/// Numbers of rows p = |a|/Σ|a|, of several streams the mean of those that are not empty; each [heads × queries], NaN
/// where every row is empty and for padding.
struct RowShapes: Sendable {
  private let geometry: AttentionGeometry
  /// Σ of p over the 3×3 keys around the query's place, those of them that it sees; NaN for prefix tokens too.
  let localMasses: Matrix?
  /// The fraction of the n keys that a query sees with p > 1/n.
  let aboveUniform: Matrix?
  /// The fraction with p < 1/(100·n).
  let negligible: Matrix?

  /// Weights within this of uniform, relative to it, are not above it: what rounding leaves of even rows.
  private static let rounding = 1e-6

  /// - Parameter isAsked: whether the numbers are asked for; else there are none.
  init(_ layer: AttentionLayerDescription, isAsked: Bool) {
    geometry = layer.geometry
    func numbers() -> Matrix? {
      isAsked ? Matrix(rows: layer.heads, columns: layer.geometry.queryCount) : nil
    }
    localMasses = numbers()
    aboveUniform = numbers()
    negligible = numbers()
  }

  /// Measures the rows of each stream, [queries × keys of the window], from query `first` on. O(n) a row
  ///
  /// - Parameter regions: see `Mechanism.regions`.
  func measure(_ rows: [Matrix], head: Int, from first: Int, regions: [Int32]?) {
    guard let localMasses, let aboveUniform, let negligible, let queries = rows.first?.rows else { return }
    for query in first..<first + queries {
      let streams = rows.map { $0.row(query - first) }
      let totals = streams.map { row in row.reduce(0.0) { $0 + Double(abs($1)) } }
      let filled = Double(totals.count { $0 > 0 })
      let factors = totals.map { $0 > 0 ? 1 / ($0 * filled) : 0 }
      guard filled > 0, !geometry.isPadding(queryRow: query) else {
        for numbers in [localMasses, aboveUniform, negligible] { numbers[head, query] = .nan }
        continue
      }
      func fraction(_ key: Int) -> Double {
        zip(streams, factors).reduce(0) { $0 + Double(abs($1.0[key])) * $1.1 }
      }
      let firstKey = geometry.window(ofQueryRow: query) * geometry.keysPerWindow
      func sees(_ key: Int) -> Bool { regions.map { $0[query] == $0[firstKey + key] } ?? true }
      let seen = regions == nil ? geometry.keysPerWindow : streams[0].indices.count(where: sees)
      var (above, below) = (0, 0)
      for key in streams[0].indices where sees(key) {
        let multiple = fraction(key) * Double(seen)
        if multiple > 1 + Self.rounding { above += 1 } else if multiple < 0.01 { below += 1 }
      }
      aboveUniform[head, query] = Float(above) / Float(seen)
      negligible[head, query] = Float(below) / Float(seen)
      let local = neighbors(ofQuery: query)?.reduce(0) { sees($1) ? $0 + fraction($1) : $0 }
      localMasses[head, query] = local.map(Float.init) ?? .nan
    }
  }

  /// The keys of a query's window, by their index in it, that are at most a row and a column of the key grid away from
  /// its place; nil for a query without a place.
  private func neighbors(ofQuery query: Int) -> [Int]? {
    guard case .spatial(let place) = geometry.place(ofQueryRow: query) else { return nil }
    let grid = geometry.keyGrid
    let center = geometry.queryGrid.position(place, on: grid)
    let window = geometry.window(ofQueryRow: query)
    var keys: [Int] = []
    for row in center.row - 1...center.row + 1 {
      for column in center.column - 1...center.column + 1 {
        let position = GridPosition(row: row, column: column)
        guard grid.contains(position) else { continue }
        let key = geometry.key(.spatial(position))
        if key.window == window { keys.append(key.index) }
      }
    }
    return keys
  }

  /// The mean over the queries that have a number; nil where none has, or it was not asked for.
  func mean(_ numbers: Matrix?, head: Int) -> Double? {
    guard let known = numbers?.row(head).filter({ !$0.isNaN }), !known.isEmpty else { return nil }
    return known.reduce(0) { $0 + Double($1) } / Double(known.count)
  }
}
