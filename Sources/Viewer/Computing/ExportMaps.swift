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
  let layer: Int
  let head: Int
  let place: ImagePlace
  let query: QueryMode
  /// nil: the attention of the head, in every stream.
  let maps: [MapKind]?
  let keys: [ExaminationKey]

  var lane: Lane { .files }

  func inputs(_ findings: Findings) -> [Examination]? { keys.compactMap { findings[Examine($0)] } }

  /// Returns the paths. Throws `Cancelled`, `MapUnavailable` where no model has the maps, `WriteError`.
  func run(_ examinations: [Examination], _ job: Job) throws -> [String] {
    try write(examinations, cancellation: job.cancellation)
  }

  /// Whatever was written lies in the files.
  func isStale(_ kept: KeptFindings) -> Bool { true }
}

extension ExportOrder {
  /// Where the viewer writes, in the current folder.
  static let folder = "polascope-maps"

  /// Writes the maps of every model that has them and returns their paths. Throws when none has.
  func write(_ examinations: [Examination], cancellation: Cancellation) throws -> [String] {
    var paths: [String] = []
    var reason: MapUnavailable?
    for examination in examinations {
      do {
        paths += try write(examination, cancellation: cancellation)
      } catch let unavailable as MapUnavailable {
        reason = reason ?? unavailable
      }
    }
    if paths.isEmpty, let reason { throw reason }
    return paths
  }

  /// Writes the maps of one examination and returns their paths.
  func write(
    _ examination: Examination, below root: String = ExportOrder.folder, cancellation: Cancellation
  ) throws -> [String] {
    var export = MapExport()
    let layer = min(layer, examination.records.count - 1)
    let record = examination.records[layer]
    export.layers = .one(layer)
    export.heads = wholeLayer ? .all : .one(min(head, record.heads - 1))
    export.query = selection(record.geometry)
    export.maps = try maps.map { try available($0, in: examination.records[...layer]) }
    let folder = "\(root)/\(examination.model.name)/\(imageFolder(examination))"
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

  /// The maps that this model has.
  private func available(_ kinds: [MapKind], in records: ArraySlice<AttentionRecord>) throws -> [MapKind] {
    guard let record = records.last else { return [] }
    if let obstacle = Rollout.obstacle(in: records.map(\.description)), kinds == [.rollout] {
      throw MapUnavailable.undefined(.rollout, reason: obstacle)
    }
    let present = kinds.filter { kind in
      kind == .entropy || kind == .incoming || kind == .rollout || (try? record.checkAvailable(kind)) != nil
    }
    if present.isEmpty, let kind = kinds.first {
      throw MapUnavailable.notOfMechanism(kind, record.description.mechanism.title)
    }
    return present
  }

  private func selection(_ geometry: AttentionGeometry) -> QuerySelection {
    switch query {
    case .spatial: .position(place.position(on: geometry.queryGrid))
    case .prefix(let index):
      geometry.prefix.indices.contains(index) ? .prefix(geometry.prefix[index]) : .center
    case .mean: .mean
    }
  }

  /// Maps of a changed forward pass are other maps: they go to a folder that names the change.
  private func imageFolder(_ examination: Examination) -> String {
    let off = examination.interventions.headsOff.map { "off\($0)" }.sorted()
    let hidden = examination.interventions.occluded.map { "hidden\($0.position)of\($0.grid.rows)" }.sorted()
    return ([examination.image.name] + off + hidden).joined(separator: "-")
  }
}
