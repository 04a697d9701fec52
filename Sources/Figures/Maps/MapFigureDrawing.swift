// Draws a figure of maps: panels with the mark of the query, labels, bars of colors, the caption.
import Attention
import AttentionMaps
import Imaging
import Session

extension FigurePanels {
  /// The figure.
  ///
  /// - Parameter source: what made it, for the caption: the program and the command.
  package func drawing(source: String) -> Drawing {
    MapFigureDrawing(self, source: source).drawing
  }
}

private struct MapFigureDrawing {
  let panels: FigurePanels
  let scales: FigureScales
  let layout: MapFigureLayout
  private(set) var drawing: Drawing

  private var lists: FigureLists { panels.plan.lists }
  private var style: FigureStyle { panels.plan.figure.style }

  init(_ panels: FigurePanels, source: String) {
    self.panels = panels
    let known = FigureScales(panels)
    scales = known
    let lists = panels.plan.lists
    let columns = lists.columnCount
    let photograph = panels.photographs.min { $0.key < $1.key }?.value
    let imageAspect = photograph.map { Double($0.height) / Double($0.width) } ?? 1
    let aspects = (0..<lists.rowCount).map { row in
      panels.cells[row * columns..<(row + 1) * columns].compactMap { cell -> Double? in
        if case .panel(let panel) = cell { panel.aspect } else { nil }
      }.max() ?? 1
    }
    let lineCount = PanelLines.count(panels)
    func measured(_ caption: FigureCaption) -> MapFigureLayout {
      MapFigureLayout(
        panels, scales: known, lineCount: lineCount, caption: caption.text + " " + source, aspects: aspects,
        imageAspect: imageAspect)
    }
    let usual = measured(FigureCaption(panels))
    let isShort = PanelLines.hasShortSignedNames(
      panels, width: usual.cellWidth + 4, size: panels.plan.figure.style.smallSize)
    layout = isShort ? measured(FigureCaption(panels, hasShortSignedNames: true)) : usual
    drawing = Drawing(width: layout.width, height: layout.height, title: FigureCaption(panels).title)
    labelRowsAndColumns()
    drawImages()
    for row in 0..<lists.rowCount {
      for column in 0..<columns { draw(panels.cells[row * columns + column], row: row, column: column) }
    }
    drawBars()
    for (number, line) in layout.captionLines.enumerated() {
      drawing.write(
        line,
        at: Point(0.5, layout.captionBaseline + Double(number) * style.fontSize * 1.25), size: style.fontSize,
        keepsWidth: true)
    }
  }

  // MARK: Labels

  private mutating func labelRowsAndColumns() {
    for (column, lines) in layout.titles.enumerated() {
      let x = layout.x(ofColumn: column) + layout.cellWidth / 2
      if layout.hasUprightTitles {
        drawing.write(
          lines.first ?? "", at: Point(x + style.fontSize * 0.35, layout.titleBaseline), size: style.fontSize,
          isUpright: true)
        continue
      }
      for (number, line) in lines.reversed().enumerated() {
        drawing.write(
          line, at: Point(x, layout.titleBaseline - Double(number) * style.fontSize * 1.15),
          size: style.fontSize, anchor: .middle)
      }
    }
    if let axis = lists.rows {
      for (row, label) in (panels.plan.labels[axis] ?? []).prefix(lists.rowCount).enumerated() {
        let cell = layout.cell(row: row, column: 0)
        drawing.write(
          label.escaped.fitted(width: cell.height + 8, size: style.fontSize),
          at: Point(layout.left - style.fontSize * 0.35, cell.y + cell.height / 2), size: style.fontSize,
          anchor: .middle, isUpright: true)
      }
    }
    if layout.hasImageColumn {
      drawing.write(
        "image", at: Point(layout.xOfImages + layout.cellWidth / 2, layout.titleBaseline),
        size: style.fontSize, anchor: .middle)
    }
  }

