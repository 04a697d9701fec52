// What is written, as words of `polascope dump`.
import AttentionMaps
import Imaging

extension MapExport {
  /// The options that choose the same maps; what has its default value is left out.
  package var words: [String] {
    let usual = MapExport()
    var words: [String] = []
    if layers != usual.layers { words += option("layers", "\(layers)") }
    if heads != usual.heads { words += option("heads", "\(heads)") }
    switch query {
    case .center: break
    case .pixel(let x, let y): words += option("at", "\(x),\(y)")
    case .position(let position): words += option("query", "\(position)")
    case .prefix(let token): words += option("query", "\(token)")
    case .mean: words += option("query", "mean")
    case .all: words += option("query", "all")
    }
    if let maps { words += option("map", maps.map(\.rawValue).joined(separator: ",")) }
    if format != usual.format { words += option("format", format.name) }
    if depth != usual.depth { words += option("depth", "16") }
    if let size { words += option("size", "\(size)") }
    switch range {
    case .head: break
    case .layer: words += option("range", "layer")
    case .fixed(let low, let high): words += option("range", "\(low),\(high)")
    }
    if colorMap != usual.colorMap { words += option("colormap", colorMap.name) }
    if isOverlay { words.append("--overlay") }
    if isReplacing { words.append("--force") }
    return words
  }
}

extension IndexSelection: CustomStringConvertible {
  /// As users write it: `all`, `0,2-5`.
  package var description: String {
    switch self {
    case .all: "all"
    case .only(let ranges):
      ranges.map {
        $0.lowerBound == $0.upperBound ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)"
      }
      .joined(separator: ",")
    }
  }
}
