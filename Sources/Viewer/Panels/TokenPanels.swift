// The panels of the tokens that a block gives: a map of their norms, and their principal components as colors.

import Attention
import AttentionMaps
import TerminalUI

extension Scene {
  /// The norms of the tokens after the current layer of a side, with the sinks of its head marked.
  func normPanel(_ side: Side) -> MapPanel {
    tokenPanel(side, long: "norm |x| after the layer", short: "norm |x|", brief: "|x|") {
      subject, tokens, panel in
      let (norms, map) = (tokens.norms, tokens.norms.map)
      panel.name = "norm"
      panel.content = .map(map) { box in
        let range = box.drawn(map).range ?? 0...0
        return MapScale(.linear(low: range.lowerBound, high: range.upperBound), colorMap: state.shownColorMap)
      }
      panel.footers = normFooters(norms, subject)
      let query: PrefixToken? = if case .prefix(let token) = subject.place.query { token } else { nil }
      panel.beside = BesideGrid(map, subject.description.geometry.prefix, isRow: false, query: query)
      panel.sinks = subject.sinkPositions(limit: listedSinks(side))
      if state.overlay, let image = subject.examination?.seen {
        panel.photograph = { image.pixelImage(width: $0.width, height: $0.height) }
      }
    }
  }

  /// The components of the patches after the current layer of a side as red, green and blue.
  func componentPanel(_ side: Side) -> MapPanel {
    let showsColors = state.capabilities.depth.showsValuesByColor
    let long = showsColors ? "components as RGB" : "first component"
    return tokenPanel(
      side, long: long, short: showsColors ? "components" : "comp. 1", brief: showsColors ? "comp." : "c. 1"
    ) { _, tokens, panel in
      switch tokens.components {
      case .undefined(let reason): panel.content = .message(["principal components: \(reason)"])
      case .value(let components):
        let maps = components.maps
        panel.name = "comp. 1"
        panel.content = .map(maps[0]) { _ in MapScale(.diverging(limit: 2), colorMap: state.shownColorMap) }
        panel.channels = showsColors ? maps : []
        panel.footers = components.footers(isColored: showsColors)
      }
    }
  }

  private func tokenPanel(
    _ side: Side, long: String, short: String, brief: String,
    _ fill: (Subject, LayerTokens, inout MapPanel) -> Void
  ) -> MapPanel {
    guard let subject = subject(side), subject.examination != nil else { return statusPanel(side) }
    var start = [Span(side.letter + " ", Theme.accent)]
    start.append(
      differingPlace(side).map { Span("\($0) ", Theme.notice) } ?? Span("\(subject.layer) ", Theme.text))
    var panel = MapPanel(
      side: side, title: start + [Span(long, Theme.strong)], shortTitle: start + [Span(short, Theme.strong)],
      briefTitles: [start + [Span(brief, Theme.strong)]], content: .message([]),
      isFocused: side == state.focus)
    guard let tokens = subject.tokens else {
      let measuring = MeasureTokens(examination: subject.key)
      panel.content =
        findings.failure(measuring).map { .message([$0]) }
        ?? .progress(["measuring tokens" + stoppedNote], Progress(of: measuring.work, findings))
      return panel
    }
    fill(subject, tokens, &panel)
    if case .map(let map, _) = panel.content { panel.mark = subject.mark(on: map.grid) }
    panel.hidden = subject.key.interventions.occluded
    if let notes = outdatedNotes(side) {
      panel.isOutdated = true
      panel.footers = notes
      panel.footerStyle = Theme.notice
    }
    return panel
  }

  /// Behind work that the user has stopped.
  private var stoppedNote: String { state.sumsAreStopped ? ", stopped" : "" }

  // MARK: Words

  /// `mean 12.3  max 45.1 at 5,8`, and shorter.
  private func normFooters(_ norms: TokenNorms, _ subject: Subject) -> [String] {
    guard let longest = norms.longest(1).first, let mean = norms.mean.value else {
      return ["\(Undefined.notFinite)"]
    }
    let place = subject.name(of: longest.place)
    let sinks = subject.sinks?.value.map { $0.isEmpty ? "" : "  \($0.count) sink\($0.count == 1 ? "" : "s")" }
    let text = "mean \(mean.brief)  max \(longest.norm.brief) at \(place)"
    return [
      text + (sinks ?? ""), text, "max \(longest.norm.brief) at \(place)",
      "max \(longest.norm.brief) \(place)",
      longest.norm.brief,
    ]
  }

  /// Columns of the lines of tokens.
  var tokenLineWidth: Int { state.size.columns - 2 }

  /// One line for a side: the sinks of its head, as many as have room beside the longest token, and its longest tokens.
  func tokenLine(_ side: Side) -> [Span] {
    guard let subject = subject(side), let tokens = subject.tokens else { return [] }
    return fittingTokenLine(subject, tokens).spans
  }

  /// How many of the sinks of a side's head its line names: letters on maps are those of these.
  private func listedSinks(_ side: Side) -> Int {
    guard let subject = subject(side), let tokens = subject.tokens else { return 0 }
    return fittingTokenLine(subject, tokens).sinks
  }

