// The maps of one query in all heads of a layer.

import Attention
import AttentionMaps
import VisionModels

/// O(heads · n · d)
struct LayerMaps: Computation {
  let layer: LayerKey
  let kind: MapKind
  /// The query's row in the matrices of the record.
  let row: Int

  var lane: Lane { .rows }
  var isShort: Bool { true }
  var needsEngine: Bool { kind == .contribution }

  /// Every place of the cursor leaves one for each layer.
  static var capacity: Int { 512 }
  static func byteCount(of maps: [HeatMap]) -> Int { maps.reduce(0) { $0 + $1.byteCount } }

  func inputs(_ findings: Findings) -> AttentionRecord? { findings.record(of: layer) }

  /// By head. Throws `Cancelled`, `MapUnavailable`.
  func run(_ record: AttentionRecord, _ job: Job) throws -> [HeatMap] {
    try (0..<record.heads).map { head in
      try job.checkCancellation()
      return try record.map(kind, head: head, row: row)
    }
  }

  func isStale(_ kept: KeptFindings) -> Bool { !kept.examinations.contains(layer.examination) }
}

extension Subject {
  /// What makes the maps of a layer's heads; nil where each is made on its own, because it takes more than one row.
  func layerMaps(_ kind: MapKind, layer: Int) -> LayerMaps? {
    guard !showsIncoming, kind != .entropy, kind != .rollout, let row = matrixRow(layer: layer),
      model.model.layers[layer].mechanism.maps.contains(kind)
    else { return nil }
    return LayerMaps(layer: LayerKey(examination: key, layer: layer), kind: kind, row: row)
  }

  /// A map among those of all heads, none of which is made while drawing.
  func overviewMap(_ kind: MapKind, layer: Int, head: Int) -> MapResult {
    guard examination != nil else { return .pending }
    guard let maps = layerMaps(kind, layer: layer) else { return map(kind, layer: layer, head: head) }
    return switch findings.result(maps) {
    case .done(let maps): maps.indices.contains(head) ? .map(maps[head]) : .pending
    case .failed(let reason): .unavailable(reason)
    case nil: .pending
    }
  }
}
