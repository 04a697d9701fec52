// What the signs of a layer's queries and keys come to, head by head: fractions of the products, and gates.

import Attention
import AttentionMaps

struct LayerPolarity: Sendable {
  struct Head: Sendable {
    /// Undefined as an empty row where every product is 0, and where one is not finite.
    let budget: Measured<PolarityBudget>
    /// Means over queries and channels, by stream; empty without a gate.
    let gates: [(stream: Stream, mean: Double)]
    /// The entropies of its factors; nil without agents.
    let agents: AgentEntropies?
  }

  let heads: [Head]

  /// O(heads · (N + n)·d)
  init(_ record: AttentionRecord) {
    heads = (0..<record.heads).map { head in
      Head(
        budget: record.polarityBudget(head: head),
        gates: record.streams.compactMap { stream in
          record.meanGate(head: head, stream: stream).map { (stream, $0) }
        },
        agents: record.agentEntropies(head: head))
    }
  }
}

struct SplitSigns: Computation {
  let layer: LayerKey

  init(_ layer: LayerKey) { self.layer = layer }

  var lane: Lane { .rows }

  func inputs(_ findings: Findings) -> AttentionRecord? { findings.record(of: layer) }

  func run(_ record: AttentionRecord, _ job: Job) throws -> LayerPolarity { LayerPolarity(record) }

  func isStale(_ kept: KeptFindings) -> Bool { !kept.examinations.contains(layer.examination) }
}
