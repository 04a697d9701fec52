// A map that takes longer than a frame may: every query of a head, a projection of every key, or very many keys.

import Attention
import AttentionMaps
import Compute

/// O(N·n·d) and more.
struct HeavyMap: Computation {
  enum What: Hashable, Sendable {
    case mean(MapKind)
    /// Of the query in a matrix row.
    case row(MapKind, row: Int)
    /// The queries that look at one key.
    case incoming(TokenPlace, Stream)
    /// From the query in a matrix row, through all layers up to this one; of no head.
    case rollout(row: Int)
  }

  let layer: LayerKey
  let head: Int
  let what: What

  var lane: Lane { .rows }
  var isShort: Bool { true }
  /// Contributions are projected by the engine, and columns and rollout come of its blocks of rows; other maps are made
  /// of single rows.
  var needsEngine: Bool {
    switch what {
    case .mean(let kind), .row(let kind, _): kind == .contribution
    case .incoming, .rollout: true
    }
  }

  /// Every place of the cursor leaves some.
  static var capacity: Int { 2048 }
  static func byteCount(of map: HeatMap) -> Int { map.byteCount }

  func inputs(_ findings: Findings) -> [AttentionRecord]? {
    guard let records = findings[Examine(layer.examination)]?.attentions, layer.layer < records.count else {
      return nil
    }
    return Array(records[...layer.layer])
  }

  /// Takes the records of the layers up to this one. Throws `Cancelled`, `MapUnavailable`.
  func run(_ records: [AttentionRecord], _ job: Job) throws -> HeatMap {
    let (record, cancellation) = (records[layer.layer], job.reportingCancellation)
    return switch what {
    case .mean(let kind): try record.map(kind, head: head, query: .mean, cancellation: cancellation)
    case .row(let kind, let row): try record.map(kind, head: head, row: row)
    case .incoming(let key, let stream):
      try record.queriesLooking(at: key, head: head, stream: stream, cancellation: cancellation)
    case .rollout(let row): try Rollout.map(through: records, row: row, cancellation: cancellation)
    }
  }

  func isStale(_ kept: KeptFindings) -> Bool { !kept.examinations.contains(layer.examination) }
}

extension HeatMap {
  /// Of its places: a number and what it is.
  var byteCount: Int {
    values.count * (MemoryLayout<Float>.stride + MemoryLayout<PlaceContent>.stride)
      + prefix.count * MemoryLayout<Float>.stride
  }
}
