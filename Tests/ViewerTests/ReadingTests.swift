// What a reader sees of a map: no mark hides a value, and colors are those of the bar that names the panel.

import Attention
import AttentionMaps
import Imaging
import TerminalUI
import Testing
import VisionModels

@testable import Viewer

@Suite struct ReadingTests {
  private func grid(_ rows: Int, _ columns: Int, prefix: [PrefixToken] = []) -> AttentionGeometry {
    AttentionGeometry(queryGrid: TokenGrid(rows: rows, columns: columns), prefix: prefix)
  }

  /// The cells of the maps on a frame, without the photograph.
  private func maps(_ canvas: Canvas) -> [Rect] {
    canvas.targets.compactMap { target in
      if case .picture(let place, .some) = target { place } else { nil }
    }
  }

  /// Every value of a map is seen in some cell, the query's and its neighbors' too.
  @Test(arguments: ["40x12", "80x24", "120x36", "200x60"], ColorDepth.allCases)
  func marksHideNoValue(size: String, depth: ColorDepth) throws {
    for side in [1, 2, 3, 5, 8, 14, 28, 56] {
      let capabilities = Capabilities(depth: depth)
      let model = Synthetic.model("square", polarity: false, geometries: [grid(side, side)], headCounts: [1])
      let viewer = try Synthetic.viewer([model], size: size, depth: depth)
      let subject = try #require(Subject(.a, state: viewer.state, findings: viewer.viewer.findings))
      let map = try #require(subject.map(.attention).map)
      let canvas = Canvas.draw(viewer.state, viewer.viewer.findings)
      let marked = canvas.frame
      let place = try #require(maps(canvas).first)
      let picture = PictureBox(width: place.width, rows: place.height, capabilities)
      let shown = picture.fit(map.grid)
      let drawn = map.reduced(by: shown.block)
      #expect(shown.width == place.width && (shown.height + 1) / 2 == place.height)
      let scene = Scene(state: viewer.state, findings: viewer.viewer.findings)
      let scale = scene.scale(for: map, kind: .attention, subject: subject, in: picture)
      for index in 0..<drawn.grid.count {
        let position = drawn.grid.position(at: index)
        let expected = scale.pixel(drawn.values[index])
        let rows = position.row * shown.valueHeight..<(position.row + 1) * shown.valueHeight
        let columns = position.column * shown.valueWidth..<(position.column + 1) * shown.valueWidth
        let isSeen = rows.contains { y in
          columns.contains { x in
            let cell = marked[place.x + x, place.y + y / 2]
            if capabilities.showsHalfCells {
              let color =
                y.isMultiple(of: 2) && cell.glyph == Cell.upperHalf
                ? cell.style.foreground : cell.style.background
              return color == expected.color
            }
            return cell.glyph == Cell.upperHalf && cell.level != .missing
          }
        }
        #expect(isSeen, "\(side)×\(side) at \(size): \(position)")
      }
    }
  }

