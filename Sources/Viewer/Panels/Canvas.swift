// A frame being drawn, with the places where a click means something.

import Attention
import TerminalUI

/// What a click on an area of the screen does.
enum ClickTarget: Equatable, Sendable {
  /// A picture of the whole image or of a token grid: puts the query there.
  case picture(Rect, Side?)
  /// A thumbnail or a number: goes to that head of that side.
  case head(Rect, Side, HeadPlace)

  var area: Rect {
    switch self {
    case .picture(let area, _), .head(let area, _, _): area
    }
  }
}

struct Canvas {
  var frame: Frame
  var targets: [ClickTarget] = []
  /// Whether the image's panel lists the values under the cursor already.
  var listsValues = false

  init(size: Size) { frame = Frame(size: size) }
}
