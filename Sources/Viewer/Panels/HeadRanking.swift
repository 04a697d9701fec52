// The heads of a table of entropies in an order, with what they are ordered by, as a list that shows its top.

import Attention
import AttentionMaps
import Session
import TerminalUI

/// The heads of one table by falling entropy, or by falling size of the difference from the other model.
struct HeadRanking {
  struct Entry {
    let place: HeadPlace
    /// H / ln n of the table's stream; nil while not computed, or undefined.
    let entropy: Double?
    /// The head of the other model at the same depth; nil where there is none.
    let partner: HeadPlace?
    /// H / ln n of the partner, of the stream that `Compared` names.
    let partnerEntropy: Double?
    /// B − A of the two entropies; nil without a partner, or while one of the two is not known.
    let difference: Double?
  }

  /// Those that cannot be ordered come last.
  let entries: [Entry]
  let order: EntropyOrder
  /// What the table's entropies are compared with: `B`, or `B mean` for the mean of its streams.
  let compared: String

  /// The two that are subtracted: `B same − A`.
  let subtraction: String

  /// What the heads are ordered by, from the most to the least detailed.
  var key: [String] {
    order == .difference
      ? ["by |ΔH|, ΔH = \(subtraction)", "by |\(subtraction)|", "by |ΔH|"] : ["by H / ln n"]
  }
}

extension Scene {
  func ranking(of table: EntropyTable) -> HeadRanking {
    let partners = partners(of: table)
    let entries = table.rows.enumerated().flatMap { layer, row in
      row.enumerated().map { head, entropy in
        let place = HeadPlace(layer: layer, head: head)
        let partner = partners[place]
        var difference: Double?
        if let entropy, let other = partner?.entropy {
          difference = table.side == .a ? other - entropy : entropy - other
        }
        return HeadRanking.Entry(
          place: place, entropy: entropy, partner: partner?.place, partnerEntropy: partner?.entropy,
          difference: difference)
      }
    }
    func key(_ entry: HeadRanking.Entry) -> Double {
      (state.entropyOrder == .difference ? entry.difference.map { abs($0) } : entry.entropy) ?? -1
    }
    let sorted = entries.enumerated().sorted { one, other in
      let keys = (key(one.element), key(other.element))
      return keys.0 == keys.1 ? one.offset < other.offset : keys.0 > keys.1
    }
    let isMean = partners.values.contains { $0.isMean }
    let compared = table.side.other.letter + (isMean ? " mean" : "")
    let own = table.side.letter + (table.stream == .attention ? "" : " \(table.stream.rawValue)")
    return HeadRanking(
      entries: sorted.map(\.element), order: state.entropyOrder, compared: compared,
      subtraction: table.side == .a ? "\(compared) − \(own)" : "\(own) − \(compared)")
  }

  /// The partner of every head that has one, with its entropy in the table's stream, or where its mechanism has no such
  /// stream in the mean of those that it has. Without an entropy where one of the two is of weights and the other of
  /// their sizes: those are no comparable numbers.
  private func partners(
    of table: EntropyTable
  ) -> [HeadPlace: (place: HeadPlace, entropy: Double?, isMean: Bool)] {
    guard let a = subject(.a), let b = subject(.b), a.key.image == b.key.image,
      let other = subject(table.side.other), let mine = subject(table.side)
    else { return [:] }
    var partners: [HeadPlace: (place: HeadPlace, entropy: Double?, isMean: Bool)] = [:]
    for pair in HeadPairing(Sides(a: a.places, b: b.places)).pairs {
      let (own, place) = table.side == .a ? (pair.a, pair.b) : (pair.b, pair.a)
      let streams = other.model.model.layers[place.layer].streams
      let stream = streams.contains(table.stream) ? table.stream : .attention
      let summary = other.summary(layer: place.layer, head: place.head, stream: stream)
      let isComparable =
        mine.model.model.layers[own.layer].mechanism.hasSignedRows
        == other.model.model.layers[place.layer].mechanism.hasSignedRows
      partners[own] = (
        place, isComparable ? summary?.normalizedEntropy.value : nil,
        stream == .attention && streams.count > 1
      )
    }
    return partners
  }
}

/// The rows of a list that is longer than its room.
enum ListRow: Equatable {
  case entry(Int)
  /// Entries that are left out.
  case gap(Range<Int>)

  /// How many pages a list has: the first of them around an index, those that follow down to its end.
  static func pages(_ count: Int, around index: Int, room: Int) -> Int {
    guard count > room, room >= 4 else { return 1 }
    let left = count - top(index, room: room)
    return 1 + (left + room - 3) / (room - 2)
  }

  /// The entries at the top of the first page.
  private static func top(_ index: Int, room: Int) -> Int {
    index < room - 1 ? room - 1 : max(1, (room - 2) / 2)
  }

