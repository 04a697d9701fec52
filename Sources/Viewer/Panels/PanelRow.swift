// The rectangles of the image and the map panels of a view: the image shrinks first, then panels drop out.

import TerminalUI

/// What a panel can say in a line below its picture.
enum PanelLine: Equatable {
  /// The tokens beside the grid.
  case beside
  /// The keys of the largest values.
  case largest
}

struct PanelRow: Equatable {
  /// Outer rectangle of the image; nil where there is no room for it.
  let image: Rect?
  /// Outer rectangles of the first panels, as many as fit.
  let panels: [Rect]
  /// Without borders: a line of title above the picture.
  let isCompact: Bool
  /// What panels say in lines below the picture, from the top.
  let lines: [PanelLine]
  /// Rows taken from the top of the area.
  let height: Int

  private static let smallestImage = 12
  private static let narrowestPanel = 18

  /// - Parameters:
  ///   - count: the panels that the view would like.
  ///   - gridSides: the longer sides of the token grids of the shown models, in every layer, so that panels
  ///     keep their size from layer to layer.
  ///   - smallestSide: pictures of this many pixels are still welcome.
  ///   - lines: what panels say below their pictures, where they have borders.
  ///   - fills: whether pictures of grids of half the size decide too, once the largest grids cannot be larger: nothing
  ///     else needs the room.
  init(
    area: Rect, count: Int, gridSides: [Int], isCompact: Bool, smallestSide: Int = 32, hasImage: Bool = true,
    lines: [PanelLine] = [], fills: Bool = false
  ) {
    self.lines = isCompact ? [] : lines
    let frame = isCompact ? (columns: 0, rows: 1) : (columns: 2, rows: 2 + lines.count)
    let tallest = max(2, 2 * (area.height - frame.rows))
    let comfortable = PanelRow.fitted(
      min(tallest, max(min(24, smallestSide), min(smallestSide, 2 * (gridSides.max() ?? 1)))), gridSides)
    let needed = max(PanelRow.narrowestPanel, comfortable + frame.columns)
    let imageMinimum = isCompact || !hasImage ? 0 : PanelRow.smallestImage
    let shown = min(count, max(1, (area.width - imageMinimum) / needed))

    let available =
      (area.width - (area.width >= needed + imageMinimum ? imageMinimum : 0)) / shown - frame.columns
    let side = PanelRow.fitted(max(2, min(tallest, available)), gridSides, smallerToo: fills)
    var panelWidth = min(area.width / shown, max(PanelRow.narrowestPanel, side + frame.columns))
    var imageWidth = min(panelWidth, area.width - shown * panelWidth)
    if imageWidth < PanelRow.smallestImage || imageMinimum == 0 { imageWidth = 0 }
    // What is left over widens the panels, so that titles and footers have room.
    panelWidth +=
      (area.width - shown * panelWidth - imageWidth) / (shown + (imageWidth == panelWidth ? 1 : 0))
    if imageWidth > 0 { imageWidth = min(max(imageWidth, panelWidth), area.width - shown * panelWidth) }

    height = min(area.height, (side + 1) / 2 + frame.rows)
    self.isCompact = isCompact
    image = imageWidth > 0 ? Rect(x: area.x, y: area.y, width: imageWidth, height: height) : nil
    let (first, rows) = (area.x + imageWidth, height)
    panels = (0..<shown).map { Rect(x: first + $0 * panelWidth, y: area.y, width: panelWidth, height: rows) }
  }

  /// The first row that holds all panels: the image goes first, then the size of the maps.
  static func fitting(_ count: Int, _ row: (_ smallestSide: Int, _ hasImage: Bool) -> PanelRow) -> PanelRow {
    for hasImage in [true, false] {
      let row = row(32, hasImage)
      if row.panels.count == count { return row }
    }
    return row(14, false)
  }

  /// The image alone.
  static func image(in area: Rect) -> PanelRow {
    PanelRow(image: area, panels: [], isCompact: false, lines: [], height: area.height)
  }

  /// One panel over the whole area.
  static func panel(in area: Rect, isCompact: Bool, lines: [PanelLine]) -> PanelRow {
    PanelRow(image: nil, panels: [area], isCompact: isCompact, lines: lines, height: area.height)
  }

  private init(image: Rect?, panels: [Rect], isCompact: Bool, lines: [PanelLine], height: Int) {
    (self.image, self.panels, self.isCompact) = (image, panels, isCompact)
    (self.lines, self.height) = (lines, height)
  }

  /// The room for the picture inside a panel.
  func interior(_ rect: Rect) -> Rect {
    if isCompact { return Rect(x: rect.x, y: rect.y + 1, width: rect.width - 1, height: rect.height - 1) }
    var room = rect.inset(columns: 1, rows: 1)
    room.height = max(0, room.height - lines.count)
    return room
  }

  /// The lines of one kind below the picture inside a panel, which follow one another; nil where it has none.
  func line(_ line: PanelLine, in rect: Rect) -> Rect? {
    lines.firstIndex(of: line).map { index in
      Rect(
        x: rect.x + 1, y: rect.bottom - 1 - lines.count + index, width: rect.width - 2,
        height: lines.count { $0 == line })
    }
  }

  /// The side up to `limit` on which the largest grids fill the most pixels, each at its own whole scale; of
  /// equal ones the smallest. Grids of half the size and less divide those of a pyramid and follow.
  ///
  /// - Parameter smallerToo: of equal ones the one on which grids of half the size fill the most too.
  static func fitted(_ limit: Int, _ gridSides: [Int], smallerToo: Bool = false) -> Int {
    let largest = gridSides.max() ?? 1
    let decisive = gridSides.filter { 2 * $0 > largest }
    let halves = smallerToo ? gridSides.filter { 2 * $0 >= largest } : []
    func filled(_ sides: [Int], _ side: Int) -> Int { sides.reduce(0) { $0 + filledSide($1, in: side) } }
    return (1...max(1, limit)).max { one, other in
      let keys = [one, other].map { side in
        (filled(decisive, side), filled(halves, side), -side)
      }
      return keys[0] < keys[1]
    } ?? limit
  }

  /// The side of a grid's picture in a box: a whole multiple, or with several tokens to a pixel.
  static func filledSide(_ grid: Int, in box: Int) -> Int {
    if box >= grid { return box / grid * grid }
    let tokens = (grid + box - 1) / box
    return (grid + tokens - 1) / tokens
  }
}
