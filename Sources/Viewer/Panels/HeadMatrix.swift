// All heads of a model as a matrix, layers down and heads across, or in the order of a number: which of them there is
// room for, and where each is.

import Attention
import TerminalUI

struct HeadMatrix {
  struct Item {
    let head: HeadPlace
    let rect: Rect
  }

  let items: [Item]
  /// Where the numbers of layers and heads are written; empty for a list in order.
  let rowLabels: [(layer: Int, y: Int)]
  let columnLabels: [(head: Int, right: Int)]
  /// Columns of a picture or of a number.
  let cellWidth: Int
  let cellHeight: Int
  /// Which of the heads are seen, from the most to the least detailed.
  let notes: [String]

  static let labelWidth = 4
  /// Columns of a number with the blank before it.
  private static let numberWidth = 6

  /// In place.
  ///
  /// - Parameters:
  ///   - counts: heads by layer.
  ///   - current: a head that is among those that are seen.
  init(_ counts: [Int], around current: HeadPlace, showsPictures: Bool, in area: Rect) {
    let most = max(1, counts.max() ?? 1)
    let (width, height) = (max(1, area.width - HeadMatrix.labelWidth), max(1, area.height - 1))
    if showsPictures {
      // A picture of s pixels takes s columns and s/2 rows, the last pixels of which keep it apart from the next.
      let side = min(width / most, 2 * (height / max(1, counts.count)))
      let even = max(6, min(24, side) / 2 * 2)
      (cellWidth, cellHeight) = (even, even / 2)
    } else {
      let rows = min(3, max(1, height / max(1, counts.count)))
      (cellWidth, cellHeight) = (HeadMatrix.numberWidth, rows)
    }
    let layers = EntropyTable.window(counts.count, around: current.layer, room: max(1, height / cellHeight))
    let heads = EntropyTable.window(most, around: current.head, room: max(1, width / cellWidth))
    let (left, top) = (area.x + HeadMatrix.labelWidth, area.y + 1)
    let (cell, rows) = (cellWidth, cellHeight)
    rowLabels = layers.map { ($0, top + ($0 - layers.lowerBound) * rows) }
    columnLabels = heads.map { ($0, left + ($0 - heads.lowerBound + 1) * cell - 1) }
    items = layers.flatMap { layer in
      heads.filter { $0 < counts[layer] }.map { head in
        Item(
          head: HeadPlace(layer: layer, head: head),
          rect: Rect(
            x: left + (head - heads.lowerBound) * cell, y: top + (layer - layers.lowerBound) * rows,
            width: cell, height: rows))
      }
    }
    let isWhole = layers.count == counts.count && heads.count == most
    func part(_ range: Range<Int>, _ count: Int) -> String {
      range.count == count ? "all \(count)" : "\(range.lowerBound)–\(range.upperBound - 1) of \(count)"
    }
    notes =
      isWhole
      ? ["layers × heads"]
      : [
        "layers \(part(layers, counts.count)) × heads \(part(heads, most))",
        "\(part(layers, counts.count)) × \(part(heads, most))",
      ]
  }

  /// In an order, from the left and then down.
  init(_ order: [HeadPlace], around current: HeadPlace, showsPictures: Bool, in area: Rect) {
    (rowLabels, columnLabels) = ([], [])
    if showsPictures {
      // The largest pictures with a name below each that leave room for all of them.
      let sides = stride(from: 24, through: 8, by: -2)
      let side =
        sides.first { side in
          (area.width / side) * (area.height / (side / 2 + 1)) >= order.count
        } ?? 8
      (cellWidth, cellHeight) = (side, side / 2 + 1)
    } else {
      (cellWidth, cellHeight) = (12, 1)
    }
    let perRow = max(1, area.width / cellWidth)
    let capacity = min(order.count, perRow * max(1, area.height / cellHeight))
    let index = order.firstIndex(of: current) ?? 0
    let first = index < capacity ? 0 : min(order.count - capacity, index - capacity / 2)
    let (cell, rows) = (cellWidth, cellHeight)
    items = order[first..<first + capacity].enumerated().map { offset, head in
      Item(
        head: head,
        rect: Rect(
          x: area.x + offset % perRow * cell, y: area.y + offset / perRow * rows, width: cell, height: rows))
    }
    notes =
      capacity == order.count
      ? ["\(order.count) heads in order", "in order"]
      : [
        "\(first + 1)–\(first + capacity) of \(order.count) heads in order",
        "\(first + 1)–\(first + capacity) of \(order.count)",
      ]
  }
}
