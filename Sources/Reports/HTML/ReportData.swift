// What the page's script reads: the maps of the images in codes, with the numbers of their heads.
import Attention
import AttentionMaps
import Files
import Imaging
import Session

/// The data of a page, as JSON inside it. Layers, heads, queries and images count from 0, in the order of the arrays.
struct ReportData: Encodable {
  struct Model: Encodable {
    let letter: String
    let name: String
    let layers: [Layer]
  }

  struct Layer: Encodable {
    let name: String
    let mechanism: String
    let heads: Int
    /// Rows and columns of the key grid.
    let grid: [Int]
    /// The tokens in front of the grid.
    let prefix: [String]
    /// The names of the maps of a head.
    let maps: [String]
    let signed: Bool
    /// By query: row and column on the query grid, or the name of a prefix token; nil where the layer lacks it.
    let queries: [LayerQuery?]
  }

  struct LayerQuery: Encodable {
    let title: String
    /// How many keys it sees.
    let keys: Int
  }

  /// A query that readers choose.
  struct Choice: Encodable {
    let title: String
    /// From the upper left, 0…1, down and across; nil of a prefix token.
    let point: [Double]?
  }

  /// A map of a head: its largest size, its entropy, that by its maximum, and the codes of its values.
  struct Map: Encodable {
    let map: ReportImage.CodedQuery.Kind

    func encode(to encoder: any Encoder) throws {
      var container = encoder.unkeyedContainer()
      try container.encode(map.map.largest)
      try container.encode(map.entropy.flatMap { $0.isFinite ? $0 : nil })
      try container.encode(map.normalizedEntropy.flatMap { $0.isFinite ? $0 : nil })
      try container.encode(map.map.text)
    }
  }

  struct Image: Encodable {
    let name: String
    /// By model, layer and head: the mean normalized entropy of each stream, as in `stats`.
    let normalizedEntropy: [[[[Stream: Double]]]]
    /// By model, layer, head, query and map.
    let maps: [[[[[Map]?]]]]
  }

  let models: [Model]
  let choices: [Choice]
  /// The layers and heads that are shown first, by the layer of the deepest model.
  let first: [[Int]]
  /// 256 colors of six hexadecimal digits each: of sizes, and of values with signs.
  let sizes: String
  let signs: String
  let noKey: String
  let notFinite: String
  let images: [Image]

  /// - Parameters:
  ///   - queries: how many of the plan's first queries the data hold.
  ///   - names: of the images.
  init(_ report: Report, _ plan: MapPlan, queries count: Int, _ images: [ReportImage], names: [String]) {
    let queries = Array(plan.queries.prefix(count))
    models = report.models.enumerated().map { index, model in
      Model(
        letter: SideBySide.letter(index), name: model.name.escaped,
        layers: zip(model.layers, images[0].keys[index]).map { Layer($0, queries, keys: $1) })
    }
    choices = queries.map { query in
      if case .point(let point) = query { return Choice(title: query.title, point: [point.y, point.x]) }
      return Choice(title: query.title, point: nil)
    }
    let depths = report.models.map(\.layers.count)
    let deepest = depths.firstIndex(of: depths.max() ?? 0) ?? 0
    first = plan.places.map { [$0[deepest].layer, $0.map(\.head).max() ?? 0] }
    sizes = ColorMap.viridis.colors.map(\.hexadecimal).joined()
    signs = ColorMap.diverging.colors.map(\.hexadecimal).joined()
    noKey = MapPanel.noKey.hexadecimal
    notFinite = MapPanel.notFinite.hexadecimal
    self.images = zip(images, names).map { image, name in
      Image(
        name: name.escaped,
        normalizedEntropy: image.readings.map { $0.heads.map { $0.map(\.entropies) } },
        maps: image.maps.map { $0.map { $0.map { $0.prefix(count).map { $0?.kinds.map(Map.init) } } } })
    }
  }

  /// In ASCII, without characters that mean something in HTML, so that no name ends the element that it is in.
  ///
  /// - Throws: what `JSONEncoder` throws.
  func text() throws -> String {
    var text = ""
    for scalar in try jsonText(self).unicodeScalars {
      if scalar.isASCII, !"<>&'".unicodeScalars.contains(scalar) {
        text.unicodeScalars.append(scalar)
      } else {
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      }
    }
    return text
  }
}

extension ReportData.Layer {
  init(_ layer: AttentionLayerDescription, _ queries: [ReportQuery], keys: [Int?]) {
    let geometry = layer.geometry
    name = layer.name.escaped
    mechanism = layer.mechanism.title
    heads = layer.heads
    grid = [geometry.keyGrid.rows, geometry.keyGrid.columns]
    prefix = geometry.prefix.map(\.description)
    maps = layer.shownMaps.map(\.rawValue)
    signed = layer.isSigned(.attention)
    self.queries = zip(queries, keys).map { query, keys in
      guard let keys, let place = query.query(in: geometry) else { return nil }
      let title =
        if case .spatial(let position) = place { "\(position)" } else { query.title }
      return ReportData.LayerQuery(title: title, keys: keys)
    }
  }
}

extension RGB {
  /// Six digits.
  fileprivate var hexadecimal: String {
    [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
