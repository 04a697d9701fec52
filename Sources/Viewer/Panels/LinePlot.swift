// A small line chart of braille dots, with its axes: entropy against the exponent, entropy over depth.

import TerminalUI

struct LinePlot {
  struct Line {
    let name: String
    let color: Color
    var isDotted = false
    /// Its number on the chart; nil for its place among the lines. Two lines of one thing have one number.
    var sign: Unicode.Scalar?
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

  /// Drawn in their order: the last lies on top. Each has its number, from 1, at its end and here and there on it, so
  /// that lines that cross or lie on one another can be told apart, without colors too.
  let lines: [Line]
  /// What the vertical axis covers; nil for what fits the lines.
  let axis: ValueAxis?
  /// A place on the horizontal axis that a vertical line marks, 0…1.
  var cursor: Float?
  /// Words below the axis, in the middle of their places 0…1.
  var labels: [(fraction: Float, text: String, style: Style)]

  init(
    lines: [Line], axis: ValueAxis? = nil, cursor: Float?,
    labels: [(fraction: Float, text: String, style: Style)]
  ) {
    self.lines = lines
    self.axis = axis
    self.cursor = cursor
    self.labels = labels
  }

  /// Columns left of the plot that the vertical axis takes.
  static let axisWidth = 6

  /// The number of a line.
  func sign(_ index: Int) -> Unicode.Scalar { lines[index].sign ?? LinePlot.number(index) }

  /// Columns right of the plot for the numbers of lines that end in one row.
  var endsWidth: Int { min(Set(lines.indices.map(sign)).count, 6) + 1 }

  /// The vertical axis over so many rows.
  func axis(rows: Int) -> ValueAxis { axis ?? ValueAxis(holding: lines.flatMap(\.values), rows: rows) }
}

extension Canvas {
  /// Draws a chart: the vertical axis on the left, the numbers of the lines at their right ends, the labels in the last
  /// row.
  mutating func draw(_ chart: LinePlot, in rect: Rect) {
    let plot = Rect(
      x: rect.x + LinePlot.axisWidth, y: rect.y, width: rect.width - LinePlot.axisWidth - chart.endsWidth,
      height: rect.height - 1)
    guard plot.width >= 4, plot.height >= 1 else { return }
    let axis = chart.axis(rows: plot.height)
    drawAxis(axis, of: plot)
    func column(_ fraction: Float) -> Int { Int(fraction * Float(plot.width - 1) + 0.5) }
    if let cursor = chart.cursor {
      for y in plot.y..<plot.bottom { frame[plot.x + column(cursor), y] = Cell("│", Theme.border) }
    }
    drawLines(of: chart, axis, in: plot)
    // Where two would touch, the one that stands out stays, else the one on the left.
    var taken: [Range<Int>] = []
    for label in chart.labels.filter({ $0.style == Theme.accent })
      + chart.labels.filter({ $0.style != Theme.accent })
    {
      let x = min(
        plot.x + column(label.fraction) - label.text.columns / 2, rect.right - label.text.columns)
      let columns = x - 1..<x + label.text.columns + 1
      guard !taken.contains(where: { $0.overlaps(x..<x + label.text.columns) }) else { continue }
      taken.append(columns)
      frame.text(label.text, x: x, y: plot.bottom, label.style)
    }
  }

  mutating func drawAxis(_ axis: ValueAxis, of plot: Rect) {
    for y in plot.y..<plot.bottom { frame[plot.x - 1, y] = Cell("│", Theme.border) }
    // The ends first; a label between them only where it has a row of its own.
    let labels = axis.labels
    var taken: Set<Int> = []
    for label in [labels.last, labels.first].compactMap({ $0 }) + labels.dropFirst().dropLast() {
      let y = plot.y + Int((1 - label.fraction) * Float(plot.height - 1) + 0.5)
      guard taken.insert(y).inserted else { continue }
      frame.text(label.text, endingAt: plot.x - 1, y: y, Theme.faint)
      frame[plot.x - 1, y] = Cell("┤", Theme.border)
    }
  }

