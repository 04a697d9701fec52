// Entropy over depth: the means over the heads of each layer, as a chart where there is room, else as bars.

import AttentionMaps
import TerminalUI

/// The normalized entropy of one stream of one model, layer by layer.
struct DepthProfile {
  /// `A`, or `B same`.
  let name: String
  let color: Color
  /// Means over the heads; NaN while not computed.
  let values: [Float]
  /// The layer that the screen shows of this model.
  let layer: Int

  /// The value of that layer.
  var here: Float { values.indices.contains(layer) ? values[layer] : .nan }
}

extension Scene {
  /// A profile for every table of the entropy view.
  var depthProfiles: [DepthProfile] {
    let tables = entropyTables
    return tables.enumerated().map { index, table in
      let firstOfSide = tables.firstIndex { $0.side == table.side } ?? 0
      let colors = Theme.lines[table.side.rawValue]
      return DepthProfile(
        name: table.stream == .attention
          ? table.side.letter : "\(table.side.letter) \(table.stream.rawValue)",
        color: colors[(index - firstOfSide) % colors.count],
        values: table.rows.map { row in
          let known = row.compactMap { $0 }
          return known.isEmpty ? .nan : Float(known.reduce(0, +) / Double(known.count))
        }, layer: subject(table.side)?.layer ?? 0)
    }
  }

  /// `A ▇▇▅▆▃▂▂  .97 .95 …`; where not all numbers fit, that of the layer on the screen, and where not all bars fit,
  /// those around it.
  ///
  /// The bars begin at the tenth below the lowest value and end at the one above the highest, which the line says.
  func profileLines(width: Int) -> [[Span]] {
    let known = depthProfiles.flatMap(\.values).filter(\.isFinite)
    let low = ((known.min() ?? 0) * 10 + 1e-3).rounded(.down) / 10
    let high = max(low + 0.1, ((known.max() ?? 1) * 10 - 1e-3).rounded(.up) / 10)
    let range = "\(low.fixed(1).withoutLeadingZero)–\(high.fixed(1).withoutLeadingZero) "
    return depthProfiles.map { profile in
      let count = profile.values.count
      let name = profile.name.padded(to: 11)
      let room = width - 6 - range.columns - name.columns
      let numbers = profile.values.map { $0.fixed(2).withoutLeadingZero }.joined(separator: " ")
      let here = "layer \(profile.layer): \(profile.here.fixed(2).withoutLeadingZero)"
      let isWhole = 2 * count + 2 + numbers.columns <= room
      let text = isWhole ? numbers : here
      let left = room - 2 - text.columns
      let barWidth = 2 * count <= left ? 2 : 1
      // The sign of what is left out needs room too.
      let shown = EntropyTable.window(
        count, around: profile.layer, room: count <= left ? count : max(1, left - 12))
      let bars = profile.values[shown].map { value in
        String(repeating: sparkline([value], low: low, high: high, width: 1), count: barWidth)
      }
      let sign = shown.count < count ? " \(shown.lowerBound)–\(shown.upperBound - 1) of \(count)" : ""
      return [
        Span("depth " + range, Theme.faint), Span(name, Theme.strong),
        Span(bars.joined(), Style(profile.color)),
        Span(sign + "  ", Theme.faint), Span(text, Theme.faint),
      ]
    }
  }
}

extension Canvas {
  /// The fewest rows in which a chart is better than bars.
  static let lowestProfileChart = 7

  mutating func drawDepthProfiles(_ scene: Scene, in area: Rect) {
    guard area.height >= Canvas.lowestProfileChart else {
      return drawLines(
        scene.profileLines(width: area.width), x: area.x, y: area.y, width: area.width, height: area.height)
    }
    let profiles = scene.depthProfiles
    let lines = profiles.map { LinePlot.Line(name: $0.name, color: $0.color, values: $0.values) }
    // The gap, the number and sample of a line, its name, and its values.
    let names = lines.map(\.name.columns).max() ?? 0
    let legendWidth = 3 + 5 + names + 2 + 5 * (lines.map(\.values.count).max() ?? 0)
    let isWide = area.width - legendWidth >= 40
    let widest = max(96, area.width / 2)
    let chartWidth = min(area.width - (isWide ? legendWidth : 24), widest)
    // Lines of models with other numbers of layers run from the first to the last layer too: the axis counts the
    // layers of one model.
    let counted = scene.focused ?? scene.loaded.first
    let layers = counted?.model.model.layers.count ?? 1
    let isUnlike = Set(profiles.map(\.values.count)).count > 1
    frame.text(
      "entropy over depth, H / ln n, mean over the heads of each layer"
        + (isUnlike ? "; layers of \(counted?.side.letter ?? "")" : ""),
      x: area.x, y: area.y, Theme.faint, width: area.width)
    let current = scene.focused?.layer
    let step = max(1, (layers * 4 + chartWidth - 1) / max(1, chartWidth))
    draw(
      LinePlot(
        lines: lines, cursor: current.map { Float($0) / Float(max(1, layers - 1)) },
        labels: (0..<layers).filter { $0 % step == 0 || $0 == current }.map {
          (Float($0) / Float(max(1, layers - 1)), "\($0)", $0 == current ? Theme.accent : Theme.faint)
        }),
      in: Rect(x: area.x, y: area.y + 1, width: chartWidth, height: area.height - 1))
    let left = area.x + chartWidth + 3
    drawLines(
      Canvas.legend(lines) { line in
        isWide
          ? line.values.map { $0.fixed(2).withoutLeadingZero.padded(to: 5) }.joined()
          : profiles.first { $0.name == line.name }?.here.fixed(2) ?? ""
      }, x: left, y: area.y + 2, width: area.right - left, height: area.height - 2)
  }
}
