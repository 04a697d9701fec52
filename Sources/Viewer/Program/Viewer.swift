// The viewer as a whole: state and findings, moved on by events and by outcomes of work.

import Attention
import Files
import Session
import TerminalUI
import VisionModels

struct Viewer {
  fileprivate(set) var state: ViewerState
  fileprivate(set) var findings: Findings
  /// Where the options ask to start, until the models are there that have such a place or not.
  fileprivate var starts: [StartPlace]
  /// Why the viewer cannot start where the options ask.
  private(set) var startRefusal: StartRefused?
  /// How a session differs from the models that were loaded, until somebody has read it.
  private(set) var sessionRemarks: [String] = []
  /// What could not be written, and why, one line for each key that asked for it.
  private(set) var unwritten: [String] = []
  private var store = SessionStore()
  private let samples: BundledSamples
  private let hasSession: Bool
  /// What pictures of the screen have behind the terminal's own text.
  let ground: PictureGround
  /// The last key.
  private(set) var lastKey: Key?
  /// What the last drawn frame answers clicks with.
  private var targets: [ClickTarget] = []

  init(options: ViewerOptions, size: Size, capabilities: Capabilities) {
    state = ViewerState(options: options, size: size, capabilities: capabilities)
    findings = Findings(
      modelNames: options.named.map(\.name.escaped),
      imageNames: options.images.map { ($0.split(separator: "/").last.map(String.init) ?? $0).escaped },
      modelArguments: options.models, imagePaths: options.images,
      imageArguments: options.imageArguments, imageWords: options.imageWords,
      savedDigests: Dictionary(
        uniqueKeysWithValues: (options.session?.models ?? []).enumerated().compactMap { index, model in
          model.digest.map { (index, $0) }
        }), savedImageDigests: options.session?.imageDigests ?? [:], modelOptions: options.modelWords,
      namesToGive: options.namesToGive, imageLabels: options.imageLabels)
    starts = options.session == nil ? StartPlace.all(options) : []
    (store.known, samples, hasSession) = (options.sessionBytes, options.samples, options.session != nil)
    ground = options.ground
    if options.isFirstRun { state.notice = KeyTable.firstHint(width: size.columns) }
    if !state.availableColorMaps.contains(state.colorMap) { state.colorMap = .viridis }
  }

  var neededWork: [Work] { state.neededWork(findings) }

  mutating func handle(_ event: Event) -> Effect? {
    let (images, models, queries) = (state.images, state.shown.map(\.model), state.shown.map(\.spot.query))
    if case .key(let key) = event { lastKey = key }
    rememberShown()
    let effect = state.handle(event, findings: findings, targets: targets)
    if let reason = state.unwritten {
      unwritten.append(reason)
      state.unwritten = nil
    }
    if state.images != images { forgetStale() }
    if state.shown.map(\.model) != models || state.shown.map(\.spot.query) != queries {
      state.dropLostTokens(findings)
    }
    showArrivals()
    return effect
  }

  /// Remembers which forward passes the screen shows before it is about others.
  private mutating func rememberShown() {
    for side in state.sides {
      let key = state.examinationKey(side)
      if findings[Examine(key)] != nil { findings.lastShown[LastShown(side: side, model: key.model)] = key }
    }
  }

  mutating func say(_ notice: String) { state.notice = notice }

  /// Says something else in place of a notice that still stands, once both sides have their models.
  mutating func say(_ other: String?, inPlaceOf notice: String) {
    guard state.notice == notice,
      state.sides.allSatisfy({ findings[state.loading(state.model($0))] != nil })
    else { return }
    state.notice = other
  }

  mutating func draw() -> Frame {
    let canvas = Canvas.draw(state, findings)
    targets = canvas.targets
    return canvas.frame
  }

  // MARK: The session

  /// Writes the session, or says or asks why not.
  mutating func saveSession(to path: String, isConfirmed: Bool) {
    let outcome = store.save(
      state.session(findings), to: path, isOwn: path == state.sessionFile, isConfirmed: isConfirmed,
      samples: samples)
    switch outcome {
    case .saved:
      state.sessionFile = path
      say("saved the session in \(path.abridged)")
    case .asks(let remark):
      state.dialog = .prompt(Prompt(purpose: .sessionFile, typed: path, remark: remark))
    case .refused(let reason): show(cannotWrite: "save the session", reason)
    }
  }

  /// Shows how the session differs from the models, and forgets it.
  mutating func showSessionRemarks() {
    guard !sessionRemarks.isEmpty else { return }
    state.dialog = .message(title: "this is not all as it was saved", lines: sessionRemarks, scroll: 0)
    sessionRemarks = []
  }

  // MARK: Outcomes

  mutating func accept(_ outcome: Outcome) {
    if let work = outcome.finished { (findings.progress[work], findings.secondsLeft[work]) = (nil, nil) }
    switch outcome {
    case .progress(let work, let fraction, let secondsLeft):
      (findings.progress[work], findings.secondsLeft[work]) = (fraction, secondsLeft)
    case .ended(let ended): accept(ended)
    case .fileChanged(let model): state.fileVersions[model, default: 0] += 1
    case .abandoned: break
    }
  }

