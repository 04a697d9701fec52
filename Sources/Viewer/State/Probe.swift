// The probe: a second cursor, on a key whose weights the user reads while the query stays where it is.

import Attention

package struct Probe: Hashable, Sendable {
  package enum Place: Hashable, Sendable {
    /// The token that covers a point of the image, on the grid of every map.
    case point(ImagePoint)
    case prefix(PrefixToken)
  }

  var place: Place
  /// Whether arrows and clicks move it; else it is where the pointer is, and goes when the pointer leaves.
  var isHeld: Bool

  /// Where it lies on a grid; nil for a token beside the grid.
  func position(on grid: TokenGrid) -> GridPosition? {
    if case .point(let point) = place { point.position(on: grid) } else { nil }
  }
}
