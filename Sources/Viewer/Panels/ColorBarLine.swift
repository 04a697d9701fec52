// The line of the color bars: what colors and patterns mean, and of which panels.

import Attention
import AttentionMaps
import TerminalUI

extension Canvas {
  /// `≤0.1× ▁▂▃▄▅▆▇█ ≥30×   scale: × uniform, log   here A 0.004   map: attention   viridis`. Where panels have
  /// scales that differ, each bar names its panels, those of the focused model first.
  mutating func drawColorBar(_ scene: Scene, y: Int) {
    let width = frame.size.columns
    let isNarrow = width < 60
    let focus = scene.state.focus
    if probe != nil, probed.isEmpty { probed = scene.unseenMaps }
    let bars = legend.bars.filter { $0.has(focus) } + legend.bars.filter { !$0.has(focus) }
    let gap = isNarrow ? 1 : 3
    let wanted = isNarrow ? 6 : bars.count > 1 ? 8 : max(8, min(48, width / 4))
    // What the probe reads takes of the room of the bars, and all of it where it needs that.
    let named = bars.count > 1 ? (bars.first?.owners.text.columns ?? 0) + 1 + "+9 more".columns + gap : 0
    let least = bars.first.map { 1 + named + $0.bar.columns(isNarrow ? 6 : 8) + gap } ?? 1
    let reading = keyReading(focus: focus, widths: [width - 1 - least, width - 2])
    let read = reading.map { $0.columns + gap } ?? 0
    // The words beside it need some room.
    let room = min(isNarrow ? width : width - 14, width - read)
    let hasBars = reading.map { $0.columns < width - least } ?? true
    let form =
      reading == nil && bars.count > 1
      ? BarForm.fitting(bars, wanted: wanted, gap: gap, widths: [room, width - 1])
      : BarForm(columns: reading == nil ? wanted : max(isNarrow ? 6 : 8, min(wanted, room - least)), gap: gap)
    let columns = form.columns
    // The reading is never cut: bars that do not fit beside it are counted.
    let end = reading == nil ? max(room, form.width(bars) < width ? form.width(bars) + 1 : 0) : room
    var x = 1
    for (index, bar) in bars.enumerated() where hasBars {
      let rest = bars.count - index
      let more = "+\(rest) more"
      var owners = bars.count > 1 ? bar.owners.text + " " : ""
      if index == 0, bars.count > 1 {
        // The first bar is always there; its name gives way.
        let room = width - x - form.columns(of: bar.bar) - gap - "+9 more".columns
        owners = bar.owners.text.shortened(to: max(1, room - 2)) + " "
      }
      let needed = owners.columns + form.columns(of: bar.bar)
      guard
        index == 0
          || x + needed + (rest > 1 ? min(more.columns + gap, form.width(bars[(index + 1)...]) + gap) : 0)
            <= end
      else {
        x = frame.text(more, x: x, y: y, Theme.faint) + gap
        break
      }
      x = frame.text(owners, x: x, y: y, Theme.strong)
      x = draw(bar.bar, columns: columns, isTight: form.isTight, x: x, y: y) + form.gap
    }
    if let reading { x = frame.spans(reading, x: x, y: y, width: width - x) + gap }
    for note in scene.barNotes(legend, isNarrow: isNarrow, listsValues: listsValues || reading != nil) {
      guard let note = note.fitting(width - x) else { continue }
      if let pattern = note.pattern {
        let pixels = PixelImage(width: 2, height: 2) { column, row in
          Theme.pattern(pattern, x: column, y: row) ?? Pixel(.standard)
        }
        frame.pixels(pixels, x: x, y: y)
        x += 3
      }
      let start = x
      x = frame.spans(note.spans, x: x, y: y) + gap
      if let key = note.key {
        targets.append(.press(Rect(x: start, y: y, width: x - gap - start, height: 1), key))
      }
    }
  }

  /// The colors between the numbers of their ends. Returns the column after it.
  private mutating func draw(_ bar: ColorBar, columns: Int, isTight: Bool, x: Int, y: Int) -> Int {
    let ends = bar.ends(isTight: isTight)
    let start = ends.low.isEmpty ? x : frame.text(ends.low, x: x, y: y, Theme.text) + 1
    frame.pixels(bar.picture(columns: columns), x: start, y: y)
    if let one = bar.one, columns > 8 {
      let x = start + Int(one * Float(columns - 1) + 0.5)
      let ground = frame[x, y].style.background
      let isColored = capabilities.depth.showsValuesByColor
      frame[x, y] = Cell("1", isColored ? Style(ground.contrast, on: ground) : Theme.text)
    }
    return frame.text(ends.high, x: start + columns + 1, y: y, Theme.text)
  }
}

extension ColorBar {
  /// The numbers of the ends; where there is little room `±2.36` for `−2.36` and `+2.36`, and none for a zero.
  fileprivate func ends(isTight: Bool) -> (low: String, high: String) {
    guard isTight else { return (low, high) }
    return isSigned ? ("", "±" + high.dropFirst()) : (low == "0" ? "" : low, high)
  }

  /// The columns of the colors with the numbers of their ends.
  fileprivate func columns(_ colors: Int, isTight: Bool = false) -> Int {
    let ends = ends(isTight: isTight)
    return (ends.low.isEmpty ? 0 : ends.low.columns + 1) + colors + 1 + ends.high.columns
  }
}

/// How several bars share a line.
private struct BarForm {
  let columns: Int
  let gap: Int
  var isTight = false

