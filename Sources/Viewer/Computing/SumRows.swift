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

  func inputs(_ findings: Findings) -> AttentionRecord? { findings.record(of: layer) }

  /// Throws `Cancelled`.
  func run(_ record: AttentionRecord, _ job: Job) throws -> LayerStatistics {
    try LayerStatistics(of: record, cancellation: job.reportingCancellation)
  }

  func isStale(_ kept: KeptFindings) -> Bool { !kept.examinations.contains(layer.examination) }
}

extension Findings {
  /// What a layer recorded; nil before the forward pass, and for layers that the model lacks.
  func record(of layer: LayerKey) -> AttentionRecord? {
    guard let records = self[Examine(layer.examination)]?.records, records.indices.contains(layer.layer)
    else {
      return nil
    }
    return records[layer.layer]
  }
}
