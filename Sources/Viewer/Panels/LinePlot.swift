// A small line chart of half-block pixels, with its axes: entropy against the exponent, entropy over depth.

import TerminalUI

struct LinePlot {
  struct Line {
    let name: String
    let color: Color
    /// How dense the line is where there are no colors, 0…127.
    let level: Int8
    /// At equal distances from the left to the right end; NaN where there is no value.
    let values: [Float]

    /// Between its values in a straight line; `fraction` is 0…1 along the axis.
    func value(at fraction: Float) -> Float {
      guard values.count > 1 else { return values.first ?? .nan }
      let position = fraction * Float(values.count - 1)
      let index = min(values.count - 2, Int(position))
      let part = position - Float(index)
      if part < 1e-4 { return values[index] }
      if part > 1 - 1e-4 { return values[index + 1] }
      return values[index] * (1 - part) + values[index + 1] * part
    }
  }

  /// Drawn in their order: the last lies on top. All values are 0…1.
  var lines: [Line]
  /// A place on the horizontal axis that a vertical line marks, 0…1.
  var cursor: Float?
  /// Words below the axis, in the middle of their places 0…1.
  var labels: [(fraction: Float, text: String, style: Style)]

  /// Columns left of the plot that the vertical axis takes.
  static let axisWidth = 4
}

extension Canvas {
  /// Draws a chart: the vertical axis from 0 to 1 on the left, the labels in the last row.
  mutating func draw(_ chart: LinePlot, in rect: Rect) {
    let plot = Rect(
      x: rect.x + LinePlot.axisWidth, y: rect.y, width: rect.width - LinePlot.axisWidth,
      height: rect.height - 1)
    guard plot.width >= 4, plot.height >= 1 else { return }
    let (width, height) = (plot.width, 2 * plot.height)
    func column(_ fraction: Float) -> Int { Int(fraction * Float(width - 1) + 0.5) }
    let cursor = chart.cursor.map(column)
    var image = PixelImage(width: width, height: height) { x, _ in
      Pixel(x == cursor ? Theme.plotCursor : Theme.plotGround)
    }
    for line in chart.lines {
      var last: Int?
      for x in 0..<width {
        let value = line.value(at: Float(x) / Float(width - 1))
        guard value.isFinite else {
          last = nil
          continue
        }
        let y = height - 1 - Int(max(0, min(1, value)) * Float(height - 1) + 0.5)
        // A steep line is not torn: it runs on in this column to beside where it was in the last.
        let start = last.map { $0 < y ? min($0 + 1, y) : max($0 - 1, y) } ?? y
        for y in min(start, y)...max(start, y) { image[x, y] = Pixel(line.color, level: .value(line.level)) }
        last = y
      }
    }
    frame.pixels(image, x: plot.x, y: plot.y)
    frame.text("1.0", x: rect.x, y: plot.y, Theme.faint)
    if plot.height > 1 { frame.text("0.0", x: rect.x, y: plot.bottom - 1, Theme.faint) }
    for label in chart.labels {
      let x = plot.x + column(label.fraction) - label.text.columns / 2
      frame.text(label.text, x: min(x, rect.right - label.text.columns), y: plot.bottom, label.style)
    }
  }

  /// What the lines of a chart are, each with numbers.
  static func legend(_ lines: [LinePlot.Line], numbers: (LinePlot.Line) -> String) -> [[Span]] {
    let width = lines.map(\.name.columns).max() ?? 0
    return lines.map { line in
      [
        Span("██ ", Style(line.color)), Span(line.name.padded(to: width + 2), Theme.text),
        Span(numbers(line), Theme.text),
      ]
    }
  }
}
