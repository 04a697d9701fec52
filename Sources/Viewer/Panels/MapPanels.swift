// The map panels of several views: what they show of a subject, in which scale, under which title.

import Attention
import AttentionMaps
import TerminalUI

extension Scene {
  /// The panel of one map of a model.
  func panel(_ kind: MapKind, of side: Side) -> MapPanel {
    guard let subject = subject(side), subject.examination != nil else { return statusPanel(side) }
    let titles = titles(kind, of: subject)
    var panel = MapPanel(
      side: side, name: maps(of: subject).count > 1 ? kind.shortName : "", title: titles.long,
      shortTitle: titles.short, content: .message([]), isFocused: side == state.focus)
    switch subject.map(kind) {
    case .unavailable(let reason):
      let isLacking = !subject.description.mechanism.maps.contains(kind)
      panel.content = .message(
        (isLacking ? ["\(side.letter) has no map \(kind.rawValue) here."] : []) + [reason])
    case .pending: panel.content = .progress([pendingText(kind, side)], nil)
    case .map(let map):
      panel.content = .map(map) { scale(for: map, kind: kind, subject: subject, in: $0) }
      panel.footers = footers(map, kind: kind, subject: subject)
      panel.beside = beside(map, kind, subject)
      panel.keys = kind.isOfWeights ? subject.keysSeen(kind, layer: subject.layer) : nil
      panel.mark = subject.mark(on: map.grid)
      if let notes = outdatedNotes(side) {
        panel.footers = notes
        panel.footerStyle = Theme.notice
      }
      panel.hidden = subject.key.interventions.occluded
      if state.overlay, let image = subject.examination?.seen {
        panel.photograph = { image.pixelImage(width: $0.width, height: $0.height) }
      }
    }
    return panel
  }

  /// The tokens beside the grid of a map of a subject; nil where there are none.
  func beside(_ map: HeatMap, _ kind: MapKind, _ subject: Subject, layer: Int? = nil) -> BesideGrid? {
    let query: PrefixToken? = if case .prefix(let token) = subject.place.query { token } else { nil }
    return BesideGrid(
      map, subject.model.model.layers[layer ?? subject.layer].geometry.prefix,
      isRow: kind.isOfWeights && !state.showsIncoming, query: query)
  }

  /// The panel of a side that has nothing to show yet.
  func statusPanel(_ side: Side) -> MapPanel {
    let status = status(side)
    let title = [Span(side.letter + " ", Theme.accent), Span(modelName(side), Theme.strong)]
    return MapPanel(
      side: side, title: title,
      content: status.fraction == nil ? .message(status.lines) : .progress(status.lines, status.fraction),
      isFocused: side == state.focus)
  }

  private func pendingText(_ kind: MapKind, _ side: Side) -> String {
    if kind == .entropy { return "entropies" }
    if state.showsIncoming { return "adding up the queries" }
    return state[side].spot.query == .mean ? "mean over all queries" : kind.rawValue
  }

  // MARK: Titles and footers

  private func titles(_ kind: MapKind, of subject: Subject) -> (long: [Span], short: [Span]) {
    let isMean = kind == .attention && subject.streams.count > 1
    let name = isMean ? "mean of streams" : kind.rawValue
    let mechanism = subject.description.mechanism.title
    let stream = kind == .same || kind == .opposite ? " \(name)" : ""
    let what = state.showsIncoming ? "incoming" + stream : name
    var start = [Span(subject.side.letter + " ", Theme.accent)]
    let isElsewhere = differingPlace(subject.side) != nil
    if kind != .rollout {
      start.append(Span("\(subject.place.headPlace) ", isElsewhere ? Theme.notice : Theme.text))
    }
    start += differences(of: subject)
    if kind != .rollout, isOff(subject.place.headPlace, of: subject.side) {
      start.append(Span("off ", Theme.warning))
    }
    return (
      start + [Span("\(mechanism) · \(what)", Theme.strong)], start + [Span(what, Theme.strong)]
    )
  }

  /// `@3,4 boot-2.png `: the query and the image of a side where they are not those of the focused one.
  private func differences(of subject: Subject) -> [Span] {
    let (own, here) = (state[subject.side].spot, state.spot)
    var spans: [Span] = []
    if own.cursor != here.cursor || own.query != here.query {
      spans.append(Span("@\(subject.queryName) ", Theme.notice))
    }
    if own.image != here.image {
      spans.append(Span("\(findings.imageNames[own.image].shortened(to: 12)) ", Theme.notice))
    }
    return spans
  }

  /// `H 3.02 nats 0.58  0–0.158  Σ 1.00`, of signed weights `H|a| 3.02 nats 0.58  − 21 %  ±0.158`, and shorter.
  private func footers(_ map: HeatMap, kind: MapKind, subject: Subject) -> [String] {
    guard let range = map.range.map(rangeText) else {
      let reason = [PlaceContent.notFinite, .undefined].first { map.count(of: $0) > 0 } ?? .noKey
      return [reason.text]
    }
    let missing = [PlaceContent.noKey, .undefined, .notFinite].map { content in
      let count = map.count(of: content)
      return count > 0 ? "  \(count) \(content.text)" : ""
    }.joined()
    if kind.isFactor, subject.place.query != .mean { return factorFooters(map, range: range) }
    guard let stream = kind.stream, !state.showsIncoming,
      let row = subject.rowNumbers(layer: subject.layer, head: subject.head, stream: stream)
    else { return [range + missing, range] }
    let entropy: Double
    switch row.entropy {
    case .value(let nats): entropy = nats
    case .undefined(.emptyRow): return ["empty row  Σ 0"]
    case .undefined(let reason): return ["\(reason)"]
    }
    let normalized = row.normalized.value.fixed(2)
    // Of weights on both sides of zero: the entropy of their sizes, and how much of them is negative.
    let name = row.negativeMass == nil ? "H" : "H|a|"
    let lowest = kind == .attention ? subject.lowestEntropy.map { " ≥ \($0.fixed(2))" } ?? "" : ""
    let negative = row.negativeMass.map { "  − \((100 * $0).fixed(0)) %" } ?? ""
    let applies = subject.description.streams.contains(stream)
    let sum = subject.description.mechanism.rowSum == .one || !applies ? "" : "  Σ \(row.sum.fixed(2))"
    return [
      "\(name) \(entropy.fixed(2))\(lowest) nats \(normalized)\(negative)  \(range)\(sum)\(missing)",
      "\(name) \(entropy.fixed(2))\(lowest) nats \(normalized)\(negative)  \(range)\(sum)",
      "\(name) \(entropy.fixed(2))\(lowest) \(normalized)\(negative)  \(range)\(sum)",
      "\(name) \(entropy.fixed(2)) \(normalized)\(negative)  \(range)",
      "\(name) \(entropy.fixed(2)) \(normalized)\(negative)",
      "\(name) \(entropy.fixed(2))\(negative)",
    ]
  }

  /// `H 1.71 nats 0.78  0.02–0.31` of a factor of a query's row: its entropy over agents, or over keys.
  private func factorFooters(_ map: HeatMap, range: String) -> [String] {
    let values = map.prefix + zip(map.values, map.contents).filter { $1 != .noKey }.map(\.0)
    switch Attention.entropy(ofRow: values) {
    case .undefined(let reason): return ["\(reason)"]
    case .value(let nats):
      let normalized = values.count > 1 ? (nats / logOf(values.count)).fixed(2) : "–"
      return [
        "H \(nats.fixed(2)) nats \(normalized)  \(range)", "H \(nats.fixed(2)) \(normalized)",
        "H \(nats.fixed(2))",
      ]
    }
  }
}
