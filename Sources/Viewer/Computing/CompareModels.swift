// Every head of A beside its partner in B, the one at the same depth.

import Attention
import Session

/// O(Σ layers heads · N · n · d)
struct CompareModels: Computation {
  let a: ExaminationKey
  let b: ExaminationKey

  var lane: Lane { .sums }
  var longSum: String? { "comparing" }

  func inputs(_ findings: Findings) -> Sides<Examination>? {
    guard let a = findings[Examine(a)], let b = findings[Examine(b)] else { return nil }
    return Sides(a: a, b: b)
  }

  /// Throws `Cancelled`.
  func run(_ examinations: Sides<Examination>, _ job: Job) throws -> ImageComparison {
    try ImageComparison(
      examinations.a, examinations.b, cancellation: job.cancellation, progress: job.progress)
  }

  func isStale(_ kept: KeptFindings) -> Bool {
    !kept.examinations.contains(a) || !kept.examinations.contains(b)
  }
}

extension HeadPair {
  /// The head of one side.
  func place(on side: Side) -> HeadPlace { side == .a ? places.a : places.b }
}

extension ImageComparison {
  /// The heads that differ most first; those without a divergence come last.
  var byDivergence: [HeadPair] {
    heads.filter { $0.divergence != nil }.sorted { ($0.divergence ?? 0) > ($1.divergence ?? 0) }
      + heads.filter { $0.divergence == nil }
  }
}
