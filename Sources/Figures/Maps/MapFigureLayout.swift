// Where the panels, labels, bars and lines of a figure of maps are, in points.
import AttentionMaps
import Imaging

/// The measures of a figure that follow from what is in it.
struct MapFigureLayout {
  /// Points that a mark beside a panel takes.
  static let markSize = 3.4
  static let barThickness = 4.5

  let style: FigureStyle
  let lists: FigureLists
  let scales: FigureScales
  let scale: FigureScale
  /// Whether the model's input is a column before the maps; else a row above them where `showsImages`.
  let hasImageColumn: Bool
  let hasImageRow: Bool
  /// Lines of text under the panels.
  let lineCount: Int

  /// Of a panel, before it is fitted to its map.
  private(set) var cellWidth = 0.0
  /// The heights of the rows of panels, without the row of images.
  private(set) var rowHeights: [Double] = []
  private(set) var imageRowHeight = 0.0
  private(set) var left = 0.0
  let captionLines: [String]
  private let gap: Double
  private var titleHeight: Double
  /// The titles of the columns, each in one or two lines.
  private(set) var titles: [[String]] = []
  /// Whether the titles run upwards, because columns are too narrow for them.
  private(set) var hasUprightTitles = false
  private let rowBarWidth: Double

  var width: Double { points(millimeters: style.width) }
  private var columns: Int { lists.columnCount + (hasImageColumn ? 1 : 0) }

  /// - Parameters:
  ///   - aspects: height by width of the tallest map of each row.
  ///   - imageAspect: of the model's input.
  init(
    _ panels: FigurePanels, scales: FigureScales, lineCount: Int, caption: String, aspects: [Double],
    imageAspect: Double
  ) {
    let figure = panels.plan.figure
    style = figure.style
    lists = panels.plan.lists
    self.scales = scales
    scale = figure.scale
    self.lineCount = lineCount
    let areColumns =
      [.images, .queries].contains(lists.columns) && ![.images, .queries].contains(lists.rows)
    hasImageRow = figure.showsImages && areColumns
    hasImageColumn = figure.showsImages && !areColumns
    captionLines =
      style.hasCaption
      ? caption.wrapped(
        width: (points(millimeters: style.width) - 1) / Letters.substituteWidth, size: style.fontSize) : []
    gap = 2 * Self.markSize + 3
    rowBarWidth = scale == .row ? Self.barWidth(scales, style: style, lists: lists) : 0
    let labels =
      panels.plan.lists.columns.map { axis in
        (panels.plan.labels[axis] ?? []).prefix(panels.plan.lists.columnCount).map(\.escaped)
      } ?? []
    titleHeight = hasImageColumn ? style.fontSize * 1.35 : 0
    fit(aspects: aspects, imageAspect: imageAspect)
    // Titles are as wide as the columns, which may be narrower where titles are taller.
    for _ in 0..<2 {
      titles = labels.map { $0.labelLines(width: cellWidth + 4, size: panels.plan.figure.style.fontSize) }
      let count = max(titles.map(\.count).max() ?? 0, hasImageColumn ? 1 : 0)
      titleHeight = count == 0 ? 0 : style.fontSize * (0.2 + 1.15 * Double(count))
      fit(aspects: aspects, imageAspect: imageAspect)
    }
    guard zip(titles, labels).contains(where: { lines, label in lines.joined() != label }) else { return }
    // Upright, a column of the height of its title takes any label.
    hasUprightTitles = true
    titles = labels.map { [$0.fitted(width: Self.longestTitle, size: style.fontSize)] }
    let longest = titles.joined().map { $0.width(size: style.fontSize) }.max() ?? 0
    titleHeight = longest * Letters.substituteWidth + style.fontSize * 0.7
    fit(aspects: aspects, imageAspect: imageAspect)
  }

  /// The most points that an upright title takes.
  private static let longestTitle = 120.0