  private mutating func accept<E: EndedWork>(_ ended: E) {
    findings.keep(ended.computation, ended.result)
    if findings.holdsTooMany(E.Kind.self) {
      findings.thin(E.Kind.self, keeping: state.wantedWork(findings).union([ended.computation.work]))
    }
    (ended.computation as? any Consequential)?.follow(in: &self)
    showArrivals()
  }

  /// Shows changed files of models as soon as the screen can be drawn from them: until then it stays what it was.
  private mutating func showArrivals() {
    guard let next = state.afterArrival, next.isDrawable(findings) else { return }
    for (model, version) in state.arrived {
      say("\(findings.modelNames[model]) changed and was loaded again")
      if let places = findings[LoadModel(model: model, version: version)]?.places {
        state.sortHeadsOff(of: model, in: places)
      }
    }
    (state.versions, state.arrived) = (next.versions, [:])
    state.dropLostTokens(findings)
    forgetStale()
  }

  /// Keeps what the screen shows, what it will show, what that is compared with, and the other models on this image as
  /// they are.
  fileprivate mutating func forgetStale() {
    var (examinations, models): (Set<ExaminationKey>, Set<LoadModel>) = ([], [])
    for state in [state, state.afterArrival].compactMap(\.self) {
      let untouched = state.images.flatMap { image in
        (0..<state.modelCount).map { state.key($0, image: image, Interventions()) }
      }
      examinations.formUnion(untouched)
      examinations.formUnion(
        state.sides.flatMap { [state.examinationKey($0), state.shownKey($0, findings)] })
      examinations.formUnion(state.pins.map { state.examinationKey($0) })
      models.formUnion(untouched.map(\.loading))
    }
    let images = state.images.union(state.pins.map(\.state.spot.image))
    findings.keepOnly(KeptFindings(examinations: examinations, models: models, images: images))
  }

  /// Says in a dialog what the program cannot do, and why.
  mutating func show(cannot what: String, _ reason: String) {
    state.dialog = .message(title: "cannot " + what, lines: [reason], scroll: 0)
  }

  /// The same of a file that a key asks for.
  mutating func show(cannotWrite what: String, _ reason: String) {
    unwritten.append("cannot \(what): \(reason)")
    show(cannot: what, reason)
  }

  /// Closes that dialog once the program can: a file that was missing is there.
  fileprivate mutating func close(cannot what: String) {
    if case .message(let title, _, _)? = state.dialog, title == "cannot " + what { state.dialog = nil }
  }

  /// Goes to the query of every start once all models on the screen are loaded, or refuses it.
  fileprivate mutating func settleStart() {
    guard state.sides.allSatisfy({ findings.result(state.examinationKey($0).loading) != nil }) else { return }
    let models = state.sides.compactMap { findings[state.loading(state.model($0))]?.model }
    let attentions = models.flatMap { $0.layers + [$0.pool].compactMap(\.self) }
    let tokens = Set(attentions.flatMap(\.geometry.queryPrefix))
    for place in starts {
      let loaded = place.candidates(state.sides).filter { state.places(state.model($0), findings) != nil }
      do {
        let settled = try place.settled(
          in: loaded.compactMap { findings[state.loading(state.model($0))] },
          queryOf: place.side.flatMap { loaded.firstIndex(of: $0) } ?? 0,
          tokens: place.side == nil ? [] : tokens)
        for side in place.side.map({ [$0] }) ?? state.sides {
          if loaded.indices.contains(settled.owner) {
            state[side].spot.anchor.model = state.model(loaded[settled.owner])
          }
          if let cursor = settled.cursor { state[side].spot.cursor = cursor }
        }
      } catch {
        startRefusal = startRefusal ?? error
      }
    }
    if !starts.isEmpty { checkProbe(models) }
    starts = []
  }

  /// Refuses a key beside the grid that no layer of these models has, where they are all that there are.
  private mutating func checkProbe(_ models: [VisionModel]) {
    guard case .prefix(let token)? = state.heldProbe, models.count == state.sides.count,
      Set(state.sides.map { state.model($0) }).count == state.modelCount
    else { return }
    let attentions = models.flatMap { $0.layers + [$0.pool].compactMap(\.self) }
    guard !attentions.contains(where: { $0.geometry.prefix.contains(token) }) else { return }
    let names = state.sides.map { findings.modelNames[state.model($0)] }.uniqued
    let has = names.count == 1 ? "has" : "have"
    startRefusal =
      startRefusal
      ?? StartRefused(
        description: "--probe \(token): \(names.joined(separator: " and ")) \(has) no such token")
  }

  /// Notes how a model that has just been loaded differs from what the session keeps about it.
  fileprivate mutating func compareWithSession(_ model: Int) {
    if hasSession { sessionRemarks += state.remarks(on: model, findings) }
  }

