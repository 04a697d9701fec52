// The places of one model, and the way to the same place of another model.
import Attention
import AttentionMaps
import VisionModels

/// The layers, heads and queries that a model has. Only it makes places of the model, and only it carries places of
/// other models over to the model.
package struct ModelPlaces: Sendable {
  /// What a layer must state for places on it.
  private struct Layer: Sendable {
    let heads: Int
    let geometry: AttentionGeometry
  }

  private let layers: [Layer]
  /// The heads of the pooling head, which comes after the last layer; 0 in a model without one.
  private let poolHeadCount: Int

  /// - Parameters:
  ///   - layers: of the model, in order; each has a head at least.
  ///   - pool: its pooling head; nil in a model without one.
  package init(_ layers: [AttentionLayerDescription], pool: AttentionLayerDescription? = nil) {
    self.layers = layers.map { Layer(heads: $0.heads, geometry: $0.geometry) }
    poolHeadCount = pool?.heads ?? 0
  }

  package var layerCount: Int { layers.count }

  /// The heads of a layer; 0 for a layer that the model lacks.
  package func headCount(ofLayer layer: Int) -> Int {
    layers.indices.contains(layer) ? layers[layer].heads : 0
  }

  /// All heads, layer by layer.
  package var heads: [HeadPlace] {
    layers.enumerated().flatMap { layer, description in
      (0..<description.heads).map { HeadPlace(layer: layer, head: $0) }
    }
  }

  package func contains(_ head: HeadPlace) -> Bool {
    head.head >= 0 && head.head < headCount(ofLayer: head.layer)
  }

  // MARK: Making places

  /// The place of a head and a query.
  ///
  /// - Throws: `PlaceError` where the model has no such layer or head.
  package func place(_ head: HeadPlace, query: Place.Query) throws(PlaceError) -> Place {
    guard layers.indices.contains(head.layer) else {
      throw .noSuchLayer(head.layer, count: layers.count)
    }
    guard contains(head) else { throw .noSuchHead(head, count: layers[head.layer].heads) }
    return Place(head, query: query)
  }

  /// The place of the nearest head that the model has; nil for a model without layers.
  package func nearest(_ head: HeadPlace, query: Place.Query) -> Place? {
    guard !layers.isEmpty else { return nil }
    let layer = max(0, min(layers.count - 1, head.layer))
    let number = max(0, min(layers[layer].heads - 1, head.head))
    return Place(HeadPlace(layer: layer, head: number), query: query)
  }

  // MARK: The pooling head

  /// The heads of the attention that pools, whose layer comes after the last one; none in a model without it.
  package var poolHeads: [HeadPlace] {
    (0..<poolHeadCount).map { HeadPlace(layer: layers.count, head: $0) }
  }

  /// Whether a head is one of the pooling head's.
  package func isOfPool(_ head: HeadPlace) -> Bool {
    head.layer == layers.count && (0..<poolHeadCount).contains(head.head)
  }

  /// The place of the pooling head's probe in the nearest of its heads; nil in a model without a pooling head.
  package func poolPlace(head: Int) -> Place? {
    guard poolHeadCount > 0 else { return nil }
    let number = max(0, min(poolHeadCount - 1, head))
    return Place(HeadPlace(layer: layers.count, head: number), query: .prefix(.pool), isOfPool: true)
  }

  /// `2.1`, or `pool.1`.
  package func name(_ head: HeadPlace) -> String {
    isOfPool(head) ? Place.poolName(head.head) : "\(head)"
  }

  // MARK: Queries of the model's own places

  /// The query of a place on its layer's grid; nil for a prefix token that the layer lacks.
  package func query(at place: Place) -> Query? {
    if place.isOfPool { return .prefix(0) }
    guard layers.indices.contains(place.layer) else { return nil }
    let geometry = layers[place.layer].geometry
    switch place.query {
    case .point(let point): return .spatial(point.position(on: geometry.queryGrid))
    case .prefix(let token): return geometry.prefix.firstIndex(of: token).map { .prefix($0) }
    case .mean: return .mean
    }
  }

  // MARK: Other models

  /// The place of this model that a place of another model corresponds to: the layer at the same depth, the head of
  /// the same number or else the last one, the same point of the image or the same prefix token.
  ///
  /// - Parameters:
  ///   - place: a place of `other`.
  ///   - other: the places of the model that `place` belongs to.
  /// - Returns: nil for a model without layers.
  package func carry(_ place: Place, from other: ModelPlaces) -> CarriedPlace? {
    guard let layer = layer(atDepthOf: place.layer, in: other) else { return nil }
    let head = min(place.head, layers[layer].heads - 1)
    let carried = Place(HeadPlace(layer: layer, head: head), query: place.query)
    var changes: Set<CarriedPlace.Change> = []
    if layer != place.layer { changes.insert(.layer) }
    if head != place.head { changes.insert(.head) }
    if query(at: carried) == nil { changes.insert(.query) }
    return CarriedPlace(place: carried, changes: changes)
  }

  /// The layer at the depth of a layer of another model: the first and the last layers correspond, those between by
  /// their distance from the first. nil for a model without layers.
  private func layer(atDepthOf layer: Int, in other: ModelPlaces) -> Int? {
    guard !layers.isEmpty else { return nil }
    guard layers.count != other.layers.count, other.layers.count > 1 else {
      return min(layer, layers.count - 1)
    }
    let (last, otherLast) = (layers.count - 1, other.layers.count - 1)
    return min(last, (2 * layer * last + otherLast) / (2 * otherLast))
  }
}

extension LoadedModel {
  package var places: ModelPlaces { ModelPlaces(model.layers, pool: model.pool) }
}

/// Which heads of two models are compared with each other, and which have no partner.
package struct HeadPairing: Sendable {
  /// By A's place, in its order.
  package let pairs: [Sides<HeadPlace>]
  /// Heads that the other model has no partner for.
  package let unpaired: Sides<[HeadPlace]>

  /// Pairs layers at the same depth, each layer once, and heads of the same number in them: of models with as many
  /// layers the same head of the same layer.
  package init(_ places: Sides<ModelPlaces>) {
    let (a, b) = (places.a, places.b)
    var pairs: [Sides<HeadPlace>] = []
    for layers in Self.layerPairs(a, b) {
      for head in 0..<min(a.headCount(ofLayer: layers.a), b.headCount(ofLayer: layers.b)) {
        pairs.append(
          Sides(a: HeadPlace(layer: layers.a, head: head), b: HeadPlace(layer: layers.b, head: head)))
      }
    }
    self.pairs = pairs
    let (pairedA, pairedB) = (Set(pairs.map(\.a)), Set(pairs.map(\.b)))
    unpaired = Sides(a: a.heads.filter { !pairedA.contains($0) }, b: b.heads.filter { !pairedB.contains($0) })
  }

  /// Every layer of the model with fewer layers, beside the layer at its depth of the other.
  private static func layerPairs(_ a: ModelPlaces, _ b: ModelPlaces) -> [Sides<Int>] {
    let isAShorter = a.layerCount <= b.layerCount
    let (short, long) = isAShorter ? (a, b) : (b, a)
    return (0..<short.layerCount).compactMap { layer in
      let place = Place(HeadPlace(layer: layer, head: 0), query: .mean)
      guard let partner = long.carry(place, from: short)?.place.layer else { return nil }
      return isAShorter ? Sides(a: layer, b: partner) : Sides(a: partner, b: layer)
    }
  }
}
