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
    #expect(canvas(viewer).parts == (hasImage ? nil : ShownParts(shown: 8, count: 9)))
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