  /// Keeps the digest of an image that has just been read, and notes where the session has another one.
  fileprivate mutating func note(digestOf image: Int) {
    guard let digest = findings[LoadImage(image: image)]?.digest,
      findings.imageDigests.updateValue(digest, forKey: image) == nil,
      let saved = findings.savedImageDigests[image], saved != digest
    else { return }
    sessionRemarks.append(
      "\(findings.imageNames[image]) has changed since the session was saved: the digest of its file was \(saved), it is \(digest)"
    )
  }

  /// Pins what the options ask for once every model that they name is there or cannot be loaded.
  fileprivate mutating func settlePins() {
    let requests = state.requestedPins
    guard requests.allSatisfy({ findings.result(state.loading(state.model(of: $0))) != nil }) else { return }
    state.requestedPins = []
    for request in requests {
      do {
        let model = state.model(of: request)
        guard let loaded = findings[state.loading(model)] else { continue }
        let side = state.startSide(of: request.model)
        let pinned = try request.pinned(
          from: state[side], in: loaded, number: model, images: findings.imagePaths)
        state.pins.append(Pin(side: request.side ?? side, state: pinned))
      } catch {
        startRefusal = startRefusal ?? error
      }
    }
  }
}

// MARK: What follows from results

/// Work whose end changes more than what there is to draw.
private protocol Consequential: Computation {
  /// Takes the consequences of the result, which the viewer's findings hold already.
  func follow(in viewer: inout Viewer)
}

extension LoadModel: Consequential {
  /// A model that was there before stays until its changed file is read and has maps.
  func follow(in viewer: inout Viewer) {
    let shown = LoadModel(model: model, version: viewer.state.versions[model] ?? 0)
    let isReload = shown != self && viewer.findings[shown] != nil
    let name = viewer.findings.modelNames[model]
    if isReload, let message = viewer.findings.failure(self) {
      return viewer.say("\(name) changed but cannot be read yet, so it stays as it was: \(message)")
    }
    if isReload {
      viewer.state.arrived[model] = version
      return viewer.forgetStale()
    }
    viewer.state.versions[model] = version
    if let message = viewer.findings.failure(self) { return viewer.show(cannot: "load \(name)", message) }
    viewer.close(cannot: "load \(name)")
    viewer.compareWithSession(model)
    if let places = viewer.findings[self]?.places { viewer.state.sortHeadsOff(of: model, in: places) }
    viewer.forgetStale()
    viewer.settleStart()
    viewer.settlePins()
    if viewer.starts.isEmpty { viewer.state.dropLostTokens(viewer.findings) }
  }
}

extension LoadImage: Consequential {
  func follow(in viewer: inout Viewer) {
    viewer.note(digestOf: image)
    guard viewer.state.images.contains(image) else { return }
    let name = viewer.findings.imageNames[image]
    if let message = viewer.findings.failure(self) { viewer.show(cannot: "read \(name)", message) }
    guard let loaded = viewer.findings[self] else { return }
    if let warning = loaded.image.warning {
      viewer.say("\(name): \(warning)")
    } else if loaded.needsTurning, let hint = InputImage.turningHint(count: 1, path: name) {
      viewer.say(hint)
    }
  }
}

extension Examine: Consequential {
  func follow(in viewer: inout Viewer) {
    viewer.forgetStale()
    if let message = viewer.findings.failure(self) {
      viewer.show(cannot: "run \(viewer.findings.modelNames[key.model])", message)
    }
  }
}

extension CompareModels: Consequential {
  func follow(in viewer: inout Viewer) {
    guard viewer.state.wantsDifferences, viewer.findings[self] != nil else { return }
    viewer.state.wantsDifferences = false
    viewer.state.jumpToDifference(viewer.findings)
  }
}

extension ExportOrder: Consequential {
  func follow(in viewer: inout Viewer) {
    viewer.state.exports.removeAll { $0 == self }
    switch viewer.findings.result(self) {
    case .done(let paths):
      let what = maps == [.incoming] ? "\(MapKind.incomingOfFiles), to " : ""
      viewer.state.notice =
        paths.count == 1
        ? "wrote \(what)\(paths[0])"
        : "wrote \(what)\(paths.count) files \(what.isEmpty ? "to" : "in") \(ExportOrder.folder), the last is \(paths.last ?? "")"
    case .failed(let message): viewer.show(cannotWrite: "write the maps", message)
    case nil: break
    }
    viewer.findings.forget(self)
  }
}

extension DrawFigure: Consequential {
  func follow(in viewer: inout Viewer) {
    viewer.state.figures.removeAll { $0 == self }
    switch viewer.findings.result(self) {
    case .done(let path):
      viewer.say(
        "wrote \(path)"
          + (figure.maps == [.incoming]
            ? ": \(MapKind.incomingOfFiles)"
            : "; the command in its caption makes a PNG with --out FILE.png"))
    case .failed(let message): viewer.show(cannotWrite: "draw the figure", message)
    case nil: break
    }
    viewer.findings.forget(self)
  }
}
