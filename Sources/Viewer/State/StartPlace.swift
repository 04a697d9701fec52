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
      view: options.view ?? .first,
      anchor: Anchor(model: 0, head: HeadPlace(layer: options.layer, head: options.head)), map: options.map,
      colorMap: options.colorMap, mouse: options.mouse)
  }
}

/// An option that the models cannot meet: a mistake of the command line.
package struct StartRefused: Error, Equatable, CustomStringConvertible {
  package let description: String
}

struct StartPlace: Equatable {
  /// Of whichever model has it.
  let head: HeadPlace
  /// On the token grid of the first model's layer; nil for the middle.
  let query: GridPosition?

  /// What the start is once the models are known.
  struct Settled: Equatable {
    /// The first of the models that has the head.
    let owner: Int
    /// nil for the middle.
    let cursor: ImagePoint?
  }

  /// - Parameter models: those on the screen, A first.
  func settled(in models: [LoadedModel]) throws(StartRefused) -> Settled {
    guard let first = models.first else { return Settled(owner: 0, cursor: nil) }
    guard let owner = models.firstIndex(where: { $0.places.contains(head) }) else {
      throw refusal(by: models)
    }
    guard let query else { return Settled(owner: owner, cursor: nil) }
    let places = models[owner].places
    guard let origin = places.nearest(head, query: .mean),
      let layer = owner == 0 ? origin.layer : first.places.carry(origin, from: places)?.place.layer
    else { return Settled(owner: owner, cursor: nil) }
    let grid = first.model.layers[layer].geometry.queryGrid
    guard grid.contains(query) else {
      throw StartRefused(
        description:
          "--query \(query): layer \(layer) of \(first.name) has \(grid.rows)×\(grid.columns) tokens, "
          + "counted from 0")
    }
    return Settled(owner: owner, cursor: ImagePoint(query, on: grid))
  }

  /// Why none of the models has the head.
  private func refusal(by models: [LoadedModel]) -> StartRefused {
    guard let known = models.first(where: { $0.places.headCount(ofLayer: head.layer) > 0 }) else {
      let (name, count) = (models[0].name, models[0].places.layerCount)
      return StartRefused(description: "--layer \(head.layer): \(name) has layers 0 to \(count - 1)")
    }
    let last = known.places.headCount(ofLayer: head.layer) - 1
    let heads = last == 0 ? "head 0 only" : "heads 0 to \(last)"
    return StartRefused(description: "--head \(head.head): layer \(head.layer) of \(known.name) has \(heads)")
  }
}
