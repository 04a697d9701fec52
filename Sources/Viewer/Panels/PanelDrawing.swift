// Draws a panel: border, map, what lies beside the grid, marks, or why there is no map.

import Attention
import AttentionMaps
import TerminalUI

extension Canvas {
  mutating func draw(_ panel: MapPanel, in rect: Rect, row: PanelRow) {
    let interior = row.interior(rect)
    let box = PictureBox(width: interior.width, rows: interior.height, capabilities)
    let note: String? =
      if case .map(let map, _) = panel.content {
        box.fit(panel.window?.grid ?? map.grid).reduction
      } else { nil }
    let border = panel.isFocused ? Theme.focusedBorder : Theme.border
    if row.isCompact {
      drawCompactTitle(panel, note: note, in: rect)
    } else {
      let title = panel.title(width: rect.width - 4, note: note)
      let footers = panel.footers(below: title)
      let footer = footers.first { $0.columns <= rect.width - 4 } ?? footers.last ?? ""
      frame.box(
        rect, title: title,
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
    case .progress(let lines, let done): drawProgress(lines, done, in: interior)
    }
  }

  private mutating func drawCompactTitle(_ panel: MapPanel, note: String?, in rect: Rect) {
    // The longest title that leaves room for the footer; else the title alone.
    let place = panel.place.isEmpty ? nil : panel.footers(below: []).last
    let footer = [panel.place.isEmpty ? panel.footers.last : place, panel.beside?.gridText]
      .compactMap { $0 }.joined(separator: " ")
    var spans = panel.title(width: rect.width - 2 - footer.columns, note: note)
    if spans.columns > rect.width - 2 - footer.columns {
      spans = panel.title(width: rect.width - 1, note: note)
    }
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
    var picture =
      panel.channels.isEmpty || panel.window != nil
      ? drawn.picture(fit, scale: scale, over: photograph)
      : PixelImage(channels: panel.channels.map { $0.reduced(by: fit.block) }, fit)
    if panel.isOutdated { picture = picture.paler }
    draw(picture, centeredIn: interior, side: panel.side, of: panel.window)
    if panel.printsValues, panel.channels.isEmpty {
      printValues(
        map, fit, at: Canvas.place(width: picture.width, height: picture.height, centeredIn: interior))
    }
    if drawn.range != nil, panel.channels.isEmpty {
      legend.add(scale.bar, of: Legend.Owner(side: panel.side, name: panel.name))
    }
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

  /// Lines of text with a progress bar under them, and the time that is left.
  mutating func drawProgress(_ lines: [String], _ progress: Progress?, in rect: Rect) {
    let bar = progress.map { progress in
      let width = max(4, min(20, rect.width - 8))
      let done = Int((Double(width) * progress.fraction).rounded())
      return String(repeating: "█", count: done) + String(repeating: "░", count: width - done)
        + " \((progress.fraction * 100).fixed(0)) %"
    }
    frame.centered(lines + [bar, progress?.timeLeft].compactMap(\.self), in: rect, Theme.faint)
  }
}