  /// The first form in which all bars fit into one of the widths, else the tightest.
  static func fitting(_ bars: [Legend.Bar], wanted: Int, gap: Int, widths: [Int]) -> BarForm {
    let forms =
      [wanted, 6, 4].filter { $0 <= wanted }.map { BarForm(columns: $0, gap: gap) }
      + [
        BarForm(columns: 4, gap: min(gap, 2)), BarForm(columns: 4, gap: min(gap, 2), isTight: true),
        BarForm(columns: 3, gap: 1, isTight: true),
      ]
    for width in widths {
      if let form = forms.first(where: { $0.width(bars[...]) < width }) { return form }
    }
    return forms[forms.count - 1]
  }

  func columns(of bar: ColorBar) -> Int { bar.columns(columns, isTight: isTight) }

  /// The columns of bars with the names of their panels.
  func width(_ bars: some Collection<Legend.Bar>) -> Int {
    bars.reduce(0) { $0 + $1.owners.text.columns + 1 + columns(of: $1.bar) } + gap * max(0, bars.count - 1)
  }
}

extension Legend.Bar {
  fileprivate func has(_ side: Side) -> Bool { owners.contains { $0.side == side } }
}

extension [Legend.Owner] {
  /// `A, B same`, `B same, opp.`, `B − A`.
  fileprivate var text: String {
    var words: [String] = []
    for (index, owner) in enumerated() {
      let isRepeated = index > 0 && self[index - 1].side == owner.side
      let letter = isRepeated ? nil : owner.side?.letter
      words.append([letter, owner.name].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " "))
    }
    return words.filter { !$0.isEmpty }.joined(separator: ", ")
  }
}

/// Words right of the color bars.
private struct BarNote {
  let spans: [Span]
  /// Shown before them.
  var pattern: PlaceContent?
  /// What a click on them presses.
  var key: Key?

  /// The words where there is no room for all.
  var brief: [Span]?

  private var columns: Int { spans.reduce(pattern == nil ? 0 : 3) { $0 + $1.text.columns } }

  /// It, or its brief words, in fewer than so many columns; nil where neither fits.
  func fitting(_ width: Int) -> BarNote? {
    if columns < width { return self }
    guard let brief else { return nil }
    let note = BarNote(spans: brief, pattern: pattern, key: key)
    return note.columns < width ? note : nil
  }
}

extension Scene {
  /// The maps of the current heads where the view shows none of them.
  fileprivate var unseenMaps: [ProbedMap] {
    state.view.screen.panels(self).compactMap { panel in
      if case .map(let map, _) = panel.content { ProbedMap(panel, map) } else { nil }
    }
  }

  /// The words right of the color bars, the most important first.
  fileprivate func barNotes(_ legend: Legend, isNarrow: Bool, listsValues: Bool) -> [BarNote] {
    let view = state.view.screen
    let values = view.valuesAtCursor(self)
    // Weights on both sides of zero are no multiples of uniform.
    let ofModels = legend.bars.filter { $0.owners.contains { $0.side != nil } }
    let areSigned = !ofModels.isEmpty && ofModels.allSatisfy(\.bar.isSigned)
    let areMultiples = !ofModels.isEmpty && ofModels.allSatisfy { $0.bar.one != nil }
    // B − A by itself has neither the unit of A and B nor their axis.
    let areDifferences =
      ofModels.isEmpty && !legend.bars.isEmpty && legend.bars.allSatisfy(\.bar.isSigned)
      && state.view.heeds(.scale)
    let scaleName =
      areDifferences
      ? ScaleName(brief: "linear", full: "of this map, linear")
      : areSigned
        ? state.scale.name(of: .net)
        : areMultiples ? state.scale.name(of: .attention) : view.scaleName(state)
    let patterns = [PlaceContent.notFinite, .undefined, .noKey].filter(legend.patterns.contains).map {
      BarNote(spans: [Span($0.text, Theme.faint)], pattern: $0)
    }
    if isNarrow {
      let notes = view.narrowNotes(self)
      let here = values.map { "\($0.briefName) \($0.text.withoutLeadingZero)" }
      let reductions = legend.reductions.map { BarNote(spans: [Span($0, Theme.notice)]) }
      return [BarNote(spans: [Span(scaleName.brief, Theme.faint)])] + reductions
        + (notes.isEmpty ? here : notes).map { BarNote(spans: [Span($0, Theme.text)]) } + patterns
    }
    var notes = [
      BarNote(
        spans: [Span("scale: ", Theme.faint), Span(scaleName.full, Theme.text)],
        key: state.view.heeds(.scale) ? .function(3) : nil)
    ]
    if !legend.reductions.isEmpty {
      let text = legend.reductions.joined(separator: ", ")
      notes.append(
        BarNote(
          spans: [Span("drawn: ", Theme.faint), Span("\(text) of tokens", Theme.notice)],
          brief: [Span(text, Theme.notice)]))
    }
    notes += patterns
    if !values.isEmpty && !listsValues {
      notes.append(
        BarNote(spans: [
          Span("here ", Theme.faint),
          Span(values.map { "\($0.name) \($0.text)" }.joined(separator: "  "), Theme.text),
        ]))
    }
    if legend.hasHiddenPatches {
      let sign = state.capabilities.depth.showsValuesByColor ? "×" : "_"
      notes.append(BarNote(spans: [Span("\(sign) hidden", Theme.faint)]))
    }
    let shown = view.mapName(self)
    let map = state.showsIncoming ? "incoming \(shown)" : shown
    notes.append(
      BarNote(
        spans: [Span("map: ", Theme.faint), Span(map, Theme.text)],
        key: state.view.heeds(.map) ? .function(2) : nil))
    let colors = legend.bars.map { $0.bar.colorMap.name }.uniqued.joined(separator: ", ")
    if !colors.isEmpty { notes.append(BarNote(spans: [Span(colors, Theme.faint)])) }
    return notes
  }
}