  /// The rows of a page.
  static func rows(_ count: Int, around index: Int, room: Int, page: Int) -> [ListRow] {
    let page = page.turned(among: pages(count, around: index, room: room))
    guard page > 0 else { return rows(count, around: index, room: room) }
    let first = min(top(index, room: room) + (page - 1) * (room - 2), count - (room - 1))
    let last = min(count, first + room - (first + room - 1 < count ? 2 : 1))
    let rows = [ListRow.gap(0..<first)] + (first..<last).map { .entry($0) }
    return last < count ? rows + [.gap(last..<count)] : rows
  }

  /// From the top on, and around `index` where that is further down.
  static func rows(_ count: Int, around index: Int, room: Int) -> [ListRow] {
    guard count > room else { return (0..<count).map { .entry($0) } }
    guard room >= 4 else { return (0..<max(0, room)).map { .entry($0) } }
    if index < room - 1 {
      return (0..<room - 1).map { .entry($0) } + [.gap(room - 1..<count)]
    }
    let top = top(index, room: room)
    // Below the gap: to the end of the list, or up to another gap.
    let tail = room - top - 1
    let isLast = index >= count - tail || tail < 2
    let length = isLast ? tail : tail - 1
    let first = isLast ? max(top + 1, min(count - length, index)) : max(top + 1, index - length / 2)
    let rows =
      (0..<top).map { ListRow.entry($0) } + [.gap(top..<first)]
      + (first..<first + length).map { .entry($0) }
    return first + length < count && !isLast ? rows + [.gap(first + length..<count)] : rows
  }
}

extension Canvas {
  /// A line of names, then a head a line.
  mutating func drawRanking(_ table: EntropyTable, _ scene: Scene, in area: Rect, page: Int) {
    let ranking = scene.ranking(of: table)
    let columns = RankingColumns(ranking, in: area)
    let heading = ranking.order == .difference ? Theme.faint : Theme.strong
    frame.text("head", x: area.x + 1, y: area.y, Theme.faint, width: area.width - 1)
    frame.text(ranking.order == .difference ? "H" : "H ▾", x: columns.entropy + 1, y: area.y, heading)
    if let end = columns.partner { frame.text(ranking.compared, endingAt: end, y: area.y, Theme.faint) }
    if let end = columns.difference { frame.text("ΔH ▾", endingAt: end, y: area.y, Theme.strong) }

    let current = scene.subject(table.side)
    let at = ranking.entries.firstIndex { $0.place == current?.place.headPlace } ?? 0
    let rows = ListRow.rows(ranking.entries.count, around: at, room: area.height - 1, page: page)
    for (row, entry) in rows.enumerated() {
      let y = area.y + 1 + row
      switch entry {
      case .gap(let left):
        frame.text("⋮ \(left.count) more", x: area.x + 1, y: y, Theme.faint, width: area.width - 1)
      case .entry(let index):
        draw(ranking.entries[index], isCurrent: index == at, columns, table, scene, y: y)
        targets.append(
          .head(
            Rect(x: area.x, y: y, width: area.width, height: 1), table.side, ranking.entries[index].place))
      }
    }
  }

  private mutating func draw(
    _ entry: HeadRanking.Entry, isCurrent: Bool, _ columns: RankingColumns, _ table: EntropyTable,
    _ scene: Scene,
    y: Int
  ) {
    let style = isCurrent ? Theme.accent : Theme.text
    frame.text("\(entry.place)", x: columns.place, y: y, style)
    drawEntropy(
      entry.entropy, scene, in: Rect(x: columns.entropy, y: y, width: 5, height: 1), isCurrent: isCurrent)
    if scene.isOff(entry.place, of: table.side) {
      frame.text("off", x: columns.entropy + 5, y: y, Theme.warning)
    }
    if let end = columns.partner, let partner = entry.partner {
      let isOff = scene.isOff(partner, of: table.side.other)
      let value = isOff ? "off" : entry.partnerEntropy.fixed(2).withoutLeadingZero
      frame.text(value, endingAt: end, y: y, isOff ? Theme.warning : Theme.faint)
      if columns.namesPartner, partner != entry.place {
        frame.text("\(partner)", endingAt: end - 5, y: y, Theme.notice)
      }
    }
    if let end = columns.difference, let difference = entry.difference {
      frame.text(difference.signed(2), endingAt: end, y: y, style)
    }
  }
}

/// Where the columns of a ranking are; those that have no room are left out, the partner's first.
private struct RankingColumns {
  let place: Int
  let entropy: Int
  /// One past the end of the partner's entropy.
  private(set) var partner: Int?
  /// Whether the partner's place has room before its entropy.
  private(set) var namesPartner = false
  /// One past the end of the difference.
  private(set) var difference: Int?

  init(_ ranking: HeadRanking, in area: Rect) {
    place = area.x + 1
    entropy = area.x + 7
    guard ranking.order == .difference else { return }
    if area.width >= 26 {
      namesPartner = area.width >= 32
      let end = entropy + (namesPartner ? 18 : 12)
      partner = end
      difference = end + 7
    } else {
      difference = area.x + min(area.width, 20)
    }
  }
}
