// Frames as text, ANSI and SVG.

import Testing

@testable import TerminalUI

@Suite struct FrameExportTests {
  private var sample: Frame {
    var frame = Frame(size: Size(columns: 14, rows: 3))
    frame.box(Rect(x: 0, y: 0, width: 4, height: 3))
    frame.pixels(PixelImage(width: 2, height: 2) { x, y in Pixel(Color(UInt32(x + 2 * y + 1))) }, x: 1, y: 1)
    frame.text("a<b&c  end", x: 4, y: 1, Style(Color(0xFF0000), .bold))
    return frame
  }

  @Test func svgHoldsEveryPixelAndTheTextOnce() {
    let svg = sample.svg(title: "x & y")
    #expect(svg.contains("<title>x &amp; y</title>"))
    for color in ["000001", "000002", "000003", "000004"] {
      #expect(svg.contains("height=\"9\" fill=\"#\(color)\""))
    }
    #expect(svg.contains(">a&lt;b&amp;c</text>"))
    #expect(
      svg.contains(
        "<text x=\"99\" y=\"32\" textLength=\"27\" fill=\"#ff0000\" font-weight=\"bold\">end</text>"))
    #expect(!svg.contains("href") && !svg.contains("▀") && !svg.contains("─"))
  }

  @Test func ansiNamesColorsAndResetsEachLine() {
    let lines = sample.ansiText.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 4)
    #expect(lines[1].contains("\u{1B}[0;38;2;0;0;1;48;2;0;0;3m▀"))
    #expect(lines[1].contains("\u{1B}[0;1;38;2;255;0;0ma<b&c"))
    #expect(lines.dropLast().allSatisfy { $0.hasSuffix("\u{1B}[0m") })
    let indexed = sample.quantized(to: Capabilities(depth: .indexed256)).ansiText
    #expect(indexed.contains("38;5;196m"))
  }

  @Test func colorTextHoldsWhatTheTextLeavesOut() {
    var other = sample
    other[1, 1].style.background = Color(9)
    #expect(other.plainText == sample.plainText)
    #expect(other.colorText != sample.colorText)
    #expect(sample.colorText.contains("1: 1+1 000001/000003, 2+1 000002/000004, 4+10 ff0000/- bold"))
  }
}
