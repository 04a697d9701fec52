// A small chart of points, one dot each: entropy against the norm of the query.

import TerminalUI

struct ScatterPlot {
  let points: [(x: Float, y: Float)]
  let color: Color
  /// What the horizontal axis is.
  let name: String
  /// A point that is marked by its place on both axes.
  var marked: (x: Float, y: Float)?

  /// What the horizontal axis covers: all points, from end to end.
  var range: ClosedRange<Float>? {
    let values = points.map(\.x)
    guard let low = values.min(), let high = values.max() else { return nil }
    return low...high
  }
}

extension Canvas {
  /// Draws the vertical axis on the left, and the ends of the horizontal one in the last row.
  mutating func draw(_ chart: ScatterPlot, in rect: Rect) {
    let plot = Rect(
      x: rect.x + LinePlot.axisWidth, y: rect.y, width: rect.width - LinePlot.axisWidth,
      height: rect.height - 1)
    guard plot.width >= 4, plot.height >= 1, let range = chart.range else { return }
    let axis = ValueAxis(holding: chart.points.map(\.y), rows: plot.height)
    drawAxis(axis, of: plot)
    var image = BrailleImage(columns: plot.width, rows: plot.height)
    let span = range.upperBound - range.lowerBound
    func place(_ point: (x: Float, y: Float)) -> (x: Int, y: Int) {
      let across = span > 0 ? (point.x - range.lowerBound) / span : 0.5
      return (
        Int(across * Float(image.width - 1) + 0.5),
        image.height - 1 - Int(axis.fraction(of: point.y) * Float(image.height - 1) + 0.5)
      )
    }
    for point in chart.points {
      let (x, y) = place(point)
      image.set(x, y, line: 0)
    }
    for row in 0..<plot.height {
      for column in 0..<plot.width {
        guard let cell = image.cell(column, row) else { continue }
        frame[plot.x + column, plot.y + row] = Cell(cell.glyph, Style(chart.color))
      }
    }
    if let marked = chart.marked {
      let (x, y) = place(marked)
      frame[plot.x + x / 2, plot.y + y / 4] = Cell("×", Theme.mark)
    }
    let ends = (low: range.lowerBound.brief, high: range.upperBound.brief)
    frame.text(ends.low, x: plot.x, y: plot.bottom, Theme.faint)
    frame.text(ends.high, endingAt: plot.right, y: plot.bottom, Theme.faint)
    let room = plot.width - ends.low.columns - ends.high.columns - 2
    guard chart.name.columns <= room else { return }
    let x = plot.x + ends.low.columns + 1 + (room - chart.name.columns) / 2
    frame.text(chart.name, x: x, y: plot.bottom, Theme.faint)
  }
}
