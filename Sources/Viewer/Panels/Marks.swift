// The marks of the query and of hidden patches on maps and photographs. No mark hides a value.

import Attention
import AttentionMaps
import TerminalUI
import VisionModels

/// What encloses a token: square around the query, round around the key that is read.
struct Brackets {
  typealias Pair = (Unicode.Scalar, Unicode.Scalar)
  /// Around one row of cells, and around the first and the last of several.
  let single: Pair
  let top: Pair
  let bottom: Pair

  static let query = Brackets(single: ("[", "]"), top: ("┌", "┐"), bottom: ("└", "┘"))
  static let probe = Brackets(single: ("(", ")"), top: ("╭", "╮"), bottom: ("╰", "╯"))
}

/// The cells of the screen that show a token of a picture.
struct MarkedCells {
  let columns: Range<Int>
  /// Cells that belong to the token alone; empty where a cell shows another one too.
  let own: Range<Int>
  /// Cells that show some of it.
  let touched: Range<Int>

  /// A token of a map that fills `place`.
  init(_ fit: GridFit, _ position: GridPosition, place: Rect) {
    let (x, y) = fit.pixels(of: position)
    self.init(x: x, y: y, place: place)
  }

  /// A token, in pixels of the picture whose first cell is (x, y).
  init(x: Range<Int>, y: Range<Int>, place: Rect) {
    columns = place.x + x.lowerBound..<place.x + x.upperBound
    own = place.y + (y.lowerBound + 1) / 2..<place.y + max((y.lowerBound + 1) / 2, y.upperBound / 2)
    touched = place.y + y.lowerBound / 2..<place.y + (y.upperBound + 1) / 2
  }
}

extension GridFit {
  /// The pixels of the value that a token is part of.
  fileprivate func pixels(of position: GridPosition) -> (x: Range<Int>, y: Range<Int>) {
    let x = position.column / block.columns * valueWidth
    let y = position.row / block.rows * valueHeight
    return (x..<x + valueWidth, y..<y + valueHeight)
  }
}

extension Footprint {
  /// The tokens of a grid that lie in it, or in part.
  func tokens(on other: TokenGrid) -> [GridPosition] {
    func range(_ index: Int, of count: Int, on others: Int) -> Range<Int> {
      index * others / count..<((index + 1) * others + count - 1) / count
    }
    return range(position.row, of: grid.rows, on: other.rows).flatMap { row in
      range(position.column, of: grid.columns, on: other.columns).map { GridPosition(row: row, column: $0) }
    }
  }
}

extension Canvas {
  /// The marks of a panel whose map fills the middle of `interior`: brackets around the query's token, or where values
  /// are too small for that, ticks at the edges of the picture; crosses on hidden patches.
  mutating func drawMarks(
    _ panel: MapPanel, on grid: TokenGrid, in interior: Rect, _ box: PictureBox, within rect: Rect
  ) {
    let fit = box.fit(grid)
    let place = Canvas.place(width: fit.width, height: fit.height, centeredIn: interior)
    // The columns right beside a picture without a border are free.
    let bounds = Rect(x: rect.x - 1, y: rect.y, width: rect.width + 1, height: rect.height)
    func cells(_ position: GridPosition) -> MarkedCells { MarkedCells(fit, position, place: place) }
    // A window has marks only of the tokens in it.
    func shown(_ position: GridPosition) -> GridPosition? {
      if let window = panel.window { window.local(position) } else { position }
    }
    if let mark = panel.mark.flatMap(shown) {
      let cells = cells(mark)
      let hasRoom = capabilities.depth.showsValuesByColor || fit.valueWidth > 1
      if hasRoom && !cells.own.isEmpty {
        drawBrackets(.query, cells.columns, cells.own, on: place, within: bounds)
      } else {
        drawTicks(Theme.mark, fit.pixels(of: mark), at: place, within: bounds)
      }
    }
    let whole = panel.window?.whole ?? grid
    if let key = probe?.position(on: whole), key != panel.mark, let probed = shown(key) {
      let cells = cells(probed)
      let hasRoom = capabilities.depth.showsValuesByColor || fit.valueWidth > 1
      if hasRoom && !cells.own.isEmpty {
        drawBrackets(.probe, cells.columns, cells.own, on: place, within: bounds)
      } else {
        drawTicks(Theme.accent, fit.pixels(of: probed), at: place, within: bounds)
      }
    }
    let hidden = panel.hidden.flatMap { $0.tokens(on: whole) }.compactMap(shown).sorted {
      ($0.row, $0.column) < ($1.row, $1.column)
    }
    var letters: Set<Position> = []
    for (position, letter) in panel.sinks.sorted(by: { $0.value < $1.value }) {
      guard let position = shown(position) else { continue }
      draw(
        letter: letter, on: cells(position), fit.pixels(of: position), at: place, within: bounds, &letters)
    }
    for position in hidden {
      draw("×", on: cells(position), fit.pixels(of: position), at: place, within: bounds)
    }
    if !hidden.isEmpty { legend.hasHiddenPatches = true }
  }

