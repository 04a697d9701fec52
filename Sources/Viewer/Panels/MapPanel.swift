// A panel: a map over the token grid, or why there is none, with title and footer.

import Attention
import AttentionMaps
import TerminalUI
import VisionModels

struct MapPanel {
  enum Content {
    /// The scale is that of the map as it is drawn in a box.
    case map(HeatMap, (PictureBox) -> MapScale)
    /// Why there is nothing to see.
    case message([String])
    /// Work in hand; the fraction done, if known.
    case progress([String], Double?)
  }

  var side: Side?
  /// What the line of the color bar calls it: `A`, `B same`.
  var name = ""
  var title: [Span]
  /// The title where there is no room for all of it.
  var shortTitle: [Span]?
  /// Alternatives from the most to the least detailed; the first that fits is shown.
  var footers: [String] = []
  var footerStyle = Theme.faint
  var content: Content
  /// The tokens beside the grid.
  var beside: BesideGrid?
  /// How many keys share the row of a map of weights; nil for values without multiples of uniform.
  var keys: Int?
  /// The query, or the key that queries look at.
  var mark: GridPosition?
  /// Patches that the model does not see.
  var hidden: Set<Footprint> = []
  var isFocused = false
  /// The window that is shown in place of the whole map.
  var window: PanelWindow?
  /// Whether values are printed where there is room.
  var printsValues = false
  /// The photograph under the map.
  var photograph: ((GridFit) -> PixelImage)?

  /// The title, as long as there is room for, with `note` behind it where that fits too.
  func title(width: Int, note: String?) -> [Span] {
    func columns(_ spans: [Span]) -> Int { spans.reduce(0) { $0 + $1.text.columns } }
    let titles = [title, shortTitle ?? title]
    if let note {
      let noted = titles.map { $0 + [Span("  " + note, Theme.notice)] }
      if let fitting = noted.first(where: { columns($0) <= width }) { return fitting }
    }
    return columns(title) <= width ? title : titles[1]
  }
}

extension Canvas {
  mutating func draw(_ panel: MapPanel, in rect: Rect, row: PanelRow) {
    let interior = row.interior(rect)
    let box = PictureBox(width: interior.width, rows: interior.height, capabilities)
    let note: String? =
      if case .map(let map, _) = panel.content {
        box.fit(panel.window?.grid ?? map.grid).reduction
      } else { nil }
    let border = panel.isFocused ? Theme.focusedBorder : Theme.border
    let footerRoom = rect.width - 4
    let footer = panel.footers.first { $0.columns <= footerRoom } ?? panel.footers.last ?? ""
    if row.isCompact {
      let short = [panel.footers.last, panel.beside?.gridText].compactMap { $0 }.joined(separator: " ")
      drawCompactTitle(panel, note: note, footer: short, in: rect)
    } else {
      frame.box(
        rect, title: panel.title(width: rect.width - 4, note: note),
        footer: footer.isEmpty ? [] : [Span(footer, panel.footerStyle)], border: border)
    }
    switch panel.content {
    case .map(let map, let makeScale):
      let scale = makeScale(box)
      draw(map, scale, panel, in: interior, box)
      if let line = row.line(.beside, in: rect), let beside = panel.beside {
        draw(beside, scale, of: panel.side, in: line)
      }
      let probed = ProbedMap(panel, map)
      if let line = row.line(.largest, in: rect) { drawLargest(probed, in: line) }
      self.probed.append(probed)
      // Marks may lie on the border.
      drawMarks(panel, on: panel.window?.grid ?? map.grid, in: interior, box, within: rect)
    case .message(let lines):
      frame.centered(lines.flatMap { $0.wrapped(to: interior.width - 2) }, in: interior, Theme.faint)
    case .progress(let lines, let fraction): drawProgress(lines, fraction, in: interior)
    }
  }

  private mutating func drawCompactTitle(_ panel: MapPanel, note: String?, footer: String, in rect: Rect) {
    var spans = panel.title(width: rect.width - 1, note: note)
    if panel.isFocused { spans = spans.map { Span($0.text, Theme.accent) } }
    let end = frame.spans(spans, x: rect.x, y: rect.y, width: rect.width - 1)
    let room = rect.right - 1 - end - 1
    if room >= footer.columns { frame.text(footer, x: end + 1, y: rect.y, panel.footerStyle) }
  }

  private mutating func draw(
    _ map: HeatMap, _ scale: MapScale, _ panel: MapPanel, in interior: Rect, _ box: PictureBox
  ) {
    let map = panel.window.map { map.cropped(to: $0.positions, on: $0.grid) } ?? map
    let fit = box.fit(map.grid)
    let drawn = map.reduced(by: fit.block)
    // A window of the photograph is no picture of its own.
    let photograph = panel.window == nil ? panel.photograph?(fit) : nil
    let picture = drawn.picture(fit, scale: scale, over: photograph)
    draw(picture, centeredIn: interior, side: panel.side, of: panel.window)
    if panel.printsValues {
      printValues(
        map, fit, at: Canvas.place(width: picture.width, height: picture.height, centeredIn: interior))
    }
    if drawn.range != nil { legend.add(scale.bar, of: Legend.Owner(side: panel.side, name: panel.name)) }
    legend.add(drawn, reduction: fit.reduction)
  }

  /// Draws a picture in the middle of a rectangle and makes it a place to click.
  mutating func draw(
    _ picture: PixelImage, centeredIn rect: Rect, side: Side?, of window: PanelWindow? = nil
  ) {
    let place = Canvas.place(width: picture.width, height: picture.height, centeredIn: rect)
    frame.clipped(to: rect) { $0.pixels(picture, x: place.x, y: place.y) }
    targets.append(window.map { .window(place, side, $0) } ?? .picture(place, side))
  }

  /// The cells of a picture of so many pixels in the middle of a rectangle.
  static func place(width: Int, height: Int, centeredIn rect: Rect) -> Rect {
    let rows = (height + 1) / 2
    return Rect(
      x: rect.x + max(0, (rect.width - width) / 2), y: rect.y + max(0, (rect.height - rows) / 2),
      width: width,
      height: rows)
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
