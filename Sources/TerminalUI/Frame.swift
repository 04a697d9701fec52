// The screen as a value: cells that views draw on, that the terminal shows, and that tests compare.

package struct Frame: Equatable, Sendable {
  package let size: Size
  /// Row-major, `size.rows` × `size.columns`.
  package private(set) var cells: [Cell]
  /// Nothing is drawn outside of it.
  private var clip: Rect
  /// Whether something was to be drawn beyond the edges: a view that does this hides it without a sign.
  package private(set) var isCut = false

  package init(size: Size) {
    self.size = size
    cells = Array(repeating: .blank, count: size.rows * size.columns)
    clip = Rect(x: 0, y: 0, width: size.columns, height: size.rows)
  }

  package var bounds: Rect { Rect(x: 0, y: 0, width: size.columns, height: size.rows) }

  package subscript(x: Int, y: Int) -> Cell {
    get { cells[y * size.columns + x] }
    set {
      guard clip.contains(Position(x: x, y: y)) else {
        if newValue.glyph != " ", !bounds.contains(Position(x: x, y: y)) { isCut = true }
        return
      }
      cells[y * size.columns + x] = newValue
    }
  }

  /// Calls `draw` with everything outside of `rect` protected.
  package mutating func clipped(to rect: Rect, _ draw: (inout Frame) -> Void) {
    let before = clip
    clip = clip.intersection(rect)
    draw(&self)
    clip = before
  }

  package mutating func fill(_ rect: Rect, with cell: Cell = .blank) {
    let area = rect.intersection(clip)
    for y in area.y..<area.bottom {
      for x in area.x..<area.right { cells[y * size.columns + x] = cell }
    }
  }

  /// The same frame with every cell replaced, for quantization.
  package func mapCells(_ transform: (Cell, Position) -> Cell) -> Frame {
    var result = self
    for y in 0..<size.rows {
      for x in 0..<size.columns {
        result.cells[y * size.columns + x] = transform(self[x, y], Position(x: x, y: y))
      }
    }
    return result
  }
}

// MARK: Text

extension Frame {
  /// Draws text on one row; what does not fit into `width` ends with `…`. Returns the column after it.
  @discardableResult
  package mutating func text(
    _ text: String, x: Int, y: Int, _ style: Style = .plain, width: Int = .max
  ) -> Int {
    var column = x
    let shown = width == .max ? text : text.fitted(to: width)
    for scalar in shown.unicodeScalars {
      let glyph = scalar.printable
      let columns = glyph.columns
      guard columns > 0 else { continue }
      if columns == 2 && !clip.contains(Position(x: column + 1, y: y)) {
        self[column, y] = Cell(" ", style)
      } else {
        self[column, y] = Cell(glyph, style)
        if columns == 2 { self[column + 1, y] = Cell(Cell.continuation, style) }
      }
      column += columns
    }
    return column
  }

  /// Draws text that ends before the column `right`.
  package mutating func text(_ text: String, endingAt right: Int, y: Int, _ style: Style = .plain) {
    self.text(text, x: right - text.columns, y: y, style)
  }

  /// Draws text in the middle of a rectangle, one line per element; what does not fit into its width or its height
  /// ends with `…`.
  package mutating func centered(_ all: [String], in rect: Rect, _ style: Style = .plain) {
    var lines = Array(all.prefix(rect.height))
    if let last = lines.last, lines.count < all.count {
      lines[lines.count - 1] = last.columns < rect.width ? last + "…" : last.fitted(to: rect.width - 1) + "…"
    }
    var y = rect.y + (rect.height - lines.count) / 2
    clipped(to: rect) { frame in
      for line in lines {
        let shown = line.fitted(to: rect.width)
        frame.text(shown, x: rect.x + (rect.width - shown.columns) / 2, y: y, style)
        y += 1
      }
    }
  }
}

// MARK: Boxes

/// A piece of text with its own style.
package struct Span: Equatable, Sendable {
  package var text: String
  package var style: Style

  package init(_ text: String, _ style: Style = .plain) {
    self.text = text
    self.style = style
  }
}

extension Frame {
  /// Draws spans one after another within `width` columns. Returns the column after the last.
  @discardableResult
  package mutating func spans(_ spans: [Span], x: Int, y: Int, width: Int = .max) -> Int {
    var column = x
    for span in spans {
      let left = width == .max ? Int.max : width - (column - x)
      guard left > 0 else { break }
      column = text(span.text, x: column, y: y, span.style, width: left)
    }
    return column
  }

  /// Draws a border with a title in its top edge and a footer in its bottom edge.
  package mutating func box(_ rect: Rect, title: [Span] = [], footer: [Span] = [], border: Style = .plain) {
    guard rect.width >= 2, rect.height >= 2 else { return }
    let last = (x: rect.right - 1, y: rect.bottom - 1)
    for x in rect.x + 1..<max(rect.x + 1, last.x) {
      self[x, rect.y] = Cell("─", border)
      self[x, last.y] = Cell("─", border)
    }
    for y in rect.y + 1..<max(rect.y + 1, last.y) {
      self[rect.x, y] = Cell("│", border)
      self[last.x, y] = Cell("│", border)
    }
    self[rect.x, rect.y] = Cell("┌", border)
    self[last.x, rect.y] = Cell("┐", border)
    self[rect.x, last.y] = Cell("└", border)
    self[last.x, last.y] = Cell("┘", border)
    edgeText(title, rect: rect, y: rect.y)
    edgeText(footer, rect: rect, y: last.y)
  }

  private mutating func edgeText(_ spans: [Span], rect: Rect, y: Int) {
    guard !spans.isEmpty, rect.width >= 5 else { return }
    self[rect.x + 1, y] = Cell(" ")
    let end = self.spans(spans, x: rect.x + 2, y: y, width: rect.width - 4)
    self[end, y] = Cell(" ")
  }
}
