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
  /// nil: `attention`, and `same` and `opposite` on polarity heads.
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

  package var description: String {
    switch self {
    case .noMatrices:
      "--query all writes matrices: choose --format \(MapFormat.names(with: .matrices)), or one query"
    case .unavailable(let layer, let reason): "layer \(layer): \(reason)"
    }
  }
}

extension MapExport {
  /// Whether the model has all that is asked for, before it runs.
  ///
  /// - Returns: the chosen layers.
  /// - Throws: `SelectionError`, `MapExportError`.
  @discardableResult
  package func check(_ model: ModelDescription) throws -> [Int] {
    if query == .all, !format.features.contains(.matrices) { throw MapExportError.noMatrices }
    let chosen = try layers.indices(below: model.layers.count, of: "layer")
    try checkGrids(chosen.map { model.layers[$0].geometry.queryGrid })
    // Every chosen head must exist in at least one chosen layer.
    _ = try heads.indices(below: chosen.map { model.layers[$0].heads }.max() ?? 0, of: "head")
    for layer in chosen { try checkMaps(of: layer, in: model) }
    return chosen
  }

  /// A position names the token of one grid: it is ambiguous when the chosen layers have several.
  private func checkGrids(_ grids: [TokenGrid]) throws {
    guard case .position = query, Set(grids).count > 1 else { return }
    var seen: [String] = []
    for grid in grids.map({ "\($0.rows)×\($0.columns)" }) where !seen.contains(grid) { seen.append(grid) }
    throw SelectionError.gridsDiffer(seen)
  }

  /// Every chosen map must exist in every chosen layer, and the query too.
  private func checkMaps(of layer: Int, in model: ModelDescription) throws {
    let transform = model.preprocessing
    _ = try query.query(
      in: model.layers[layer].geometry, layer: layer, height: transform.inputHeight,
      width: transform.inputWidth)
    for kind in maps ?? [] {
      do {
        switch kind {
        case .incoming, .entropy, .rollout:
          if query == .all { throw MapUnavailable.undefined(kind, reason: "has no rows for --query all") }
          guard kind == .rollout else { continue }
          if let obstacle = Rollout.obstacle(in: Array(model.layers[...layer])) {
            throw MapUnavailable.undefined(.rollout, reason: "undefined here: \(obstacle)")
          }
          if query == .mean { throw Rollout.meanUnavailable }
        default: try kind.checkAvailable(with: model.layers[layer].mechanism)
        }
      } catch let reason as MapUnavailable {
        throw MapExportError.unavailable(layer: layer, reason: "\(reason)")
      }
    }
  }
}
