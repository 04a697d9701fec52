// Interventions as JSON: the member `interventions` of a line of `stats`.
import Attention
import Checkpoints
import VisionModels

/// `{"headsOff":["2.1"],"hidden":[{"at":[3,5],"grid":[16,16]}]}`: rows before columns, each list in one order and left
/// out where it is empty, so that equal interventions are equal text.
package struct InterventionsJSON: Encodable {
  private struct Patch: Encodable {
    let at: [Int]
    let grid: [Int]
  }

  private let headsOff: [String]?
  private let hidden: [Patch]?

  /// nil where nothing is changed: a line without the member.
  package init?(_ interventions: Interventions) {
    guard !interventions.isEmpty else { return nil }
    headsOff =
      interventions.headsOff.isEmpty ? nil : interventions.headsOff.sorted().map(\.description)
    hidden =
      interventions.occluded.isEmpty
      ? nil
      : interventions.occluded.map { patch in
        Patch(
          at: [patch.position.row, patch.position.column], grid: [patch.grid.rows, patch.grid.columns])
      }.sorted { ($0.grid + $0.at).lexicographicallyPrecedes($1.grid + $1.at) }
  }
}

extension Interventions {
  /// Reads the member back; nil for what `stats` does not write.
  init?(json: JSONValue?) {
    self.init()
    guard let json else { return }
    guard json.object != nil else { return nil }
    if let heads = json["headsOff"] {
      guard let texts = heads.array else { return nil }
      for text in texts {
        guard let head = text.string.flatMap({ HeadPlace($0) }) else { return nil }
        headsOff.insert(head)
      }
    }
    if let patches = json["hidden"] {
      guard let patches = patches.array else { return nil }
      for patch in patches {
        guard let at = patch["at"]?.ints, let grid = patch["grid"]?.ints, at.count == 2, grid.count == 2,
          case let footprint = Footprint(
            grid: TokenGrid(rows: grid[0], columns: grid[1]),
            position: GridPosition(row: at[0], column: at[1])),
          grid[0] > 0, grid[1] > 0, footprint.grid.contains(footprint.position)
        else { return nil }
        occluded.insert(footprint)
      }
    }
  }
}
