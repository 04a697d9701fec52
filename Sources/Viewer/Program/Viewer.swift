// The viewer as a whole: state and findings, moved on by events and by outcomes of work.

import Session
import TerminalUI
import VisionModels

struct Viewer {
  private(set) var state: ViewerState
  private(set) var findings: Findings
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

  private var heavyMapsOnScreen: Set<HeavyMapKey> {
    let scene = Scene(state: state, findings: findings)
    return Set(scene.loaded.flatMap(scene.heavyMaps))
  }

  // MARK: Outcomes

  mutating func accept(_ outcome: Outcome) {
    if let work = outcome.finished { findings.progress[work] = nil }
    switch outcome {
    case .progress(let work, let share): findings.progress[work] = share
    case .model(let model, let version, let result): accept(model, version: version, result)
    case .fileChanged(let model): state.fileVersions[model, default: 0] += 1
    case .image(let image, let result):
      findings.images[image] = result
      guard image == state.image else { break }
      if let message = result.failure { show(failure: message) }
      if let caution = result.value?.image.caution { say("\(findings.imageNames[image]): \(caution)") }
    case .examination(let key, .done(let examination)):
      findings.examinations[key] = examination
      forgetStale()
    case .examination(let key, .failed(let message)):
      findings.failures[key] = message
      show(failure: message)
    case .statistics(let key, let statistics): findings.statistics[key] = statistics
    case .map(let key, let result):
      findings.maps[key] = result
      if findings.hasManyMaps {
        let shown = heavyMapsOnScreen
        findings.maps = findings.maps.filter { shown.contains($0.key) }
      }
    case .comparison(let key, let comparisons):
      findings.comparisons[key] = comparisons
      if state.wantsDifferences {
        state.wantsDifferences = false
        state.jumpToDifference(findings)
      }
    case .curves(let key, let curves): findings.curves[key] = curves
    case .readings(let key, let readings): findings.readings = (key, readings)
    case .polarity(let key, let polarity): findings.polarity[key] = polarity
    case .export(let order, let result): finish(order, result)
    case .abandoned: break
    }
  }

  /// A model that was there before stays until its changed file can be read.
  private mutating func accept(_ model: Int, version: Int, _ result: Fetched<LoadedModel>) {
    findings.triedVersions[model] = version
    let isReload = findings.models[model]?.value != nil
    if isReload, let message = result.failure {
      return say(
        "\(findings.modelNames[model]) changed but cannot be read yet, so it stays as it was: \(message)")
    }
    findings.models[model] = result
    state.versions[model] = version
    if let message = result.failure { return show(failure: message) }
    if isReload { say("\(findings.modelNames[model]) changed and was loaded again") }
    if let layers = result.value?.model.layers {
      let off = state.headsOff[model]?.filter { $0.layer < layers.count && $0.head < layers[$0.layer].heads }
      state.headsOff[model] = off?.isEmpty == true ? nil : off
    }
    forgetStale()
    settleStart()
  }

  /// Keeps what the screen shows, what it is compared with, and the other models on this image as they are.
  private mutating func forgetStale() {
    let untouched = (0..<state.modelCount).map { state.key($0, Interventions()) }
    findings.keepOnly(Set(untouched + state.sides.map { state.examinationKey($0) }), image: state.image)
  }

  private mutating func finish(_ order: ExportOrder, _ result: Fetched<[String]>) {
    state.exports.removeAll { $0 == order }
    switch result {
    case .done(let paths):
      let folder = ExportOrder.folder
      state.notice =
        paths.count == 1
        ? "wrote \(paths[0])" : "wrote \(paths.count) files to \(folder), the last is \(paths.last ?? "")"
    case .failed(let message): show(failure: message)
    }
  }

  mutating func show(failure message: String) {
    state.dialog = .message(title: "that did not work", lines: [message])
  }

  /// Goes to the start's query once every model on the screen is loaded, or refuses the start.
  private mutating func settleStart() {
    guard let place = start, state.sides.allSatisfy({ findings.models[state.model($0)] != nil }) else {
      return
    }
    start = nil
    let models = state.sides.compactMap { findings.models[state.model($0)]?.value }
    startRefusal = place.refusal(by: models)
    if let query = place.query, let layer = models.first?.model.layers.clamped(place.layer) {
      state.place = ImagePlace(query, on: layer.geometry.queryGrid)
    }
  }
}
