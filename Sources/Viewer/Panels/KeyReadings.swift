// The values of one key in every map on the screen, and on wide screens the keys of the largest values of each map.

import Attention
import AttentionMaps
import TerminalUI

extension ProbedMap {
  init(_ panel: MapPanel, _ map: HeatMap) {
    (side, name, keys, self.map) = (panel.side, panel.name, panel.keys, map)
    tokens = panel.beside?.tokens.map(\.token) ?? []
  }
}

extension Float {
  /// `13.8×`, `0.07×`.
  fileprivate var multipleText: String {
    guard isFinite else { return PlaceContent.notFinite.text }
    let size = abs(self)
    return (size >= 100 ? fixed(0) : size >= 1 ? fixed(1) : size >= 0.01 ? fixed(2) : brief) + "×"
  }
}

/// How much is said of a reading.
private enum ReadingForm: CaseIterable {
  /// `A same 0.031 7.9× rank 4 of 64`, without the count, `same .031 7.9× #4`, and without the name.
  case full, medium, brief, bare

  /// - Parameter isRepeated: the map before it was of the same model.
  func text(
    _ map: ProbedMap, _ reading: ProbedMap.Reading, isElsewhere: Bool, isRepeated: Bool
  ) -> [Span] {
    let isBrief = self == .brief || self == .bare
    let owner = self == .bare ? "" : map.owner(isBrief: isBrief && isRepeated)
    var spans = owner.isEmpty ? [] : [Span(owner + " ", Theme.strong)]
    if isElsewhere { spans.append(Span(reading.place + " ", Theme.notice)) }
    if let reason = reading.reason { return spans + [Span(reason, Theme.faint)] }
    let value = reading.value.brief
    spans.append(Span((isBrief ? value.withoutLeadingZero : value) + " ", Theme.text))
    if let multiple = reading.multiple { spans.append(Span(multiple.multipleText + " ", Theme.text)) }
    let rank =
      switch self {
      case .full: "rank \(reading.rank) of \(reading.count)"
      case .medium: "rank \(reading.rank)"
      case .brief, .bare: "#\(reading.rank)"
      }
    return spans + [Span(rank, Theme.faint)]
  }
}

extension Canvas {
  /// `key 14,9: A 0.054 13.8× rank 1   B same 0.031 7.9× rank 4`, as much of it as fits into one of the widths, the
  /// first of them where that says enough; the last leaves maps out and counts them. nil without a probe or a map.
  func keyReading(focus: Side, widths: [Int]) -> [Span]? {
    guard let probe, !probed.isEmpty else { return nil }
    let maps = probed.filter { $0.side == focus } + probed.filter { $0.side != focus }
    let read = maps.map { ($0, $0.reading(probe)) }
    let place = read[0].1.place
    let isOfQueries = maps[0].map.kind?.isOfQueries ?? true
    func line(_ form: ReadingForm, _ count: Int) -> [Span] {
      let label =
        form == .brief || form == .bare ? place + " " : "\(isOfQueries ? "query" : "key") \(place): "
      var spans = [Span(label, Theme.accent)]
      for (index, (map, reading)) in read.prefix(count).enumerated() {
        if index > 0 { spans.append(Span(form == .brief ? "  " : "   ")) }
        spans += form.text(
          map, reading, isElsewhere: reading.place != place,
          isRepeated: index > 0 && read[index - 1].0.side == map.side)
      }
      if count < read.count { spans.append(Span("  +\(read.count - count)", Theme.faint)) }
      return spans
    }
    for width in widths {
      for form in ReadingForm.allCases where form != .bare {
        let line = line(form, read.count)
        if line.columns <= width { return line }
      }
    }
    let width = widths.last ?? 0
    let fitting = (1..<max(2, read.count)).reversed().first { line(.brief, $0).columns <= width }
    return fitting.map { line(.brief, $0) } ?? line(.bare, 1)
  }

  private static let largestPerLine = 5

  /// `top 4,5 .514  4,4 .120 …`: the largest values, five to a line, or more tightly or as many as fit where there is no
  /// room. Of several lines, each has its values below those of the first.
  mutating func drawLargest(_ probed: ProbedMap, in area: Rect) {
    let largest = probed.largest(Canvas.largestPerLine * area.height).map {
      ($0.place, $0.value.brief.withoutLeadingZero)
    }
    let lines = stride(from: 0, to: largest.count, by: Canvas.largestPerLine).map {
      largest[$0..<min(largest.count, $0 + Canvas.largestPerLine)]
    }
    // Values of one column end in one place; of one line, each takes what it needs.
    func width(_ index: Int) -> Int {
      lines.compactMap { line in
        line.count > index
          ? line[line.startIndex + index].0.columns + 1 + line[line.startIndex + index].1.columns : nil
      }.max() ?? 0
    }
    let widths = (0..<min(Canvas.largestPerLine, largest.count)).map(width)
    let room = area.width - 2
    let label = "top "
    let values = widths.reduce(0, +)
    let gap = label.columns + values + 2 * (widths.count - 1) <= room ? 2 : 1
    let hasLabel = label.columns + values + gap * (widths.count - 1) <= room
    if hasLabel { frame.text(label, x: area.x + 1, y: area.y, Theme.faint) }
    for (row, line) in lines.enumerated() {
      var x = area.x + 1 + (hasLabel ? label.columns : 0)
      for (width, (place, value)) in zip(widths, line) {
        guard x + width <= area.right - 1 else { break }
        frame.text(place, x: x, y: area.y + row, Theme.faint)
        frame.text(value, endingAt: x + width, y: area.y + row, Theme.text)
        x += width + gap
      }
    }
  }
}

extension MapKind {
  /// Whether its places are queries.
  var isOfQueries: Bool { self == .incoming || self == .entropy }
}

extension [Span] {
  var columns: Int { reduce(0) { $0 + $1.text.columns } }
}
