// Which of two models is sharper on an image: the entropies of all heads that have a partner.

import Attention
import AttentionMaps
import Session

/// O(Σ layers heads · N)
struct CompareEntropies: Computation {
  let a: ExaminationKey
  let b: ExaminationKey

  /// The means over the heads of both models that can be compared.
  struct Verdict: Sendable, Equatable {
    /// B − A of the mean normalized entropies; 0 where no head can be compared.
    let difference: Double
    /// Heads that are sharper in B, and how many are compared.
    let sharperInB: Int
    let count: Int
    /// Pairs that are left out because their entropies cannot be subtracted: their rows are over other keys.
    let overOtherKeys: Int
    /// The same because weights may be negative on one side alone, where entropies are those of |a|.
    let signedOnOneSide: Int
    /// The same because the entropy of one of them does not exist.
    let notFinite: Int
    /// Heads of A that are left out because they, or their partners, are switched off.
    let off: Set<HeadPlace>
    /// B − A by head of A.
    let byHead: [HeadPlace: Double]
    /// Heads of A whose rows and those of their partners are pooled to the coarser keys before they are compared.
    let pooled: Set<HeadPlace>

    init(
      byHead: [HeadPlace: Double], overOtherKeys: Int, signedOnOneSide: Int, notFinite: Int,
      off: Set<HeadPlace> = [],
      pooled: Set<HeadPlace> = []
    ) {
      let differences = byHead.sorted { $0.key < $1.key }.map(\.value)
      difference = differences.reduce(0, +) / Double(max(1, differences.count))
      (sharperInB, count) = (differences.count { $0 < 0 }, differences.count)
      (self.overOtherKeys, self.signedOnOneSide) = (overOtherKeys, signedOnOneSide)
      self.notFinite = notFinite
      (self.byHead, self.off, self.pooled) = (byHead, off, pooled)
    }

    /// Pairs that are left out.
    var leftOut: Int { overOtherKeys + signedOnOneSide + notFinite + off.count }
  }

  var lane: Lane { .rows }
  var isShort: Bool { true }

  struct Inputs {
    let places: Sides<ModelPlaces>
    let statistics: Sides<[LayerStatistics]>
  }

  /// nil until the rows of all layers of both models are added up.
  func inputs(_ findings: Findings) -> Inputs? {
    func statistics(_ key: ExaminationKey) -> [LayerStatistics]? {
      guard let records = findings[Examine(key)]?.records else { return nil }
      let known = records.indices.compactMap { findings[SumRows(LayerKey(examination: key, layer: $0))] }
      return known.count == records.count ? known : nil
    }
    guard let ofA = statistics(a), let ofB = statistics(b), let modelA = findings[a.loading],
      let modelB = findings[b.loading]
    else { return nil }
    return Inputs(places: Sides(a: modelA.places, b: modelB.places), statistics: Sides(a: ofA, b: ofB))
  }

  /// nil where no head has a partner with an entropy. Throws `Cancelled`.
  func run(_ inputs: Inputs, _ job: Job) throws -> Verdict? {
    func entropy(_ layers: [LayerStatistics], _ head: HeadPlace) -> Measured<Double>? {
      layers[head.layer].summary(head: head.head, stream: .attention)?.normalizedEntropy
    }
    var byHead: [HeadPlace: Double] = [:]
    var (overOtherKeys, signedOnOneSide, notFinite) = (0, 0, 0)
    var off: Set<HeadPlace> = []
    for pair in HeadPairing(inputs.places).pairs {
      try job.checkCancellation()
      if isOff(pair) {
        off.insert(pair.a)
        continue
      }
      let layers = Sides(
        a: inputs.statistics.a[pair.a.layer].record, b: inputs.statistics.b[pair.b.layer].record)
      let ofA = entropy(inputs.statistics.a, pair.a)
      let ofB = entropy(inputs.statistics.b, pair.b)
      guard ofA?.reason != .notFinite, ofB?.reason != .notFinite else {
        notFinite += 1
        continue
      }
      guard layers.a.description.hasEntropies(comparableTo: layers.b.description) else {
        let areSigned = layers.map { $0.description.mechanism.hasSignedRows }
        if areSigned.a != areSigned.b { signedOnOneSide += 1 } else { overOtherKeys += 1 }
        continue
      }
      guard let ofA = ofA?.value, let ofB = ofB?.value else { continue }
      byHead[pair.a] = ofB - ofA
    }
    guard !byHead.isEmpty || overOtherKeys + signedOnOneSide + notFinite + off.count > 0 else { return nil }
    return Verdict(
      byHead: byHead, overOtherKeys: overOtherKeys, signedOnOneSide: signedOnOneSide, notFinite: notFinite,
      off: off)
  }

