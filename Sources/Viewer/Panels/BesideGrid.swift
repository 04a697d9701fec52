// The weights of tokens beside the grid, as cells at the edge of a panel, with their fractions of the row.

import Attention
import AttentionMaps
import TerminalUI

/// The values of the prefix tokens of a map, and how much of the row lies on the grid.
struct BesideGrid {
  struct Token {
    let token: PrefixToken
    let value: Float
    /// Of the row's Σ|a|; nil where the map is no row, or has no sum.
    let fraction: Double?
    /// Whether it is the query.
    let isQuery: Bool

    var name: String { "\(token)" }
  }

  let tokens: [Token]
  /// The fraction of the row that lies on the grid; nil where the map is no row, or has no sum.
  let gridFraction: Double?

  /// nil for a map without prefix tokens.
  init?(_ map: HeatMap, _ prefix: [PrefixToken], isRow: Bool, query: PrefixToken?) {
    guard !map.prefix.isEmpty, map.prefix.count == prefix.count else { return nil }
    func sum(_ values: [Float]) -> Double { values.reduce(0) { $1.isNaN ? $0 : $0 + Double(abs($1)) } }
    let grid = sum(map.values)
    let total = grid + sum(map.prefix)
    let isFinite = total.isFinite && map.count(of: .notFinite) == 0 && map.prefix.allSatisfy(\.isFinite)
    let hasFractions = isRow && isFinite && total > 0
    tokens = zip(prefix, map.prefix).map { token, value in
      Token(
        token: token, value: value, fraction: hasFractions ? Double(abs(value)) / total : nil,
        isQuery: token == query)
    }
    gridFraction = hasFractions ? grid / total : nil
  }

  /// `grid 0.07`; nil where the map is no row.
  var gridText: String? { gridFraction.map { "grid \($0.fixed(2))" } }

  /// Neighboring tokens under one name with one number.
  struct Group {
    let name: String
    let tokens: ArraySlice<Token>

    /// Their fraction of the row; of values that are no row, the value or the range of the values.
    private func number(_ text: (String) -> String) -> String {
      let fractions = tokens.compactMap(\.fraction)
      if fractions.count == tokens.count, !tokens.isEmpty { return text(fractions.reduce(0, +).fixed(2)) }
      let values = tokens.map(\.value)
      guard values.allSatisfy(\.isFinite), let low = values.min(), let high = values.max() else {
        return PlaceContent.notFinite.text
      }
      let ends = [low.brief, high.brief].map(text).uniqued
      return ends.joined(separator: low < 0 ? "…" : "–")
    }

    /// Columns of name, cells with brackets around the query's, and number.
    func columns(cellWidth: Int, isTight: Bool, hasNumber: Bool) -> Int {
      let brackets = tokens.contains(where: \.isQuery) ? 2 : 0
      let number = hasNumber ? number(isTight: isTight) : ""
      return name.columns + 1 + tokens.count * cellWidth + brackets
        + (number.isEmpty ? 0 : number.columns + 1)
    }

    func number(isTight: Bool) -> String { number { isTight ? $0.withoutLeadingZero : $0 } }
  }

  /// From every token for itself to all under one name.
  var groupings: [[Group]] {
    let single = tokens.indices.map { Group(name: tokens[$0].name, tokens: tokens[$0...$0]) }
    let firstRegister = tokens.firstIndex { $0.name.hasPrefix("reg") } ?? tokens.endIndex
    let registers = tokens[firstRegister...]
    let joined =
      registers.count > 1 ? Array(single[..<firstRegister]) + [Group(name: "reg", tokens: registers)] : single
    return [single, joined, [Group(name: "beside", tokens: tokens[...])]]
  }
}

extension Canvas {
  /// `cls ██ 0.93  reg ████ 0.02  grid 0.05` in one line, as much of it as fits.
  mutating func draw(_ beside: BesideGrid, _ scale: MapScale, of side: Side?, in line: Rect) {
    let numbered = beside.groupings.flatMap { groups in
      [false, true].map { (groups: groups, isTight: $0, hasNumbers: true) }
    }
    // Of a row, how much lies on the grid says more than cells without numbers.
    let forms =
      beside.gridFraction != nil
      ? numbered : numbered + beside.groupings.map { (groups: $0, isTight: true, hasNumbers: false) }
    func grid(isTight: Bool) -> String? {
      beside.gridFraction.map { "grid \(isTight ? $0.fixed(2).withoutLeadingZero : $0.fixed(2))" }
    }
    func columns(_ groups: [BesideGrid.Group], isTight: Bool, hasNumbers: Bool) -> Int {
      let widths =
        groups.map { $0.columns(cellWidth: isTight ? 1 : 2, isTight: isTight, hasNumber: hasNumbers) }
        + (grid(isTight: isTight).map { [$0.columns] } ?? [])
      return widths.reduce(0, +) + (isTight ? 1 : 2) * max(0, widths.count - 1)
    }
    guard
      let (groups, isTight, hasNumbers) = forms.first(where: {
        columns($0.groups, isTight: $0.isTight, hasNumbers: $0.hasNumbers) <= line.width
      })
    else {
      if let text = beside.gridText { frame.centered([text], in: line, Theme.text) }
      return
    }
    let gap = isTight ? 1 : 2
    var x = line.x + (line.width - columns(groups, isTight: isTight, hasNumbers: hasNumbers)) / 2
    for group in groups {
      let start = x
      let isProbed = group.tokens.contains { probe?.place == .prefix($0.token) }
      x = frame.text(group.name + " ", x: x, y: line.y, isProbed ? Theme.accent : Theme.faint)
      for token in group.tokens {
        if token.isQuery { x = frame.text("[", x: x, y: line.y, Theme.mark) }
        targets.append(
          .token(Rect(x: x, y: line.y, width: isTight ? 1 : 2, height: 1), side, token.token))
        x = draw(token, scale, columns: isTight ? 1 : 2, x: x, y: line.y)
        if token.isQuery { x = frame.text("]", x: x, y: line.y, Theme.mark) }
      }
      let number = hasNumbers ? group.number(isTight: isTight) : ""
      if !number.isEmpty { x = frame.text(" " + number, x: x, y: line.y, Theme.text) }
      if let only = group.tokens.first, group.tokens.count == 1 {
        targets.append(.token(Rect(x: start, y: line.y, width: x - start, height: 1), side, only.token))
      }
      x += gap
    }
    if let text = grid(isTight: isTight) { frame.text(text, x: x, y: line.y, Theme.text) }
  }

  /// The cell of a token, half as high where that is possible, so that it does not touch the picture; whole or with a
  /// line under it where the probe is on it. Returns the column after it.
  private mutating func draw(
    _ token: BesideGrid.Token, _ scale: MapScale, columns: Int, x: Int, y: Int
  ) -> Int {
    for column in 0..<columns {
      let pixel =
        token.value.isFinite
        ? scale.pixel(token.value) : Theme.pattern(.notFinite, x: column, y: 0) ?? Pixel(.standard)
      let isProbed = probe?.place == .prefix(token.token)
      frame[x + column, y] =
        capabilities.showsHalfCells && !isProbed
        ? Cell("▄", Style(pixel.color), level: pixel.level)
        : Cell(
          Cell.upperHalf, Style(pixel.color, on: pixel.color, isProbed ? .underline : []), level: pixel.level)
    }
    return x + columns
  }
}
