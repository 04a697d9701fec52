// Which maps take longer than a frame may, and are made by another thread.

import Attention
import AttentionMaps
import Compute
import VisionModels

extension Subject {
  /// What another thread makes of a map; nil for maps that are made while drawing.
  func heavyMap(_ kind: MapKind, layer: Int, head: Int) -> HeavyMap? {
    let layerKey = LayerKey(examination: key, layer: layer)
    func heavy(_ what: HeavyMap.What, head: Int) -> HeavyMap {
      HeavyMap(layer: layerKey, head: head, what: what)
    }
    switch kind {
    case .entropy: return nil
    case .rollout: return matrixRow(layer: layer).map { heavy(.rollout(row: $0), head: 0) }
    default: break
    }
    if showsIncoming {
      guard let stream = kind.stream, let key = keyLookedAt(layer: layer) else { return nil }
      return heavy(.incoming(key, stream), head: head)
    }
    guard let row = matrixRow(layer: layer) else {
      return place.query == .mean ? heavy(.mean(kind), head: head) : nil
    }
    return kind == .contribution || rowsAreLong(layer: layer) ? heavy(.row(kind, row: row), head: head) : nil
  }

  /// Whether one row of a layer takes longer than the many that a frame shows may.
  func rowsAreLong(layer: Int) -> Bool {
    let channels = record(layer: layer)?.headWidth ?? 0
    return model.model.attention(layer).geometry.keysPerWindow * channels > Engine.longestShortRow
  }
}
