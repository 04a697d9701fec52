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

  /// What has the terminal's own colors is dark on light ground, also in reverse video; colors stay as they are.
  @Test func picturesHaveTheGroundThatIsAskedFor() {
    var frame = sample
    frame.text("own", x: 4, y: 0)
    frame.text("rev", x: 4, y: 2, Style(.standard, on: .standard, .reverse))
    for ground in PictureGround.allCases {
      let picture = frame.picture(on: ground)
      #expect(picture.background == ground.background)
      func color(_ text: String) -> UInt32? { picture.words.first { $0.text == text }?.color }
      #expect(color("own") == ground.foreground)
      #expect(color("rev") == ground.background && color("end") == 0xFF0000)
      #expect(picture.areas.contains { $0.y == 36 && $0.x == 36 && $0.color == ground.foreground })
      #expect(picture.areas.contains { $0.color == 0x000003 })
      let svg = frame.svg(title: "", on: ground)
      #expect(
        svg.contains("<rect width=\"126\" height=\"54\" fill=\"#\(Color.hexadecimal(ground.background))\"/>"))
    }
    #expect(OKLab(PictureGround.light.background).lightness > 0.9)
    #expect(OKLab(PictureGround.light.foreground).lightness < 0.3)
  }

  /// The signs of negative values need no font: it may lack them.
  @Test func signsOfNegativeValuesAreShapes() {
    var frame = Frame(size: Size(columns: 2, rows: 1))
    frame.text("■≡", x: 0, y: 0)
    let picture = frame.picture(on: .dark)
    #expect(picture.words.isEmpty)
    #expect(picture.areas.count { $0.x < 9 } == 1 && picture.areas.count { $0.x > 9 } == 3)
    #expect(picture.areas.allSatisfy { $0.y >= 0 && $0.y + $0.height <= 18 && $0.x + $0.width <= 18 })
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
