// What has to be computed for the screen to be complete, in the order of its importance.

import Attention
import AttentionMaps
import VisionModels

/// One piece of work for another thread. Equal work is done once; work that is no longer needed is cancelled.
enum Work: Hashable, Sendable {
  /// Reads a model from the given version of its file.
  case loadModel(Int, version: Int)
  case loadImage(Int)
  case examine(ExaminationKey)
  case statistics(LayerKey)
  case map(HeavyMapKey)
  case compare(ComparisonKey)
  case lens(LensKey)
  case readings(ReadingsKey)
  case polarity(LayerKey)
  case export(ExportOrder)

  /// Work of one lane is done one after another; lanes run beside each other.
  var lane: Int {
    switch self {
    case .loadModel(let model, _): model & 1
    case .examine(let key): key.model & 1
    case .statistics, .compare, .lens: 2
    case .loadImage, .export: 3
    case .map, .readings, .polarity: 4
    }
  }

  static let laneCount = 5

  /// Maps are short and many: a lane takes all that the screen shows at once, and none waits for the screen to be
  /// drawn between two.
  var isShort: Bool { if case .map = self { true } else { false } }

  /// Whether the engine has to be free for it: until it is done, no long sum keeps the engine busy.
  var needsEngine: Bool {
    switch self {
    case .examine, .readings: true
    case .map(let key): key.isContribution
    default: false
    }
  }

  /// Sums over all queries take long on large inputs: they make way for what matters more in their lane, and the user
  /// may stop them.
  var isLongSum: Bool {
    switch self {
    case .statistics, .compare, .lens: true
    default: false
    }
  }
}

extension ViewerState {
  /// The examination that a side of the screen shows.
  func examinationKey(_ side: Side) -> ExaminationKey {
    key(model(side), interventions(side))
  }

  /// The same without any intervention, to tell what changed.
  func untouchedKey(_ side: Side) -> ExaminationKey { key(model(side), Interventions()) }

  /// A model as it was last loaded, on the current image.
  func key(_ model: Int, _ interventions: Interventions) -> ExaminationKey {
    ExaminationKey(
      model: model, version: versions[model] ?? 0, image: image, interventions: interventions)
  }

  /// What the screen lacks, the most important first.
  func neededWork(_ findings: Findings) -> [Work] {
    var needed: [Work] = []
    for model in sides.map({ self.model($0) }).uniqued {
      let version = fileVersions[model] ?? 0
      if (findings.triedVersions[model] ?? -1) < version {
        needed.append(.loadModel(model, version: version))
      }
    }
    if imageCount > 0, findings.images[image] == nil { needed.append(.loadImage(image)) }
    guard findings.images[image]?.value != nil else { return needed + exports.map { .export($0) } }

    let ready = sides.filter { findings.models[model($0)]?.value != nil }
    for key in ready.map({ examinationKey($0) }) + ready.map({ untouchedKey($0) })
    where findings.examinations[key] == nil && findings.failures[key] == nil {
      needed.append(.examine(key))
    }
    let scene = Scene(state: self, findings: findings)
    for side in ready { needed += workOnCurrentLayer(side, scene) }
    if view == .compare || wantsDifferences { needed += comparisonWork(findings) }
    for side in ready {
      guard let examination = findings.examinations[examinationKey(side)] else { continue }
      for layer in examination.records.indices {
        let key = LayerKey(examination: examinationKey(side), layer: layer)
        if findings.statistics[key] == nil { needed.append(.statistics(key)) }
      }
    }
    if sumsAreStopped || needed.contains(where: \.needsEngine) { needed.removeAll(where: \.isLongSum) }
    return needed.uniqued + exports.map { .export($0) }
  }

  private func workOnCurrentLayer(_ side: Side, _ scene: Scene) -> [Work] {
    guard let subject = scene.subject(side), subject.record != nil else { return [] }
    let findings = scene.findings
    var needed: [Work] = []
    let key = LayerKey(examination: subject.key, layer: subject.layer)
    if view == .polarity, findings.polarity[key] == nil { needed.append(.polarity(key)) }
    needed += scene.heavyMaps(of: subject).filter { findings.maps[$0] == nil }.map { .map($0) }
    if findings.statistics[key] == nil { needed.append(.statistics(key)) }
    if view == .lens, side == focus {
      let readings = ReadingsKey(layer: key, exponent: exponent)
      if findings.readings?.key != readings { needed.append(.readings(readings)) }
      let lens = LensKey(layer: key, head: subject.head)
      if findings.curves[lens] == nil { needed.append(.lens(lens)) }
    }
    return needed
  }

  private func comparisonWork(_ findings: Findings) -> [Work] {
    guard slots.count > 1, findings.examinations[examinationKey(.a)] != nil,
      findings.examinations[examinationKey(.b)] != nil
    else { return [] }
    let key = ComparisonKey(a: examinationKey(.a), b: examinationKey(.b))
    return findings.comparisons[key] == nil ? [.compare(key)] : []
  }
}

extension Array where Element: Hashable {
  /// Without repetitions, in order.
  var uniqued: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
