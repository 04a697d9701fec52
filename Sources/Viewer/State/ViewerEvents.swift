// Events ▶ new state, and what the program has to do besides drawing.

import Attention
import AttentionMaps
import Session
import TerminalUI
import VisionModels

extension ViewerState {
  /// Answers an event. `targets` are those of the frame that the user saw.
  mutating func handle(_ event: Event, findings: Findings, targets: [ClickTarget]) -> Effect? {
    let (before, place, anchors) = (stage, visit, shown.map(\.spot.anchor))
    defer {
      if shown.map(\.spot.anchor) != anchors { turnToPlace(findings) }
      if stage != before { sumsAreStopped = false }
      if isJump, visit != place { history.note(place) }
      isJump = false
    }
    switch event {
    case .resized(let size):
      self.size = size
      return nil
    case .woken: return nil
    case .key(let key):
      isJump = true
      notice = nil
      if dialog != nil { return handleInDialog(key, findings) }
      if let action = KeyTable.action(for: key, in: view) {
        let idle = idleNotice(action, key, findings, targets)
        let effect = perform(action, findings)
        if notice == nil { notice = idle }
        return effect
      }
      notice = KeyTable.elsewhere(key)
      if notice == nil, !knowsOfUnknownKeys {
        knowsOfUnknownKeys = true
        notice = "\(key.label) means nothing here; ? lists the keys, : finds anything"
      }
      return nil
    case .wheel(let notches, _):
      if dialog == nil { moveLayer(notches, findings) } else { scrollDialog(3 * notches, findings) }
      return nil
    case .click(let position):
      isJump = true
      guard let dialog else { return click(position, targets, findings) }
      guard case .palette(let palette) = dialog,
        case .entry(_, let index) = targets.last(where: { $0.area.contains(position) })
      else {
        self.dialog = nil
        return nil
      }
      return choose(index, in: palette, findings)
    case .drag(let position):
      if dialog == nil { drag(position, targets, findings) }
      return nil
    case .hover(let position):
      if dialog == nil { hover(position, targets) }
      return nil
    case .paste(let text):
      paste(text, findings)
      return nil
    }
  }

  /// Whether a key means nothing in this view; over a view, dialogs take every key.
  func ignores(_ key: Key) -> Bool { dialog == nil && KeyTable.action(for: key, in: view) == nil }

  /// What the screen is about: once one of these is another, sums that were stopped go on.
  private var stage: [AnyHashable] {
    [view]
      + shown.flatMap { [$0.model, $0.spot.anchor, $0.spot.image, $0.headsOff, $0.hidden] as [AnyHashable] }
  }

  /// Ends the probe, else the zoom, else closes the view, and in view 1 ends sums that take long.
  private mutating func goBack(_ findings: Findings) {
    guard heldProbe == nil else { return probe = nil }
    guard zoom == nil else { return zoom = nil }
    guard view == .first else { return view = .first }
    guard let what = findings.progress.keys.lazy.compactMap(\.longSum).first else { return }
    sumsAreStopped = true
    wantsDifferences = false
    notice = "stopped \(what); another layer, head, image or view goes on with it"
  }

  // MARK: Actions

