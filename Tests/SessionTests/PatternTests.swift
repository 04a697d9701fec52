// What is not finite is painted and described otherwise than places without a key, in pictures and graymaps.
import Attention
import AttentionMaps
import Imaging
import Testing

@testable import Session

@Suite struct PatternTests {
  /// A value, a place without a key, an infinite one, one that is no number, and an undefined one.
  private var map: HeatMap {
    var map = HeatMap(
      kind: .attention, emptyOn: TokenGrid(rows: 1, columns: 5), prefix: 0, isSigned: false)
    let numbers: [Measured<Float>?] = [
      .value(0.5), nil, .value(.infinity), .undefined(.notFinite), .undefined(.emptyRow),
    ]
    for (column, number) in numbers.enumerated() {
      if let number { map.set(number, at: .spatial(GridPosition(row: 0, column: column))) }
    }
    return map
  }

  /// The colors of the place in a column of a picture of 6×6 pixels a place.
  private func colors(_ picture: RGBImage, _ column: Int) -> Set<RGB> {
    Set((0..<6).flatMap { y in (0..<6).map { x in picture[column: 6 * column + x, row: y] } })
  }

  @Test func picturesTellThemApart() {
    let size = PictureSize(rows: 1, columns: 5, longer: 30)
    let picture = map.picture(in: size, low: 0, high: 0.5, colorMap: .viridis)
    #expect(colors(picture, 0) == [ColorMap.viridis.color(at: 1)])
    #expect(colors(picture, 1) == [Hatch.light, Hatch.dark])
    for column in [2, 3] { #expect(colors(picture, column) == [Stripes.light, Stripes.dark]) }
    #expect(colors(picture, 4) == [Dots.light, Dots.dark])
    // No color of a map is one of the stripes'.
    for stripe in [Stripes.light, Stripes.dark] {
      #expect((ColorMap.sequential + [.diverging]).allSatisfy { !$0.colors.contains(stripe) })
    }
  }

  @Test func overlaysShowTheImageAloneOnlyWithoutAKey() {
    let size = PictureSize(rows: 1, columns: 5, longer: 30)
    let photograph = RGBImage(
      width: 30, height: 6, pixels: Array(repeating: 90, count: 30 * 6 * 3))
    let picture = map.picture(in: size, low: 0, high: 0.5, colorMap: .viridis, over: photograph)
    #expect(colors(picture, 1) == [RGB(0x5A5A5A)])
    for column in [2, 3, 4] { #expect(!colors(picture, column).contains(RGB(0x5A5A5A))) }
  }

  /// As a graymap's comment says, whatever is not finite is 0, an infinite value too.
  @Test func graymapsHaveZeros() {
    let bytes = PGMEncoder.encode(map.values, width: 5, height: 1, low: 0, high: 0.5, depth: .eight)
    #expect(bytes.suffix(5) == [255, 0, 0, 0, 0])
  }
}
