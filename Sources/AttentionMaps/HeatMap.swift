// A map over the keys of one query, or over the queries of a layer: the values behind a picture.
import Attention

/// What a place of a map holds.
package enum PlaceContent: UInt8, Sendable {
  case value
  /// There is no key: the place is outside the query's window.
  case noKey
  /// There is a token and no number, such as the entropy of an empty row.
  case undefined
  /// The number is infinite or none: the model has diverged, or its input has.
  case notFinite
}

/// Values over a token grid and the prefix tokens in front of it.
package struct HeatMap: Sendable, Equatable {
  /// nil for values of tokens that are no map of a head.
  package let kind: MapKind?
  package let grid: TokenGrid
  /// Row-major over the grid; NaN where there is no key and where a number is undefined.
  package private(set) var values: [Float]
  /// What each place of the grid holds, in the same order.
  package private(set) var contents: [PlaceContent]
  /// One value for each prefix token.
  package private(set) var prefix: [Float]
  /// Whether values lie on both sides of zero.
  package let isSigned: Bool

  /// A map with a key at every place.
  package init(
    kind: MapKind?, grid: TokenGrid, values: [Float], prefix: [Float] = [], isSigned: Bool = false
  ) {
    self.kind = kind
    self.grid = grid
    self.values = values
    self.prefix = prefix
    self.isSigned = isSigned
    contents = values.map { $0.isFinite ? .value : .notFinite }
  }

  /// A map without any key, to be filled.
  ///
  /// - Parameter prefix: the number of prefix tokens.
  package init(kind: MapKind?, emptyOn grid: TokenGrid, prefix: Int, isSigned: Bool) {
    self.kind = kind
    self.grid = grid
    self.isSigned = isSigned
    values = [Float](repeating: .nan, count: grid.count)
    contents = [PlaceContent](repeating: .noKey, count: grid.count)
    self.prefix = [Float](repeating: .nan, count: prefix)
  }

  package mutating func set(_ value: Float, at place: TokenPlace) {
    set(value, value.isFinite ? .value : .notFinite, at: place)
  }

  package mutating func set(_ number: Measured<Float>, at place: TokenPlace) {
    switch number {
    case .value(let value): set(value, at: place)
    case .undefined(.notFinite): set(.nan, .notFinite, at: place)
    case .undefined: set(.nan, .undefined, at: place)
    }
  }

  private mutating func set(_ value: Float, _ content: PlaceContent, at place: TokenPlace) {
    switch place {
    case .prefix(let index): prefix[index] = value
    case .padding: break
    case .spatial(let position):
      values[grid.index(of: position)] = value
      contents[grid.index(of: position)] = content
    }
  }

  package subscript(position: GridPosition) -> Float { values[grid.index(of: position)] }

  package func content(at position: GridPosition) -> PlaceContent { contents[grid.index(of: position)] }

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

  /// How many places of the grid hold `content`.
  package func count(of content: PlaceContent) -> Int { contents.count { $0 == content } }

  /// How many places of the grid hold no key.
  package var missingCount: Int { count(of: .noKey) }
}

extension HeatMap {
  /// `other` − `self`, place by place on one grid; where either has no value, so has the difference.
  package func difference(to other: HeatMap) -> HeatMap {
    precondition(other.grid == grid)
    var map = HeatMap(kind: kind, emptyOn: grid, prefix: 0, isSigned: true)
    for (index, (mine, others)) in zip(contents, other.contents).enumerated() {
      map.values[index] = other.values[index] - values[index]
      map.contents[index] = mine == .value ? others : mine
    }
    return map
  }
}

/// A query of a layer, as the user names it.
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

  /// Agents are means of patches.
  package static let agentOfPrefix = MapUnavailable.undefined(
    .agentKey, reason: "an agent is chosen by a patch in its cell, and this query is no patch")

  package var description: String {
    switch self {
    case .notOfMechanism(let kind, let title):
      switch kind {
      case .same, .opposite, .kernelPositive, .kernelNegative:
        "\(kind.rawValue): only polarity heads have it; this layer is \(title)"
      case .queryAgent, .agentKey:
        "\(kind.rawValue): only heads with agents have it; this layer is \(title)"
      default: "\(kind.rawValue): not defined for \(title) heads"
      }
    case .undefined(let kind, let reason): "\(kind.rawValue): \(reason)"
    case .noSuchQuery(let reason): reason
    }
  }
}
