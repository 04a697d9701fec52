// What models have of an export, before they run: one may lack what another has.
import Attention
import AttentionMaps
import Files
import VisionModels

/// Why an export cannot be what was asked for.
package enum MapExportError: Error, Hashable, CustomStringConvertible {
  case noMatrices
  case unavailable(layer: Int, reason: String)
  case ofPool(reason: String)
  /// A layer, head or query that is not there.
  case lacks(SelectionError)

  package var description: String {
    switch self {
    case .noMatrices:
      "--query all writes matrices: choose --format \(MapFormat.names(with: .matrices)), or one query"
    case .unavailable(let layer, let reason): "layer \(layer): \(reason)"
    case .ofPool(let reason): "pooling head: \(reason)"
    case .lacks(let error): "\(error)"
    }
  }
}

/// What a model has of an export.
package struct MapExportPlan: Sendable {
  /// The chosen layers that have any chosen map, with those that they have.
  package fileprivate(set) var layers: [(index: Int, maps: [MapKind])] = []
  /// What the model lacks of that which was chosen: layers, heads, queries of layers, maps of layers.
  package fileprivate(set) var lacks: [MapExportError] = []
  /// A sentence for each thing that was chosen and that the model, or some of its chosen layers, lack.
  package fileprivate(set) var remarks: [String] = []
  /// How many layers the model has, and how many heads that one of the chosen layers which has most.
  fileprivate var (layerCount, headCount) = (0, 0)

  fileprivate mutating func add(_ lack: MapExportError, _ remark: String) {
    lacks.append(lack)
    remarks.append(remark)
  }
}

/// A model of an export, with what messages call it.
package struct ExportedModel: Sendable {
  package let name: String
  package let description: ModelDescription

  package init(name: String, description: ModelDescription) {
    (self.name, self.description) = (name, description)
  }
}

/// What no model of an export has. The description is one line, `MODEL: what`.
package struct MapExportRefusal: Error, CustomStringConvertible {
  let model: String
  package let reason: MapExportError

  package var description: String { "\(model.abridged): \(reason)" }
}

extension MapExport {
  /// What each of several models has of the export. What one of them lacks and another has is said in its plan; what none
  /// has is an error.
  ///
  /// - Parameter models: at least one.
  /// - Throws: `MapExportRefusal` where a chosen layer or head is in no model, where no model has any of the maps, and for
  ///   maps that no model has of such a query.
  package func plans(of models: [ExportedModel]) throws(MapExportRefusal) -> [MapExportPlan] {
    var plans: [MapExportPlan] = []
    for model in models {
      do throws(MapExportError) {
        plans.append(try lenientPlan(model.description))
      } catch {
        throw MapExportRefusal(model: model.name, reason: error)
      }
    }
    // A number that no model has is a typing error, whatever else is there.
    func checkNumbers(_ counts: [Int], _ selection: IndexSelection, of what: String) throws(MapExportRefusal)
    {
      guard let most = counts.max(), let index = counts.firstIndex(of: most) else { return }
      do throws(SelectionError) {
        _ = try selection.indices(below: most, of: what)
      } catch {
        throw MapExportRefusal(model: models[index].name, reason: .lacks(error))
      }
    }
    if query != .prefix(.pool) { try checkNumbers(plans.map(\.layerCount), layers, of: "layer") }
    if plans.contains(where: { $0.headCount > 0 }) {
      try checkNumbers(plans.map(\.headCount), heads, of: "head")
    }
    if plans.allSatisfy(\.layers.isEmpty) {
      for (model, plan) in zip(models, plans) {
        if let lack = plan.lacks.first { throw MapExportRefusal(model: model.name, reason: lack) }
      }
    }
    return plans
  }

  /// What of the export a single model has.
  ///
  /// - Throws: `MapExportError` where a chosen layer or head is not there, where it has none of the maps, and for maps
  ///   that no model has of such a query.
  package func plan(_ model: ModelDescription) throws(MapExportError) -> MapExportPlan {
    do throws(MapExportRefusal) {
      return try plans(of: [ExportedModel(name: "", description: model)])[0]
    } catch {
      throw error.reason
    }
  }

