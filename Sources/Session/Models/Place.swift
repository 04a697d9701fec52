// Where a reader looks in one model: a layer, a head and a query.
import Attention

/// A layer, a head of it and a query, made by the `ModelPlaces` of the model that it belongs to.
package struct Place: Hashable, Sendable {
  /// Whose row is shown.
  package enum Query: Hashable, Sendable {
    /// The token that covers a point of the image.
    case point(ImagePoint)
    case prefix(PrefixToken)
    /// The mean over all spatial queries.
    case mean
  }

  package let headPlace: HeadPlace
  package let query: Query
  /// Whether it is of the pooling head, whose only query is its probe; its layer then comes after the last one.
  package let isOfPool: Bool

  package var layer: Int { headPlace.layer }
  package var head: Int { headPlace.head }

  init(_ headPlace: HeadPlace, query: Query, isOfPool: Bool = false) {
    self.headPlace = headPlace
    self.query = query
    self.isOfPool = isOfPool
  }

  /// The same head with another query.
  package func with(_ query: Query) -> Place { Place(headPlace, query: query, isOfPool: isOfPool) }

  /// `2.1`, or `pool.1`.
  package var name: String { isOfPool ? Self.poolName(head) : "\(headPlace)" }

  static func poolName(_ head: Int) -> String { "\(PrefixToken.pool).\(head)" }
}

/// A place that was carried over from another model.
package struct CarriedPlace: Hashable, Sendable {
  /// A part of the place that could not stay what it was.
  package enum Change: Hashable, Sendable, CaseIterable {
    /// The layer has another number: it is the one at the same depth.
    case layer
    /// The head has another number: the layer has fewer heads.
    case head
    /// The layer has no such prefix token.
    case query
  }

  package let place: Place
  package let changes: Set<Change>

  /// Whether the place had to adapt to the model.
  package var isAdapted: Bool { !changes.isEmpty }
}

/// Why a model has no such place. The description is one line.
package enum PlaceError: Error, Hashable, CustomStringConvertible {
  case noSuchLayer(Int, count: Int)
  case noSuchHead(HeadPlace, count: Int)

  package var description: String {
    switch self {
    case .noSuchLayer(let layer, let count):
      count == 0
        ? "the model has no attention layers"
        : "there is no layer \(layer): the model has layers 0 to \(count - 1)"
    case .noSuchHead(let place, let count):
      "there is no head \(place.head) in layer \(place.layer): it has "
        + (count == 1 ? "head 0 only" : "heads 0 to \(count - 1)")
    }
  }
}
