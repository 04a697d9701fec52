// Charts: the axis fits the data, and lines that coincide can be told apart.

import TerminalUI
import Testing

@testable import Viewer

@Suite struct LinePlotTests {
  private func line(_ name: String, _ values: [Float]) -> LinePlot.Line {
    LinePlot.Line(name: name, color: Color(0x2F81C7), values: values)
  }

  private func frame(_ lines: [LinePlot.Line], cursor: Float? = nil) -> Frame {
    var canvas = Canvas(size: Size(columns: 60, rows: 12), .full)
    canvas.draw(
      LinePlot(lines: lines, cursor: cursor, labels: [(0, "0", .plain), (1, "9", .plain)]),
      in: Rect(x: 0, y: 0, width: 60, height: 12))
    return canvas.frame
  }

  @Test func theAxisFitsWhatIsDrawn() {
    let cases: [([Float], ClosedRange<Float>, [String])] = [
      ([0.96, 0.84], 0.8...1, ["1.00", ".95", ".90", ".85", ".80"]),
      ([0.9812, 0.9853], 0.98...0.99, [".990", ".985", ".980"]),
      ([0, 1], 0...1, [".00", "1.00"]),
      ([0.5, 0.5], 0.5...0.505, [".500", ".505"]),
      ([.nan, 0.3, 0.31], 0.3...0.31, [".300", ".305", ".310"]),
      ([.nan], 0...1, [".00", "1.00"]), ([], 0...1, []),
    ]
    for (values, range, labels) in cases {
      let axis = ValueAxis(holding: values)
      #expect(
        abs(axis.low - range.lowerBound) < 1e-5 && abs(axis.high - range.upperBound) < 1e-5, "\(values)")
      let texts = axis.labels.map(\.text)
      for label in labels { #expect(texts.contains(label.withoutLeadingZero), "\(label) of \(texts)") }
      #expect(values.filter(\.isFinite).allSatisfy { (axis.low - 1e-5...axis.high + 1e-5).contains($0) })
    }
  }

  /// The dots reach the top and the bottom row, whatever the values are.
  @Test func linesFillTheChart() {
    let shown = frame([line("a", [0.95, 0.951, 0.955, 0.96])])
    func hasDots(_ row: Int) -> Bool {
      (6..<60).contains { (0x2801...0x28FF).contains(shown[$0, row].glyph.value) }
    }
    #expect(hasDots(0) && hasDots(10))
  }

  @Test func linesThatCoincideAreToldApart() {
    let values: [Float] = [0.2, 0.4, 0.3, 0.5]
    let shown = frame([line("a", values), line("b", values), line("c", values)])
    let glyphs = (0..<11).flatMap { row in (6..<56).map { shown[$0, row].glyph } }
    for number in ["1", "2", "3"] as [Unicode.Scalar] { #expect(glyphs.count { $0 == number } >= 3) }
    // At the right end they are beside one another.
    #expect(shown.plainText.contains("123"))
  }

  @Test func linesThatCrossKeepTheirNumbersAtTheirEnds() {
    let shown = frame([line("up", [0, 1]), line("down", [1, 0])])
    #expect(shown[57, 0].glyph == "1" && shown[57, 10].glyph == "2")
  }

  @Test func aGapIsNoLine() {
    let shown = frame([line("a", [0.1, .nan, .nan, .nan, 0.9])])
    let columns = (6..<56).filter { x in
      (0..<11).contains { (0x2801...0x28FF).contains(shown[x, $0].glyph.value) }
    }
    #expect(columns.allSatisfy { $0 < 20 || $0 > 45 })
  }

  @Test(arguments: ColorDepth.allCases, [true, false])
  func everyTerminalShowsLines(depth: ColorDepth, unicode: Bool) {
    let shown = frame([line("a", [0.1, 0.9])]).quantized(to: Capabilities(depth: depth, unicode: unicode))
    let expected: ClosedRange<UInt32> =
      unicode ? depth == .indexed8 ? 0x2580...0x2588 : 0x2801...0x28FF : 0x21...0x7E
    let row = 5
    #expect((7..<55).contains { expected.contains(shown[$0, row].glyph.value) })
    #expect(!shown.cells.contains { $0.glyph == "?" })
  }
}
