// The viewer as a whole: state and findings, moved on by events and by outcomes of work.

import Session
import TerminalUI
import VisionModels

struct Viewer {
  private(set) var state: ViewerState
  private(set) var findings: Findings
  /// What the last drawn frame answers clicks with.
  private var targets: [ClickTarget] = []

  init(options: ViewerOptions, size: Size, capabilities: Capabilities) {
    state = ViewerState(options: options, size: size, capabilities: capabilities)
    findings = Findings(
      modelNames: options.models.map { stem(of: options.samples.path(forModel: $0)) },
      imageNames: options.images.map { $0.split(separator: "/").last.map(String.init) ?? $0 },
      modelArguments: options.models, imagePaths: options.images)
    if !state.colorMapNames.contains(state.colorMap), options.colorMap != "gray" {
      state.colorMap = "viridis"
    }
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
    case .progress(let work, let share): findings.progress[work] = share
    case .model(let model, let result):
      findings.models[model] = result
      if let message = result.failure { show(failure: message) }
      placeStartQuery()
    case .image(let image, let result):
      findings.images[image] = result
      if let message = result.failure, image == state.image { show(failure: message) }
    case .examination(let key, .done(let examination)):
      findings.examinations[key] = examination
      forgetStale()
    case .examination(let key, .failed(let message)):
      findings.failures[key] = message
      show(failure: message)
    case .statistics(let key, let statistics): findings.statistics[key] = statistics
    case .map(let key, let result): findings.maps[key] = result
    case .comparison(let key, let comparisons):
      findings.comparisons[key] = comparisons
      if state.wantsDifferences {
        state.wantsDifferences = false
        state.jumpToDifference(findings)
      }
    case .curves(let key, let curves): findings.curves[key] = curves
    case .export(let order, let result): finish(order, result)
    case .abandoned: break
    }
  }

  /// Keeps what the screen shows, what it is compared with, and the other models on this image as they are.
  private mutating func forgetStale() {
    let untouched = (0..<state.modelCount).map {
      ExaminationKey(model: $0, image: state.image, interventions: Interventions())
    }
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

  private mutating func show(failure message: String) {
    state.dialog = .message(title: "that did not work", lines: [message])
  }

  /// A query given at the start is on the grid of the first model's layer.
  private mutating func placeStartQuery() {
    guard let position = state.startQuery, let subject = Subject(.a, state: state, findings: findings) else {
      return
    }
    state.startQuery = nil
    let grid = subject.description.geometry.queryGrid
    guard grid.contains(position) else {
      return show(
        failure:
          "query \(position) is outside the \(grid.rows)×\(grid.columns) tokens of layer \(subject.layer)")
    }
    state.place = ImagePlace(position, on: grid)
  }
}