  /// Whether a head or its partner is switched off: what it looks at does not count for the model then.
  private func isOff(_ pair: Sides<HeadPlace>) -> Bool {
    a.interventions.headsOff.contains(pair.a) || b.interventions.headsOff.contains(pair.b)
  }

  func isStale(_ kept: KeptFindings) -> Bool {
    !kept.examinations.contains(a) || !kept.examinations.contains(b)
  }
}

extension Scene {
  /// nil with one model, also where it is on both sides as it is, and while its image is not that of the other.
  var entropyComparison: CompareEntropies? {
    guard let a = subject(.a), let b = subject(.b), a.key.image == b.key.image, a.key != b.key else {
      return nil
    }
    return CompareEntropies(a: a.key, b: b.key)
  }

  /// The work for it once it can be done.
  var entropyComparisonWork: [any Computation] {
    guard let comparison = entropyComparison, comparison.inputs(findings) != nil else { return [] }
    return [comparison]
  }

  var verdict: CompareEntropies.Verdict? { entropyComparison.flatMap { findings[$0] ?? nil } }

  /// The comparison of all heads where some have their rows over other keys than their partners: it pools them to the
  /// coarser ones. nil where there is nothing to pool.
  private var pooling: CompareModels? {
    guard let verdict, verdict.overOtherKeys > 0 else { return nil }
    return comparison
  }

  var poolingWork: [any Computation] { [pooling].compactMap { $0 } }

  /// How far that is; nil where there is nothing to pool, and once it is done.
  var poolingFraction: Double? {
    pooling.flatMap { findings.result($0) == nil ? findings.progress($0) ?? 0 : nil }
  }

  /// The verdict with the heads over other keys, pooled, once these are compared.
  var pooledVerdict: CompareEntropies.Verdict? {
    guard let verdict, let pooling, let compared = findings[pooling] else { return verdict }
    let pairs = compared.heads.filter {
      $0.isPooled && $0.entropyDifference != nil && !verdict.off.contains($0.places.a)
    }
    let pooled = pairs.map { ($0.places.a, $0.entropyDifference ?? 0) }
    let byHead = verdict.byHead.merging(pooled) { own, _ in own }
    return CompareEntropies.Verdict(
      byHead: byHead, overOtherKeys: verdict.overOtherKeys - (byHead.count - verdict.byHead.count),
      signedOnOneSide: verdict.signedOnOneSide, notFinite: verdict.notFinite, off: verdict.off,
      pooled: Set(pooled.map(\.0)))
  }
}

extension CompareEntropies.Verdict {
  /// `B is sharper than A by 0.17 (8 of 19 heads)`: 0.17 of ln n, as the mean over heads and queries. From the most to
  /// the least detailed: last without the reasons why heads are left out.
  var texts: [String] {
    let reasons = [
      overOtherKeys > 0 ? (overOtherKeys, "over other keys") : nil,
      signedOnOneSide > 0 ? (signedOnOneSide, "of |a| on one side") : nil,
      off.isEmpty ? nil : (off.count, "switched off"),
      notFinite > 0 ? (notFinite, "\(Undefined.notFinite)") : nil,
    ].compactMap { $0 }
    guard count > 0 else {
      let why =
        reasons.count == 1
        ? reasons[0].1 : reasons.map { "\($0.1) (\($0.0))" }.joined(separator: ", ")
      return ["entropies of A and B are not comparable: \(why)", "not comparable: \(why)"]
    }
    let named = reasons.map { ", \($0.0) not compared: \($0.1)" }.joined()
    let brief = leftOut == 0 ? "" : ", \(leftOut) not compared"
    return [named, brief].uniqued.map { text(leftOut: $0) }
  }

  var text: String { texts[0] }

  private func text(leftOut note: String) -> String {
    let size = abs(difference).fixed(2)
    let heads = (count == 1 ? "head" : "heads") + note
    let sharperInA = byHead.count { $0.value > 0 }
    if sharperInA == 0, sharperInB == 0 {
      return count == 1
        ? "A and B have the same entropy"
        : "A and B have the same entropies in all \(count) \(heads)"
    }
    if abs(difference) < 0.005 {
      return
        "A and B differ by < 0.005 (A sharper in \(sharperInA), B in \(sharperInB) of \(count) \(heads))"
    }
    return difference < 0
      ? "B is sharper than A by \(size) (\(sharperInB) of \(count) \(heads))"
      : "A is sharper than B by \(size) (\(sharperInA) of \(count) \(heads))"
  }
}
