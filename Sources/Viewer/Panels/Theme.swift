// The styles of everything that is not data; words have a contrast of at least 3.5 to 1 on black and on white.

import AttentionMaps
import Imaging
import Session
import TerminalUI

enum Theme {
  static let text = Style.plain
  static let strong = Style(.standard, on: .standard, .bold)
  static let faint = Style(Color(0x82868F))
  static let accent = Style(Color(0x2490B4), on: .standard, .bold)
  static let border = Style(Color(0x6A6F78))
  static let focusedBorder = Style(Color(0x2490B4))
  static let notice = Style(Color(0xA8800F), on: .standard, .bold)
  static let warning = Style(Color(0xD9544A), on: .standard, .bold)
  static let keyLine = Style(Color(0x14161C), on: Color(0x8A97C0))
  static let keyName = Style(Color(0x14161C), on: Color(0x8A97C0), .bold)

  /// The lines of charts, of A and of B, distinct for color-blind readers too.
  static let lines: [[Color]] = [
    [Color(0x2F81C7), Color(0x2B8A4B), Color(0x1F8A8A)], [Color(0xC06A00), Color(0xB4569A), Color(0x8A7F1A)],
  ]

  /// The kernels of view 5: nine that can be on the screen at once.
  static let kernels =
    lines[1] + lines[0] + [Color(0x8A63D2), Color(0xD9544A), Color(0x82868F)]

  /// Marks over data, whichever of the two is seen better on it.
  static let lightMark = Color(0xFFFFFF)
  static let darkMark = Color(0x101114)

  /// Marks beside data.
  static let mark = Style(.standard, on: .standard, .bold)

  /// A pixel of the pattern of a place without a value; nil for a value.
  static func pattern(_ content: PlaceContent, x: Int, y: Int) -> Pixel? {
    let level: Level =
      switch content {
      case .value: .none
      case .noKey: .missing
      case .undefined: .undefined
      case .notFinite: .notFinite
      }
    return content.pattern(x: x, y: y).map { Pixel(Color($0), level: level) }
  }
}
