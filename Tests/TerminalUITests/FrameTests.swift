// Drawing on frames: text, boxes, clipping, half-block pixels.

import Testing

@testable import TerminalUI

@Suite struct FrameTests {
  private func frame(_ columns: Int, _ rows: Int) -> Frame { Frame(size: Size(columns: columns, rows: rows)) }

  @Test func textStopsAtTheEdgeAndReturnsTheNextColumn() {
    var frame = frame(6, 2)
    let end = frame.text("abc", x: 4, y: 1)
    #expect(end == 7)
    #expect(frame.plainText == "\n    ab\n")
  }

  @Test func longTextGivesWayToAnEllipsis() {
    var frame = frame(12, 1)
    frame.text("fashion-softmax", x: 0, y: 0, width: 8)
    #expect(frame.plainText == "fashion…\n")
    #expect("fashion-softmax".fitted(to: 8, keepingEnd: true) == "…softmax")
    #expect("ab".fitted(to: 2) == "ab")
    #expect("abc".fitted(to: 0) == "")
  }

  @Test func wideCharactersTakeTwoCellsAndNeverHalfOne() {
    var frame = frame(5, 1)
    frame.text("a漢字b", x: 0, y: 0)
    #expect(frame[1, 0].glyph == "漢")
    #expect(frame[2, 0].glyph == Cell.continuation)
    #expect(frame.plainText == "a漢字\n")
    var narrow = self.frame(2, 1)
    narrow.text("a漢", x: 0, y: 0)
    #expect(narrow.plainText == "a\n")
    #expect("a漢字b".columns == 6)
    #expect("漢字漢字".fitted(to: 4) == "漢…")
  }

  @Test func controlsFromOutsideNeverReachTheTerminal() {
    var frame = frame(12, 1)
    frame.text("a\u{1B}[2J\n\u{202E}b", x: 0, y: 0)
    #expect(frame.plainText == "a\u{FFFD}[2J\u{FFFD}\u{FFFD}b\n")
  }

  @Test func boxCarriesTitleAndFooterInItsEdges() {
    var frame = frame(12, 3)
    frame.box(Rect(x: 0, y: 0, width: 12, height: 3), title: [Span("image")], footer: [Span("query 5,8")])
    #expect(
      frame.plainText == """
        ┌ image ───┐
        │          │
        └ query 5… ┘

        """)
  }

  @Test func clippingProtectsWhatIsOutside() {
    var frame = frame(6, 3)
    frame.clipped(to: Rect(x: 1, y: 1, width: 3, height: 1)) { inner in
      for y in 0..<3 { inner.text("xxxxxx", x: 0, y: y) }
      inner.clipped(to: Rect(x: 3, y: 0, width: 9, height: 9)) { $0.text("yyy", x: 3, y: 1) }
    }
    #expect(frame.plainText == "\n xxy\n\n")
    frame.fill(Rect(x: -4, y: -4, width: 100, height: 100), with: Cell("."))
    #expect(frame[5, 2].glyph == ".")
  }

  @Test func twoPixelsShareACell() {
    let image = PixelImage(width: 2, height: 3) { x, y in
      Pixel(Color(UInt32(16 * y + x)), level: .value(Int8(10 * y)))
    }
    var frame = frame(2, 2)
    frame.pixels(image, x: 0, y: 0)
    #expect(frame[1, 0] == Cell("▀", Style(Color(1), on: Color(17)), level: .value(5)))
    #expect(frame[1, 1] == Cell("▀", Style(Color(33), on: .standard), level: .value(20)))
  }

  @Test func scalingRepeatsPixels() {
    let image = PixelImage(width: 2, height: 1, pixels: [Pixel(Color(1)), Pixel(Color(2))]).scaled(by: 3)
    #expect(image.width == 6 && image.height == 3)
    #expect(image[2, 2].color == Color(1) && image[3, 0].color == Color(2))
  }

  @Test func aRectangleWithoutAreaIsEmptyNotNegative() {
    let rect = Rect(x: 0, y: 0, width: 3, height: 3).intersection(Rect(x: 5, y: 5, width: 2, height: 2))
    #expect(rect.isEmpty && rect.width == 0)
    #expect(Rect(x: 0, y: 0, width: 1, height: 9).inset(columns: 1, rows: 1).width == 0)
    #expect(Size("120x36") == Size(columns: 120, rows: 36))
    #expect(Size("120") == nil && Size("0x4") == nil && Size("9999999999999999999x3") == nil)
  }
}
