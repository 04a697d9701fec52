// A frame as one self-contained SVG: exact cells, lines and blocks as shapes, everything else as text that
// can be selected.

extension Frame {
  /// DejaVu Sans Mono and Menlo are 0.602 em wide.
  private static let fontSize = 14.95

  /// The whole picture, as a terminal with such a ground shows it.
  package func svg(title: String, on ground: PictureGround = .dark) -> String {
    let picture = picture(on: ground)
    let (width, height) = (picture.width, picture.height)
    var text = """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)">
      <title>\(title.escapedForXML)</title>
      <rect width="\(width)" height="\(height)" fill="#\(Color.hexadecimal(picture.background))"/>
      <g shape-rendering="crispEdges">

      """
    for area in picture.areas {
      text +=
        "<rect x=\"\(area.x)\" y=\"\(area.y)\" width=\"\(area.width)\" height=\"\(area.height)\" fill=\"#\(Color.hexadecimal(area.color))\"/>\n"
    }
    text += """
      </g>
      <g font-family="'DejaVu Sans Mono', Menlo, 'Liberation Mono', Consolas, monospace" \
      font-size="\(Frame.fontSize)" xml:space="preserve">

      """
    for words in picture.words { text += element(words) }
    return text + "</g>\n</svg>\n"
  }

  private func element(_ words: FramePicture.Words) -> String {
    var attributes = "x=\"\(words.x)\" y=\"\(words.y)\""
    attributes +=
      " textLength=\"\(words.columns * FramePicture.cellWidth)\" fill=\"#\(Color.hexadecimal(words.color))\""
    if words.attributes.contains(.bold) { attributes += " font-weight=\"bold\"" }
    if words.attributes.contains(.underline) { attributes += " text-decoration=\"underline\"" }
    if words.attributes.contains(.dim) { attributes += " opacity=\"0.6\"" }
    return "<text \(attributes)>\(words.text.escapedForXML)</text>\n"
  }
}

extension String {
  fileprivate var escapedForXML: String {
    var result = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      switch scalar {
      case "&": result.append(contentsOf: "&amp;".unicodeScalars)
      case "<": result.append(contentsOf: "&lt;".unicodeScalars)
      case ">": result.append(contentsOf: "&gt;".unicodeScalars)
      case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
      default: result.append(scalar.printable)
      }
    }
    return String(result)
  }
}
