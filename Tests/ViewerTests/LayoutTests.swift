// Numbers, layout, scales and pictures on their own.

import Attention
import AttentionMaps
import Compute
import Files
import FoundationEssentials
import Imaging
import Session
import TerminalUI
import Testing

@testable import Viewer

@Suite struct LayoutTests {
  private func row(_ columns: Int, _ rows: Int, count: Int, grid: Int = 16) -> PanelRow {
    PanelRow(
      area: Rect(x: 0, y: 2, width: columns, height: rows), count: count, gridSides: [grid],
      isCompact: rows < 10
    )
  }

  @Test func at120ColumnsTheImageShrinksAndThreePanelsStay() {
    let row = row(120, 22, count: 3)
    #expect(row.image?.width == 18)
    #expect(row.panels.map(\.width) == [34, 34, 34])
    #expect(row.height == 18)
  }

  /// What maps and thumbnails leave over lists more of the largest values, in columns below the first.
  @Test func rowsThatAreLeftOverListMoreValues() throws {
    let viewer = try Synthetic.viewer(size: "240x70")
    let canvas = Canvas.draw(viewer.state, viewer.viewer.findings)
    #expect(!canvas.frame.isCut)
    let text = canvas.frame.plainText.split(separator: "\n", omittingEmptySubsequences: false)
    let first = try #require(text.firstIndex { $0.contains("top ") })
    let panels = canvas.probed.count
    var listed = 0
    for line in text[first...].prefix(while: { !$0.hasPrefix("└") }) {
      // Each place, such as 12,3, has a value behind it.
      listed += line.matches(of: #/\b\d+,\d+\s+[−\d.]/#).count
    }
    #expect(listed > 5 * panels && listed % panels == 0, "\(listed) values in \(panels) panels")
    var run = 0
    for line in text.dropFirst(2).dropLast(6) {
      run = line.allSatisfy { $0 == " " } ? run + 1 : 0
      #expect(run <= 4, "too many blank rows")
    }
  }

  @Test func at80ColumnsTwoPanelsStay() {
    let row = row(80, 18, count: 3)
    #expect(row.panels.count == 2 && row.panels.allSatisfy { $0.width == 34 })
    #expect(row.image?.width == 12)
  }

  @Test func modelsWithDifferentGridsBothGetWholeScales() {
    let row = PanelRow(
      area: Rect(x: 0, y: 2, width: 120, height: 22), count: 2, gridSides: [28, 14, 7, 16, 8],
      isCompact: false)
    // 32 pixels: 16 twice, 28 once, 14 twice.
    #expect(row.height >= 18)
  }

  @Test func panelsNeverOverlapNorLeaveTheScreen() {
    var wrong: [String] = []
    for columns in 40...220 {
      for rows in [3, 8, 12, 22, 50] {
        for (count, grid) in [(1, 7), (2, 14), (3, 16), (4, 56), (3, 2)] {
          let row = row(columns, rows, count: count, grid: grid)
          var x = 0
          var isRight = !row.panels.isEmpty && row.height <= rows
          for rect in [row.image].compactMap({ $0 }) + row.panels {
            if rect.x != x || rect.width <= 0 { isRight = false }
            x = rect.right
          }
          if !isRight || x > columns { wrong.append("\(columns)×\(rows), \(count) panels, grid \(grid)") }
        }
      }
    }
    #expect(wrong == [])
  }

  @Test func picturesUseWholeScales() {
    #expect(GridFit(TokenGrid(rows: 16, columns: 16), width: 40, height: 36).valueWidth == 2)
    let small = GridFit(TokenGrid(rows: 56, columns: 56), width: 34, height: 34)
    #expect(
      small.block == TokenGrid(rows: 2, columns: 2) && small.width == 28 && small.reduction == "2×2 means")
    let none = GridFit(TokenGrid(rows: 3, columns: 3), width: 0, height: 0)
    #expect(none.width >= 1)
  }

