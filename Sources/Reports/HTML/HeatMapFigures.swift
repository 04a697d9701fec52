// Images and heat maps of the report: small pictures inside the page.
import Attention
import AttentionMaps
import FoundationEssentials
import Imaging
import Session

/// One image as both models saw it, with maps of the heads in which they differ most.
package struct ReportImage {
  let path: String
  let rows: [Row]

  /// The image and the maps of one head pair.
  struct Row {
    let title: String
    let panels: [Panel]
  }

  /// A picture with its caption; `place` is the query's position in shares of the picture.
  struct Panel {
    let caption: String
    let description: String
    let png: [UInt8]
    var place: (x: Double, y: Double)?
  }

  /// The maps of the query in the middle, of the heads at `places` (layer, head).
  ///
  /// - Throws: `ImageError` where a picture cannot be encoded.
  package init(
    _ examinations: Sides<Examination>, places: [(layer: Int, head: Int)]
  ) throws {
    path = examinations.a.image.path
    let pixels = examinations.a.input.pixels
    let picture = try PNGEncoder.encode(pixels, file: "the report")
    rows = try places.map { layer, head in
      let grid = examinations.a.records[layer].geometry.queryGrid
      var panels = [
        Panel(
          caption: "the image", description: "the image \(examinations.a.image.path)", png: picture,
          place: grid.sharesOfCentre)
      ]
      for (side, examination) in [("A", examinations.a), ("B", examinations.b)] {
        let record = examination.records[layer]
        let query = Query.spatial(record.geometry.queryGrid.centre)
        let streams = record.streams.count > 1 ? [MapKind.attention, .same, .opposite] : [.attention]
        for kind in streams {
          let map = try record.map(kind, head: head, query: query)
          panels.append(
            try Panel(map, place: record.geometry.queryGrid.sharesOfCentre, name: "\(side) \(kind.rawValue)"))
        }
      }
      return Row(title: "Layer \(layer), head \(head)", panels: panels)
    }
  }
}

extension ReportImage.Panel {
  /// A map from 0 to its largest value, a pixel for each key; grey where there is no key.
  init(_ map: HeatMap, place: (x: Double, y: Double), name: String) throws {
    let highest = map.range?.upperBound ?? 0
    let scale = highest > 0 ? 1 / highest : 0
    let pixels = map.values.flatMap { value in
      let color =
        value.isNaN ? RGB(red: 128, green: 128, blue: 128) : ColorMap.viridis.color(at: value * scale)
      return [color.red, color.green, color.blue]
    }
    // Word joiners keep the range on one line.
    let range = "0\u{2060}–\u{2060}\(Double(highest).fixed(4))"
    caption = "\(name), \(range)"
    description = "heat map \(name) of the query in the middle, from \(range)"
    png = try PNGEncoder.encode(
      RGBImage(width: map.grid.columns, height: map.grid.rows, pixels: pixels), file: "the report")
    self.place = place
  }

  var markup: Markup {
    var children = [
      Markup.element(
        "img",
        ["src": "data:image/png;base64,\(Data(png).base64EncodedString())", "alt": description])
    ]
    if let place {
      let style = "left:\((100 * place.x).fixed(1))%;top:\((100 * place.y).fixed(1))%"
      children.append(.element("span", ["class": "query", "style": style, "title": "query"], [.text("")]))
    }
    return .element(
      "figure", ["class": "panel"],
      [.element("div", ["class": "picture"], children), .element("figcaption", [:], caption)])
  }
}

extension TokenGrid {
  /// Where the middle of the centre token lies, in shares of the image's width and height.
  fileprivate var sharesOfCentre: (x: Double, y: Double) {
    ((Double(centre.column) + 0.5) / Double(columns), (Double(centre.row) + 0.5) / Double(rows))
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
