// The viewer as a whole: state and findings, moved on by events and by outcomes of work.

import Session
import TerminalUI
import VisionModels

struct Viewer {
  fileprivate(set) var state: ViewerState
  fileprivate(set) var findings: Findings
  /// Where the options ask to start, until the models are there that have such a place or not.
  private var start: StartPlace?
  /// Why the viewer cannot start where the options ask.
  private(set) var startRefusal: StartRefused?
  /// What the last drawn frame answers clicks with.
  private var targets: [ClickTarget] = []

  init(options: ViewerOptions, size: Size, capabilities: Capabilities) {
    state = ViewerState(options: options, size: size, capabilities: capabilities)
    findings = Findings(
      modelNames: options.models.map { stem(of: options.samples.path(forModel: $0)) },
      imageNames: options.images.map { $0.split(separator: "/").last.map(String.init) ?? $0 },
      modelArguments: options.models, imagePaths: options.images)
    start = StartPlace(layer: options.layer, head: options.head, query: options.query)
    if options.isFirstRun { state.notice = KeyTable.firstHint(width: size.columns) }
    if !state.availableColorMaps.contains(state.colorMap) { state.colorMap = .viridis }
  }

  var neededWork: [Work] { state.neededWork(findings) }

  mutating func handle(_ event: Event) -> Effect? {
    let image = state.image
    let effect = state.handle(event, findings: findings, targets: targets)
    if state.image != image { forgetStale() }
    return effect
  }

  mutating func say(_ notice: String) { state.notice = notice }

  mutating func draw() -> Frame {
    let canvas = Canvas.draw(state, findings)
    targets = canvas.targets
    return canvas.frame
  }

  // MARK: Outcomes

  mutating func accept(_ outcome: Outcome) {
    if let work = outcome.finished { findings.progress[work] = nil }
    switch outcome {
    case .progress(let work, let fraction): findings.progress[work] = fraction
    case .ended(let ended): accept(ended)
    case .fileChanged(let model): state.fileVersions[model, default: 0] += 1
    case .abandoned: break
    }
  }

  private mutating func accept<E: EndedWork>(_ ended: E) {
    findings.keep(ended.computation, ended.result)
    if findings.holdsTooMany(E.Kind.self) {
      findings.thin(E.Kind.self, to: Set(state.wantedWork(findings)).union([ended.computation.work]))
    }
    (ended.computation as? any Consequential)?.follow(in: &self)
  }

  /// Keeps what the screen shows, what it is compared with, and the other models on this image as they are.
  fileprivate mutating func forgetStale() {
    let untouched = (0..<state.modelCount).map { state.key($0, Interventions()) }
    findings.keepOnly(
      KeptFindings(
        examinations: Set(untouched + state.sides.map { state.examinationKey($0) }), versions: state.versions,
        image: state.image))
  }

  mutating func show(failure message: String) {
    state.dialog = .message(title: "that did not work", lines: [message])
  }

  /// Goes to the start's query once every model on the screen is loaded, or refuses the start.
  fileprivate mutating func settleStart() {
    guard let place = start,
      state.sides.allSatisfy({ findings.result(state.examinationKey($0).loading) != nil })
    else {
      return
    }
    start = nil
    let models = state.sides.compactMap { findings[state.examinationKey($0).loading] }
    startRefusal = place.refusal(by: models)
    if let query = place.query, let layer = models.first?.model.layers.clamped(place.layer) {
      state.place = ImagePlace(query, on: layer.geometry.queryGrid)
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
  /// A model that was there before stays until its changed file can be read.
  func follow(in viewer: inout Viewer) {
    let shown = LoadModel(model: model, version: viewer.state.versions[model] ?? 0)
    let isReload = shown != self && viewer.findings[shown] != nil
    let name = viewer.findings.modelNames[model]
    if isReload, let message = viewer.findings.failure(self) {
      return viewer.say("\(name) changed but cannot be read yet, so it stays as it was: \(message)")
    }
    viewer.state.versions[model] = version
    if let message = viewer.findings.failure(self) { return viewer.show(failure: message) }
    if isReload { viewer.say("\(name) changed and was loaded again") }
    if let layers = viewer.findings[self]?.model.layers {
      let off = viewer.state.headsOff[model]?.filter {
        $0.layer < layers.count && $0.head < layers[$0.layer].heads
      }
      viewer.state.headsOff[model] = off?.isEmpty == true ? nil : off
    }
    viewer.forgetStale()
    viewer.settleStart()
  }
}

extension LoadImage: Consequential {
  func follow(in viewer: inout Viewer) {
    guard image == viewer.state.image else { return }
    if let message = viewer.findings.failure(self) { viewer.show(failure: message) }
    if let warning = viewer.findings[self]?.image.warning {
      viewer.say("\(viewer.findings.imageNames[image]): \(warning)")
    }
  }
}

extension Examine: Consequential {
  func follow(in viewer: inout Viewer) {
    if let message = viewer.findings.failure(self) {
      viewer.show(failure: message)
    } else {
      viewer.forgetStale()
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
      viewer.state.notice =
        paths.count == 1
        ? "wrote \(paths[0])"
        : "wrote \(paths.count) files to \(ExportOrder.folder), the last is \(paths.last ?? "")"
    case .failed(let message): viewer.show(failure: message)
    case nil: break
    }
    viewer.findings.forget(self)
  }
}