  mutating func perform(_ action: Action, _ findings: Findings) -> Effect? {
    if action.isStep { isJump = false }
    switch action {
    case .moveQuery(let rows, let columns): moveQuery(rows, columns, findings)
    case .moveLayer(let step): moveLayer(step, findings)
    case .moveHead(let step): moveHead(step, findings)
    case .toggleFocus: if sides.count > 1 { focus = focus.other }
    case .exchangeModel(let step): exchangeModel(step)
    case .moveImage(let step): moveImage(step)
    case .nextMap(let step): nextMap(step, findings)
    case .nextColorMap:
      let maps = availableColorMaps
      colorMap = maps[((maps.firstIndex(of: colorMap) ?? -1) + 1) % maps.count]
    case .nextScale: nextScale(findings)
    case .nextQueryMode: nextQueryMode(findings)
    case .toggleProbe: toggleProbe()
    case .toggleIncoming: incoming.toggle()
    case .toggleOverlay: overlay.toggle()
    case .jumpToDifference: jumpToDifference(findings)
    case .switchHeadOff: switchHeadOff(findings)
    case .hidePatch: hidePatch(findings)
    case .restore: notice = restore() ? "all heads are on, all patches seen" : "nothing is off or hidden"
    case .toggleLink: toggleLink(findings)
    case .togglePin: togglePin(findings)
    case .bookmark: bookmark()
    case .goBack: walkHistory(isForward: false)
    case .goForward: walkHistory(isForward: true)
    case .changeExponent(let step): exponent = max(1, min(6, exponent + step))
    case .nextOrder:
      let orders = view.screen.orders(self)
      entropyOrder = orders[((orders.firstIndex(of: entropyOrder) ?? 0) + 1) % orders.count]
    case .nextMetric(let step):
      let metrics = HeadMetric.allCases
      metric = metrics[((metrics.firstIndex(of: metric) ?? 0) + step + metrics.count) % metrics.count]
    case .enter: if view.heeds(.metric) { view = .first } else { nextZoom(findings) }
    case .dump(let wholeLayer): orderExport(wholeLayer: wholeLayer, findings)
    case .screenshot: return .screenshot
    case .saveSession: return saveSession()
    case .figure: orderFigure(findings)
    case .showCommands: return showCommands(findings)
    case .showModelCard: dialog = .modelCard(scroll: 0)
    case .goTo: dialog = .goTo("")
    case .palette(let scope): dialog = .palette(CommandPalette(scope: scope))
    case .lastLayer: goToLast(ofLayer: false, findings)
    case .firstHead: goInLayer(0, findings)
    case .lastHead: goToLast(ofLayer: true, findings)
    case .show(let view): self.view = view
    case .nextZoom: nextZoom(findings)
    case .turnPage(let step): pages[view] = page &+ step
    case .nextView:
      let views = ViewKind.allCases
      view = views[view.number % views.count]
    case .toggleMouse:
      mouse.toggle()
      notice = mouse ? "the mouse moves the query" : "the mouse selects text"
      return .setMouse(mouse)
    case .redraw: return .redraw
    case .help: dialog = .help(scroll: 0)
    case .back: goBack(findings)
    case .quit: return .quit
    }
    return nil
  }

  // MARK: Moving

  private func focused(_ findings: Findings) -> Subject? {
    Subject(focus, state: self, findings: findings) ?? Subject(focus.other, state: self, findings: findings)
  }

  private mutating func moveQuery(_ rows: Int, _ columns: Int, _ findings: Findings) {
    guard let subject = focused(findings) else { return }
    guard heldProbe == nil else { return moveProbe(rows, columns, subject) }
    query = .spatial
    cursor = cursor.stepped(rows, columns, on: subject.description.geometry.queryGrid)
  }

  private mutating func moveLayer(_ step: Int, _ findings: Findings) {
    guard let subject = focused(findings) else { return }
    guard !subject.place.isOfPool || step < 0 else {
      return notice = "the pooling head comes after the last layer; C changes the query"
    }
    let layer = max(0, min(subject.places.layerCount - 1, subject.layer + step))
    anchor = Anchor(model: subject.key.model, head: HeadPlace(layer: layer, head: anchor.head.head))
    keepPrefixQuery(findings)
  }

  /// Heads follow one another through all layers.
  private mutating func moveHead(_ step: Int, _ findings: Findings) {
    guard let subject = focused(findings) else { return }
    let heads =
      subject.place.isOfPool
      ? subject.places.poolHeads : view.screen.heads(of: subject, Scene(state: self, findings: findings))
    let here = heads.firstIndex(of: subject.place.headPlace) ?? 0
    look(at: heads[max(0, min(heads.count - 1, here + step))], of: subject.key.model, findings)
  }

  /// Goes to a head of a model on the focused side: to one of a pooling head with its probe as the query, to one of a
  /// layer with another query.
  mutating func look(at head: HeadPlace, of model: Int, _ findings: Findings) {
    guard let places = places(model, findings), places.isOfPool(head) else {
      if query == .prefix(.pool) { query = .spatial }
      return anchor = Anchor(model: model, head: head)
    }
    // The layer stays for the next query.
    let layer = layerPlace(self[focus], findings)?.layer ?? 0
    anchor = Anchor(model: model, head: HeadPlace(layer: layer, head: head.head))
    query = .prefix(.pool)
  }

