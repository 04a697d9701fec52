// What a frame is drawn from: the state, the findings, and a subject for each side.

import Attention
import AttentionMaps
import Files

/// Everything that drawing reads; lives for one frame.
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

  /// The maps of a model that the panels of the current view show.
  func maps(of subject: Subject) -> [MapKind] { state.view.screen.maps(of: subject, state) }

  /// The layer and head of a side where it is not where the header says, because its model differs.
  func differingPlace(_ side: Side) -> HeadPlace? {
    guard let place = subject(side)?.place, let focused,
      (place.headPlace, place.isOfPool) != (focused.place.headPlace, focused.place.isOfPool)
    else { return nil }
    return place.headPlace
  }

  func modelName(_ side: Side) -> String {
    subject(side)?.model.name.escaped ?? findings.modelNames[state.model(side)]
  }

  /// Why a side has nothing to show: an error or work in hand, and how far that is.
  func status(_ side: Side) -> (lines: [String], done: Progress?) {
    let model = state.model(side)
    let key = state.examinationKey(side)
    switch findings.result(key.loading) {
    case .failed(let failure): return ([failure], nil)
    case nil:
      let loading = LoadModel(model: model, version: state.fileVersions[model] ?? 0)
      return (["loading \(findings.modelNames[model])"], Progress(of: loading.work, findings))
    case .done: break
    }
    if state.imageCount == 0 { return (["no image"], nil) }
    let image = LoadImage(image: key.image)
    if let failure = findings.failure(image) { return ([failure], nil) }
    if findings[image] == nil { return (["reading the image"], nil) }
    if let failure = findings.failure(Examine(key)) { return ([failure], nil) }
    return (["forward pass"], Progress(of: Examine(key).work, findings))
  }

  /// What the maps and numbers of a side are of while the forward pass that they should be of is not done, and how far
  /// that is, from the most to the least detailed; nil once it is done.
  func outdatedNotes(_ side: Side) -> [String]? {
    guard let subject = subject(side) else { return nil }
    guard subject.isOutdated else {
      return reloading(side).map { ["of the older file; \($0)", "of the older file", "old file"] }
    }
    let isOtherImage = subject.key.image != subject.wanted.image
    let what = isOtherImage ? "of \(findings.imageNames[subject.key.image])" : "before the change"
    let status = status(side)
    let done = status.done.map { " \($0.text)" } ?? ""
    return ["\(what); \(status.lines[0])\(done)", what, isOtherImage ? "old image" : "before"]
  }

  /// Whether what a side shows is soon replaced: it is drawn paler then.
  func isOutdated(_ side: Side) -> Bool { outdatedNotes(side) != nil }

  /// What is done until a side shows the changed file of its model, and how far that is; nil where it does, and where
  /// the file cannot be read.
  private func reloading(_ side: Side) -> String? {
    let model = state.model(side)
    let newest = LoadModel(model: model, version: state.fileVersions[model] ?? 0)
    guard newest != state.examinationKey(side).loading, subject(side)?.examination != nil else { return nil }
    func text(_ what: String, _ work: Work) -> String { "\(what) \(Progress(of: work, findings).text)" }
    if let next = state.afterArrival, next.versions[model] != state.versions[model] {
      return text("forward pass", Examine(next.examinationKey(side)).work)
    }
    return findings.result(newest) == nil ? text("loading", newest.work) : nil
  }

  /// How the heads of A and B differ in the forward passes on the screen; nil with one model.
  var comparison: CompareModels? {
    guard let a = subject(.a), let b = subject(.b) else { return state.comparison }
    return CompareModels(a: a.key, b: b.key)
  }

  /// Whether a head is switched off, as the user has chosen.
  func isOff(_ head: HeadPlace, of side: Side) -> Bool {
    state.interventions(side).headsOff.contains(head)
  }

  /// The fraction of a side's layers whose entropies are known; nil when all are, or none can be.
  func statisticsFraction(_ side: Side) -> Double? {
    guard let subject = subject(side), let examination = findings[Examine(subject.key)] else {
      return nil
    }
    let sums = examination.records.indices.map { SumRows(LayerKey(examination: subject.key, layer: $0)) }
    let known = sums.count { findings[$0] != nil }
    // A layer in hand counts by its own progress: with many tokens it takes seconds.
    let inHand = sums.reduce(0) { $0 + (findings.progress($1) ?? 0) }
    return known < sums.count ? (Double(known) + inHand) / Double(sums.count) : nil
  }

  /// The lines below the pictures of panels: one for tokens beside the grid where a shown model has any in any layer, so
  /// that panels keep their size, and on wide screens one for the largest values.
  var panelLines: [PanelLine] {
    let hasPrefix = loaded.contains { $0.model.model.layers.contains { !$0.geometry.prefix.isEmpty } }
    let isWide = state.size.columns >= 160 && state.size.rows >= 48
    return (hasPrefix ? [.beside] : []) + (isWide ? [.largest] : [])
  }

  /// The longer sides of all token grids of the shown models: what pictures are whole multiples of.
  var gridSides: [Int] {
    let sides = loaded.flatMap { gridSides(of: $0) }
    return sides.isEmpty ? [16] : sides.uniqued
  }

  /// Those of one model.
  func gridSides(of subject: Subject) -> [Int] {
    subject.model.model.layers.map { max($0.geometry.queryGrid.rows, $0.geometry.queryGrid.columns) }.uniqued
  }
}

extension Subject {
  /// nil while the model is not loaded.
  init?(_ side: Side, state: ViewerState, findings: Findings) {
    let wanted = state.examinationKey(side)
    guard let model = findings[wanted.loading], let place = state.place(side, findings) else { return nil }
    self.init(
      side: side, findings: findings, model: model, key: state.shownKey(side, findings), wanted: wanted,
      place: place, cursor: state[side].spot.cursor, showsIncoming: state.showsIncoming)
  }
}
