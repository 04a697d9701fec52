// What a map's file says of itself: the comments of a PGM, the text chunks of a PNG.
import Attention
import AttentionMaps
import Imaging
import VisionModels

/// Facts about one written map, each a keyword and a value.
struct MapFacts {
  private(set) var facts: [(keyword: String, value: String)]

  /// - Parameters:
  ///   - program: name and version.
  ///   - head: nil for a map of the whole layer.
  ///   - query: nil for a map without one.
  ///   - low: the value at the lower end of the greys or colours, as `high` at the upper.
  ///   - missing: how places without a key are drawn.
  init(
    program: String, examination: Examination, record: AttentionRecord, head: Int?, mapName: String,
    map: HeatMap, query: String?, low: Float, high: Float, missing: String
  ) {
    facts = [
      ("Software", program),
      ("model", "\(examination.model.path) (\(examination.model.byteCount) bytes)"),
      ("image", examination.image.path),
    ]
    facts += examination.interventions.facts
    facts.append(("layer", "\(record.index) \(record.name)"))
    if let head { facts.append(("head", "\(head)")) }
    facts.append(("map", mapName))
    if let query { facts.append(("query", query)) }
    facts += [("lo", "\(low)"), ("hi", "\(high)")]
    if map.missingCount > 0 {
      facts.append(("no key", "at \(map.missingCount) of \(map.grid.count) places, \(missing)"))
    }
    let tokens = zip(record.geometry.prefix, map.prefix).map { "\($0) \($1)" }
    if !tokens.isEmpty { facts.append(("beside the grid", tokens.joined(separator: ", "))) }
  }

  mutating func add(_ keyword: String, _ value: String) { facts.append((keyword, value)) }

  /// One line a fact; the program names itself.
  var comments: [String] {
    facts.map { $0.keyword == "Software" ? $0.value : "\($0.keyword) \($0.value)" }
  }

  var texts: [PNGEncoder.Text] {
    facts.map { PNGEncoder.Text(keyword: $0.keyword, text: $0.value) }
  }
}

extension Interventions {
  /// What was changed in the forward pass; nothing where all heads were on and all patches seen.
  fileprivate var facts: [(keyword: String, value: String)] {
    var facts: [(String, String)] = []
    let off = headsOff.sorted()
    if !off.isEmpty {
      facts.append(("heads off", off.map(\.description).joined(separator: ", ")))
    }
    let hidden = occluded.map { "\($0.position) of \($0.grid.rows)x\($0.grid.columns)" }.sorted()
    if !hidden.isEmpty { facts.append(("patches hidden", hidden.joined(separator: "; "))) }
    return facts
  }
}