  private func lenientPlan(_ model: ModelDescription) throws(MapExportError) -> MapExportPlan {
    if query == .all, !format.features.contains(.matrices) { throw .noMatrices }
    if query == .prefix(.pool) { return try poolPlan(model) }
    var plan = MapExportPlan()
    let chosen = layers.indices(below: model.layers.count)
    plan.layerCount = model.layers.count
    plan.headCount = chosen.map { model.layers[$0].heads }.max() ?? 0
    plan.addMissing(layers, beyond: plan.layerCount, of: "layer", owner: "the model has")
    if !chosen.isEmpty {
      plan.addMissing(heads, beyond: plan.headCount, of: "head", owner: "the chosen layers have")
    }
    guard let first = chosen.first else { return plan }
    try checkMaps(layer: first)
    if let error = gridError(chosen.map { model.layers[$0].geometry.queryGrid }) {
      plan.add(.lacks(error), "left out: \(error)")
      return plan
    }
    var obstacles: [MapKind: [MapExportError]] = [:]
    var withoutQuery: [(layer: Int, error: SelectionError)] = []
    for layer in chosen {
      do throws(SelectionError) {
        _ = try query.query(in: model.layers[layer].geometry, layer: layer, of: model)
      } catch {
        withoutQuery.append((layer, error))
        continue
      }
      let panels = model.layers[layer].mechanism.panels
      let kinds = maps ?? [.attention] + panels.filter { $0 != .attention }
      let present = kinds.filter { kind in
        guard let obstacle = obstacle(to: kind, layer: layer, in: model) else {
          // A rollout is of the whole layer, all else of its heads.
          return kind == .rollout || !heads.indices(below: model.layers[layer].heads).isEmpty
        }
        obstacles[kind, default: []].append(obstacle)
        return false
      }
      if !present.isEmpty { plan.layers.append((layer, present)) }
    }
    func leftOut(_ count: Int, _ why: String) -> String {
      "left out in \(count) of \(chosen.count) layers: \(why)"
    }
    if let (layer, error) = withoutQuery.first {
      plan.add(
        .lacks(error), leftOut(withoutQuery.count, "\(error)\(tokens(of: model.layers[layer].geometry))"))
    }
    for kind in maps ?? [] {
      guard let lacks = obstacles[kind], let first = lacks.first else { continue }
      plan.lacks += lacks
      plan.remarks.append(leftOut(lacks.count, "\(first)"))
    }
    return plan
  }

  /// `; its tokens beside the patches are cls, reg0`, where a token is what was asked for.
  private func tokens(of geometry: AttentionGeometry) -> String {
    guard isOfPrefix else { return "" }
    let tokens = geometry.queryPrefix.map { "\($0)" }
    return tokens.isEmpty
      ? "; it has no tokens beside the patches"
      : "; beside the patches it has \(tokens.joined(separator: ", "))"
  }

  /// What the pooling head has of the export: maps over keys, of its own heads.
  private func poolPlan(_ model: ModelDescription) throws(MapExportError) -> MapExportPlan {
    guard layers == .all else {
      throw .lacks(.noSuchQuery("--query pool is of the pooling head; leave --layers out"))
    }
    var plan = MapExportPlan()
    guard let pool = model.pool else {
      let error = SelectionError.noSuchQuery("the model has no pooling head")
      plan.add(.lacks(error), "left out: \(error)")
      return plan
    }
    plan.headCount = pool.heads
    plan.addMissing(heads, beyond: pool.heads, of: "head", owner: "the pooling head has")
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
        plan.add(lack, "left out: \(lack)")
      }
    }
    if !present.isEmpty, !heads.indices(below: pool.heads).isEmpty {
      plan.layers.append((model.layers.count, present))
    }
    return plan
  }

  /// A position names the token of one grid: it is ambiguous when the chosen layers have several.
  private func gridError(_ grids: [TokenGrid]) -> SelectionError? {
    guard case .position = query, Set(grids).count > 1 else { return nil }
    var seen: [String] = []
    for grid in grids.map({ "\($0.rows)×\($0.columns)" }) where !seen.contains(grid) { seen.append(grid) }
    return .gridsDiffer(seen)
  }

  /// The query must be one that the chosen maps have; whatever the model is, the first chosen layer is named.
  private func checkMaps(layer: Int) throws(MapExportError) {
    for kind in maps ?? [] {
      let reason: MapUnavailable? =
        switch (kind, query) {
        case (.incoming, .all), (.entropy, .all), (.rollout, .all):
          .undefined(kind, reason: "has no rows for --query all")
        case (.rollout, .mean): Rollout.meanUnavailable
        default: nil
        }
      if let reason { throw .unavailable(layer: layer, reason: "\(reason)") }
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

extension MapExportPlan {
  /// Takes down the chosen numbers that a model with `count` layers, or heads in its chosen layers, lacks.
  fileprivate mutating func addMissing(
    _ selection: IndexSelection, beyond count: Int, of what: String, owner: String
  ) {
    guard let missing = selection.missing(below: count) else { return }
    do throws(SelectionError) {
      _ = try selection.indices(below: count, of: what)
    } catch {
      add(.lacks(error), missing.remark(of: what, count: count, owner: owner))
    }
  }
}
