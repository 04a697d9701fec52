// Where the options ask to start: the first state, and the place that is checked against the models as soon as these
// are known.

import Attention
import Session
import TerminalUI
import VisionModels

extension ViewerState {
  init(options: ViewerOptions, size: Size, capabilities: Capabilities) {
    self.init(
      size: size, capabilities: capabilities, modelCount: options.models.count,
      imageCount: options.images.count, slots: Array(0..<min(2, options.models.count)),
      focus: options.models.count > 1 ? options.focus : .a, view: options.view ?? .first,
      anchor: Anchor(
        model: options.side?.rawValue ?? 0, head: HeadPlace(layer: options.layer, head: options.head)),
      cursor: options.point, map: options.map, incoming: options.incoming, overlay: options.overlay,
      colorMap: options.colorMap, fixedRange: options.fixedRange, headsOff: options.headsOff,
      hidden: options.hidden, entropyOrder: options.order, mouse: options.mouse)
    if let scale = options.scale { self.scale = scale }
    if let exponent = options.exponent { self.exponent = exponent }
    zoom = options.zoom
    metric = options.metric
    probe = options.probe.map { Probe(place: $0, isHeld: true) }
    query =
      switch options.query {
      case .prefix(let token): .prefix(token)
      case .mean: .mean
      default: .spatial
      }
  }
}

/// An option that the models cannot meet: a mistake of the command line.
package struct StartRefused: Error, Equatable, CustomStringConvertible {
  package let description: String
}

struct StartPlace: Equatable {
  /// Of whichever model has it, unless `owner` says whose it is.
  let head: HeadPlace
  /// A position on the token grid of the first model's layer; a prefix token of some model's layer.
  let query: QuerySelection?
  /// The model that has the head, among those on the screen.
  var owner: Int?

  /// What the start is once the models are known.
  struct Settled: Equatable {
    /// The first of the models that has the head.
    let owner: Int
    /// nil where the query is none of a position.
    let cursor: ImagePoint?
  }

  /// - Parameter models: those on the screen, A first.
  func settled(in models: [LoadedModel]) throws(StartRefused) -> Settled {
    guard let first = models.first else { return Settled(owner: 0, cursor: nil) }
    let candidates = owner.map { models.indices.contains($0) ? [$0] : [] } ?? Array(models.indices)
    guard let owner = candidates.first(where: { models[$0].places.contains(head) }) else {
      throw refusal(by: candidates.map { models[$0] })
    }
    let places = models[owner].places
    guard let origin = places.nearest(head, query: .mean) else { return Settled(owner: owner, cursor: nil) }
    let layers = models.enumerated().map { index, model in
      index == owner ? origin.layer : model.places.carry(origin, from: places)?.place.layer ?? 0
    }
    let geometries = zip(models, layers).map { $0.model.layers[$1].geometry }
    switch query {
    case .position(let position):
      let grid = geometries[0].queryGrid
      guard grid.contains(position) else {
        throw StartRefused(
          description:
            "--query \(position): layer \(layers[0]) of \(first.name) has \(grid.rows)×\(grid.columns) tokens, "
            + "counted from 0")
      }
      return Settled(owner: owner, cursor: ImagePoint(position, on: grid))
    case .prefix(let token):
      guard geometries.contains(where: { $0.prefix.contains(token) }) else {
        throw StartRefused(
          description: "--query \(token): layer \(layers[0]) of \(first.name) has no such token")
      }
    default: break
    }
    return Settled(owner: owner, cursor: nil)
  }

  /// Why none of the models has the head.
  private func refusal(by models: [LoadedModel]) -> StartRefused {
    guard let known = models.first(where: { $0.places.headCount(ofLayer: head.layer) > 0 }) else {
      guard !models.isEmpty else { return StartRefused(description: "--b-layer: there is no second model") }
      let (name, count) = (models[0].name, models[0].places.layerCount)
      return StartRefused(description: "--layer \(head.layer): \(name) has layers 0 to \(count - 1)")
    }
    let last = known.places.headCount(ofLayer: head.layer) - 1
    let heads = last == 0 ? "head 0 only" : "heads 0 to \(last)"
    return StartRefused(description: "--head \(head.head): layer \(head.layer) of \(known.name) has \(heads)")
  }
}
