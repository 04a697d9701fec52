// Drawings as SVG and as pixels.
import Imaging
import Testing

@testable import Figures

@Suite struct DrawingTests {
  /// Against the widths that Adobe publishes for Helvetica, in thousandths: A 667, b 556, space 278, 1 556, W 944, i 222.
  @Test func textIsAsWideAsHelvetica() {
    let published: [Double] = [667, 556, 278, 556, 944, 222]
    #expect(abs("Ab 1Wi".width(size: 1000) - published.reduce(0, +)) < 6)
    #expect("αβ×–…≥".unicodeScalars.allSatisfy(Letters.shared.has))
    #expect(!Letters.shared.has("\u{4E2D}") && "\u{4E2D}".width(size: 10) > 0)
  }

  @Test func longTextIsCutInItsMiddleAndWrappedWithoutLoss() {
    let text = "a-very-long-name-of-a-checkpoint.safetensors"
    let cut = text.fitted(width: 80, size: 8)
    #expect(cut.contains("…") && cut.hasPrefix("a-v") && cut.hasSuffix("ors"))
    #expect(cut.width(size: 8) <= 80 && (cut + "xx").width(size: 8) > 78)
    #expect("short".fitted(width: 80, size: 8) == "short")
    let sentence = "polascope figure \(text) --image photo.png"
    let lines = sentence.wrapped(width: 90, size: 8)
    #expect(lines.allSatisfy { $0.width(size: 8) <= 90 })
    #expect(lines.joined().filter { $0 != " " } == sentence.filter { $0 != " " })
  }

  /// The sum of what pixels are covered is the area of the shape.
  @Test func pixelsAreCoveredByTheirFractionOfAPolygon() {
    func area(_ polygons: [[Point]]) -> Double {
      var raster = Raster(width: 40, height: 30)
      raster.fill(polygons, RGB(0x000000))
      return raster.image.pixels.reduce(0) { $0 + (255 - Double($1)) / 255 } / 3
    }
    let box = [Point(3.25, 4.5), Point(20.75, 4.5), Point(20.75, 11.25), Point(3.25, 11.25)]
    #expect(abs(area([box]) - 118.125) < 0.3)
    #expect(abs(area([[Point(2, 2), Point(32, 7), Point(9, 27)]]) - 357.5) < 0.6)
    let (outer, inner) = (
      [Point(1, 1), Point(21, 1), Point(21, 21), Point(1, 21)],
      [Point(6, 6), Point(6, 16), Point(16, 16), Point(16, 6)]
    )
    #expect(abs(area([outer, inner]) - 300) < 0.3)
    #expect(abs(area([outer, Array(inner.reversed())]) - 400) < 0.3)
    // Beyond the edges nothing is drawn, and nothing wraps around.
    #expect(abs(area([[Point(-10, 10), Point(10, 10), Point(10, 20), Point(-10, 20)]]) - 100) < 0.3)
    #expect(abs(area([[Point(30, 20), Point(90, 20), Point(90, 90), Point(30, 90)]]) - 100) < 0.3)
  }

  private func drawing(_ text: String) -> Drawing {
    var drawing = Drawing(width: points(millimeters: 25.4), height: 36, title: text)
    drawing.write(text, at: Point(4, 20), size: 8)
    drawing.add(
      .picture(
        RGBImage(width: 2, height: 1) { x, _ in x == 0 ? RGB(0xFF0000) : RGB(0x0000FF) },
        Box(x: 36, y: 0, width: 36, height: 36), title: text))
    return drawing
  }

  @Test func textStaysTextAndIsEscaped() throws {
    let svg = try drawing("a<b>&\"\u{1B}[31m\u{202E}\n").svg(description: "</desc><script>", file: "x.svg")
    #expect(svg.contains(">a&lt;b&gt;&amp;\"\\u{1b}[31m\\u{202e}\\n</text>"))
    #expect(svg.contains("width=\"25.4mm\"") || svg.contains("width=\"25.40mm\""))
    #expect(!svg.contains("<script>") && !svg.contains("\u{1B}") && !svg.contains("\u{202E}"))
    #expect(svg.contains("image-rendering:pixelated") && svg.contains("font-size=\"8.00\""))
  }

  @Test func pixelsAreThoseOfTheDrawing() throws {
    let image = drawing("mmm").image
    #expect(image.width == 300 && image.height == 150)
    #expect(image[column: 170, row: 70] == RGB(0xFF0000) && image[column: 280, row: 70] == RGB(0x0000FF))
    #expect(image[column: 100, row: 140] == RGB(0xFFFFFF))
    // Ink only where the letters are: between the x-height and the baseline of three m.
    var dark: [(Int, Int)] = []
    for y in 0..<150 {
      for x in 0..<150 where image[column: x, row: y].red < 100 { dark.append((x, y)) }
    }
    let scale = 300.0 / 72
    let (left, right) = (4 * scale, (4 + "mmm".width(size: 8)) * scale)
    #expect(!dark.isEmpty && dark.allSatisfy { Double($0.0) >= left - 1 && Double($0.0) <= right + 1 })
    #expect(dark.allSatisfy { Double($0.1) <= 20 * scale + 1 && Double($0.1) >= (20 - 6) * scale })
    let png = try drawing("mmm").png(file: "x.png")
    // 300 dots an inch are 11 811 a meter, in both directions.
    #expect(Array(png[37..<41]) == Array("pHYs".utf8) && Array(png[41..<49]) == [0, 0, 46, 35, 0, 0, 46, 35])
  }

  @Test func ticksAreRoundNumbersInsideTheirRange() {
    #expect(niceTicks(from: 0, to: 0.034, about: 4).map(\.text) == ["0", "0.01", "0.02", "0.03"])
    #expect(niceTicks(from: -2, to: 2, about: 4).map(\.text) == ["−2", "−1", "0", "1", "2"])
    #expect(niceTicks(from: 0, to: 0, about: 4).count == 1)
    #expect(0.0312345.threeDigits == "0.0312" && 4.1e-7.threeDigits == "4.1e-7" && 12.0.threeDigits == "12")
  }
}