  /// The model's input before each row of maps, or above each column, with a ring around every query.
  private mutating func drawImages() {
    if layout.hasImageColumn {
      for row in 0..<lists.rowCount {
        let cells = (0..<lists.columnCount).map { panels.cells[row * lists.columnCount + $0] }
        let box = Box(
          x: layout.xOfImages, y: layout.y(ofRow: row), width: layout.cellWidth,
          height: layout.rowHeights[row])
        drawImage(lists.index(.images, row: row, column: 0), in: box, of: cells)
      }
    }
    if layout.hasImageRow {
      for column in 0..<lists.columnCount {
        let cells = (0..<lists.rowCount).map { panels.cells[$0 * lists.columnCount + column] }
        let box = Box(
          x: layout.x(ofColumn: column), y: layout.topOfImages, width: layout.cellWidth,
          height: layout.imageRowHeight)
        drawImage(lists.index(.images, row: 0, column: column), in: box, of: cells)
      }
    }
  }

  private mutating func drawImage(_ image: Int, in box: Box, of cells: [FigurePanels.Cell]) {
    guard let photograph = panels.photographs[image] else { return }
    let fitted = box.fitted(aspect: Double(photograph.height) / Double(photograph.width))
    drawing.add(
      .picture(photograph, fitted, title: "the model's input, \(panels.plan.subjects.images[image])"))
    var marks: [ImagePoint] = []
    for case .panel(let panel) in cells {
      if let mark = panel.mark, !marks.contains(mark) { marks.append(mark) }
    }
    for mark in marks {
      let center = fitted.point(mark.x, mark.y)
      let radius = max(2.6, fitted.width * 0.03)
      drawing.add(.circle(center, radius: radius, fill: nil, stroke: Ink.paper, width: 2))
      drawing.add(.circle(center, radius: radius, fill: nil, stroke: Ink.text, width: 0.9))
    }
  }

  // MARK: Panels

  private mutating func draw(_ cell: FigurePanels.Cell, row: Int, column: Int) {
    let box = layout.cell(row: row, column: column)
    switch cell {
    case .empty(let reason): drawEmpty(reason, in: box)
    case .panel(let panel):
      guard let bar = scales.barOfCell[row * lists.columnCount + column] else { return }
      let scale = scales.bars[bar].scale
      let fitted = box.fitted(aspect: panel.aspect)
      drawing.add(.picture(panel.picture(scale), fitted, title: panel.title))
      if let mark = panel.mark { drawMark(mark, around: fitted) }
      var baseline = box.bottom + MapFigureLayout.markSize + style.smallSize * 0.95
      for line in PanelLines(panel, of: panels).lines(width: layout.cellWidth + 4, size: style.smallSize) {
        drawing.write(
          line, at: Point(box.x + box.width / 2, baseline), size: style.smallSize, anchor: .middle,
          color: Ink.quiet)
        baseline += style.smallSize * 1.2
      }
      if panels.plan.figure.scale == .panel {
        let top =
          layout.y(ofRow: row) + layout.rowHeights[row] + MapFigureLayout.markSize
          + Double(layout.lineCount) * style.smallSize * 1.2 + 2
        let wide = Box(x: box.x, y: top, width: box.width, height: MapFigureLayout.barThickness)
        drawBar(scale, in: wide, isShort: true)
      }
    }
  }

  /// Marks outside the map at the query's row and column, triangles above and left of it and ticks on the other sides:
  /// they cover no value.
  private mutating func drawMark(_ mark: ImagePoint, around box: Box) {
    let (size, half, distance) = (MapFigureLayout.markSize - 0.8, 1.5, 0.6)
    let (x, y) = (box.x + mark.x * box.width, box.y + mark.y * box.height)
    let (top, left) = (box.y - distance, box.x - distance)
    drawing.add(
      .polygon(
        [Point(x, top), Point(x - half, top - size), Point(x + half, top - size)], fill: Ink.text))
    drawing.add(
      .polygon(
        [Point(left, y), Point(left - size, y + half), Point(left - size, y - half)], fill: Ink.text))
    let (bottom, right) = (box.bottom + distance, box.right + distance)
    drawing.add(.line([Point(x, bottom), Point(x, bottom + size)], color: Ink.text, width: 0.7))
    drawing.add(.line([Point(right, y), Point(right + size, y)], color: Ink.text, width: 0.7))
  }

  private mutating func drawEmpty(_ reason: String, in box: Box) {
    drawing.frame(box, color: Ink.grid, width: 0.8)
    let size = style.smallSize
    let lines = reason.escaped.wrapped(width: box.width - 6, size: size)
    let shown = Array(lines.prefix(max(1, Int(box.height / (size * 1.2)))))
    var y = box.y + box.height / 2 - Double(shown.count - 1) * size * 0.6 + size * 0.35
    for line in shown {
      drawing.write(
        line, at: Point(box.x + box.width / 2, y), size: size, anchor: .middle, color: Ink.quiet)
      y += size * 1.2
    }
  }

