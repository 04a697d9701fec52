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
    /// Pairs that are left out because their entropies cannot be subtracted: over other keys, or of |a| on one side.
    let leftOut: Int
    /// B − A by head of A.
    let byHead: [HeadPlace: Double]
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
    func entropy(_ layers: [LayerStatistics], _ head: HeadPlace) -> Double? {
      layers[head.layer].summary(head: head.head, stream: .attention)?.normalizedEntropy.value
    }
    var byHead: [HeadPlace: Double] = [:]
    var leftOut = 0
    for pair in HeadPairing(inputs.places).pairs {
      try job.checkCancellation()
      let layers = Sides(
        a: inputs.statistics.a[pair.a.layer].record, b: inputs.statistics.b[pair.b.layer].record)
      guard layers.a.description.hasEntropies(comparableTo: layers.b.description) else {
        leftOut += 1
        continue
      }
      guard let ofA = entropy(inputs.statistics.a, pair.a), let ofB = entropy(inputs.statistics.b, pair.b)
      else { continue }
      byHead[pair.a] = ofB - ofA
    }
    guard !byHead.isEmpty || leftOut > 0 else { return nil }
    let differences = byHead.sorted { $0.key < $1.key }.map(\.value)
    return Verdict(
      difference: differences.reduce(0, +) / Double(max(1, differences.count)),
      sharperInB: differences.count { $0 < 0 }, count: differences.count, leftOut: leftOut,
      byHead: byHead)
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
}

extension CompareEntropies.Verdict {
  /// `B is sharper than A by 0.17 (8 of 19 heads)`: 0.17 of ln n, as the mean over heads and queries.
  var text: String {
    let size = abs(difference).fixed(2)
    let heads = (count == 1 ? "head" : "heads") + (leftOut == 0 ? "" : ", \(leftOut) not comparable")
    guard count > 0 else {
      return "entropies of A and B are not comparable: over other keys, or of |a| on one side"
    }
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
