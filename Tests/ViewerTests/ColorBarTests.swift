// The line of the color bars names every scale that fits, before other words.

import Attention
import TerminalUI
import Testing

@testable import Session
@testable import Viewer

@Suite struct ColorBarTests {
  private func barLine(_ viewer: HeadlessViewer) throws -> String {
    let row = try #require(ScreenLayout(viewer.state.size).barRow)
    return String(viewer.text.split(separator: "\n", omittingEmptySubsequences: false)[row])
  }

  /// A, B and B − A of models without a scale in common: every one has its bar at 80 columns.
  @Test func theDifferenceHasItsBar() throws {
    let signed = Synthetic.model(
      "inline-twin", polarity: false, queryValue: 16, mechanism: InLineAttention(headWidth: 1))
    let viewer = try Synthetic.viewer([Synthetic.model(.twin), signed], size: "80x24")
    for keys in ["2", "m", "r", "r"] {
      try viewer.type(keys)
      let line = try barLine(viewer)
      #expect(line.contains("B − A") && !line.contains("more"), "\(line)")
    }
  }

  @Test(arguments: [("80x24", 1), ("100x30", 0), ("120x36", 0), ("200x60", 0)])
  func fewScalesAreLeftOut(size: String, left: Int) throws {
    let viewer = try Synthetic.viewer(size: size)
    try viewer.type("3")
    let line = try barLine(viewer)
    for count in left + 1..<9 { #expect(!line.contains("+\(count) more"), "\(line)") }
    #expect(!viewer.frame().isCut)
  }

  /// Values of tokens beside the grid that are no fractions of a row are there, as a range where cells share a name.
  @Test(arguments: ["80x24", "120x36", "200x60"]) func registersKeepTheirValues(size: String) throws {
    let prefix = [PrefixToken.classToken] + (0..<4).map { .register($0) }
    let geometry = AttentionGeometry(queryGrid: TokenGrid(rows: 8, columns: 8), prefix: prefix)
    let viewer = try Synthetic.viewer(
      [Synthetic.model("registers", polarity: false, geometries: [geometry], headCounts: [2])], size: size)
    for keys in ["I", "I 8"] {
      try viewer.type(keys)
      // All cells under one name, `beside`, where there is no room for more.
      let line = try #require(
        viewer.text.split(separator: "\n").first { $0.contains("▄") && $0.contains(/reg|beside/) }, "\(keys)")
      let words = line.split(separator: " ")
      let start = try #require(words.firstIndex { $0.hasPrefix("reg") || $0.hasPrefix("beside") })
      #expect(words[start...].contains { $0.contains(/[0-9]*\.[0-9]+|[0-9]e-[0-9]/) }, "\(line)")
    }
  }
}
