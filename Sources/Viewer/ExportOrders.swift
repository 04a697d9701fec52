// `d` and `D`: the maps on the screen as PGM files under a folder of their own.

import Attention
import AttentionMaps
import Compute
import Files
import Session

extension ExportOrder {
  /// Where the viewer writes, in the current folder.
  static let folder = "polascope-maps"

  /// Writes the maps of one examination and returns their paths.
  func write(
    _ examination: Examination, below root: String = ExportOrder.folder, cancellation: Cancellation
  ) throws -> [String] {
    var export = MapExport()
    let layer = min(layer, examination.records.count - 1)
    let record = examination.records[layer]
    export.layers = IndexSelection("\(layer)") ?? .all
    export.heads = wholeLayer ? .all : IndexSelection("\(min(head, record.heads - 1))") ?? .all
    export.query = selection(record.geometry)
    export.maps = map == .attention ? nil : [map]
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

  private func selection(_ geometry: AttentionGeometry) -> QuerySelection {
    switch query {
    case .spatial: .position(place.position(on: geometry.queryGrid))
    case .prefix(let index):
      geometry.prefix.indices.contains(index) ? .prefix(geometry.prefix[index]) : .centre
    case .mean: .mean
    }
  }

  /// Maps of a changed forward pass are other maps: they go to a folder that names the change.
  private func imageFolder(_ examination: Examination) -> String {
    let off = examination.interventions.headsOff.map { "off\($0.layer).\($0.head)" }.sorted()
    let hidden = examination.interventions.occluded.map { "hidden\($0.position)of\($0.grid.rows)" }.sorted()
    return ([examination.image.name] + off + hidden).joined(separator: "-")
  }
}
