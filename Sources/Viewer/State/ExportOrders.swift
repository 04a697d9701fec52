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
      return ExportOrder.Part(key: key, place: place)
    }
    guard !parts.isEmpty else { return nil }
    return ExportOrder(
      number: nextExport, wholeLayer: wholeLayer, maps: view.screen.exportedMaps(self), parts: parts.uniqued)
  }
}
