// The rectangles of the parts of the screen at its size.

import TerminalUI

struct ScreenLayout: Equatable {
  static let smallest = Size(columns: 40, rows: 12)

  let body: Rect
  /// nil where there is no free line.
  let tabRow: Int?
  /// A free line between the body and the color bar; nil where there is none.
  let storyRow: Int?
  /// nil where there is no room for the line.
  let barRow: Int?
  let predictionRow: Int?
  let keyRow: Int
  let isCompact: Bool

  init(_ size: Size) {
    let rows = size.rows
    isCompact = rows < 16
    // Blank lines between the parts come with the height.
    let roomy = rows >= 34 ? 1 : 0
    keyRow = rows - 1
    let predictions = isCompact ? nil : keyRow - 1 - (rows >= 37 ? 1 : 0)
    predictionRow = predictions
    barRow = (predictions ?? keyRow) - 1 - (rows >= 36 ? 1 : 0)
    let top = 1 + roomy
    let bottom = (barRow ?? keyRow) - roomy
    tabRow = roomy > 0 ? 1 : nil
    storyRow = roomy > 0 ? bottom : nil
    body = Rect(x: 0, y: top, width: size.columns, height: bottom - top)
  }
}
