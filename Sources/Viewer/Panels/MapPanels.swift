// The map panels of several views: what they show of a subject, in which scale, under which title.

import Attention
import AttentionMaps
import TerminalUI

extension Scene {
  /// The panel of one map of a model.
  func panel(_ kind: MapKind, of side: Side) -> MapPanel {
    guard let subject = subject(side), subject.examination != nil else { return statusPanel(side) }
    return panel(kind, of: subject)
  }

  /// The same of any subject.
  ///
  /// - Parameter pin: which of the pins it is, counted from 1; nil for the side itself.
  func panel(_ kind: MapKind, of subject: Subject, pin: Int? = nil) -> MapPanel {
    let side = subject.side
    let titles = titles(kind, of: subject, pin: pin)
    var panel = MapPanel(
      side: side, name: maps(of: subject).count > 1 ? kind.shortName : "", title: titles.long,
      shortTitle: titles.short, briefTitles: titles.brief, content: .message([]),
      isFocused: pin == nil && side == state.focus)
    if pin != nil {
      panel.place = pinnedPlace(subject)
    } else {
      panel.head = headSpan(kind, of: subject)
      panel.lastTitles = 2
    }
    if let pin { panel.name = ["pin \(pin)", panel.name].filter { !$0.isEmpty }.joined(separator: " ") }
    switch subject.map(kind) {
    case .unavailable(let reason):
      let isLacking = !subject.description.mechanism.maps.contains(kind)
      panel.content = .message(
        (isLacking ? ["\(side.letter) has no map \(kind.rawValue) here."] : []) + [reason])
    case .pending:
      let work = subject.heavyMap(kind, layer: subject.layer, head: subject.head)?.work
      let isBegun = work.map { findings.progress[$0] != nil } ?? false
      panel.content = .progress(
        [pendingText(kind, side)], isBegun ? work.map { Progress(of: $0, findings) } : nil)
    case .map(let map):
      panel.content = .map(map) { scale(for: map, kind: kind, subject: subject, in: $0) }
      panel.footers = footers(map, kind: kind, subject: subject)
      panel.beside = beside(map, kind, subject)
      panel.keys = kind.isOfWeights ? subject.keysSeen(kind, layer: subject.layer) : nil
      panel.mark = subject.mark(on: map.grid)
      if pin == nil, let notes = outdatedNotes(side) {
        panel.isOutdated = true
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
      map, subject.model.model.attention(layer ?? subject.layer).geometry.prefix,
      isRow: kind.isOfWeights && !state.showsIncoming, query: query)
  }

  /// The panel of a side that has nothing to show yet.
  func statusPanel(_ side: Side) -> MapPanel {
    let status = status(side)
    let title = [Span(side.letter + " ", Theme.accent), Span(modelName(side), Theme.strong)]
    return MapPanel(
      side: side, title: title,
      content: status.done.map { .progress(status.lines, $0) } ?? .message(status.lines),
      isFocused: side == state.focus)
  }

  private func pendingText(_ kind: MapKind, _ side: Side) -> String {
    if kind == .entropy { return "entropies" }
    if state.showsIncoming { return "adding up the queries" }
    return state[side].spot.query == .mean ? "mean over all queries" : kind.rawValue
  }

  // MARK: Titles and footers

  private func titles(
    _ kind: MapKind, of subject: Subject, pin: Int?
  ) -> (long: [Span], short: [Span], brief: [[Span]]) {
    let isMean = kind == .attention && subject.streams.count > 1
    let name = isMean ? "mean of streams" : kind.rawValue
    let mechanism = subject.description.mechanism.title
    let stream = kind == .same || kind == .opposite ? " \(name)" : ""
    let what = state.showsIncoming ? "incoming" + stream : name
    var start = [Span((pin.map { "pin \($0) " } ?? "") + letter(of: subject) + " ", Theme.accent)]
    start.append(headSpan(kind, of: subject, isPinned: pin != nil))
    let (query, image) = pin == nil ? differences(of: subject) : (pinnedPlace(subject), [])
    var off: [Span] = []
    if kind != .rollout, subject.wanted.interventions.headsOff.contains(subject.place.headPlace) {
      off = [Span("off ", Theme.warning)]
    }
    let head = start
    start += query + image + off
    let briefName = Span((state.showsIncoming ? "in. " : "") + kind.shortName, Theme.strong)
    // At its briefest: whose it is, and what no other place of the screen says. The header has the images.
    let brief = (head + off).enumerated().filter { $0 == 0 || $1.style != Theme.text }.map(\.element)
    if let pin {
      // The footer says its query and its image then.
      let head =
        [Span("\(subject.place.name) ", Theme.text)] + start.filter { $0.style == Theme.warning }
      let brief = [Span("pin \(pin) \(letter(of: subject)) ", Theme.accent)] + head
      let briefest = [Span("p\(pin) \(letter(of: subject).shortened(to: 5)) ", Theme.accent)] + head
      return (
        start + [Span("\(mechanism) · \(what)", Theme.strong)], start + [Span(what, Theme.strong)],
        [start, brief, briefest].map { $0 + [briefName] }
      )
    }
    return (
      start + [Span("\(mechanism) · \(what)", Theme.strong)], start + [Span(what, Theme.strong)],
      [start, head + query + off, head + off, brief].map { $0 + [briefName] }
    )
  }

  /// `2.1 ` in amber where the side in focus is elsewhere; of rollout, which is of all heads of the layers up to this
  /// one, `0–2 `.
  private func headSpan(_ kind: MapKind, of subject: Subject, isPinned: Bool = false) -> Span {
    let isElsewhere = !isPinned && differingPlace(subject.side) != nil
    let layers = subject.layer == 0 ? "0" : "0–\(subject.layer)"
    return Span(
      (kind == .rollout ? layers : subject.place.name) + " ", isElsewhere ? Theme.notice : Theme.text)
  }

  /// The letter of a subject's side, or the name of its model where the side has another one now.
  private func letter(of subject: Subject) -> String {
    let sides = [subject.side] + state.sides
    return sides.first { state.model($0) == subject.key.model }?.letter
      ?? findings.modelNames[subject.key.model].shortened(to: 10)
  }

  /// `@3,4 boot-2.png `: the query of a pin, and its image where that is another one.
  private func pinnedPlace(_ subject: Subject) -> [Span] {
    let query = Span("@\(subject.shownName) ", Theme.text)
    guard subject.key.image != state.image else { return [query] }
    return [query, Span("\(findings.imageNames[subject.key.image].shortened(to: 12)) ", Theme.notice)]
  }

  /// `@3,4 ` and `boot-2.png `: the query and the image of a side where they are not those of the focused one.
  private func differences(of subject: Subject) -> (query: [Span], image: [Span]) {
    let (own, here) = (state[subject.side].spot, state.spot)
    let hasOtherQuery = own.cursor != here.cursor || own.query != here.query
    return (
      hasOtherQuery ? [Span("@\(subject.shownName) ", Theme.notice)] : [],
      own.image == here.image
        ? [] : [Span("\(findings.imageNames[own.image].shortened(to: 12)) ", Theme.notice)]
    )
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
    switch map.factorEntropy {
    case .undefined(let reason): return ["\(reason)"]
    case .value(let nats):
      let normalized = map.factorKeys > 1 ? (nats / logOf(map.factorKeys)).fixed(2) : "–"
      return [
        "H \(nats.fixed(2)) nats \(normalized)  \(range)", "H \(nats.fixed(2)) \(normalized)",
        "H \(nats.fixed(2))",
      ]
    }
  }
}

extension HeatMap {
  /// The values of a row of a factor, those beside the grid first.
  private var factorValues: [Float] {
    prefix + zip(values, contents).filter { $1 != .noKey }.map(\.0)
  }

  /// How many agents, or keys, the row of a factor is over.
  var factorKeys: Int { factorValues.count }

  /// The entropy of the row of a factor, nats.
  var factorEntropy: Measured<Double> { Attention.entropy(ofRow: factorValues) }
}
