// The part of a table of layers × heads that there is room for, and the parts that the user can turn to.

import Attention

/// Consecutive layers and heads of a table; the parts of a table do not move while one walks in one of them.
struct MatrixBlocks: Equatable {
  let layers: Range<Int>
  let heads: Range<Int>
  /// How many parts the table has; 1 where there is room for all of it.
  let count: Int
  private let whole: (layers: Int, heads: Int)

  /// The part that holds a head, or so many parts after it: first the heads, then the layers further down.
  ///
  /// - Parameter room: how many of each there is room for, at least 1.
  init(layers: Int, heads: Int, room: (layers: Int, heads: Int), around place: HeadPlace?, turned: Int) {
    func parts(_ count: Int, _ room: Int) -> Int { max(1, (count + room - 1) / room) }
    func range(_ part: Int, _ count: Int, _ room: Int) -> Range<Int> {
      let first = max(0, min(part * room, count - room))
      return first..<min(count, first + room)
    }
    let room = (layers: max(1, room.layers), heads: max(1, room.heads))
    let (down, across) = (parts(layers, room.layers), parts(heads, room.heads))
    let own =
      place.map { min($0.layer / room.layers, down - 1) * across + min($0.head / room.heads, across - 1) }
      ?? 0
    count = down * across
    let part = (own + turned.turned(among: count)) % count
    self.layers = range(part / across, layers, room.layers)
    self.heads = range(part % across, heads, room.heads)
    whole = (layers, heads)
  }

  static func == (one: MatrixBlocks, other: MatrixBlocks) -> Bool {
    (one.layers, one.heads, one.count) == (other.layers, other.heads, other.count)
  }

  /// What the rows and columns are and which of them are seen, from the most to the least detailed.
  var notes: [String] {
    if count == 1 { return ["layers × heads"] }
    func part(_ range: Range<Int>, _ count: Int) -> String {
      range.count == count ? "all \(count)" : "\(range.lowerBound)–\(range.upperBound - 1) of \(count)"
    }
    func brief(_ range: Range<Int>, _ count: Int) -> String {
      range.count == count ? "\(count)" : "\(range.lowerBound)–\(range.upperBound - 1)/\(count)"
    }
    return [
      "layers \(part(layers, whole.layers)) × heads \(part(heads, whole.heads))",
      "\(part(layers, whole.layers)) × \(part(heads, whole.heads))",
      "\(brief(layers, whole.layers)) × \(brief(heads, whole.heads))",
    ]
  }
}

extension Scene {
  /// How often the user has turned the parts of tables, of which the largest has `blocks`.
  func blockTurn(_ blocks: Int) -> Int { state.page.turned(among: blocks) }

  /// The page of a view whose tables have up to `blocks` parts: these come in turn before the next page does.
  func page<Other: Equatable>(
    panels sides: [Side?], room: Int, others: [Other], blocks: Int
  ) -> Page<Other> {
    let turn = blockTurn(blocks)
    let page = page(panels: sides, room: room, others: others, turned: (state.page - turn) / blocks)
    guard blocks > 1 else { return page }
    let pages = page.parts?.pages ?? 1
    return Page(
      panels: page.panels, other: page.other,
      parts: ShownParts(
        shown: page.parts?.shown ?? 1, count: page.parts?.count ?? blocks,
        page: (page.parts?.page ?? 0) * blocks + turn, pages: pages * blocks))
  }
}

extension ViewerState {
  /// Shows the part of a table that the user's head is in, once that is another one.
  mutating func turnToPlace(_ findings: Findings) {
    let blocks = view.screen.blocks(Scene(state: self, findings: findings))
    let turn = page.turned(among: blocks)
    if turn != 0 { pages[view] = page - turn }
  }
}