  private mutating func exchangeModel(_ step: Int) {
    guard modelCount > 1 else { return notice = "only one model is loaded; = shows it on both sides" }
    // Linked sides of one model would be the same; unlinked ones may have it both.
    guard !isLinked || modelCount > sides.count else {
      return notice =
        "the models that are loaded are all on the screen; unlinked (=), both sides may have one"
    }
    var next = model(focus)
    repeat { next = (next + step + modelCount) % modelCount } while isLinked && next == model(focus.other)
    self[focus].model = next
    difference = nil
  }

  private mutating func moveImage(_ step: Int) {
    guard imageCount > 1 else { return notice = "there is one image only; give more with --image" }
    image = (image + step + imageCount) % imageCount
    difference = nil
  }

  private mutating func nextQueryMode(_ findings: Findings) {
    guard let subject = focused(findings) else { return }
    guard heldProbe == nil else { return nextProbe(subject) }
    let tokens =
      subject.description.geometry.prefix + (subject.model.model.has(query: .pool) ? [.pool] : [])
    switch query {
    case .spatial: query = tokens.first.map { .prefix($0) } ?? .mean
    case .prefix(let token):
      let next = tokens.firstIndex(of: token).map { tokens[($0 + 1)...] }
      query = next?.first.map { .prefix($0) } ?? .mean
    case .mean: query = .spatial
    }
  }

  /// A layer without prefix tokens is looked at by place.
  private mutating func keepPrefixQuery(_ findings: Findings) {
    guard case .prefix(let token) = query, let subject = focused(findings) else { return }
    if !subject.description.geometry.prefix.contains(token) { query = .spatial }
  }

  /// A head of the current layer, or of the pooling head.
  private mutating func goInLayer(_ head: Int, _ findings: Findings) {
    guard let subject = focused(findings) else { return }
    look(at: HeadPlace(layer: subject.layer, head: head), of: subject.key.model, findings)
  }

  /// The last head of the current layer, or the first of the last layer.
  private mutating func goToLast(ofLayer: Bool, _ findings: Findings) {
    guard let subject = focused(findings) else { return }
    if ofLayer { return goInLayer(subject.description.heads - 1, findings) }
    anchor = Anchor(model: subject.key.model, head: HeadPlace(layer: subject.places.layerCount - 1, head: 0))
    keepPrefixQuery(findings)
  }

  // MARK: Maps and scales

  /// The maps that one of the shown models has.
  func mapKinds(_ findings: Findings) -> [MapKind] {
    let shown = sides.compactMap { Subject($0, state: self, findings: findings)?.description.mechanism.maps }
    let maps = shown.isEmpty ? MapKind.ofOneStream : shown.reduce(into: []) { $0.formUnion($1) }
    return MapKind.allCases.filter { $0 != .incoming && maps.contains($0) }
  }

  private mutating func nextMap(_ step: Int, _ findings: Findings) {
    let kinds = mapKinds(findings)
    map = kinds[((kinds.firstIndex(of: map) ?? 0) + step + kinds.count) % kinds.count]
  }

  private mutating func nextScale(_ findings: Findings) {
    let modes = ScaleMode.allCases.filter { sides.count > 1 || $0 != .shared }
    setScale(modes[((modes.firstIndex(of: scale) ?? 0) + 1) % modes.count], findings)
  }

  // MARK: Heads

  private mutating func switchHeadOff(_ findings: Findings) {
    guard let subject = focused(findings) else { return }
    guard !subject.place.isOfPool else {
      return notice = "heads of layers can be off, those of a pooling head cannot"
    }
    toggleHead(subject.place.headPlace, of: subject.side)
  }

  /// The token under the cursor on the focused model's grid.
  private mutating func hidePatch(_ findings: Findings) {
    guard let subject = focused(findings) else { return }
    let grid = subject.description.geometry.queryGrid
    toggle(Footprint(grid: grid, position: cursor.position(on: grid)))
  }

