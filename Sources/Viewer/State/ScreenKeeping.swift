// How the choices about a screen are kept and come back.

extension ViewerState {
  /// What the user has chosen about the screen.
  var screen: SavedScreen {
    let sides = shown.map { side in
      var side = side
      side.spot = side.spot.asChosen
      return side
    }
    return SavedScreen(
      sides: sides, isLinked: isLinked, focus: focus, view: view, zoom: zoom, pages: pages, map: map,
      incoming: incoming, overlay: overlay, colorMap: colorMap, scales: scales, fixedRange: fixedRange,
      order: entropyOrder, metric: metric, exponent: exponent, probe: heldProbe, pins: pins)
  }

  /// Comes back to a screen of the same models and images.
  mutating func show(_ screen: SavedScreen) {
    (shown, isLinked, focus) = (screen.sides, screen.isLinked, screen.focus)
    pins = pinsOfSides(screen.pins)
    (view, zoom, pages) = (screen.view, screen.zoom, screen.pages)
    (map, incoming, overlay) = (screen.map, screen.incoming, screen.overlay)
    (scales, fixedRange) = (screen.scales, screen.fixedRange)
    (entropyOrder, metric, exponent) = (screen.order, screen.metric, screen.exponent)
    if availableColorMaps.contains(screen.colorMap) { colorMap = screen.colorMap }
    probe = screen.probe.map { Probe(place: $0, isHeld: true) }
    difference = nil
  }
}
