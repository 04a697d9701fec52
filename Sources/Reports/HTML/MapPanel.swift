import Attention
// A heat map of the report as a small picture inside the page.
import AttentionMaps
import FoundationEssentials
import Imaging
import Session

/// A map with its caption and the mark of the query.
struct MapPanel: Sendable {
  let caption: String
  /// From and to which value the colors go, on one line of the page.
  let range: String
  let description: String
  let png: [UInt8]
  let grid: TokenGrid
  /// The query's place.
  let mark: ImagePoint

  /// How places without a value are painted, for the page to say.
  static let paints = "gray means that there is no key, cyan that the weight is not finite"

  /// A map from 0 to its largest value, of signed weights from −x to x with x the largest size, in diverging colors; a
  /// pixel for each key, gray where there is no key, cyan where the weight is not finite.
  ///
  /// - Throws: `ImageError` where the picture cannot be encoded.
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
        case .noKey, .undefined: Self.noKey
        case .notFinite: Self.notFinite
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
    grid = map.grid
    self.mark = mark
  }

  static let noKey = RGB(red: 128, green: 128, blue: 128)
  static let notFinite = Stripes.light

  var markup: Markup {
    .element(
      "figure", ["class": "panel"],
      [
        .element("div", ["class": "picture"], [.picture(png, alt: description), .mark(mark, on: grid)]),
        .element(
          "figcaption", [:],
          [.text("\(caption), "), .element("span", ["class": "range"], range)]),
      ])
  }
}

extension Markup {
  /// A PNG inside the page.
  static func picture(_ png: [UInt8], alt: String) -> Markup {
    .element("img", ["src": "data:image/png;base64,\(Data(png).base64EncodedString())", "alt": alt])
  }

  /// A frame, white on black, around the token of a grid that covers a point, to lie over a picture.
  static func mark(_ point: ImagePoint, on grid: TokenGrid) -> Markup {
    let position = point.position(on: grid)
    let frame: KeyValuePairs<StaticString, String> = [
      "x": "\(position.column)", "y": "\(position.row)", "width": "1", "height": "1",
    ]
    return .element(
      "svg",
      [
        "class": "mark", "viewBox": "0 0 \(grid.columns) \(grid.rows)", "preserveAspectRatio": "none",
        "aria-hidden": "true",
      ], [.element("rect", frame, []), .element("rect", frame, [])])
  }
}