  private mutating func drawLines(of chart: LinePlot, _ axis: ValueAxis, in plot: Rect) {
    let lines = chart.lines
    var image = BrailleImage(columns: plot.width, rows: plot.height)
    func dot(_ line: LinePlot.Line, _ x: Int) -> Int? {
      let value = line.value(at: Float(x) / Float(image.width - 1))
      guard value.isFinite else { return nil }
      return image.height - 1 - Int(axis.fraction(of: value) * Float(image.height - 1) + 0.5)
    }
    for (index, line) in lines.enumerated() {
      var last: Int?
      for x in 0..<image.width {
        guard let y = dot(line, x) else {
          last = nil
          continue
        }
        // A steep line is not torn: it runs on in this column to beside where it was in the last.
        let start = last.map { $0 < y ? min($0 + 1, y) : max($0 - 1, y) } ?? y
        if !line.isDotted || x & 3 < 2 {
          for y in min(start, y)...max(start, y) { image.set(x, y, line: index) }
        }
        last = y
      }
    }
    if capabilities.depth == .indexed8 || capabilities.depth == .mono {
      // Without colors, lines are made of their numbers; where several lie on one another, these take turns.
      for column in 0..<plot.width {
        for step in 1...max(1, lines.count) {
          let index = (column + step) % max(1, lines.count)
          guard lines.indices.contains(index), !lines[index].isDotted || column.isMultiple(of: 2),
            let y = dot(lines[index], 2 * column)
          else { continue }
          let next = dot(lines[index], min(2 * column + 2, image.width - 1)) ?? y
          // A steep line is not torn.
          let end = next < y ? min(next + 4, y) : max(next - 4, y)
          for row in min(y, end) / 4...max(y, end) / 4 {
            frame[plot.x + column, plot.y + row] = Cell(
              chart.sign(index), Style(lines[index].color, on: .standard, .bold))
          }
        }
      }
    } else {
      for row in 0..<plot.height {
        for column in 0..<plot.width {
          guard let cell = image.cell(column, row) else { continue }
          frame[plot.x + column, plot.y + row] = Cell(cell.glyph, Style(lines[cell.line].color))
        }
      }
      // Every line has its number at other columns than the others.
      let period = capabilities.depth.showsValuesByColor ? max(4 * lines.count, 12) : max(lines.count, 3)
      for (index, line) in lines.enumerated() {
        let number = Cell(chart.sign(index), Style(line.color, on: .standard, .bold))
        let first = (2 * index + 1) * period / (2 * lines.count)
        for column in stride(from: first, to: plot.width - 3, by: period) {
          if let y = dot(line, 2 * column) { frame[plot.x + column, plot.y + y / 4] = number }
        }
      }
    }
    // Those that end in the same row follow one another.
    var used: [Int: [Unicode.Scalar]] = [:]
    for (index, line) in lines.enumerated() {
      let sign = chart.sign(index)
      guard let y = dot(line, image.width - 1), !used[y / 4, default: []].contains(sign) else { continue }
      frame[plot.right + used[y / 4, default: []].count, plot.y + y / 4] = Cell(
        sign, Style(line.color, on: .standard, .bold))
      used[y / 4, default: []].append(sign)
    }
  }

  /// What the lines of a chart are, each with its number on the chart and with its values.
  static func legend(_ lines: [LinePlot.Line], numbers: (LinePlot.Line) -> String) -> [[Span]] {
    legend(lines, names: lines.map(\.name), numbers: lines.map(numbers))
  }

  /// The same with other names of the lines.
  static func legend(_ lines: [LinePlot.Line], names: [String], numbers: [String]) -> [[Span]] {
    let width = names.map(\.columns).max() ?? 0
    return lines.enumerated().map { index, line in
      [
        Span("\(line.sign ?? LinePlot.number(index))", Style(line.color, on: .standard, .bold)),
        Span(line.isDotted ? "⠒ ⠒ " : "⠒⠒⠒ ", Style(line.color)),
        Span(names[index].padded(to: width + 2), Theme.text), Span(numbers[index], Theme.text),
      ]
    }
  }
}

extension LinePlot {
  /// The sign of a line, counted from 1; letters follow the digits.
  static func number(_ index: Int) -> Unicode.Scalar {
    Unicode.Scalar(UInt8(index < 9 ? 0x31 + index : 0x61 + (index - 9) % 26))
  }
}
