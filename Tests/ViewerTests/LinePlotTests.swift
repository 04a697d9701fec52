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
    let cases: [([Float], rows: Int, ClosedRange<Float>, [String])] = [
      ([0.96, 0.84], 5, 0.8...1, ["0.80", "0.85", "0.90", "0.95", "1.00"]),
      ([0.982, 0.989], 5, 0.98...0.99, ["0.980", "0.985", "0.990"]),
      ([0, 1], 9, 0...1, ["0.00", "0.50", "1.00"]),
      ([0.3, .nan, 0.31], 11, 0.3...0.31, ["0.300", "0.305", "0.310"]),
      ([2, 37], 9, 0...40, ["0", "10", "20", "30", "40"]),
      ([.nan], 5, 0...1, ["0.00", "0.50", "1.00"]), ([], 5, 0...1, ["0.00", "0.50", "1.00"]),
    ]
    for (values, rows, range, labels) in cases {
      let axis = ValueAxis(holding: values, rows: rows)
      #expect(
        abs(axis.low - range.lowerBound) < 1e-5 && abs(axis.high - range.upperBound) < 1e-5, "\(values)")
      #expect(axis.labels.map(\.text) == labels.map(\.withoutLeadingZero), "\(values)")
    }
  }

  /// Whatever is drawn over so many rows: it lies on the axis and takes much of it, and labels are on rows and equally
  /// far apart.
  @Test(arguments: 3...48) func labelsAreEquallyFarApart(rows: Int) throws {
    let ranges: [(Float, Float)] = [
      (0.76, 0.96), (0.84, 0.96), (0.9812, 0.9853), (0, 1), (0.3, 0.31), (3.61, 4.19), (0.5, 0.5),
      (0.444, 15.2), (-3.2, 7.9), (0.002, 0.009), (0, 0), (5, 5000), (1e6, 1e6 + 3), (1e30, 1e38), (-7, -6.9),
      (0.0001, 0.99999),
    ]
    for (low, high) in ranges {
      let axis = ValueAxis(holding: [low, high], rows: rows)
      #expect(
        axis.low <= low + (high - low) / 500 && axis.high >= high - (high - low) / 500, "\(low) \(high)")
      #expect(low < 0 || axis.low >= 0, "\(low) \(high)")
      let places = axis.labels.map { $0.fraction * Float(rows - 1) }
      #expect(places.count >= 2, "\(low) \(high)")
      #expect(places.allSatisfy { abs($0 - $0.rounded()) < 0.02 }, "\(low) \(high) \(places)")
      let gaps = zip(places, places.dropFirst()).map { ($1 - $0).rounded() }
      #expect(Set(gaps).count <= 1 && gaps.allSatisfy { $0 >= 1 }, "\(low) \(high) \(places)")
      guard high < 1e5 else { continue }
      #expect(Set(axis.labels.map(\.text)).count == places.count, "\(low) \(high) \(axis.labels)")
      if rows >= 5, high - low >= 0.005 {
        #expect((high - low) / (axis.high - axis.low) >= 0.4, "\(low) \(high) \(axis)")
      }
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
