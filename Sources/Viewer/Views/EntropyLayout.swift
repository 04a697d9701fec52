// Where the parts of view 4 are, and which of them a page shows.

import Attention
import TerminalUI

/// The rectangles of the view's parts: the map of the current head, the tables, and entropy over depth.
struct EntropyLayout {
  enum Part: Equatable { case map, profile }

  let page: Page<Part>
  let tables: [EntropyTable]
  /// Of the tables.
  let widths: [Int]
  /// Empty where there is no room.
  let map: Rect
  let area: Rect
  let profile: Rect
  let cellHeight: Int
  /// The parts of the largest table that is cut.
  let blocks: Int

  private static let (narrowestTable, narrowestMap) = (22, 20)
  private static let (highestCell, highestProfile) = (4, 24)

  init(_ scene: Scene, _ layout: ScreenLayout) {
    let body = layout.body
    let tables = scene.entropyTables + [scene.differenceTable].compactMap { $0 }
    let profileWithHead = { (height: Int) in
      Rect(x: 1, y: body.bottom - height + 1, width: body.width - 2, height: max(0, height - 1))
    }
    let isMatrix = scene.state.entropyOrder == .layer
    let layers = max(1, tables.map(\.rows.count).max() ?? 1)
    let chart = Canvas.lowestProfileChart + 1
    // A third of the screen for entropy over depth, as a chart where the tables leave room for one.
    let needed = isMatrix ? layers + 3 : min(12, body.height - chart)
    let hasChart = !layout.isCompact && body.height - needed >= chart
    let bars = min(tables.count + 1, body.height / 3)
    let most =
      hasChart
      ? body.height - max(chart, min(body.height - needed, body.height / 3))
      : body.height - (layout.isCompact ? 0 : bars)
    // Without a chart below them, tables are as high as they can be with the fewest rows.
    cellHeight = isMatrix && hasChart ? max(1, min(EntropyLayout.highestCell, (most - 3) / layers)) : 1
    let needs = tables.map { EntropyLayout.needed($0, scene, isMatrix: isMatrix) }
    let mapWidth =
      body.width >= 60
      ? EntropyLayout.mapWidth(
        upTo: min(body.width / 3, max(EntropyLayout.narrowestMap, 2 * most)), in: body.width, needs: needs)
      : 0
    let mapRow = PanelRow.entropyMap(
      scene, in: Rect(x: body.x, y: body.y, width: mapWidth, height: most), isCompact: layout.isCompact)
    let used = isMatrix ? max(layers * cellHeight + 3, mapWidth > 0 ? mapRow.height : 0) : most
    let height =
      !hasChart ? body.height - most : min(EntropyLayout.highestProfile, body.height - min(used, most))
    let above = Rect(x: body.x, y: body.y, width: body.width, height: body.height - height)

    let width = above.width - mapWidth
    let room = max(1, width / EntropyLayout.narrowestTable)
    let sides = tables.map { $0.isDifference ? nil : $0.side }
    let cell = cellHeight
    /// The parts of the tables that share a page.
    func blocks(of shown: [Int]) -> [Int] {
      zip(shown, EntropyLayout.widths(shown.map { needs[$0] }, in: width)).map { index, width in
        let (table, rows) = (tables[index], above.height - 2)
        guard !isMatrix else {
          let inside = Size(columns: width - 2, rows: rows)
          return MatrixWindow(table, scene, room: inside, cellHeight: cell, turned: 0).blocks.count
        }
        let entries = scene.ranking(of: table).entries
        let place = scene.subject(table.side)?.place.headPlace
        let index = entries.firstIndex { $0.place == place } ?? 0
        return ListRow.pages(entries.count, around: index, room: rows - 1)
      }
    }
    self.blocks =
      (0..<Scene.panelPages(tables.count, room: room)).flatMap { number in
        blocks(of: scene.page(panels: sides, room: room, others: [Never](), turned: number).panels)
      }.max() ?? 1
    let others: [Part] = (mapWidth == 0 ? [.map] : []) + (height == 0 ? [.profile] : [])
    page = scene.page(panels: sides, room: room, others: others, blocks: self.blocks)
    self.tables = page.panels.map { tables[$0] }
    widths = EntropyLayout.widths(page.panels.map { needs[$0] }, in: width)
    let nothing = Rect(x: 0, y: 0, width: 0, height: 0)
    switch page.other {
    case .map: (map, area, profile) = (body, nothing, profileWithHead(0))
    case .profile: (map, area, profile) = (nothing, nothing, profileWithHead(body.height))
    case nil:
      map = Rect(x: above.x, y: above.y, width: mapWidth, height: above.height)
      area = Rect(x: above.x + mapWidth, y: above.y, width: above.width - mapWidth, height: above.height)
      profile = profileWithHead(height)
    }
  }
}

