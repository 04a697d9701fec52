// Heat maps to files: which maps, under which names, in which format.
import Attention
import AttentionMaps
import Imaging
import VisionModels

/// What is written, and how; the vocabulary of `polascope dump`.
package struct MapExport: Sendable, Hashable {
  /// The values that become black and white in a PGM, the ends of the colors in a PNG.
  package enum Range: Sendable, Hashable {
    /// From 0 (or −max for signed maps) to the largest value of the head's map.
    case head
    /// The same over the written heads of a layer.
    case layer
    case fixed(Float, Float)
  }

  package var layers: IndexSelection = .all
  package var heads: IndexSelection = .all
  package var query: QuerySelection = .center
  /// nil: `attention`, and what a mechanism shows beside it: `same` and `opposite` on polarity heads, `query-agent` and
  /// `agent-key` on heads with agents.
  package var maps: [MapKind]?
  package var format: MapFormat = .pgm
  package var depth: PGMEncoder.Depth = .eight
  /// Pixels of the longer side; nil: one per key.
  package var size: Int?
  package var range: Range = .head
  /// Of PNG files; signed maps are always drawn in `ColorMap.diverging`, zero in its middle.
  package var colorMap: ColorMap = .viridis
  /// Whether a PNG shows the map over the model's input, and in its size unless `size` says otherwise.
  package var isOverlay = false
  package var isReplacing = false

  package init() {}
}

/// Why an export cannot be what was asked for.
package enum MapExportError: Error, Hashable, CustomStringConvertible {
  case noMatrices
  case unavailable(layer: Int, reason: String)
  case ofPool(reason: String)

  package var description: String {
    switch self {
    case .noMatrices:
      "--query all writes matrices: choose --format \(MapFormat.names(with: .matrices)), or one query"
    case .unavailable(let layer, let reason): "layer \(layer): \(reason)"
    case .ofPool(let reason): "pooling head: \(reason)"
    }
  }
}

/// What a model has of an export.
package struct MapExportPlan: Sendable {
  /// The chosen layers that have any chosen map, with those that they have.
  package fileprivate(set) var layers: [(index: Int, maps: [MapKind])] = []
  /// The chosen maps that chosen layers lack.
  package fileprivate(set) var lacks: [MapExportError] = []
  /// A sentence for each chosen map that chosen layers lack.
  package fileprivate(set) var remarks: [String] = []
}

extension MapExport {
  /// What of the export the model has, before it runs.
  ///
  /// - Throws: `SelectionError` where a layer, head or query is not there; `MapExportError` for maps that no model has
  ///   of such a query.
  package func plan(_ model: ModelDescription) throws -> MapExportPlan {
    if query == .all, !format.features.contains(.matrices) { throw MapExportError.noMatrices }
    if query == .prefix(.pool) { return try poolPlan(model) }
    let chosen = try layers.indices(below: model.layers.count, of: "layer")
    try checkGrids(chosen.map { model.layers[$0].geometry.queryGrid })
    // Every chosen head must exist in at least one chosen layer.
    _ = try heads.indices(below: chosen.map { model.layers[$0].heads }.max() ?? 0, of: "head")
    var plan = MapExportPlan()
    var obstacles: [MapKind: [MapExportError]] = [:]
    for layer in chosen {
      try checkQuery(of: layer, in: model)
      let panels = model.layers[layer].mechanism.panels
      let kinds = maps ?? [.attention] + panels.filter { $0 != .attention }
      let present = kinds.filter { kind in
        guard let obstacle = obstacle(to: kind, layer: layer, in: model) else { return true }
        obstacles[kind, default: []].append(obstacle)
        return false
      }
      if !present.isEmpty { plan.layers.append((layer, present)) }
    }
    for kind in maps ?? [] {
      guard let lacks = obstacles[kind], let first = lacks.first else { continue }
      plan.lacks += lacks
      plan.remarks.append("left out in \(lacks.count) of \(chosen.count) layers: \(first)")
    }
    return plan
  }

  /// What the pooling head has of the export: maps over keys, of its own heads.
  private func poolPlan(_ model: ModelDescription) throws -> MapExportPlan {
    guard let pool = model.pool else {
      throw SelectionError.noSuchQuery("the model has no pooling head")
    }
    guard layers == .all else {
      throw SelectionError.noSuchQuery("--query pool is of the pooling head; leave --layers out")
    }
    _ = try heads.indices(below: pool.heads, of: "head")
    var plan = MapExportPlan()
    var present: [MapKind] = []
    for kind in maps ?? [.attention] {
      do {
        switch kind {
        case .incoming, .entropy, .rollout:
          throw MapUnavailable.undefined(kind, reason: "has no single query")
        default: try kind.checkAvailable(with: pool.mechanism)
        }
        present.append(kind)
      } catch {
        let lack = MapExportError.ofPool(reason: "\(error)")
        plan.lacks.append(lack)
        plan.remarks.append("left out: \(lack)")
      }
    }
    if !present.isEmpty { plan.layers.append((model.layers.count, present)) }
    return plan
  }

  /// A position names the token of one grid: it is ambiguous when the chosen layers have several.
  private func checkGrids(_ grids: [TokenGrid]) throws {
    guard case .position = query, Set(grids).count > 1 else { return }
    var seen: [String] = []
    for grid in grids.map({ "\($0.rows)×\($0.columns)" }) where !seen.contains(grid) { seen.append(grid) }
    throw SelectionError.gridsDiffer(seen)
  }

  /// The query must exist in every chosen layer, and be one that the chosen maps have.
  private func checkQuery(of layer: Int, in model: ModelDescription) throws {
    _ = try query.query(in: model.layers[layer].geometry, layer: layer, of: model)
    for kind in maps ?? [] {
      let reason: MapUnavailable? =
        switch (kind, query) {
        case (.incoming, .all), (.entropy, .all), (.rollout, .all):
          .undefined(kind, reason: "has no rows for --query all")
        case (.rollout, .mean): Rollout.meanUnavailable
        default: nil
        }
      if let reason { throw MapExportError.unavailable(layer: layer, reason: "\(reason)") }
    }
  }

  /// Whether the query is a token in front of the patches.
  private var isOfPrefix: Bool { if case .prefix = query { true } else { false } }

  /// Why a layer has no map of a kind; nil where it has one.
  private func obstacle(to kind: MapKind, layer: Int, in model: ModelDescription) -> MapExportError? {
    do {
      switch kind {
      case .incoming, .entropy: return nil
      case .agentKey where isOfPrefix: throw MapUnavailable.agentOfPrefix
      case .rollout:
        guard let obstacle = Rollout.obstacle(in: Array(model.layers[...layer])) else { return nil }
        throw MapUnavailable.undefined(.rollout, reason: "undefined here: \(obstacle)")
      default: try kind.checkAvailable(with: model.layers[layer].mechanism)
      }
      return nil
    } catch {
      return .unavailable(layer: layer, reason: "\(error)")
    }
  }
}
