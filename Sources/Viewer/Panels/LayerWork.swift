// What the panels of most views need of another thread.

extension Scene {
  /// What panels and thumbnails of a model lack besides the forward pass: the maps that take long, then the entropies
  /// of its layer. Nothing before the forward pass.
  func layerWork(of subject: Subject, thumbnails: ArraySlice<Thumbnail> = []) -> [any Computation] {
    guard subject.record != nil else { return [] }
    return heavyMaps(of: subject, thumbnails)
      + [SumRows(LayerKey(examination: subject.key, layer: subject.layer))]
  }

  /// The heavy maps of a model that are on the screen, the most important first: those of the panels, then those of
  /// the thumbnails, and with a scale for the layer those of all its heads.
  private func heavyMaps(of subject: Subject, _ thumbnails: ArraySlice<Thumbnail>) -> [any Computation] {
    let kinds = maps(of: subject)
    var maps = kinds.map { subject.heavyMap($0, layer: subject.layer, head: subject.head) }
    maps += thumbnails.map { subject.heavyMap($0.kind, layer: $0.layer, head: $0.head) }
    if state.scale == .layer {
      for layer in ([subject.layer] + thumbnails.map(\.layer)).uniqued {
        for head in 0..<subject.model.model.attention(layer).heads {
          maps += kinds.map { subject.heavyMap($0, layer: layer, head: head) }
        }
      }
    }
    return maps.compactMap { $0 }.uniqued
  }
}
