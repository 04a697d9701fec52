// Entropies and sums of every row of a layer.

import Attention
import AttentionMaps
import VisionModels

/// O(heads · N · n · d)
struct SumRows: Computation {
  let layer: LayerKey

  init(_ layer: LayerKey) { self.layer = layer }

  var lane: Lane { .sums }
  var longSum: String? { "adding up entropies" }

  struct RecordedLayer {
    let record: AttentionRecord
    /// What was added up of the same record, which a pass with other heads off has taken over.
    let known: LayerStatistics?
  }

  func inputs(_ findings: Findings) -> RecordedLayer? {
    guard let record = findings.record(of: layer) else { return nil }
    let known = findings.results(SumRows.self).lazy.compactMap { $0.value.value }.first {
      $0.record.queries.storage === record.queries.storage && $0.record.keys.storage === record.keys.storage
    }
    return RecordedLayer(record: record, known: known)
  }

  /// Throws `Cancelled`.
  func run(_ inputs: RecordedLayer, _ job: Job) throws -> LayerStatistics {
    try inputs.known ?? LayerStatistics(of: inputs.record, cancellation: job.reportingCancellation)
  }

  func isStale(_ kept: KeptFindings) -> Bool { !kept.examinations.contains(layer.examination) }
}

extension Findings {
  /// What a layer recorded, or the pooling head, which comes after the last one; nil before the forward pass, and for
  /// layers that the model lacks.
  func record(of layer: LayerKey) -> AttentionRecord? {
    self[Examine(layer.examination)]?.attention(layer.layer)
  }
}
