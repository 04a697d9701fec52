// `d` and `D`: the maps on the screen as PGM files, in a folder for each model and image.

import Attention
import AttentionMaps
import Compute
import Files
import Session

/// Maps to be written to files.
struct ExportOrder: Computation {
  let number: Int
  /// Every head of the layer instead of the one on the screen.
  let wholeLayer: Bool
  /// nil: the attention of the head, in every stream.
  let maps: [MapKind]?
  let parts: [Part]

  /// What is written of one model.
  struct Part: Hashable {
    let key: ExaminationKey
    let place: Place
  }

  var lane: Lane { .files }

  func inputs(_ findings: Findings) -> [(Part, Examination)]? {
    parts.compactMap { part in findings[Examine(part.key)].map { (part, $0) } }
  }

  /// Writes the maps of every model that has them and returns their paths. Throws `Cancelled`, `MapUnavailable` where
  /// no model has the maps, `WriteError`.
  func run(_ examinations: [(Part, Examination)], _ job: Job) throws -> [String] {
    var paths: [String] = []
    var reason: MapUnavailable?
    for (part, examination) in examinations {
      do {
        paths += try write(
          examination, at: part.place, into: "\(Self.folder)/\(job.files.folder(of: part.key))",
          cancellation: job.cancellation)
      } catch let unavailable as MapUnavailable {
        reason = reason ?? unavailable
      }
    }
    if paths.isEmpty, let reason { throw reason }
    return paths
  }

  /// Whatever was written lies in the files.
  func isStale(_ kept: KeptFindings) -> Bool { true }
}

extension ExportOrder {
  /// Where the viewer writes, in the current folder.
  static let folder = "polascope-maps"

  /// Writes the maps of one examination, at a place of its model, and returns their paths.
  ///
  /// - Parameter folder: the one of the model and the image.
  func write(
    _ examination: Examination, at place: Place, into folder: String, cancellation: Cancellation
  ) throws -> [String] {
    let export = try export(of: examination, at: place)
    // Maps of a changed forward pass are other maps: their folder names the change.
    let folder = examination.interventions.folder(ofImage: folder)
    // Nothing is replaced: what is there already makes room beside it.
    for suffix in [""] + (1...999).map({ "-\($0)" }) {
      do {
        return try export.write(
          examination, into: folder + suffix, program: Release.name,
          cancellation: cancellation)
      } catch WriteError.exists {
        continue
      }
    }
    throw WriteError.exists(folder)
  }

  /// What is written of one examination, at a place of its model.
  ///
  /// - Throws: `MapUnavailable` where the model has none of the maps there.
  func export(of examination: Examination, at place: Place) throws(MapUnavailable) -> MapExport {
    var export = MapExport()
    export.heads = wholeLayer ? .all : .one(place.head)
    if place.isOfPool {
      export.query = .prefix(.pool)
      if let maps { export.maps = try availableOfPool(maps, examination) }
      return export
    }
    export.layers = .one(place.layer)
    if let maps { export.maps = try available(maps, in: examination.records[...place.layer]) }
    let needed = (maps ?? [.attention]).filter(\.needsQuery)
    if !needed.isEmpty {
      export.query = try selection(place.query, examination.records[place.layer])
      if export.query == .mean, needed.contains(.rollout) { throw Rollout.meanUnavailable }
    }
    return export
  }

  /// The maps that this model has.
  private func available(
    _ kinds: [MapKind], in records: ArraySlice<AttentionRecord>
  ) throws(MapUnavailable) -> [MapKind] {
    guard let record = records.last else { return [] }
    if let obstacle = Rollout.obstacle(in: records.map(\.description)), kinds == [.rollout] {
      throw .undefined(.rollout, reason: obstacle)
    }
    let present = kinds.filter { kind in
      kind == .entropy || kind == .incoming || kind == .rollout || (try? record.checkAvailable(kind)) != nil
    }
    if present.isEmpty, let kind = kinds.first {
      throw .notOfMechanism(kind, record.description.mechanism.title)
    }
    return present
  }

  /// The maps that the pooling head of this model has: those of its probe's row.
  private func availableOfPool(
    _ kinds: [MapKind], _ examination: Examination
  ) throws(MapUnavailable) -> [MapKind] {
    let present = kinds.filter { kind in (try? examination.pool?.checkAvailable(kind)) != nil }
    if present.isEmpty, let kind = kinds.first {
      throw .undefined(kind, reason: "the pooling head has the row of one query alone")
    }
    return present
  }

  /// Throws `MapUnavailable` for a token that the layer lacks.
  private func selection(
    _ query: Place.Query, _ record: AttentionRecord
  ) throws(MapUnavailable) -> QuerySelection {
    switch query {
    case .point(let point): return .position(point.position(on: record.geometry.queryGrid))
    case .prefix(let token):
      guard record.geometry.prefix.contains(token) else {
        throw .noSuchQuery(
          token == .pool ? "it has no pooling head" : "layer \(record.index) has no \(token) token")
      }
      return .prefix(token)
    case .mean: return .mean
    }
  }
}

extension MapKind {
  /// What files of incoming maps hold, where the screen shows those of one key.
  static let incomingOfFiles = "means over all queries, not the map of one key"
}
