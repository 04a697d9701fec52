// All that the user has chosen about a screen, as sessions and bookmarks keep it.

import Attention
import Imaging

/// What is drawn again from the same models and images: sides, pins, and how the view shows its maps.
struct SavedScreen: Equatable, Sendable {
  /// One or two.
  var sides: [SideState]
  var isLinked: Bool
  var focus: Side
  var view: ViewKind
  var zoom: Zoom?
  var pages: [ViewKind: Int]
  var map: MapKind
  var incoming: Bool
  var overlay: Bool
  var colorMap: ColorMap
  var scales: [ViewKind: ScaleMode]
  var fixedRange: ClosedRange<Float>
  var order: EntropyOrder
  var metric: HeadMetric
  var exponent: Float
  /// The key that is read in every map; one that only follows the pointer is none.
  var probe: Probe.Place?
  var pins: [Pin]
}

/// A screen that the user wants to find again, and why.
struct Bookmark: Equatable, Sendable {
  static let most = 500
  static let longestNote = 400

  var note: String
  var screen: SavedScreen
}

extension ViewerState {
  /// What the user has chosen about the screen.
  var screen: SavedScreen {
    SavedScreen(
      sides: shown, isLinked: isLinked, focus: focus, view: view, zoom: zoom, pages: pages, map: map,
      incoming: incoming, overlay: overlay, colorMap: colorMap, scales: scales, fixedRange: fixedRange,
      order: entropyOrder, metric: metric, exponent: exponent, probe: heldProbe, pins: pins)
  }

  /// Comes back to a screen of the same models and images.
  mutating func show(_ screen: SavedScreen) {
    (shown, isLinked, focus, pins) = (screen.sides, screen.isLinked, screen.focus, screen.pins)
    (view, zoom, pages) = (screen.view, screen.zoom, screen.pages)
    (map, incoming, overlay) = (screen.map, screen.incoming, screen.overlay)
    (scales, fixedRange) = (screen.scales, screen.fixedRange)
    (entropyOrder, metric, exponent) = (screen.order, screen.metric, screen.exponent)
    if availableColorMaps.contains(screen.colorMap) { colorMap = screen.colorMap }
    probe = screen.probe.map { Probe(place: $0, isHeld: true) }
    difference = nil
  }
}
