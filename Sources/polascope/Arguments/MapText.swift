// Parses the values of options that choose maps: layers, queries, kinds, colors.
import Attention
import Imaging
import Session

/// Layers or heads.
func selection(_ text: String) throws -> IndexSelection {
  guard let selection = IndexSelection(text) else {
    throw ArgumentTextError(expected: "all, or numbers and ranges from 0 such as 0,2-5")
  }
  return selection
}

/// One query, or all.
func querySelection(_ text: String) throws -> QuerySelection {
  guard let selection = QuerySelection(text) else {
    throw ArgumentTextError(expected: "ROW,COLUMN, cls, dist, reg0 …, pool, mean or all")
  }
  return selection
}

/// `X,Y`.
func pixel(_ text: String) throws -> QuerySelection {
  guard let (x, y) = QuerySelection.pair(text) else {
    throw ArgumentTextError(expected: "a pixel X,Y")
  }
  return .pixel(x: x, y: y)
}

/// Maps, each once.
func mapKinds(_ text: String) throws -> [MapKind] {
  var seen: Set<MapKind> = []
  return try parts(
    of: text, separator: ",",
    expected: "maps among \(MapKind.allCases.map(\.rawValue).joined(separator: ", "))"
  ) { MapKind(rawValue: String($0)) }
  .filter { seen.insert($0).inserted }
}

/// The name of a color map.
func colorMap(_ text: String) throws -> ColorMap {
  guard let map = ColorMap.named(text) else {
    throw ArgumentTextError(expected: "one of \(ColorMap.names.joined(separator: ", "))")
  }
  return map
}

/// A place to write to. An empty one is a variable of a script that was not set.
func writtenPath(_ text: String) throws -> String {
  guard !text.isEmpty else { throw ArgumentTextError(expected: "a path, not an empty text") }
  return text
}