  // MARK: Bars

  private mutating func drawBars() {
    switch panels.plan.figure.scale {
    case .panel: break
    case .shared, .uniform:
      let count = Double(scales.bars.count)
      let slot = layout.width / max(count, 1)
      let width = min(slot - 16, points(millimeters: 60))
      for (number, bar) in scales.bars.enumerated() {
        let x = (Double(number) + 0.5) * slot - width / 2
        drawTitledBar(bar.scale, x: x, y: layout.bottomOfPanels + 2, width: width)
      }
    case .column:
      for column in 0..<lists.columnCount {
        var y = layout.bottomOfPanels + 2
        for bar in scales.bars where bar.columns == [column] {
          drawTitledBar(bar.scale, x: layout.x(ofColumn: column), y: y, width: layout.cellWidth)
          y += layout.barHeight(withTitle: true) + 3
        }
      }
    case .row:
      for row in 0..<lists.rowCount {
        let cell = layout.cell(row: row, column: 0)
        var x = layout.xOfRowBars
        for bar in scales.bars where bar.rows == [row] {
          drawUprightBar(bar.scale, x: x + 5, y: cell.y, height: cell.height)
          x += MapFigureLayout.width(of: bar.scale, style: style)
        }
      }
    }
  }

  private mutating func drawTitledBar(_ scale: PanelScale, x: Double, y: Double, width: Double) {
    let size = style.smallSize
    drawing.write(
      scale.title.fitted(width: width + 8, size: size), at: Point(x + width / 2, y + size), size: size,
      anchor: .middle)
    drawBar(
      scale, in: Box(x: x, y: y + size * 1.3, width: width, height: MapFigureLayout.barThickness),
      isShort: width < 90)
  }

  /// A bar with its numbers below.
  private mutating func drawBar(_ scale: PanelScale, in box: Box, isShort: Bool) {
    let picture = RGBImage(width: 256, height: 1) { x, _ in scale.colorMap.colors[x] }
    drawing.add(.picture(picture, box, title: "colors of \(scale.title)"))
    drawing.frame(box, color: Ink.axis, width: 0.4)
    let size = style.smallSize
    for tick in scale.ticks(isShort: isShort) {
      let x = box.x + tick.place * box.width
      drawing.add(.line([Point(x, box.bottom), Point(x, box.bottom + 1.6)], color: Ink.axis, width: 0.4))
      let half = tick.text.width(size: size) / 2
      let inside = isShort ? min(max(x, box.x + half), box.right - half) : x
      drawing.write(
        tick.text, at: Point(inside, box.bottom + 2.2 + size * 0.85), size: size, anchor: .middle)
    }
  }

  private mutating func drawUprightBar(_ scale: PanelScale, x: Double, y: Double, height: Double) {
    let box = Box(x: x, y: y, width: MapFigureLayout.barThickness, height: height)
    let picture = RGBImage(width: 1, height: 256) { _, y in scale.colorMap.colors[255 - y] }
    drawing.add(.picture(picture, box, title: "colors of \(scale.title)"))
    drawing.frame(box, color: Ink.axis, width: 0.4)
    let size = style.smallSize
    let ticks = scale.ticks(isShort: height < 5 * size)
    for tick in ticks {
      let place = box.bottom - tick.place * height
      drawing.add(
        .line([Point(box.right, place), Point(box.right + 1.6, place)], color: Ink.axis, width: 0.4))
      drawing.write(tick.text, at: Point(box.right + 2.4, place + size * 0.35), size: size)
    }
    let numbers = scale.ticks(isShort: false).map { $0.text.width(size: size) }.max() ?? 0
    drawing.write(
      scale.title.fitted(width: height, size: size),
      at: Point(box.right + 3 + numbers + size * 1.1, y + height / 2), size: size, anchor: .middle,
      isUpright: true)
  }
}

extension FigurePanel {
  /// Height divided by width.
  var aspect: Double {
    photograph.map { Double($0.height) / Double($0.width) } ?? Double(map.grid.rows)
      / Double(map.grid.columns)
  }
}
