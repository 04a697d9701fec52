// From what the screen shows to the files that hold it.

import Attention
import AttentionMaps
import Session

extension ViewerState {
  /// The order to write what the screen shows; nil before a forward pass that it is about is done.
  func exportOrder(wholeLayer: Bool, _ findings: Findings) -> ExportOrder? {
    let parts = sides.compactMap { side -> ExportOrder.Part? in
      let key = examinationKey(side)
      guard findings[Examine(key)] != nil else { return nil }
      // Places that give the same files are one.
      guard var place = place(side, findings) else { return nil }
      if wholeLayer,
        let places = places(model(side), findings),
        let first = place.isOfPool
          ? places.poolPlace(head: 0)
          : places.nearest(HeadPlace(layer: place.layer, head: 0), query: place.query)
      {
        place = first
      }
      if let maps = view.screen.exportedMaps(self), !maps.contains(where: \.needsQuery) {
        place = place.with(.mean)
      }
      return ExportOrder.Part(key: key, place: atToken(place, of: model(side), findings))
    }
    guard !parts.isEmpty else { return nil }
    return ExportOrder(
      number: nextExport, wholeLayer: wholeLayer, maps: view.screen.exportedMaps(self), parts: parts.uniqued)
  }

  /// A place whose point is the center of its token: points of one token give the same files.
  private func atToken(_ place: Place, of model: Int, _ findings: Findings) -> Place {
    guard case .point(let point) = place.query, let loaded = findings[loading(model)] else { return place }
    let grid = loaded.model.attention(place.layer).geometry.queryGrid
    return place.with(.point(ImagePoint(point.position(on: grid), on: grid)))
  }
}
