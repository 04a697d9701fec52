// The sinks of a layer's heads: keys that draw far more attention than the others.

import Attention
import AttentionMaps
import Compute

/// O(heads · N · n · d)
struct FindSinks: Computation {
  /// A sink draws at least so many times the weight that each key gets where all get the same: 1 % of 1000 keys.
  ///
  /// Among many keys of nearly the same weight, dozens are above median + 6·MAD alone; what the literature calls sinks
  /// are few keys that most queries give much of their weight.
  static let timesUniform = 10.0

  let layer: LayerKey

  var lane: Lane { .sums }
  var longSum: String? { "looking for sinks" }

  func inputs(_ findings: Findings) -> AttentionRecord? { findings.record(of: layer) }

  /// By head. Throws `Cancelled`.
  func run(_ record: AttentionRecord, _ job: Job) throws -> [Measured<[TokenPlace]>] {
    try (0..<record.heads).map { head in
      job.progress(Double(head) / Double(record.heads))
      return try record.sinks(
        head: head, timesUniform: FindSinks.timesUniform, cancellation: job.cancellation)
    }
  }

  func isStale(_ kept: KeptFindings) -> Bool { !kept.examinations.contains(layer.examination) }
}

extension Subject {
  /// The sinks of the current head; nil while they are looked for.
  var sinks: Measured<[TokenPlace]>? {
    guard let heads = findings[FindSinks(layer: LayerKey(examination: key, layer: layer))],
      heads.indices.contains(head)
    else { return nil }
    return heads[head]
  }
}
