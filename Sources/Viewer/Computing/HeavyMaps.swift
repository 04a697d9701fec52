// Which maps take longer than a frame may, and are made by another thread.

import Attention
import AttentionMaps
import Compute
import VisionModels

extension Subject {
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
    if state.showsIncoming {
      guard let stream = Stream(rawValue: kind.rawValue) else { return nil }
      let position = state.place.position(on: description.geometry.keyGrid)
      return heavy(.incoming(position, stream), head: head)
    }
    guard let row = matrixRow(layer: layer) else {
      return state.query == .mean ? heavy(.mean(kind), head: head) : nil
    }
    return kind == .contribution || rowsAreLong(layer: layer) ? heavy(.row(kind, row: row), head: head) : nil
  }

  /// Whether one row of a layer takes longer than the many that a frame shows may.
  func rowsAreLong(layer: Int) -> Bool {
    let channels = record(layer: layer)?.headWidth ?? 0
    return model.model.layers[layer].geometry.keysPerWindow * channels > Engine.longestShortRow
  }
}

extension Scene {
  /// The heavy maps of a model that are on the screen, the most important first: those of the panels, then those of
  /// the thumbnails, and with a scale for the layer those of all its heads.
  func heavyMaps(of subject: Subject) -> [HeavyMapKey] {
    let (layer, head) = (subject.layer, subject.head)
    var maps: [HeavyMapKey?] =
      state.view == .rollout ? [subject.heavyMap(.rollout, layer: layer, head: 0)] : []
    maps += subject.mapKindsOnScreen.map { subject.heavyMap($0, layer: layer, head: head) }
    let thumbnails = subject.side == state.focus ? headsLayout?.thumbnails ?? [] : []
    maps += thumbnails.map { subject.heavyMap($0.kind, layer: $0.layer, head: $0.head) }
    if state.scale == .layer {
      for layer in ([layer] + thumbnails.map(\.layer)).uniqued {
        for head in 0..<subject.model.model.layers[layer].heads {
          maps += subject.mapKindsOnScreen.map { subject.heavyMap($0, layer: layer, head: head) }
        }
      }
    }
    return maps.compactMap { $0 }.uniqued
  }
}
