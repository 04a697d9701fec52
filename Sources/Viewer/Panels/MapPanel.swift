// A panel: a map over the token grid, or why there is none, with title and footer.

import Attention
import AttentionMaps
import TerminalUI
import VisionModels

struct MapPanel {
  enum Content {
    /// The scale is that of the map as it is drawn in a box.
    case map(HeatMap, (PictureBox) -> MapScale)
    /// Why there is nothing to see.
    case message([String])
    /// Work in hand, and how far it is, if known.
    case progress([String], Progress?)
  }

  var side: Side?
  /// What the line of the color bar calls it: `A`, `B same`.
  var name = ""
  var title: [Span]
  /// The title where there is no room for all of it.
  var shortTitle: [Span]?
  /// Ever briefer titles where there is no room for that either; the last has no layer and head.
  var briefTitles: [[Span]] = []
  /// How many of the titles, the briefest, stay behind all others with any form of the note: each of them leaves out
  /// what places the map.
  var lastTitles = 1
  /// The layer and the head in titles, which the footer says in the same way.
  var head: Span?
  /// The query and the image in titles, which the footer says where the title that fits does not.
  var place: [Span] = []
  /// Alternatives from the most to the least detailed; the first that fits is shown.
  var footers: [String] = []
  var footerStyle = Theme.faint
  var content: Content
  /// The tokens beside the grid.
  var beside: BesideGrid?
  /// How many keys share the row of a map of weights; nil for values without multiples of uniform.
  var keys: Int?
  /// The query, or the key that queries look at.
  var mark: GridPosition?
  /// Patches that the model does not see.
  var hidden: Set<Footprint> = []
  var isFocused = false
  /// Whether the map is soon replaced: it is drawn paler then.
  var isOutdated = false
  /// The window that is shown in place of the whole map.
  var window: PanelWindow?
  /// Whether values are printed where there is room.
  var printsValues = false
  /// Three maps that are shown as red, green and blue in place of the map's own colors; of multiples of their standard
  /// deviations.
  var channels: [HeatMap] = []
  /// Tokens with a letter on them: keys that draw far more attention than the others.
  var sinks: [GridPosition: Unicode.Scalar] = [:]
  /// The photograph under the map.
  var photograph: ((GridFit) -> PixelImage)?

  /// The title, as long as there is room for, with `note` behind it where that fits too.
  func title(width: Int, note: String?) -> [Span] {
    let titles = [title] + (shortTitle.map { [$0] } ?? []) + briefTitles
    if let note {
      // `2×2 means`, or `2×2`: the query goes late, layer and head last.
      let size = note.split(separator: " ").first.map(String.init) ?? note
      let notes = ["  " + note, "  " + size, " " + size].map { [Span($0, Theme.notice)] }
      let placed = max(1, titles.count - lastTitles)
      let groups = [titles[..<placed]] + titles[placed...].map { [$0] }
      let noted = groups.flatMap { titles in notes.flatMap { note in titles.map { $0 + note } } }
      if let fitting = noted.first(where: { $0.columns <= width }) { return fitting }
    }
    return titles.first { $0.columns <= width } ?? titles[titles.count - 1]
  }

  /// The footers below a title: they begin with the place where the title leaves it out. Layer and head are on the screen
  /// elsewhere too, so that they give way to what the footer says.
  func footers(below title: [Span]) -> [String] {
    func words(_ missing: [Span]) -> String {
      missing.map { $0.text.split(separator: " ").joined(separator: " ") }.joined(separator: " ")
    }
    let missing = place.filter { !title.contains($0) }
    let all = [head].compactMap(\.self).filter { !title.contains($0) } + missing
    guard !all.isEmpty else { return footers }
    let placed = footers.map { "\(words(all))  \($0)" }
    return missing.isEmpty ? placed + footers : placed + [words(all)]
  }
}
