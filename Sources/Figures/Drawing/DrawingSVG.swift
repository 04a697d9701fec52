// A drawing as one self-contained SVG whose text stays text.
import Files
import FoundationEssentials
import Imaging
import Session

extension Drawing {
  /// The drawing in millimeters, lengths inside it in points.
  ///
  /// - Parameters:
  ///   - description: what it shows, and how it was made.
  ///   - file: its name, for errors.
  /// - Throws: `ImageError` where a picture inside cannot be encoded.
  package func svg(description: String, file: String) throws(ImageError) -> String {
    let (wide, high) = (number(width), number(height))
    var text = """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(number(width * 25.4 / 72))mm" \
      height="\(number(height * 25.4 / 72))mm" viewBox="0 0 \(wide) \(high)" role="img">
      <title>\(title.escapedForXML)</title>
      <desc>\(description.escapedForXML)</desc>
      <rect width="\(wide)" height="\(high)" fill="\(hexadecimal(Ink.paper))"/>
      <g font-family="Helvetica, Arial, 'Liberation Sans', 'Nimbus Sans', sans-serif">

      """
    for shape in shapes { text += try element(shape, file: file) + "\n" }
    return text + "</g>\n</svg>\n"
  }

  private func element(_ shape: Shape, file: String) throws(ImageError) -> String {
    switch shape {
    case .rectangle(let box, let fill):
      return "<rect \(attributes(of: box)) fill=\"\(hexadecimal(fill))\"/>"
    case .polygon(let points, let fill, let opacity):
      let part = opacity < 1 ? " fill-opacity=\"\(number(opacity))\"" : ""
      return "<polygon points=\"\(list(points))\" fill=\"\(hexadecimal(fill))\"\(part)/>"
    case .line(let points, let color, let width):
      return
        "<polyline points=\"\(list(points))\" fill=\"none\" stroke=\"\(hexadecimal(color))\" "
        + "stroke-width=\"\(number(width))\" stroke-linejoin=\"round\"/>"
    case .circle(let center, let radius, let fill, let stroke, let width):
      let line = stroke.map { " stroke=\"\(hexadecimal($0))\" stroke-width=\"\(number(width))\"" } ?? ""
      return
        "<circle cx=\"\(number(center.x))\" cy=\"\(number(center.y))\" r=\"\(number(radius))\" "
        + "fill=\"\(fill.map(hexadecimal) ?? "none")\"\(line)/>"
    case .words(let words):
      let anchor = words.anchor == .start ? "" : " text-anchor=\"\(words.anchor.rawValue)\""
      let (x, y) = (number(words.place.x), number(words.place.y))
      let turn = words.isUpright ? " transform=\"rotate(-90 \(x) \(y))\"" : ""
      let length =
        words.keepsWidth
        ? " textLength=\"\(number(words.text.width(size: words.size)))\" lengthAdjust=\"spacingAndGlyphs\""
        : ""
      return
        "<text x=\"\(x)\" y=\"\(y)\" font-size=\"\(number(words.size))\"\(anchor)\(turn)\(length) "
        + "fill=\"\(hexadecimal(words.color))\">\(words.text.escapedForXML)</text>"
    case .picture(let picture, let box, let title):
      let png = try PNGEncoder.encode(picture, file: file)
      return
        "<image \(attributes(of: box)) preserveAspectRatio=\"none\" image-rendering=\"optimizeSpeed\" "
        + "style=\"image-rendering:pixelated\" "
        + "href=\"data:image/png;base64,\(Data(png).base64EncodedString())\">"
        + "<title>\(title.escapedForXML)</title></image>"
    }
  }

  private func attributes(of box: Box) -> String {
    "x=\"\(number(box.x))\" y=\"\(number(box.y))\" width=\"\(number(box.width))\" "
      + "height=\"\(number(box.height))\""
  }

  private func list(_ points: [Point]) -> String {
    points.map { "\(number($0.x)),\(number($0.y))" }.joined(separator: " ")
  }
}

private func hexadecimal(_ color: RGB) -> String {
  let digits = String(UInt32(color.red) << 16 | UInt32(color.green) << 8 | UInt32(color.blue), radix: 16)
  return "#" + String(repeating: "0", count: 6 - digits.count) + digits
}

/// A length with two decimals and a plain minus sign.
private func number(_ value: Double) -> String { value.fixed(2).replacing("−", with: "-") }

extension String {
  /// The text between tags; characters that are none are written out.
  fileprivate var escapedForXML: String {
    escaped.reduce(into: "") { text, character in
      switch character {
      case "&": text += "&amp;"
      case "<": text += "&lt;"
      case ">": text += "&gt;"
      default: text.append(character)
      }
    }
  }
}