  /// Where a cell shows one value, two tokens above each other are a mean, and the picture says so.
  @Test func cellsOfOneValueShowMeansOfTwoTokens() {
    let grid = TokenGrid(rows: 5, columns: 3)
    #expect(GridFit(grid, width: 3, height: 6).reduction == nil)
    let whole = GridFit(grid, width: 3, height: 6, hasWholeCells: true)
    #expect(whole.reduction == "2×1 means" && whole.width == 3 && whole.height == 6)
    #expect(GridFit(grid, width: 6, height: 10, hasWholeCells: true).reduction == nil)
    #expect(GridFit(grid, width: 2, height: 10, hasWholeCells: true).block == TokenGrid(rows: 4, columns: 2))
  }

  @Test func blocksOfTokensAreMeansAndKeepWhatIsMissing() {
    var map = HeatMap(kind: .attention, emptyOn: TokenGrid(rows: 2, columns: 8), prefix: 1, isSigned: false)
    func set(_ number: Measured<Float>, _ row: Int, _ column: Int) {
      map.set(number, at: .spatial(GridPosition(row: row, column: column)))
    }
    map.set(0.5, at: .prefix(0))
    for (column, value) in [(0, Float(1)), (1, 3)] { set(.value(value), 0, column) }
    for (column, value) in [(0, Float(5)), (1, 7)] { set(.value(value), 1, column) }
    set(.undefined(.emptyRow), 0, 4)
    set(.value(2), 0, 6)
    set(.undefined(.notFinite), 1, 7)
    let fit = GridFit(map.grid, width: 4, height: 1)
    let drawn = map.reduced(by: fit.block)
    #expect(drawn.contents == [.value, .noKey, .undefined, .notFinite])
    #expect(drawn.values[0] == 4 && drawn.range == 4...4 && drawn.prefix == [0.5])
    let scale = MapScale(.linear(low: 0, high: 8), colorMap: .gray)
    let picture = drawn.picture(fit, scale: scale)
    #expect(picture.width == 4 && picture.height == 1)
    #expect(picture[0, 0] == scale.pixel(4))
    #expect(picture.pixels.dropFirst().map(\.level) == [.missing, .undefined, .notFinite])
  }

