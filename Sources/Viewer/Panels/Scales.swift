// Which scale a map has, by the mode that is on, so that what is compared has one.

import Attention
import AttentionMaps
import TerminalUI

extension Scene {
  /// The scale of a map by the mode that is on, of the values that are drawn in a box.
  ///
  /// - Parameter layer: the map's where it is not the current one.
  func scale(
    for map: HeatMap, kind: MapKind, subject: Subject, layer: Int? = nil, in box: PictureBox
  ) -> MapScale {
    let layer = layer ?? subject.layer
    func over(_ maps: [HeatMap]) -> MapScale {
      MapScale(range: maps.map(box.drawn).range, isSigned: map.isSigned, colorMap: state.shownColorMap)
    }
    switch state.scale {
    case .panel: return over([map])
    case .layer: return over(layerMaps(kind, subject, layer: layer) + [map])
    case .shared: return over(loaded.flatMap(shownMaps) + [map])
    case .uniform:
      if kind.isOfWeights, !map.isSigned {
        return MapScale(.uniform(keys: subject.keysSeen(kind, layer: layer)), colorMap: state.shownColorMap)
      }
      if kind == .entropy {
        let keys = subject.model.model.attention(layer).geometry.keysPerWindow
        return MapScale(.fraction(of: Float(logOf(max(2, keys)))), colorMap: state.shownColorMap)
      }
      // Values of different models have no common unit.
      let maps = layer == subject.layer ? shownMaps(of: subject) : []
      return over(maps.filter { $0.isSigned == map.isSigned } + [map])
    case .fixed:
      let (low, high) = (state.fixedRange.lowerBound, state.fixedRange.upperBound)
      return MapScale(
        map.isSigned ? .diverging(limit: max(abs(low), abs(high))) : .linear(low: low, high: high),
        colorMap: state.shownColorMap)
    }
  }

  /// The maps of a model that are on the screen.
  private func shownMaps(of subject: Subject) -> [HeatMap] {
    maps(of: subject).compactMap { subject.map($0).map }
  }

  /// The maps of all heads of a layer, in all streams that are on the screen.
  private func layerMaps(_ kind: MapKind, _ subject: Subject, layer: Int) -> [HeatMap] {
    let shown = maps(of: subject)
    let kinds = shown.contains(kind) ? shown : [kind]
    return (0..<subject.model.model.attention(layer).heads).flatMap { head in
      kinds.compactMap { subject.map($0, layer: layer, head: head).map }
    }
  }
}

extension Subject {
  /// The number of keys that share the rows of a map: 1 / keys is the weight of a uniform row.
  func keysSeen(_ kind: MapKind, layer: Int) -> Int {
    let geometry = model.model.attention(layer).geometry
    if kind == .queryAgent { return model.model.attention(layer).columns(of: kind) }
    guard let record = record(layer: layer) else { return geometry.keysPerWindow }
    if showsIncoming, kind.stream != nil, let place = keyLookedAt(layer: layer) {
      let (key, window) = geometry.key(place)
      let first = window * geometry.queriesPerWindow
      let rows = first..<first + geometry.queriesPerWindow
      return rows.first { record.sees(query: $0, key: key) }.map { record.admissibleKeys(ofQuery: $0) }
        ?? geometry.keysPerWindow
    }
    return matrixRow(layer: layer).map { record.admissibleKeys(ofQuery: $0) } ?? geometry.keysPerWindow
  }
}
