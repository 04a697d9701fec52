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
      view: options.view ?? .first, layer: options.layer, head: options.head, map: options.map,
      colorMap: options.colorMap, mouse: options.mouse)
  }
}

/// An option that the models cannot meet: a mistake of the command line.
package struct StartRefused: Error, Equatable, CustomStringConvertible {
  package let description: String
}

struct StartPlace: Equatable {
  let layer: Int
  let head: Int
  /// On the token grid of the first model's layer; nil for the middle.
  let query: GridPosition?

  /// Why there is no such place; nil where one of the models has it.
  func refusal(by models: [LoadedModel]) -> StartRefused? {
    guard let first = models.first else { return nil }
    let withLayer = models.filter { $0.model.layers.indices.contains(layer) }
    guard let known = withLayer.first else {
      return StartRefused(
        description: "--layer \(layer): \(first.name) has layers 0 to \(first.model.layers.count - 1)")
    }
    guard withLayer.contains(where: { head < $0.model.layers[layer].heads }) else {
      let last = known.model.layers[layer].heads - 1
      let heads = last == 0 ? "head 0 only" : "heads 0 to \(last)"
      return StartRefused(description: "--head \(head): layer \(layer) of \(known.name) has \(heads)")
    }
    guard let query, let grid = first.model.layers.clamped(layer)?.geometry.queryGrid, !grid.contains(query)
    else { return nil }
    return StartRefused(
      description: "--query \(query): layer \(min(layer, first.model.layers.count - 1)) of \(first.name) has "
        + "\(grid.rows)×\(grid.columns) tokens, counted from 0")
  }
}

extension Array where Element == AttentionLayerDescription {
  /// The layer of an index, or the last one below it; nil without layers.
  func clamped(_ index: Int) -> AttentionLayerDescription? {
    isEmpty ? nil : self[Swift.max(0, Swift.min(index, count - 1))]
  }
}