  /// Brackets left and right of cells; where they lie on values, these stay behind them as a color, or keep another cell.
  private mutating func drawBrackets(
    _ brackets: Brackets, _ columns: Range<Int>, _ rows: Range<Int>, on place: Rect, within bounds: Rect
  ) {
    for row in rows {
      let (left, right): (Unicode.Scalar, Unicode.Scalar)
      switch (rows.count, row) {
      case (1, _): (left, right) = brackets.single
      case (_, rows.lowerBound): (left, right) = brackets.top
      case (_, rows.upperBound - 1): (left, right) = brackets.bottom
      default: continue
      }
      drawOver(left, x: columns.lowerBound - 1, y: row, on: place, within: bounds)
      drawOver(right, x: columns.upperBound, y: row, on: place, within: bounds)
    }
  }

  /// A glyph over a cell of a picture, whose color stays behind it, or beside the picture.
  private mutating func drawOver(_ glyph: Unicode.Scalar, x: Int, y: Int, on place: Rect, within bounds: Rect)
  {
    let isOnPicture = place.contains(Position(x: x, y: y))
    frame.clipped(to: bounds) { frame in
      guard frame.bounds.contains(Position(x: x, y: y)) else { return }
      guard isOnPicture, capabilities.depth.showsValuesByColor else {
        return frame[x, y] = Cell(glyph, Theme.mark)
      }
      let ground = frame[x, y].style.background
      frame[x, y] = Cell(glyph, Style(ground.contrast, on: ground, .bold))
    }
  }

  /// Ticks at the edges of a picture that point at some of its pixels.
  private mutating func drawTicks(
    _ style: Style, _ pixels: (x: Range<Int>, y: Range<Int>), at place: Rect, within bounds: Rect
  ) {
    let y = place.y + pixels.y.lowerBound / 2
    drawColumnTicks(("▾", "▴"), style, x: place.x + pixels.x.lowerBound, at: place, within: bounds)
    var (left, right): (Unicode.Scalar, Unicode.Scalar) = ("▸", "◂")
    if capabilities.showsHalfCells {
      // A part of a cell tells which of its two values is meant.
      (left, right) = pixels.y.lowerBound.isMultiple(of: 2) ? ("▝", "▘") : ("▗", "▖")
    }
    drawTick(left, style, x: place.x - 1, y: y, within: bounds)
    drawTick(right, style, x: place.right, y: y, within: bounds)
  }

  /// Ticks above and below a column of a picture. Where there is text in both places, its character above the column is
  /// underlined.
  private mutating func drawColumnTicks(
    _ glyphs: (top: Unicode.Scalar, bottom: Unicode.Scalar), _ style: Style, x: Int, at place: Rect,
    within bounds: Rect
  ) {
    // A tick beside a letter would be read as one.
    func hasRoom(_ y: Int) -> Bool { (x - 1...x + 1).allSatisfy { !isText(x: $0, y: y) } }
    let isAbove = hasRoom(place.y - 1) && drawTick(glyphs.top, style, x: x, y: place.y - 1, within: bounds)
    let isBelow =
      hasRoom(place.bottom) && drawTick(glyphs.bottom, style, x: x, y: place.bottom, within: bounds)
    if isAbove || isBelow { return }
    frame.clipped(to: bounds) { frame in
      guard frame.bounds.contains(Position(x: x, y: place.y - 1)) else { return }
      frame[x, place.y - 1].style = Style(style.foreground, on: style.background, [.bold, .underline])
    }
  }

  /// Whether a cell of the frame holds neither a blank nor a line nor a tick.
  private func isText(x: Int, y: Int) -> Bool {
    frame.bounds.contains(Position(x: x, y: y))
      && !["─", "│", "┌", "┐", "└", "┘", " ", "▾", "▴", "×"].contains(frame[x, y].glyph)
  }

