// A panel: a map over the token grid, or why there is none, with title and footer.

import Attention
import AttentionMaps
import TerminalUI

struct MapPanel {
  enum Content {
    case map(HeatMap, MapScale)
    /// Why there is nothing to see.
    case message([String])
    /// Work in hand; the fraction done, if known.
    case progress([String], Double?)
  }

  var side: Side?
  var title: [Span]
  /// The title where there is no room for all of it.
  var shortTitle: [Span]?
  /// Alternatives from the most to the least detailed; the first that fits is shown.
  var footers: [String] = []
  var footerStyle = Theme.faint
  var content: Content
  var mark: GridPosition?
  var isFocused = false
  /// The photograph under the map.
  var photograph: ((GridFit) -> PixelImage)?

  func title(width: Int) -> [Span] {
    let needed = title.reduce(0) { $0 + $1.text.columns }
    return needed <= width ? title : shortTitle ?? title
  }

  var map: HeatMap? { if case .map(let map, _) = content { map } else { nil } }
}

extension Canvas {
  mutating func draw(_ panel: MapPanel, in rect: Rect, row: PanelRow) {
    let border = panel.isFocused ? Theme.focusedBorder : Theme.border
    let footerRoom = rect.width - 4
    let footer = panel.footers.first { $0.columns <= footerRoom } ?? panel.footers.last ?? ""
    if row.isCompact {
      drawCompactTitle(panel, footer: panel.footers.last ?? "", in: rect)
    } else {
      frame.box(
        rect, title: panel.title(width: rect.width - 4),
        footer: footer.isEmpty ? [] : [Span(footer, panel.footerStyle)], border: border)
    }
    let interior = row.interior(rect)
    switch panel.content {
    case .map(let map, let scale): draw(map, scale, panel, in: interior)
    case .message(let lines):
      frame.centered(lines.flatMap { $0.wrapped(to: interior.width - 2) }, in: interior, Theme.faint)
    case .progress(let lines, let fraction): drawProgress(lines, fraction, in: interior)
    }
  }

  private mutating func drawCompactTitle(_ panel: MapPanel, footer: String, in rect: Rect) {
    var spans = panel.title(width: rect.width - 1)
    if panel.isFocused { spans = spans.map { Span($0.text, Theme.accent) } }
    let end = frame.spans(spans, x: rect.x, y: rect.y, width: rect.width - 1)
    let room = rect.right - 1 - end - 1
    if room >= footer.columns { frame.text(footer, x: end + 1, y: rect.y, panel.footerStyle) }
  }

  private mutating func draw(_ map: HeatMap, _ scale: MapScale, _ panel: MapPanel, in interior: Rect) {
    let size = GridFit(
      rows: map.grid.rows, columns: map.grid.columns, width: interior.width, height: 2 * interior.height)
    let picture = map.picture(size, scale: scale, mark: panel.mark, over: panel.photograph?(size))
    draw(picture, centeredIn: interior, side: panel.side)
  }

  /// Draws a picture in the middle of a rectangle and makes it a place to click.
  mutating func draw(_ picture: PixelImage, centeredIn rect: Rect, side: Side?) {
    let rows = (picture.height + 1) / 2
    let place = Rect(
      x: rect.x + max(0, (rect.width - picture.width) / 2), y: rect.y + max(0, (rect.height - rows) / 2),
      width: picture.width, height: rows)
    frame.clipped(to: rect) { $0.pixels(picture, x: place.x, y: place.y) }
    targets.append(.picture(place, side))
  }

  /// Lines of text with a progress bar under them.
  mutating func drawProgress(_ lines: [String], _ fraction: Double?, in rect: Rect) {
    let bar = fraction.map { fraction in
      let width = max(4, min(20, rect.width - 8))
      let done = Int((Double(width) * max(0, min(1, fraction))).rounded())
      return String(repeating: "█", count: done) + String(repeating: "░", count: width - done)
        + " \((fraction * 100).fixed(0)) %"
    }
    frame.centered(lines + (bar.map { [$0] } ?? []), in: rect, Theme.faint)
  }
}

extension String {
  /// The text in lines of at most `width` columns, broken at blanks, long words cut.
  func wrapped(to width: Int) -> [String] {
    guard width > 0 else { return [] }
    var lines: [String] = []
    var line = ""
    for word in split(separator: " ", omittingEmptySubsequences: false) {
      var rest = String(word)
      if !line.isEmpty, line.columns + 1 + rest.columns <= width {
        line += " " + rest
        continue
      }
      if !line.isEmpty { lines.append(line) }
      while rest.columns > width {
        lines.append(String(rest.prefix(width)))
        rest = String(rest.dropFirst(width))
      }
      line = rest
    }
    return lines + (line.isEmpty ? [] : [line])
  }
}
