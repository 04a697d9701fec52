// HTML and SVG as text, well-formed as XML too; all text is escaped, so that no name from a file becomes markup.
import Files

/// A piece of HTML or SVG.
struct Markup {
  let html: String

  /// Text, every character of it shown.
  static func text(_ text: String) -> Markup { Markup(html: text.htmlEscaped) }

  /// An element with attributes and children; without children it is closed at once.
  static func element(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:], _ children: [Markup] = []
  ) -> Markup {
    var html = "<\(name)"
    for (key, value) in attributes { html += " \(key)=\"\(value.htmlEscaped)\"" }
    guard !children.isEmpty else { return Markup(html: html + "/>") }
    return Markup(html: html + ">" + children.map(\.html).joined() + "</\(name)>")
  }

  static func element(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:], _ content: String
  ) -> Markup {
    element(name, attributes, [.text(content)])
  }
}

extension String {
  /// The text between tags or in an attribute; control characters are written out.
  var htmlEscaped: String {
    escaped.reduce(into: "") { text, character in
      switch character {
      case "&": text += "&amp;"
      case "<": text += "&lt;"
      case ">": text += "&gt;"
      case "\"": text += "&quot;"
      case "'": text += "&#39;"
      default: text.append(character)
      }
    }
  }
}

extension TextTable {
  /// The table with its caption, which the script makes sortable; every cell of the first column heads its row.
  func markup(caption: String) -> Markup {
    func cell(_ name: StaticString, _ scope: String?, _ index: Int, _ text: String) -> Markup {
      let style = columns[index].isNumeric ? "number" : "words"
      return scope.map { .element(name, ["scope": $0, "class": style], text) }
        ?? .element(name, ["class": style], text)
    }
    let head = columns.indices.map { cell("th", "col", $0, columns[$0].title) }
    let body = rows.map { cells in
      Markup.element(
        "tr", [:],
        cells.enumerated().map { index, text in
          index == 0 ? cell("th", "row", index, text) : cell("td", nil, index, text)
        })
    }
    return .element(
      "div", ["class": "wide", "tabindex": "0", "role": "region", "aria-label": caption],
      [
        .element(
          "table", ["class": "sortable"],
          [
            .element("caption", [:], caption), .element("thead", [:], [.element("tr", [:], head)]),
            .element("tbody", [:], body.isEmpty ? [.text("")] : body),
          ])
      ])
  }
}