  @Test func scalesPutValuesWhereTheySay() {
    let linear = MapScale(range: 0.1...0.5, isSigned: false, colorMap: .viridis)
    #expect(linear.fraction(of: 0.5) == 1 && linear.fraction(of: 0) == 0 && linear.bar.low == "0")
    let signed = MapScale(range: -2...1, isSigned: true, colorMap: .viridis)
    #expect(signed.fraction(of: -2) == -1 && signed.fraction(of: 0) == 0 && signed.fraction(of: 1) == 0.5)
    let uniform = MapScale(.uniform(keys: 64), colorMap: .viridis)
    // log(10) and log(100) of log(300).
    #expect(
      abs(uniform.fraction(of: 1 / 64) - 0.403694) < 1e-6
        && abs(uniform.fraction(of: 10 / 64) - 0.807389) < 1e-6)
    #expect(
      uniform.fraction(of: 1000 / 64) == 1 && uniform.fraction(of: 0.1 / 64) == 0
        && uniform.fraction(of: 0) == 0)
    #expect(uniform.bar == MapScale(.uniform(keys: 9), colorMap: .viridis).bar)
    #expect(uniform.bar.low == "≤0.1×" && uniform.bar.high == "≥30×")
    let flat = MapScale(range: nil, isSigned: false, colorMap: .viridis)
    #expect(flat.fraction(of: 3) == 0)
    let part = MapScale(.fraction(of: 4), colorMap: .viridis)
    #expect(part.fraction(of: 1) == 0.25 && part.bar == MapScale(.fraction(of: 2), colorMap: .viridis).bar)
  }

  /// Whatever the weights on the screen are, a multiple of uniform has one color: also where another weight is far
  /// above the end of the bar.
  @Test func aMultipleOfUniformKeepsItsColor() throws {
    let viewer = try Synthetic.viewer()
    var scales: Set<String> = []
    for keys in ["1", "] .", "Right Right", "C", "n", "]"] {
      try viewer.type(keys)
      let scene = Scene(state: viewer.state, findings: viewer.viewer.findings)
      let subject = try #require(scene.focused)
      for peak: Float in [0.01, 0.5, 1] {
        let map = HeatMap(kind: .attention, grid: TokenGrid(rows: 1, columns: 2), values: [peak, 0.01])
        let box = PictureBox(width: 8, rows: 8, .full)
        let scale = scene.scale(for: map, kind: .attention, subject: subject, in: box)
        let keys = Float(subject.keysSeen(.attention, layer: subject.layer))
        scales.insert("\(scale.bar.high) \(scale.color(fraction: scale.fraction(of: 3 / keys)))")
      }
    }
    #expect(scales.count == 1 && scales.first?.hasPrefix("≥30×") == true, "\(scales)")
  }

  @Test func numbersReadWell() {
    let cases: [(Double, String)] = [
      (0, "0"), (1, "1.00"), (0.158, "0.158"), (0.0072, "0.0072"), (0.00009, "9e-5"), (-0.5, "−0.500"),
      (123.4, "123"), (12.34, "12.3"), (1e7, "1e7"), (.nan, "–"), (.infinity, "–"), (0.99999, "1.00"),
      (9.96e-5, "1e-4"),
    ]
    for (value, text) in cases { #expect(value.brief == text) }
    #expect((0.4).signed(2) == "+0.40" && (-0.7).signed(1) == "−0.7" && (-0.001).fixed(2) == "0.00")
    #expect((-0.001).signed(2) == "−0.00" && 0.001.signed(2) == "+0.00" && 0.0.signed(2) == "+0.00")
    #expect((1e300).fixed(2) == "1e300")
  }

  @Test func textWrapsAndQuotes() {
    #expect("one two three".wrapped(to: 7) == ["one two", "three"])
    #expect("abcdefgh".wrapped(to: 3) == ["abc", "def", "gh"])
    #expect("".wrapped(to: 5).isEmpty)
    #expect("a b'c".quotedForShell == "'a b'\\''c'")
    #expect("images/boot-1.png".quotedForShell == "images/boot-1.png")
    let bytes = String(systemPath: [0x61, 0xE9, 0x27, 0x20, 0x5C, 0xC3, 0xA9])
    #expect(bytes.quotedForShell == #"$'a\351\047 \134\303\251'"#)
  }

  @Test func dumpedFilesAreNeverReplaced() throws {
    let viewer = try Synthetic.viewer()
    let root = FileManager.default.temporaryDirectory.path + "/polascope-\(UInt32.random(in: 0 ... .max))"
    defer { try? FileManager.default.removeItem(atPath: root) }
    let examination = try #require(viewer.viewer.findings[Examine(viewer.state.examinationKey(.b))])
    let order = ExportOrder(number: 0, wholeLayer: true, maps: nil, parts: [])
    let place = try examination.model.places.place(HeadPlace(layer: 1, head: 0), query: .point(.center))
    let folder = "\(root)/polarity-twin/boot"
    let first = try order.write(examination, at: place, into: folder, cancellation: Cancellation())
    let second = try order.write(examination, at: place, into: folder, cancellation: Cancellation())
    #expect(first.count == 6 && Set(first).isDisjoint(with: second))
    #expect(first[0] == root + "/polarity-twin/boot/layer01-head00-attention-q4,4.pgm")
    #expect(second[0] == root + "/polarity-twin/boot-1/layer01-head00-attention-q4,4.pgm")
    for path in first + second { #expect(FileManager.default.fileExists(atPath: path)) }
  }

  @Test func onlyMapsThatAModelHasAreDumped() throws {
    let viewer = try Synthetic.viewer()
    let root = FileManager.default.temporaryDirectory.path + "/polascope-\(UInt32.random(in: 0 ... .max))"
    defer { try? FileManager.default.removeItem(atPath: root) }
    let findings = viewer.viewer.findings
    let softmax = try #require(findings[Examine(viewer.state.examinationKey(.a))])
    let polarity = try #require(findings[Examine(viewer.state.examinationKey(.b))])
    func write(_ maps: [MapKind], of examination: Examination) throws -> [String] {
      let place = try examination.model.places.place(HeadPlace(layer: 1, head: 1), query: .point(.center))
      return try ExportOrder(number: 0, wholeLayer: false, maps: maps, parts: []).write(
        examination, at: place, into: root, cancellation: Cancellation())
    }
    #expect(throws: MapUnavailable.notOfMechanism(.same, "softmax")) {
      try write([.same], of: softmax)
    }
    #expect(throws: MapUnavailable.self) {
      try write([.rollout], of: polarity)
    }
    let paths = try write([.same, .entropy], of: polarity)
    #expect(paths.contains { $0.hasSuffix("layer01-head01-same-q4,4.pgm") })
    #expect(paths.contains { $0.hasSuffix("layer01-head01-entropy.pgm") })
  }

  /// Whose map it is and of which layer and head, in the title or, where that is too narrow, in the footer.
  @Test(arguments: ViewKind.allCases) func everyPanelSaysItsLayer(view: ViewKind) throws {
    let viewer = try Synthetic.viewer(size: "80x24")
    try viewer.type("] . \(view.number)")
    let scene = Scene(state: viewer.state, findings: viewer.viewer.findings)
    let panels = view.screen.panels(scene).filter { if case .map = $0.content { true } else { false } }
    for panel in panels {
      for width in 18...60 {
        let title = panel.title(width: width, note: "2×2 means")
        let footer = panel.footers(below: title).first { $0.columns <= width } ?? ""
        let text = title.map(\.text).joined() + " " + footer
        // Readings of the lens are below a caption that says it; a difference is of both.
        let isSaid = ["1.1", " 1 ", "0–1"].contains { text.contains($0) }
        #expect(isSaid || view == .lens && width < 40 || panel.side == nil, "\(text) at \(width)")
      }
    }
  }

  /// Which model is sharper, also where there is no line of its own for it.
  @Test(arguments: ["80x24", "120x36", "200x60"], ["1", "4"])
  func theStoryIsTold(size: String, view: String) throws {
    // At 80×24 the maps of 32 × 32 tokens are reduced and leave a line above the thumbnails.
    let geometry = AttentionGeometry(queryGrid: TokenGrid(rows: 32, columns: 32))
    let models = [false, true].map {
      Synthetic.model($0 ? "b" : "a", polarity: $0, geometries: [geometry, geometry])
    }
    let viewer = try Synthetic.viewer(models, size: size)
    try viewer.type(view)
    #expect(viewer.text.contains("this image: "), "\(viewer.text)")
    #expect(!viewer.frame().isCut)
  }

  @Test func theCommandsReproduceTheScreen() throws {
    let viewer = try Synthetic.viewer()
    try viewer.type("] . Right m y")
    #expect(
      viewer.state.dialog
        == .message(
          title: "these maps as files, and this screen",
          lines: [
            "polascope dump polarity-twin --image images/boot.png --layers 1 --heads 1 --query 4,5 --map same --out maps",
            "# No file holds the map of softmax-twin: same: only polarity heads have it; this layer is softmax.",
            "",
            "polascope view softmax-twin polarity-twin --image images/boot.png --image images/boot-1.png "
              + "--layer 1 --head 1 --query 4,5 --view heads --map same",
            "",
            "# The commands are in the clipboard too, where the terminal allows that (OSC 52).",
          ], scroll: 0))
  }

  @Test func wordsOfTheShellHoldPrintableCharactersAlone() {
    #expect("a b'c".quotedForShell == "'a b'\\''c'")
    #expect("a\u{1b}[0m'\\\n7é\u{202e}".quotedForShell == "$'a\\033[0m\\'\\\\\\0127é\\342\\200\\256'")
    #expect("".quotedForShell == "''")
  }
}
