// What a map's file says about itself: the comments of a PGM, the text chunks of a PNG.
import Attention
import AttentionMaps
import Imaging
import VisionModels

/// One map on its way to a file, with what it was made of.
struct WrittenMap: Sendable {
  /// Name and version.
  let program: String
  let examination: Examination
  let record: AttentionRecord
  /// nil for a map of the whole layer.
  let head: Int?
  /// The kind, and for entropies the stream.
  let mapName: String
  let map: HeatMap
  /// nil for a map without a query.
  let queryLabel: String?
  /// The value at the lower end of the grays or colors.
  var low: Float = 0
  /// The value at the upper end.
  var high: Float = 0

  /// - Parameter missing: how places without a value are drawn, by what they hold.
  func metadata(missing: (PlaceContent) -> String) -> MapMetadata { MapMetadata(self, missing: missing) }
}

/// What is known about one written map, as keywords with values.
struct MapMetadata {
  private(set) var entries: [(keyword: String, value: String)]

  init(_ written: WrittenMap, missing: (PlaceContent) -> String) {
    let (examination, record, map) = (written.examination, written.record, written.map)
    entries = [
      ("Software", written.program),
      ("model", "\(examination.model.path) (\(examination.model.byteCount) bytes)"),
      ("digest", examination.model.digest),
      ("image", examination.image.path),
    ]
    if let digest = examination.image.digest { entries.append(("image digest", digest)) }
    entries += examination.interventions.entries
    entries.append(("layer", "\(record.geometry.isProbed ? "pool" : "\(record.index)") \(record.name)"))
    if let head = written.head { entries.append(("head", "\(head)")) }
    entries.append(("map", written.mapName))
    if let query = written.queryLabel { entries.append(("query", query)) }
    entries += [("lo", "\(written.low)"), ("hi", "\(written.high)")]
    if map.missingCount > 0 {
      entries.append(("no key", "at \(map.missingCount) of \(map.grid.count) places, \(missing(.noKey))"))
    }
    for (content, name) in [(PlaceContent.undefined, "undefined"), (.notFinite, "not finite")] {
      let count = map.count(of: content)
      if count > 0 { entries.append((name, "at \(count) of \(map.grid.count) places, \(missing(content))")) }
    }
    let tokens = zip(record.geometry.prefix, map.prefix).map { "\($0) \($1)" }
    if !tokens.isEmpty { entries.append(("beside the grid", tokens.joined(separator: ", "))) }
  }

  mutating func add(_ keyword: String, _ value: String) { entries.append((keyword, value)) }

  /// One line for each entry; the program comes without a keyword.
  var comments: [String] {
    entries.map { $0.keyword == "Software" ? $0.value : "\($0.keyword) \($0.value)" }
  }

  var texts: [PNGEncoder.Text] {
    entries.map { PNGEncoder.Text(keyword: $0.keyword, text: $0.value) }
  }
}
