// The strip of thumbnails: which are seen, and in which rows.

import Attention
import TerminalUI
import Testing

@testable import Viewer

@Suite struct ThumbnailTests {
  private func thumbnails(_ heads: [Int], current: HeadPlace) -> [Thumbnail] {
    heads.enumerated().flatMap { layer, count in
      (0..<count).map { head in
        let place = HeadPlace(layer: layer, head: head)
        return Thumbnail(
          place: place, name: "\(place)", kind: .attention, stream: nil, isCurrent: place == current,
          isOff: false)
      }
    }
  }

  private static let models = [
    [1], [1, 1, 2, 2, 4, 4, 5], [6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6], [24, 24], [3, 40, 3],
  ]

  /// None lies on another or outside the strip, the current one is seen, and those that are seen follow one another.
  @Test(arguments: models, [(40, 6), (78, 9), (118, 11), (118, 20), (198, 33), (240, 40)])
  func picturesLieBesideOneAnother(heads: [Int], size: (Int, Int)) throws {
    let area = Rect(x: 3, y: 2, width: size.0, height: size.1)
    for current in heads.indices.map({ HeadPlace(layer: $0, head: heads[$0] / 2) }) {
      let all = thumbnails(heads, current: current)
      let strip = ThumbnailStrip(all, in: area)
      #expect(strip.count == all.count && strip.shown.count == strip.places.count)
      #expect(strip.shown.contains { $0.isCurrent })
      var taken: Set<Position> = []
      for place in strip.places {
        #expect(place.column + strip.side <= area.width - 1 || strip.places.count == 1)
        let y = place.row * (strip.side / 2 + 1)
        #expect(1 + y + strip.side / 2 + 1 <= area.height)
        for x in place.column..<place.column + strip.side {
          #expect(taken.insert(Position(x: x, y: y)).inserted)
        }
      }
    }
  }

  /// Boxes are narrower where more heads are seen then and no map is drawn smaller.
  @Test func boxesAreNoWiderThanTheirMapsNeed() {
    let all = thumbnails([4, 4], current: HeadPlace(layer: 0, head: 0))
    let area = Rect(x: 0, y: 0, width: 120, height: 9)
    let strip = ThumbnailStrip(all, in: area, gridSides: [8])
    #expect(strip.shown.count == 8 && strip.side == 12)
    // A grid of 14 would be drawn with means.
    let large = ThumbnailStrip(all, in: area, gridSides: [14])
    #expect(large.shown.count == 4 && large.side == 14)
    #expect(strip.height == 8 && large.height == 9)
  }

  /// Where there are several rows, a layer is torn only where it is wider than the strip.
  @Test(arguments: models) func layersAreNotTorn(heads: [Int]) {
    let all = thumbnails(heads, current: HeadPlace(layer: 0, head: 0))
    let strip = ThumbnailStrip(all, in: Rect(x: 0, y: 0, width: 198, height: 33))
    var rows: [Int: Set<Int>] = [:]
    for (thumbnail, place) in zip(strip.shown, strip.places) {
      rows[thumbnail.layer, default: []].insert(place.row)
    }
    for (layer, rows) in rows where heads[layer] * 17 <= 197 { #expect(rows.count == 1) }
    // A gap divides the layers of a row.
    for (one, next) in zip(zip(strip.shown, strip.places), zip(strip.shown, strip.places).dropFirst())
    where one.1.row == next.1.row {
      let gap = next.1.column - one.1.column - strip.side
      #expect(gap == (one.0.layer == next.0.layer ? 1 : 2))
    }
  }

  @Test func smallerPicturesComeWhereMoreAreSeenThen() {
    let all = thumbnails([Int](repeating: 6, count: 12), current: HeadPlace(layer: 5, head: 0))
    let strip = ThumbnailStrip(all, in: Rect(x: 0, y: 0, width: 200, height: 33))
    #expect(strip.side == 12 && strip.shown.count == 48)
    // Where the largest have one row only, too.
    let twins = thumbnails([1, 1, 2, 2, 4, 4, 5], current: HeadPlace(layer: 5, head: 0))
    let low = ThumbnailStrip(twins, in: Rect(x: 0, y: 0, width: 160, height: 17))
    #expect(low.side == 12 && low.shown.count == 19 && Set(low.places.map(\.row)) == [0, 1])
    let fitting = ThumbnailStrip(
      thumbnails([2, 2, 2], current: HeadPlace(layer: 0, head: 0)),
      in: Rect(x: 0, y: 0, width: 160, height: 17))
    #expect(fitting.side == 16 && fitting.shown.count == 6)
    let few = thumbnails([2, 2, 2], current: HeadPlace(layer: 1, head: 0))
    let large = ThumbnailStrip(few, in: Rect(x: 0, y: 0, width: 200, height: 33))
    #expect(large.side == 16 && large.shown.count == 6)
    // Few grow to whole multiples of their grids where there is room.
    let grown = ThumbnailStrip(few, in: Rect(x: 0, y: 0, width: 240, height: 33), gridSides: [8, 4])
    #expect(grown.side == 32 && grown.shown.count == 6)
  }
}