  /// Returns whether it is there: whether there was room for it, which is no text and no other tick, or it is drawn
  /// already, by another token of the same patch.
  @discardableResult
  private mutating func drawTick(
    _ glyph: Unicode.Scalar, _ style: Style, x: Int, y: Int, within bounds: Rect
  ) -> Bool {
    guard frame.bounds.contains(Position(x: x, y: y)), bounds.contains(Position(x: x, y: y)) else {
      return false
    }
    if frame[x, y].glyph == glyph, frame[x, y].style == style { return true }
    guard ["─", "│", " "].contains(frame[x, y].glyph) else { return false }
    frame[x, y] = Cell(glyph, style)
    return true
  }

  private static let mostEdgeLetters = 6

  /// The letter of a sink on its color; where a cell shows two values, or values are glyphs, above or below its column
  /// and left or right of its row, at the first of the two that is free.
  ///
  /// - Parameter letters: where the letters of other sinks are.
  private mutating func draw(
    letter: Unicode.Scalar, on cells: MarkedCells, _ pixels: (x: Range<Int>, y: Range<Int>), at place: Rect,
    within bounds: Rect, _ letters: inout Set<Position>
  ) {
    if capabilities.depth.showsValuesByColor, !cells.own.isEmpty {
      let y = (cells.own.lowerBound + cells.own.upperBound - 1) / 2
      let middle = (cells.columns.lowerBound + cells.columns.upperBound - 1) / 2
      guard let x = ([middle] + cells.columns).first(where: { frame[$0, y].glyph == Cell.upperHalf }) else {
        return
      }
      return drawOver(letter, x: x, y: y, on: place, within: bounds)
    }
    // More letters could not be told apart there: the strongest have them.
    guard letters.count < 2 * Canvas.mostEdgeLetters else { return }
    let (column, row) = (place.x + pixels.x.lowerBound, place.y + pixels.y.lowerBound / 2)
    let edges = [
      [Position(x: column, y: place.y - 1), Position(x: column, y: place.bottom)],
      [Position(x: place.x - 1, y: row), Position(x: place.right, y: row)],
    ]
    let free = edges.compactMap { sides in
      sides.first { side in
        let neighbors =
          sides[0].y == sides[1].y ? [side] : [-1, 0, 1].map { Position(x: side.x + $0, y: side.y) }
        return frame.bounds.contains(side) && bounds.contains(side)
          && neighbors.allSatisfy { letters.contains($0) || !isText(x: $0.x, y: $0.y) }
          && !letters.contains(side) && ["─", "│", " "].contains(frame[side.x, side.y].glyph)
      }
    }
    // One of the two alone would point at no place.
    guard free.count == 2 else { return }
    for position in free {
      frame[position.x, position.y] = Cell(letter, Theme.mark)
      letters.insert(position)
    }
  }

  /// A cross on a hidden patch: on its color; without colors a line under its glyph; at the edges of
  /// the picture where a cell shows two values.
  private mutating func draw(
    _ mark: Unicode.Scalar, on cells: MarkedCells, _ pixels: (x: Range<Int>, y: Range<Int>), at place: Rect,
    within bounds: Rect
  ) {
    if !capabilities.depth.showsValuesByColor {
      for y in cells.own.isEmpty ? cells.touched : cells.own {
        for x in cells.columns where place.contains(Position(x: x, y: y)) {
          frame[x, y].style.attributes.formUnion(.underline)
        }
      }
    } else if cells.own.isEmpty {
      drawColumnTicks((mark, mark), Theme.mark, x: place.x + pixels.x.lowerBound, at: place, within: bounds)
      drawTick(mark, Theme.mark, x: place.x - 1, y: place.y + pixels.y.lowerBound / 2, within: bounds)
    } else {
      let y = (cells.own.lowerBound + cells.own.upperBound - 1) / 2
      let middle = (cells.columns.lowerBound + cells.columns.upperBound - 1) / 2
      // A bracket of the query beside it keeps its place.
      let free = [middle] + cells.columns
      guard let x = free.first(where: { frame[$0, y].glyph == Cell.upperHalf }) else { return }
      drawOver(mark, x: x, y: y, on: place, within: bounds)
    }
  }

  /// Brackets around a token's part of a photograph in the middle of `rect`, where a ring would take whole cells.
  mutating func drawBrackets(
    _ brackets: Brackets, around position: GridPosition, of grid: TokenGrid, on picture: PixelImage,
    centeredIn rect: Rect
  ) {
    let place = Canvas.place(width: picture.width, height: picture.height, centeredIn: rect)
    let (x, y) = picture.pixels(of: position, on: grid)
    let cells = MarkedCells(x: x, y: y, place: place)
    let bounds = Rect(x: rect.x - 1, y: rect.y, width: rect.width + 2, height: rect.height)
    drawBrackets(
      brackets, cells.columns, cells.own.isEmpty ? cells.touched : cells.own, on: place, within: bounds)
  }
}
