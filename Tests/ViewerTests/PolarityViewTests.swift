// View 3: large maps, and every part of it within reach.

import Attention
import Session
import TerminalUI
import Testing

@testable import Viewer

@Suite struct PolarityViewTests {
  private static func twins(_ sides: [Int]) -> [LoadedModel] {
    let geometries = sides.map { AttentionGeometry(queryGrid: TokenGrid(rows: $0, columns: $0)) }
    return [false, true].map { isPolarity in
      Synthetic.model(
        isPolarity ? "polarity-twin" : "softmax-twin", polarity: isPolarity, geometries: geometries)
    }
  }

  private func canvas(_ viewer: HeadlessViewer) -> Canvas {
    Canvas.draw(viewer.state, viewer.viewer.findings)
  }

  /// The widths of the pictures of maps, in the order of the screen.
  private func widths(_ canvas: Canvas) -> [Int] {
    canvas.targets.compactMap { if case .picture(let area, .some) = $0 { area.width } else { nil } }
  }

  /// The image goes, or the numbers become narrower, where maps are much larger then.
  @Test(
    arguments: [
      ("160x45", [32, 16], 32, false), ("200x60", [32, 16], 32, true), ("120x36", [12, 12], 24, false),
      ("240x70", [16, 16], 48, true), ("136x36", [12, 12], 24, false), ("200x60", [8, 8], 32, true),
    ] as [(String, [Int], Int, Bool)])
  func mapsAreAsLargeAsTheyCanBe(size: String, sides: [Int], width: Int, hasImage: Bool) throws {
    let viewer = try Synthetic.viewer(Self.twins(sides), size: size)
    try viewer.type("3")
    #expect(widths(canvas(viewer)) == Array(repeating: width, count: 6), "\(viewer.text)")
    #expect(viewer.text.contains("┌ image") == hasImage)
    #expect(viewer.text.contains("Σ|q·k|"), "the numbers are beside the maps")
    #expect(canvas(viewer).parts.map { [$0.shown, $0.count] } == (hasImage ? nil : [8, 10]))
  }

  /// What pp, nn, pn and np are is said below the maps, or on a page where there is no room.
  @Test(arguments: ["80x24", "120x36", "200x60", "240x70"]) func thePartsAreExplained(size: String) throws {
    let viewer = try Synthetic.viewer(Self.twins([8, 8]), size: size)
    try viewer.type("3")
    var pages: Set<String> = [viewer.text]
    for _ in 0..<8 {
      try viewer.type(")")
      pages.insert(viewer.text)
    }
    let words = ["pp, nn: products of channels", "opposite signs", "ρ = positive"]
    #expect(pages.contains { page in words.allSatisfy { page.contains($0) } })
    // Numbers say whose they are.
    #expect(pages.contains { $0.contains("A 0.0 Σ|q·k|") } && pages.contains { $0.contains("B 0.0 Σ|q·k|") })
  }

  /// The image, and all numbers, are on a page where they are not beside the maps.
  @Test(arguments: ["40x12", "80x24", "120x36"]) func everyPartIsWithinReach(size: String) throws {
    let viewer = try Synthetic.viewer(Self.twins([8, 8]), size: size)
    try viewer.type("3 Tab")
    var pages: [String] = []
    repeat {
      pages.append(viewer.text)
      #expect(!viewer.frame().isCut)
      try viewer.type(")")
    } while viewer.text != pages[0] && pages.count < 12
    #expect(viewer.text == pages[0], "the pages come round")
    #expect(pages.contains { $0.contains("┌ image") || $0.contains("query 4,4") })
    // The last line of the numbers of B.
    #expect(pages.contains { $0.contains("gate ") && !$0.contains("more line") }, "\(pages.joined())")
    if size != "40x12" {
      #expect(pages[0].contains("Σ|q·k|") && pages[0].contains("positive"))
    }
  }

  @Test func linesInTwoColumns() {
    let lines = (0..<5).map { [Span("line \($0)")] }.inTwoColumns(width: 23, gap: 3)
    #expect(
      lines.map { $0.map(\.text).joined() } == ["line 0       line 3", "line 1       line 4", "line 2"])
    #expect([[Span]]().inTwoColumns(width: 23, gap: 3).isEmpty)
  }
}
