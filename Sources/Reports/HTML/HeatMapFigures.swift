// Images and heat maps of the report: small pictures inside the page.
import Attention
import AttentionMaps
import FoundationEssentials
import Imaging
import Session

/// One image with the maps of both models for the heads in which they differ most.
package struct ReportImage {
  let path: String
  let rows: [Row]

  /// The image and the maps of one head pair.
  struct Row {
    let title: String
    let panels: [Panel]
  }

  /// A picture with its caption and the mark of the query.
  struct Panel {
    let caption: String
    /// From and to which value the colors go, on one line of the page; nil for a photograph.
    let range: String?
    let description: String
    let png: [UInt8]
    let mark: ImagePoint?
  }

  /// The maps of the query in the middle of the image, for each pair of heads.
  ///
  /// - Throws: `ImageError` where a picture cannot be encoded.
  package init(_ examinations: Sides<Examination>, pairs: [Sides<HeadPlace>]) throws {
    let path = examinations.a.image.path
    let picture = try PNGEncoder.encode(examinations.a.seen, file: "the report")
    let models = examinations.map { ModelPlaces($0.model.model.layers) }
    rows = try pairs.map { pair in
      let a = try models.a.place(pair.a, query: .point(.center))
      let b = try models.b.place(pair.b, query: .point(.center))
      let panels =
        try Self.panels(of: a, in: models.a, examinations.a, name: "A")
        + Self.panels(of: b, in: models.b, examinations.b, name: "B")
      let image = Panel(
        caption: "the image", range: nil, description: "the image \(path)", png: picture,
        mark: panels.first?.mark)
      return Row(title: pair.title, panels: [image] + panels)
    }
    self.path = path
  }

  /// The maps of a place, of each stream and of their mean.
  private static func panels(
    of place: Place, in model: ModelPlaces, _ examination: Examination, name: String
  ) throws -> [Panel] {
    let record = examination.records[place.layer]
    guard let query = model.query(at: place), case .spatial(let position) = query else { return [] }
    let mark = ImagePoint(position, on: record.geometry.queryGrid)
    let kinds: [MapKind] =
      record.streams.count > 1 ? [.attention] + record.streams.map(\.mapKind) : [.attention]
    return try kinds.map { kind in
      let map = try record.map(kind, head: place.head, query: query)
      return try Panel(map, mark: mark, name: "\(name) \(kind.rawValue)")
    }
  }
}

extension Sides<HeadPlace> {
  /// `Layer 3, head 1`, or with both layers where they differ.
  fileprivate var title: String {
    a == b
      ? "Layer \(a.layer), head \(a.head)"
      : "Layer \(a.layer), head \(a.head) of A and layer \(b.layer), head \(b.head) of B"
  }
}

extension ReportImage.Panel {
  /// How places without a value are painted, for the page to say.
  static let paints = "gray means that there is no key, cyan that the weight is not finite"

  /// A map from 0 to its largest value, of signed weights from −x to x with x the largest size, in diverging colors; a
  /// pixel for each key, gray where there is no key, cyan where the weight is not finite.
  init(_ map: HeatMap, mark: ImagePoint, name: String) throws {
    let highest = map.range.map { map.isSigned ? max($0.upperBound, -$0.lowerBound) : $0.upperBound } ?? 0
    let scale = highest > 0 ? 1 / highest : 0
    let pixels = zip(map.values, map.contents).flatMap { value, content in
      let color: RGB =
        switch content {
        case .value:
          map.isSigned
            ? ColorMap.diverging.color(at: 0.5 + 0.5 * value * scale)
            : ColorMap.viridis.color(at: value * scale)
        case .noKey, .undefined: RGB(red: 128, green: 128, blue: 128)
        case .notFinite: Stripes.light
        }
      return [color.red, color.green, color.blue]
    }
    let strange = map.count(of: .notFinite)
    let places = strange > 0 ? ["not finite at \(strange) of \(map.grid.count) places"] : []
    let ends =
      "\(map.isSigned ? Double(-highest).fixed(4) : "0")\(map.isSigned ? "…" : "–")\(Double(highest).fixed(4))"
    let range = (map.range == nil ? places : [ends] + places).joined(separator: ", ")
    caption = name
    self.range = range
    description =
      "heat map \(name) of the query in the middle, " + (map.range == nil ? range : "from \(range)")
    png = try PNGEncoder.encode(
      RGBImage(width: map.grid.columns, height: map.grid.rows, pixels: pixels), file: "the report")
    self.mark = mark
  }

  var markup: Markup {
    var children = [
      Markup.element(
        "img",
        ["src": "data:image/png;base64,\(Data(png).base64EncodedString())", "alt": description])
    ]
    if let mark {
      let style = "left:\((100 * mark.x).fixed(1))%;top:\((100 * mark.y).fixed(1))%"
      children.append(.element("span", ["class": "query", "style": style, "title": "query"], [.text("")]))
    }
    var words = [Markup.text(caption)]
    if let range { words += [.text(", "), .element("span", ["class": "range"], range)] }
    return .element(
      "figure", ["class": "panel"],
      [.element("div", ["class": "picture"], children), .element("figcaption", [:], words)])
  }
}

extension ReportImage {
  var markup: Markup {
    .element(
      "section", [:],
      [.element("h3", [:], path)]
        + rows.map { row in
          .element(
            "div", [:],
            [
              .element("h4", [:], row.title),
              .element("div", ["class": "panels"], row.panels.map(\.markup)),
            ])
        })
  }
}
