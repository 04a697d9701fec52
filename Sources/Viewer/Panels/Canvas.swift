// A frame being drawn, with the places where a click means something.

import TerminalUI

/// What a click on an area of the screen does.
enum ClickTarget: Equatable, Sendable {
  /// A picture of the whole image or of a token grid: puts the query there.
  case picture(Rect, Side?)
  /// A thumbnail: goes to that head.
  case head(Rect, Side, layer: Int, head: Int)

  var area: Rect {
    switch self {
    case .picture(let area, _), .head(let area, _, _, _): area
    }
  }
}

struct Canvas {
  var frame: Frame
  var targets: [ClickTarget] = []
  /// Whether the values under the cursor stand in the image's panel already.
  var listsValues = false

  init(size: Size) { frame = Frame(size: size) }
}

/// Everything that drawing reads.
struct Scene {
  let state: ViewerState
  let findings: Findings
  private let subjects: [Subject?]

  init(state: ViewerState, findings: Findings) {
    self.state = state
    self.findings = findings
    subjects = Side.allCases.map { side in
      state.sides.contains(side) ? Subject(side, state: state, findings: findings) : nil
    }
  }

  /// nil while that side's model is not loaded, or where there is none.
  func subject(_ side: Side) -> Subject? { subjects[side.rawValue] }
  var focused: Subject? { subject(state.focus) }
  var loaded: [Subject] { state.sides.compactMap { subject($0) } }

  func modelName(_ side: Side) -> String {
    subject(side)?.model.name ?? findings.modelNames[state.model(side)]
  }

  /// Why a side has nothing to show: an error or work in hand, with its share done.
  func status(_ side: Side) -> (lines: [String], share: Double?) {
    let model = state.model(side)
    if let failure = findings.models[model]?.failure { return ([failure], nil) }
    if findings.models[model] == nil {
      return (
        ["loading \(findings.modelNames[model])"],
        findings.progress[.loadModel(model, version: state.fileVersions[model] ?? 0)] ?? 0
      )
    }
    if state.imageCount == 0 { return (["no image"], nil) }
    if let failure = findings.images[state.image]?.failure { return ([failure], nil) }
    if findings.images[state.image] == nil { return (["reading the image"], nil) }
    if let failure = findings.failures[state.examinationKey(side)] { return ([failure], nil) }
    return (["forward pass"], findings.progress[.examine(state.examinationKey(side))] ?? 0)
  }

  /// The share of a side's layers whose entropies are known; nil when all are, or none can be.
  func statisticsShare(_ side: Side) -> Double? {
    guard let subject = subject(side), let examination = findings.examinations[subject.key] else {
      return nil
    }
    let keys = examination.records.indices.map { LayerKey(examination: subject.key, layer: $0) }
    let known = keys.count { findings.statistics[$0] != nil }
    // A layer in hand counts by its own progress: with many tokens it takes seconds.
    let inHand = keys.reduce(0) { $0 + (findings.progress[.statistics($1)] ?? 0) }
    return known < keys.count ? (Double(known) + inHand) / Double(keys.count) : nil
  }
}