  /// Chooses the width of panels: as wide as the figure is, and no taller than a page.
  private mutating func fit(aspects: [Double], imageAspect: Double) {
    let label = lists.rows == nil ? 0 : style.fontSize * 1.6
    let right = rowBarWidth
    let count = Double(columns)
    let free = width - label - right - 2 * Self.markSize - gap * (count - 1)
    let all = aspects + (hasImageRow ? [imageAspect] : [])
    let fixed = heightBeside(rows: aspects.count)
    let byHeight = (style.maximumHeight - fixed) / max(all.reduce(0, +), 1e-6)
    cellWidth = max(10, min(free / count, byHeight))
    rowHeights = aspects.map { $0 * cellWidth }
    imageRowHeight = hasImageRow ? imageAspect * cellWidth : 0
    let used = label + right + 2 * Self.markSize + gap * (count - 1) + cellWidth * count
    left = max(0, (width - used) / 2) + label
  }

  /// What of the height does not grow with the panels.
  private func heightBeside(rows: Int) -> Double {
    titleHeight + Double(rows) * (rowGap + linesHeight) + (hasImageRow ? rowGap : 0) + bottomBarsHeight
      + captionHeight
  }

  private var rowGap: Double { 2 * Self.markSize + 2 }
  /// Of what is written and drawn under each panel.
  private var linesHeight: Double {
    Double(lineCount) * style.smallSize * 1.2 + (scale == .panel ? barHeight(withTitle: false) : 0)
  }
  private var captionHeight: Double { Double(captionLines.count) * style.fontSize * 1.25 }

  /// Of a horizontal bar with its numbers.
  func barHeight(withTitle: Bool) -> Double {
    (withTitle ? style.smallSize * 1.3 : 0) + Self.barThickness + 3 + style.smallSize * 1.15
  }

  /// Bars under a column, one for each unit in it.
  private var barsOfColumn: Int {
    (0..<lists.columnCount).map { column in scales.bars.count { $0.columns == [column] } }.max() ?? 0
  }

  private var bottomBarsHeight: Double {
    switch scale {
    case .shared, .uniform: barHeight(withTitle: true) + 5
    case .column: Double(barsOfColumn) * (barHeight(withTitle: true) + 3) + 2
    case .row, .panel: 4
    }
  }

  private static func barWidth(_ scales: FigureScales, style: FigureStyle, lists: FigureLists) -> Double {
    let bars = (0..<lists.rowCount).map { row in scales.bars.filter { $0.rows == [row] } }
    return bars.map { row in row.reduce(0) { $0 + width(of: $1.scale, style: style) } }.max() ?? 0
  }

  /// Of an upright bar with its numbers and its title.
  static func width(of scale: PanelScale, style: FigureStyle) -> Double {
    let numbers = scale.ticks(isShort: false).map { $0.text.width(size: style.smallSize) }.max() ?? 0
    return 5 + barThickness + 3 + numbers + style.smallSize * 1.4
  }

  // MARK: Places

  /// The left side of a column of maps.
  func x(ofColumn column: Int) -> Double {
    left + Self.markSize + Double(column + (hasImageColumn ? 1 : 0)) * (cellWidth + gap)
  }

  var xOfImages: Double { left + Self.markSize }

  /// The baseline of the last lines of the titles of columns.
  var titleBaseline: Double { titleHeight - style.fontSize * 0.35 }

  var topOfImages: Double { titleHeight + Self.markSize }

  /// The top of a row of maps.
  func y(ofRow row: Int) -> Double {
    titleHeight + (hasImageRow ? imageRowHeight + rowGap : 0) + Self.markSize
      + rowHeights[..<row].reduce(0) { $0 + $1 + rowGap + linesHeight }
  }

  /// The box in which the map of a panel is fitted.
  func cell(row: Int, column: Int) -> Box {
    Box(x: x(ofColumn: column), y: y(ofRow: row), width: cellWidth, height: rowHeights[row])
  }

  /// Where upright bars begin.
  var xOfRowBars: Double { x(ofColumn: lists.columnCount - 1) + cellWidth + Self.markSize }

  /// Below the panels and what is under them.
  var bottomOfPanels: Double {
    y(ofRow: rowHeights.count - 1) + (rowHeights.last ?? 0) + Self.markSize + linesHeight
  }

  /// The baseline of the first line of the caption.
  var captionBaseline: Double { bottomOfPanels + bottomBarsHeight + style.fontSize * 1.1 }

  var height: Double {
    bottomOfPanels + bottomBarsHeight
      + (captionLines.isEmpty ? 1 : captionHeight + style.fontSize * 0.5)
  }
}
