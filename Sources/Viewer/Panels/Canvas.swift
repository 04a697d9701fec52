// A frame being drawn, with the places where a click means something.

import TerminalUI

/// What a click on an area of the screen does.
enum ClickTarget: Equatable, Sendable {
  /// A picture of the whole image or of a token grid: puts the query there.
  case picture(Rect, Side?)
  /// A thumbnail: goes to that head.
  case head(Rect, Side, layer: Int, head: Int)

  var area: Rect {
    switch self {
    case .picture(let area, _), .head(let area, _, _, _): area
    }
  }
}

struct Canvas {
  var frame: Frame
  var targets: [ClickTarget] = []
  /// Whether the values under the cursor stand in the image's panel already.
  var listsValues = false

  init(size: Size) { frame = Frame(size: size) }
}