  private func fittingTokenLine(_ subject: Subject, _ tokens: LayerTokens) -> (spans: [Span], sinks: Int) {
    let start = [
      Span(subject.side.letter + " ", Theme.accent), Span("layer \(subject.layer)  longest ", Theme.faint),
    ]
    let longest = tokens.norms.longest(8).enumerated().map { index, token in
      [
        Span(index == 0 ? "" : "  ", Theme.faint), Span(subject.name(of: token.place) + " ", Theme.text),
        Span(token.norm.brief, Theme.strong),
      ]
    }
    var label = [Span("   sinks of head \(subject.place.headPlace): ", Theme.faint)]
    if tokens.norms.mean.value == nil { label.insert(Span("\(Undefined.notFinite)", Theme.text), at: 0) }
    let widths = longest.map(\.columns)
    let room = tokenLineWidth - start.columns - label.columns
    // All letters are worth more than some of the longest tokens.
    let sinks = min(26, subject.sinks?.value?.count ?? 0)
    var shown = max(1, sinks)
    var named = sinkSpans(subject, limit: shown)
    while shown > 1, (widths.first ?? 0) + named.columns > room {
      shown -= 1
      named = sinkSpans(subject, limit: shown)
    }
    var count = longest.count
    var used = widths.reduce(0, +) + named.columns
    while count > 1, used > room {
      count -= 1
      used -= widths[count]
    }
    return (start + longest.prefix(count).joined() + label + named, min(shown, sinks))
  }

  private func sinkSpans(_ subject: Subject, limit: Int) -> [Span] {
    switch subject.sinks {
    case nil:
      let finding = FindSinks(layer: LayerKey(examination: subject.key, layer: subject.layer))
      let text =
        findings.failure(finding)
        ?? "looking \((100 * (findings.progress(finding) ?? 0)).fixed(0)) %\(stoppedNote)"
      return [Span(text, Theme.faint)]
    case .undefined(let reason): return [Span("\(reason)", Theme.faint)]
    case .value(let places):
      guard !places.isEmpty else { return [Span("none", Theme.text)] }
      var spans: [Span] = []
      for (index, sink) in subject.letteredSinks.prefix(limit).enumerated() {
        if index > 0 { spans.append(Span("  ", Theme.faint)) }
        if let letter = sink.letter { spans.append(Span("\(letter) ", Theme.strong)) }
        spans.append(Span(subject.nameOfKey(sink.place), Theme.text))
      }
      return places.count > limit ? spans + [Span("  +\(places.count - limit)", Theme.text)] : spans
    }
  }
}

extension Subject {
  /// `5,8`, `cls`.
  fileprivate func name(of place: TokenPlace) -> String {
    switch place {
    case .prefix(let index): "\(description.geometry.prefix[index])"
    case .spatial(let position): "\(position)"
    case .padding: "padding"
    }
  }

  /// The same of a key, with its grid where that is not the tokens'.
  fileprivate func nameOfKey(_ place: TokenPlace) -> String {
    let geometry = description.geometry
    guard case .spatial = place, geometry.keyGrid != geometry.queryGrid else { return name(of: place) }
    return "key \(name(of: place)) of \(geometry.keyGrid.rows)×\(geometry.keyGrid.columns)"
  }

  /// The sinks of the head with the letters of those that lie on the grid, in their order.
  fileprivate var letteredSinks: [(place: TokenPlace, letter: Unicode.Scalar?)] {
    var count: UInt8 = 0
    return (sinks?.value ?? []).map { place in
      guard case .spatial = place, count < 26 else { return (place, nil) }
      count += 1
      return (place, Unicode.Scalar(0x60 + count))
    }
  }

  /// Where the first sinks of the head lie on the grid of the tokens: a key of a coarser grid in the middle of its tokens.
  fileprivate func sinkPositions(limit: Int) -> [GridPosition: Unicode.Scalar] {
    let geometry = description.geometry
    return Dictionary(
      letteredSinks.prefix(limit).compactMap { sink in
        guard case .spatial(let position) = sink.place, let letter = sink.letter else { return nil }
        return (geometry.keyGrid.position(position, on: geometry.queryGrid), letter)
      }, uniquingKeysWith: { first, _ in first })
  }
}

extension TokenComponents {
  /// Each as multiples of its standard deviation.
  fileprivate var maps: [HeatMap] {
    scores.indices.map { component in
      HeatMap(kind: nil, grid: grid, values: standardized(component).map(Float.init), isSigned: true)
    }
  }

  /// `red 41 %  green 15 %  blue 9 % of the variance`, and shorter.
  fileprivate func footers(isColored: Bool) -> [String] {
    let percents = fractions.map { "\((100 * $0).fixed(0)) %" }
    guard isColored else { return ["\(percents[0]) of the variance", percents[0]] }
    let named = zip(["red", "green", "blue"], percents).map { "\($0) \($1)" }
    let brief = fractions.map { (100 * $0).fixed(0) }.joined(separator: " ")
    return [
      named.joined(separator: "  ") + " of the variance", named.joined(separator: "  "),
      "RGB \(brief) %", "\(brief) %",
    ]
  }
}

extension PixelImage {
  /// Up to three maps as red, green and blue: −2 standard deviations are dark, +2 are bright, and a channel without a
  /// map is in the middle. Glyphs have the level of the first.
  init(channels: [HeatMap], _ fit: GridFit) {
    self.init(width: fit.width, height: fit.height) { x, y in
      let index = y / fit.valueHeight * channels[0].grid.columns + x / fit.valueWidth
      func level(_ channel: Int) -> UInt8 {
        guard channels.indices.contains(channel) else { return 128 }
        return UInt8(255 * max(0, min(1, 0.5 + channels[channel].values[index] / 4)))
      }
      let first = max(-1, min(1, channels[0].values[index] / 2))
      return Pixel(
        Color(red: level(0), green: level(1), blue: level(2)), level: Level(fraction: first))
    }
  }
}