extension EntropyLayout {
  /// The columns in which a table shows all its heads.
  private static func needed(_ table: EntropyTable, _ scene: Scene, isMatrix: Bool) -> Int {
    guard isMatrix else { return narrowestTable }
    let most = table.rows.map(\.count).max() ?? 1
    let cell = scene.state.capabilities.depth.showsValuesByColor ? 4 : 5
    return max(narrowestTable, MatrixWindow.labelWidth + cell * most + 2)
  }

  /// The widest map beside which the tables have the fewest parts: one each where none is cut.
  private static func mapWidth(upTo limit: Int, in width: Int, needs: [Int]) -> Int {
    let largest = needs.sorted(by: >)
    // What a table has besides its cells: its border and the numbers of its layers.
    let beside = MatrixWindow.labelWidth + 2
    func parts(_ map: Int) -> Int {
      let shown = Array(largest.prefix(max(1, (width - map) / narrowestTable)))
      return zip(shown, widths(shown, in: width - map)).map { need, width in
        max(1, (need - beside + max(1, width - beside) - 1) / max(1, width - beside))
      }.max() ?? 1
    }
    return stride(from: limit, through: min(limit, narrowestMap), by: -1).map { ($0, parts($0)) }
      .min { ($0.1, -$0.0) < ($1.1, -$1.0) }?.0 ?? limit
  }

  /// Equal shares; where one of them would cut a table, those that need less than their share leave it the rest.
  private static func widths(_ needs: [Int], in width: Int) -> [Int] {
    let share = width / max(1, needs.count)
    guard needs.contains(where: { $0 > share }) else { return needs.map { _ in share } }
    var widths = needs
    var rest = width
    for (index, table) in needs.indices.sorted(by: { needs[$0] < needs[$1] }).enumerated() {
      widths[table] = min(needs[table], rest / (needs.count - index))
      rest -= widths[table]
    }
    return widths.map { $0 + rest / needs.count }
  }
}

extension PanelRow {
  /// The map of the current head.
  static func entropyMap(_ scene: Scene, in area: Rect, isCompact: Bool) -> PanelRow {
    PanelRow(
      area: area, count: 1, gridSides: scene.gridSides, isCompact: isCompact, smallestSide: 14,
      hasImage: false, lines: scene.panelLines, fills: true)
  }
}

/// The layers and heads of a table for which there is room.
struct MatrixWindow {
  let blocks: MatrixBlocks
  let cellWidth: Int
  let cellHeight: Int

  private static let widestCell = 8

  /// - Parameters:
  ///   - room: the cells inside the border of the table.
  ///   - turned: how many parts after that of the current head are shown.
  init(_ table: EntropyTable, _ scene: Scene, room: Size, cellHeight: Int, turned: Int) {
    let most = max(1, table.rows.map(\.count).max() ?? 1)
    let columns = max(1, room.columns - MatrixWindow.labelWidth)
    // Without colors nothing but a blank keeps numbers apart.
    let isWide = 5 * most <= columns || !scene.state.capabilities.depth.showsValuesByColor
    cellWidth = isWide ? max(5, min(MatrixWindow.widestCell, columns / most)) : 4
    self.cellHeight = cellHeight
    blocks = MatrixBlocks(
      layers: table.rows.count, heads: most, room: ((room.rows - 1) / cellHeight, columns / cellWidth),
      around: scene.subject(table.side)?.place.headPlace, turned: turned)
  }

  /// Columns of the numbers of layers.
  static let labelWidth = 4

  var layers: Range<Int> { blocks.layers }
  var heads: Range<Int> { blocks.heads }
}
