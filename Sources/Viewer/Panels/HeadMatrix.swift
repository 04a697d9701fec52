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
  /// Pixels of the sides that pictures may have.
  let pictureWidth: Int
  /// Which of the heads are seen, from the most to the least detailed.
  let notes: [String]
  /// How many parts there are to turn to.
  let blocks: Int

  static let labelWidth = 4
  /// Columns of a number with the blanks around it.
  private static let numberWidth = 6
  /// Pixels of the sides of pictures.
  private static let (smallestPicture, largestPicture) = (6, 64)

  /// In place.
  ///
  /// - Parameters:
  ///   - counts: heads by layer.
  ///   - current: a head that is among those that are seen.
  ///   - gridSides: pictures have whole multiples of these as sides; nil for numbers.
  ///   - turned: how many parts after that of the current head are shown.
  init(
    _ counts: [Int], around current: HeadPlace, gridSides: [Int]?, in area: Rect, turned: Int = 0
  ) {
    let most = max(1, counts.max() ?? 1)
    let (width, height) = (max(1, area.width - HeadMatrix.labelWidth), max(1, area.height - 1))
    let (itemHeight, gap): (Int, Int)
    if let gridSides {
      // A picture of s pixels takes s columns and s/2 rows, a column and where there is room a row between two.
      let rows = height / max(1, counts.count)
      // Heads that do not fit anyway may as well be as large as six of them can be.
      let across = width / most - 1 >= HeadMatrix.smallestPicture ? width / most - 1 : width / 6 - 1
      let side = max(HeadMatrix.smallestPicture, min(HeadMatrix.largestPicture, across, 2 * rows))
      let fitted = max(HeadMatrix.smallestPicture, (PanelRow.fitted(side, gridSides) + 1) / 2 * 2)
      itemHeight = fitted / 2
      gap = itemHeight < rows ? 1 : 0
      // Without a row between them a pixel keeps them apart, unless maps would be much smaller then.
      let isSmall =
        fitted == HeadMatrix.smallestPicture
        || gridSides.allSatisfy {
          PanelRow.filledSide($0, in: fitted - 1) == PanelRow.filledSide($0, in: fitted)
        }
      pictureWidth = gap == 0 && isSmall ? fitted - 1 : fitted
      cellWidth = pictureWidth + 1
    } else {
      let rows = min(3, max(1, height / max(1, counts.count)))
      (cellWidth, itemHeight, gap, pictureWidth) = (HeadMatrix.numberWidth, rows, 0, 0)
    }
    cellHeight = itemHeight + gap
    let shown = MatrixBlocks(
      layers: counts.count, heads: most, room: ((height + gap) / cellHeight, width / cellWidth),
      around: current, turned: turned)
    let (layers, heads) = (shown.layers, shown.heads)
    let (left, top) = (area.x + HeadMatrix.labelWidth, area.y + 1)
    let (cell, rows) = (cellWidth, cellHeight)
    // Rows that are left over divide the stages of a model.
    let stages = layers.map { layer in
      layers.dropFirst().count { $0 <= layer && counts[$0] != counts[$0 - 1] }
    }
    let isDivided = gap == 0 && gridSides != nil && layers.count * rows + (stages.last ?? 0) <= height
    func y(_ layer: Int) -> Int {
      let index = layer - layers.lowerBound
      return top + index * rows + (isDivided ? stages[index] : 0)
    }
    rowLabels = layers.map { ($0, y($0)) }
    columnLabels = heads.map { ($0, left + ($0 - heads.lowerBound + 1) * cell - 1) }
    items = layers.flatMap { layer in
      heads.filter { $0 < counts[layer] }.map { head in
        Item(
          head: HeadPlace(layer: layer, head: head),
          rect: Rect(
            x: left + (head - heads.lowerBound) * cell, y: y(layer), width: cell, height: itemHeight))
      }
    }
    (notes, blocks) = (shown.notes, shown.count)
  }

  /// In an order, from the left and then down.
  init(
    _ order: [HeadPlace], around current: HeadPlace, gridSides: [Int]?, in area: Rect, turned: Int = 0
  ) {
    (rowLabels, columnLabels) = ([], [])
    if gridSides != nil {
      // The largest pictures with a name below each that leave room for all of them.
      let sides = stride(from: 24, through: 8, by: -2)
      let side =
        sides.first { side in
          (area.width / side) * (area.height / (side / 2 + 1)) >= order.count
        } ?? 8
      (cellWidth, cellHeight, pictureWidth) = (side, side / 2 + 1, side - 1)
    } else {
      (cellWidth, cellHeight, pictureWidth) = (12, 1, 0)
    }
    let perRow = max(1, area.width / cellWidth)
    let capacity = min(order.count, perRow * max(1, area.height / cellHeight))
    blocks = max(1, (order.count + max(1, capacity) - 1) / max(1, capacity))
    let part = ((order.firstIndex(of: current) ?? 0) / max(1, capacity) + turned).turned(among: blocks)
    let first = max(0, min(order.count - capacity, part * capacity))
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