  /// Brackets where a value has cells to itself, ticks at the edges where it has not.
  @Test func theQueryIsMarkedAtEverySize() throws {
    let large = try Synthetic.viewer([Synthetic.model("large", polarity: false, geometries: [grid(8, 8)])])
    #expect(large.text.contains("┌") && large.text.contains("┘"))
    let before = large.frame()
    try large.type("Right")
    #expect(large.frame() != before)
    let small = try Synthetic.viewer([Synthetic.model("small", polarity: false, geometries: [grid(56, 56)])])
    let text = small.text
    // The column's tick is above or below, or where text is in both places, its character is underlined.
    #expect(
      text.contains("▾") || text.contains("▴")
        || small.frame().cells.count { $0.style.attributes.contains(.underline) } == 1)
    #expect(["▝", "▘"].allSatisfy(text.contains) || ["▗", "▖"].allSatisfy(text.contains))
    #expect(text.contains("2×2 means"))
    let two = try Synthetic.viewer([Synthetic.model("two", polarity: false, geometries: [grid(14, 14)])])
    #expect(two.frame().plainText.contains("[") || two.text.contains("┌"))
  }

  /// Every bar belongs to panels on the screen, and where there are several each says to which.
  @Test func barsNameTheirPanels() throws {
    let viewer = try Synthetic.viewer()
    func bars() -> [Legend.Bar] {
      Canvas.draw(viewer.state, viewer.viewer.findings).legend.bars
    }
    #expect(bars().count == 1 && bars()[0].owners.map(\.side) == [.a, .b, .b])
    try viewer.type("r")
    #expect(bars().count == 3 && bars().map { $0.owners.map(\.name) } == [[""], ["same"], ["opp."]])
    for name in ["A 0 ", "B same 0 ", "B opp. 0 "] { #expect(viewer.text.contains(name), "\(name)") }
    try viewer.type("r r")
    #expect(viewer.state.scale == .shared && bars().count == 1)
    try viewer.type("2")
    #expect(bars().map { $0.owners.map(\.name) } == [["", ""], ["B − A"]])
    #expect(viewer.text.contains("A, B ≤0.1×") && viewer.text.contains("B − A −"))
    try viewer.type("3")
    // The twins have the same queries and keys.
    #expect(bars().map { $0.owners.map(\.name) } == [["pos.", "neg.", "pos.", "neg."], ["net", "net"]])
    #expect(viewer.text.contains("A pos., neg., B pos., neg. 0 ") && viewer.text.contains("A net, B net −"))
  }

  /// After `m` to a map that one side lacks: that side says so, the strip shows the heads of the other, and the bar is
  /// of a map on the screen.
  @Test func aMapThatOneSideLacksIsShownOfTheOther() throws {
    let viewer = try Synthetic.viewer()
    try viewer.type("m")
    let text = viewer.text
    #expect(viewer.state.map == .same && !text.contains("…"))
    #expect(text.contains("A has no map same here.") && text.contains("all heads of B, A has no map same"))
    let canvas = Canvas.draw(viewer.state, viewer.viewer.findings)
    #expect(canvas.legend.bars.map { $0.owners.map(\.side) } == [[.b]])
    let heads = canvas.targets.compactMap { if case .head(_, let side, _) = $0 { side } else { nil } }
    #expect(!heads.isEmpty && heads.allSatisfy { $0 == .b })
  }

  /// Hidden patches are marked on maps of every grid, and their values stay.
  @Test(arguments: [ColorDepth.truecolor, .indexed16])
  func hiddenPatchesAreMarkedOnMaps(depth: ColorDepth) throws {
    let viewer = try Synthetic.viewer(depth: depth)
    try viewer.type("Left Left b Right Right Right")
    let canvas = Canvas.draw(viewer.state, viewer.viewer.findings)
    #expect(canvas.legend.hasHiddenPatches)
    #expect(maps(canvas).count == 3)
    for place in maps(canvas) {
      let cells = (place.y..<place.bottom).flatMap { y in
        (place.x..<place.right).map { canvas.frame[$0, y] }
      }
      if depth == .truecolor {
        #expect(cells.count { $0.glyph == "×" && !$0.style.background.isStandard } == 1)
      } else {
        #expect(cells.contains { $0.style.attributes.contains(.underline) && $0.glyph == Cell.upperHalf })
      }
    }
    #expect(
      Footprint(grid: TokenGrid(rows: 2, columns: 2), position: GridPosition(row: 1, column: 0))
        .tokens(on: TokenGrid(rows: 3, columns: 4))
        == [(1, 0), (1, 1), (2, 0), (2, 1)].map { GridPosition(row: $0, column: $1) })
  }

  /// A row that is all on CLS: the weight is a cell under the map, and the grid's fraction is said.
  @Test func weightsBesideTheGridAreShownWithTheirFractions() throws {
    let grid = TokenGrid(rows: 2, columns: 2)
    let prefix = [PrefixToken.classToken, .register(0), .register(1)]
    let map = HeatMap(kind: .attention, grid: grid, values: [0, 0.01, 0.01, 0], prefix: [0.96, 0.01, 0.01])
    let beside = try #require(BesideGrid(map, prefix, isRow: true, query: .classToken))
    #expect(abs(try #require(beside.gridFraction) - 0.02) < 1e-6)
    #expect(abs(beside.tokens.compactMap(\.fraction).reduce(0, +) - 0.98) < 1e-6)
    #expect(beside.tokens.map(\.isQuery) == [true, false, false])
    #expect(
      beside.groupings.map { $0.map { $0.number(isTight: false) } } == [
        ["0.96", "0.01", "0.01"], ["0.96", "0.02"], ["0.98"],
      ])
    // Values that are no weights have no fractions.
    let logits = try #require(BesideGrid(map, prefix, isRow: false, query: nil))
    #expect(
      logits.gridFraction == nil
        && logits.groupings[0].map { $0.number(isTight: false) } == ["0.960", "0.010", "0.010"])
    let strange = HeatMap(kind: .attention, grid: grid, values: [0, 1, .nan, 0], prefix: [.nan, 0, 0])
    let unknown = try #require(BesideGrid(strange, prefix, isRow: true, query: nil))
    #expect(unknown.gridFraction == nil && unknown.groupings[0][0].number(isTight: false) == "not finite")
    #expect(
      BesideGrid(HeatMap(kind: .attention, grid: grid, values: [1, 0, 0, 0]), [], isRow: true, query: nil)
        == nil)
  }

  @Test(arguments: ["40x12", "80x24", "120x36", "200x60"])
  func everyPanelSaysWhatLiesOnTheGrid(size: String) throws {
    let viewer = try Synthetic.viewer([Synthetic.model(.deep)], size: size)
    #expect(viewer.text.contains("grid 0."))
    guard size != "40x12" else { return }
    #expect(viewer.text.contains("cls ") && viewer.text.contains("reg"))
    try viewer.type("C")
    #expect(viewer.text.contains("cls ["))
  }

  /// What is not finite looks like no key nowhere, and its reason is said in every view.
  @Test(arguments: ColorDepth.allCases) func whatIsNotFiniteIsNamed(depth: ColorDepth) throws {
    let model = Synthetic.model(
      "diverged", polarity: false, geometries: [grid(4, 4)], headCounts: [1], queryValue: .nan)
    let viewer = try Synthetic.viewer([model], size: "120x36", depth: depth)
    for view in ["1", "2", "3"] {
      try viewer.type(view)
      let canvas = Canvas.draw(viewer.state, viewer.viewer.findings)
      #expect(canvas.legend.patterns == [.notFinite], "view \(view)")
      #expect(canvas.legend.bars.isEmpty, "view \(view)")
      let text = viewer.text
      #expect(
        text.contains("not finite") && !text.contains("no values") && !text.contains("no key"), "view \(view)"
      )
      #expect(canvas.frame.cells.contains { $0.level == .notFinite })
      #expect(!canvas.frame.cells.contains { $0.level == .missing })
    }
    try viewer.type("3")
    #expect(viewer.text.contains("ρ row not finite, here not finite"))
    try viewer.type("5")
    #expect(viewer.text.contains("without a value: ") && viewer.text.contains("not finite"))
    #expect(viewer.text.contains("same: H has no value") && !viewer.text.contains("H rises for 0 of"))
    // Over other keys than the other model has, too: there is nothing to pool.
    for other in [grid(4, 4), grid(8, 8)] {
      let sound = Synthetic.model("sound", polarity: false, geometries: [other], headCounts: [1])
      let pair = try Synthetic.viewer([model, sound], size: "120x36", depth: depth)
      for view in ["1", "4"] {
        try pair.type(view)
        #expect(pair.text.contains("entropies of A and B are not comparable: not finite"), "\(pair.text)")
      }
    }
  }

  /// Whatever maps and scales are chosen: nothing is waited for that never comes, and every bar is of a map that is seen.
  @Test(arguments: Synthetic.Shape.allCases)
  func everyMapOfUnlikePairsComesToAnEnd(shape: Synthetic.Shape) throws {
    let viewer = try Synthetic.viewer(shape, shape == .twin ? .pyramid : .twin)
    var seen: Set<MapKind> = []
    while seen.insert(viewer.state.map).inserted {
      for keys in ["1", "Tab", "r", "2", "r", "I", "1", "I", "C", "C", "C"] {
        try viewer.type(keys)
        let canvas = Canvas.draw(viewer.state, viewer.viewer.findings)
        let place = "\(shape), \(viewer.state.map), \(keys)"
        let lines = canvas.frame.plainText.split(separator: "\n")
        #expect(!lines.contains { $0.contains("…") && $0.allSatisfy { "… │".contains($0) } }, "\(place)")
        let sides = Set(maps(canvas).count > 0 ? canvas.targets.compactMap(\.mapSide) : [])
        #expect(canvas.legend.bars.allSatisfy { !$0.owners.isEmpty }, "\(place)")
        #expect(
          canvas.legend.bars.flatMap(\.owners).allSatisfy { $0.side.map(sides.contains) ?? true }, "\(place)")
        #expect(sides.isEmpty == canvas.legend.bars.isEmpty, "\(place)")
      }
      try viewer.type("m")
    }
    #expect(seen.count > 8)
  }
}

extension ClickTarget {
  /// The side of a map.
  fileprivate var mapSide: Side? { if case .picture(_, let side) = self { side } else { nil } }
}
