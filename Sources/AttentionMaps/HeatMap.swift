// A map over the keys of one query, or over the queries of a layer: the values behind a picture.
import Attention

/// Values over a token grid and the prefix tokens in front of it.
package struct HeatMap: Sendable, Equatable {
  package let kind: MapKind
  package let grid: TokenGrid
  /// Row-major over the grid; NaN where there is no key (outside the query's window) or no value.
  package let values: [Float]
  /// One value for each prefix token.
  package let prefix: [Float]
  /// Whether values lie on both sides of zero.
  package let isSigned: Bool

  package init(
    kind: MapKind, grid: TokenGrid, values: [Float], prefix: [Float] = [], isSigned: Bool = false
  ) {
    self.kind = kind
    self.grid = grid
    self.values = values
    self.prefix = prefix
    self.isSigned = isSigned
  }

  package subscript(position: GridPosition) -> Float { values[grid.index(of: position)] }

  /// Smallest and largest value over the grid, leaving out places without a value; nil when there is none.
  package var range: ClosedRange<Float>? {
    var lowest = Float.infinity
    var highest = -Float.infinity
    for value in values where value.isFinite {
      lowest = min(lowest, value)
      highest = max(highest, value)
    }
    return lowest <= highest ? lowest...highest : nil
  }

  /// How many places of the grid hold no key.
  package var missingCount: Int { values.count { $0.isNaN } }
}

/// A query of a layer, as people name it.
package enum Query: Hashable, Sendable {
  case spatial(GridPosition)
  /// Index among the prefix tokens.
  case prefix(Int)
  /// The mean over all spatial queries.
  case mean
}

/// Why a map does not exist for a head or a query.
package enum MapUnavailable: Error, Hashable, CustomStringConvertible {
  /// The mechanism, here its title, has no such map.
  case notOfMechanism(MapKind, String)
  case undefined(MapKind, reason: String)
  case noSuchQuery(String)

  package var description: String {
    switch self {
    case .notOfMechanism(let kind, let title):
      switch kind {
      case .same, .opposite, .kernelPositive, .kernelNegative:
        "\(kind.rawValue): only polarity heads have it; this layer is \(title)"
      default: "\(kind.rawValue): not defined for \(title) heads"
      }
    case .undefined(let kind, let reason): "\(kind.rawValue): \(reason)"
    case .noSuchQuery(let reason): reason
    }
  }
}
