// Which maps take longer than a frame may, and are made by another thread.

import Attention
import AttentionMaps
import VisionModels

extension Subject {
  /// More multiply-adds than this for one row are left to another thread: it would take about half a millisecond, and
  /// a screen shows dozens of rows.
  private static let longestRow = 1 << 19

  /// What another thread makes of a map; nil for maps that are made while drawing.
  func heavyMap(_ kind: MapKind, layer: Int, head: Int) -> HeavyMapKey? {
    let place = LayerKey(examination: key, layer: layer)
    func heavy(_ what: HeavyMapKey.What, head: Int) -> HeavyMapKey {
      HeavyMapKey(layer: place, head: head, what: what)
    }
    switch kind {
    case .entropy: return nil
    case .rollout: return matrixRow(layer: layer).map { heavy(.rollout(row: $0), head: 0) }
    default: break
    }
    let description = model.model.layers[layer]
    if state.incoming {
      let stream = Stream(rawValue: kind.rawValue) ?? .attention
      let position = state.place.position(on: description.geometry.keyGrid)
      return heavy(.incoming(position, stream), head: head)
    }
    guard let row = matrixRow(layer: layer) else {
      return state.query == .mean ? heavy(.mean(kind), head: head) : nil
    }
    let channels = record(layer: layer)?.headWidth ?? 0
    let isLong = description.geometry.keysPerWindow * channels > Subject.longestRow
    return kind == .contribution || isLong ? heavy(.row(kind, row: row), head: head) : nil
  }

  /// The heavy maps of the current view, the most important first: those of the panels, then of the thumbnails, but
  /// means over queries and what looks at a key are too dear to be made of every head.
  var heavyMaps: [HeavyMapKey] {
    var maps: [HeavyMapKey?] = state.view == .rollout ? [heavyMap(.rollout, layer: layer, head: 0)] : []
    maps += mapKindsOnScreen.map { heavyMap($0, layer: layer, head: head) }
    let isWholeStrip = state.view == .heads && side == state.focus && !state.incoming && state.query != .mean
    if isWholeStrip {
      for (layer, description) in model.model.layers.enumerated() {
        for head in 0..<description.heads {
          maps += mapKindsOnScreen.map { heavyMap($0, layer: layer, head: head) }
        }
      }
    }
    return maps.compactMap { $0 }.uniqued
  }
}
