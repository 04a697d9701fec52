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