  mutating func jumpToDifference(_ findings: Findings) {
    guard let comparison else { return notice = "J compares two models; there is only one" }
    guard let ranked = findings[comparison]?.byDivergence else {
      wantsDifferences = true
      return notice = "comparing all heads; J goes on when that is done"
    }
    guard !ranked.isEmpty else { return notice = "no head of A has a partner in B" }
    let next = ((difference ?? -1) + 1) % ranked.count
    difference = next
    let pair = ranked[next]
    if isLinked {
      look(at: pair.place(on: focus), of: model(focus), findings)
    } else {
      for side in sides {
        self[side].spot.anchor = Anchor(model: model(side), head: pair.place(on: side))
        if self[side].spot.query == .prefix(.pool) { self[side].spot.query = .spatial }
      }
    }
    notice =
      "\(next + 1) of \(ranked.count): head \(pair.places.text), Jensen–Shannon divergence \(pair.divergence.fixed(3)) nats"
  }

  // MARK: Files

  private mutating func orderExport(wholeLayer: Bool, _ findings: Findings) {
    guard let order = exportOrder(wholeLayer: wholeLayer, findings) else {
      let reason = "the forward pass is not done; maps are dumped once they are on the screen"
      unwritten = "cannot write the maps: \(reason)"
      return notice = reason
    }
    exports.append(order)
    nextExport += 1
  }

  /// Shows the commands and copies them.
  private mutating func showCommands(_ findings: Findings) -> Effect? {
    guard let dump = DumpCommands(state: self, findings: findings),
      let view = ViewCommand(state: self, findings: findings)
    else {
      notice = "the forward pass is not done; the commands are there once the maps are on the screen"
      return nil
    }
    // What is no command is a comment of the shell.
    func commented(_ notes: [String]) -> [String] { notes.map { "# " + $0 } }
    let lines = dump.commands.map(\.line) + commented(dump.remarks)
    let screen = (view.command.map { [$0.line] } ?? []) + commented(view.remarks)
    dialog = .message(
      title: "these maps as files, and this screen",
      lines: lines + [""] + screen + [""]
        + commented(["The commands are in the clipboard too, where the terminal allows that (OSC 52)."]),
      scroll: 0)
    return .copy((dump.commands + [view.command].compactMap(\.self)).map { $0.line + "\n" }.joined())
  }

  // MARK: Dialogs

  mutating func handleInDialog(_ key: Key, _ findings: Findings) -> Effect? {
    if case .goTo(let text) = dialog { return editGoTo(text, key, findings) }
    if case .palette(let palette) = dialog { return editPalette(palette, key, findings) }
    if case .prompt(let prompt) = dialog { return edit(prompt, key) }
    switch key {
    case .escape, .character("q"), .enter, .character("?"), .character("i"), .character("y"): dialog = nil
    case .up, .character("k"): scrollDialog(-1, findings)
    case .down, .character("j"): scrollDialog(1, findings)
    case .pageUp: scrollDialog(-DialogText.page(size), findings)
    case .pageDown, .character(" "): scrollDialog(DialogText.page(size), findings)
    case .home: scrollDialog(-100_000, findings)
    case .end: scrollDialog(100_000, findings)
    case .control("l"): return .redraw
    case .character("s"): return .screenshot
    case .character("/"): if case .help = dialog { dialog = .palette(CommandPalette(scope: .help)) }
    default: break
    }
    return nil
  }

  private mutating func scrollDialog(_ step: Int, _ findings: Findings) {
    switch dialog {
    case .help(let scroll, let word):
      dialog = .help(scroll: DialogText.help(self).clampedScroll(scroll + step, in: size), word: word)
    case .modelCard(let scroll):
      let card = Scene(state: self, findings: findings).modelCard
      dialog = .modelCard(scroll: card.clampedScroll(scroll + step, in: size))
    case .message(let title, let lines, let scroll):
      let text = DialogText(title: title, message: lines, in: size)
      dialog = .message(title: title, lines: lines, scroll: text.clampedScroll(scroll + step, in: size))
    case .palette(var palette):
      let last = max(0, paletteEntries(palette, findings).count - 1)
      palette.selected = max(0, min(last, palette.selected + step.signum()))
      dialog = .palette(palette)
    case .goTo, .prompt, nil: break
    }
  }

  /// Goes to a head of the focused model, or says that the model has no such head.
  mutating func go(to head: HeadPlace, _ findings: Findings) {
    guard let places = places(model(focus), findings) else { return notice = "the model is not loaded yet" }
    do {
      look(at: try places.place(head, query: .mean).headPlace, of: model(focus), findings)
    } catch {
      notice = sides.count > 1 ? "\(focus.letter): \(error)" : "\(error)"
    }
  }
}
