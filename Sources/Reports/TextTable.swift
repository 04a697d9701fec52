// A table of text, as aligned columns, Markdown or comma-separated values.
import Files

/// Formats of everything that is reported as a table.
package enum ReportFormat: String, Sendable, CaseIterable {
  case table, json, csv, markdown
}

/// Rows of cells under headings.
package struct TextTable: Sendable, Equatable {
  package struct Column: Sendable, Equatable {
    package let title: String
    /// Whether its cells are aligned at the right, as numbers are.
    package let isNumeric: Bool

    package static func text(_ title: String) -> Column { Column(title: title, isNumeric: false) }
    package static func number(_ title: String) -> Column { Column(title: title, isNumeric: true) }
  }

  package let columns: [Column]
  package private(set) var rows: [[String]] = []

  package init(_ columns: [Column]) { self.columns = columns }

  /// Adds a row of one cell for each column.
  package mutating func append(_ cells: [String]) {
    precondition(cells.count == columns.count, "\(cells.count) cells in a table of \(columns.count) columns")
    rows.append(cells)
  }

  /// Aligned columns, numbers at the right; control characters are escaped.
  package var plain: String {
    let lines = ([columns.map(\.title)] + rows).map { $0.map(\.escaped) }
    let widths = columns.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    return lines.map { cells in
      let padded = cells.indices.map { column in
        let space = String(repeating: " ", count: widths[column] - cells[column].count)
        return columns[column].isNumeric ? space + cells[column] : cells[column] + space
      }
      let line = padded.joined(separator: "  ")
      return line[..<(line.lastIndex { $0 != " " }.map(line.index(after:)) ?? line.startIndex)] + "\n"
    }.joined()
  }

  /// A table in GitHub's Markdown.
  package var markdown: String {
    func line(_ cells: [String]) -> String {
      "| " + cells.map(\.markdownEscaped).joined(separator: " | ") + " |\n"
    }
    let rules = columns.map { $0.isNumeric ? "---:" : "---" }.joined(separator: " | ")
    return line(columns.map(\.title)) + "| \(rules) |\n" + rows.map(line).joined()
  }

  /// Fields of texts, such as names, in a line of comma-separated values.
  static func csvFields(_ texts: [String]) -> String { texts.map(\.csvText).joined(separator: ",") }

  /// Comma-separated values (RFC 4180, but with `\n`), the titles first; control characters are escaped, and texts that
  /// spreadsheets would compute begin with an apostrophe.
  package var csv: String {
    let lines = rows.map { cells in
      zip(columns, cells).map { $0.isNumeric ? $1.escaped.csvQuoted : $1.csvText }.joined(separator: ",")
    }
    return ([Self.csvFields(columns.map(\.title))] + lines).map { $0 + "\n" }.joined()
  }
}

extension String {
  /// The text with backslashes before Markdown's special characters.
  var markdownEscaped: String {
    escaped.reduce(into: "") { text, character in
      if #"\`*_|<>[]"#.contains(character) { text.append("\\") }
      text.append(character)
    }
  }

  /// A text from elsewhere, on one line, as one field of a CSV file that spreadsheets take for a text: OWASP's rule for
  /// what begins as a formula.
  fileprivate var csvText: String {
    let isFormula = unicodeScalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } ?? false
    return ((isFormula ? "'" : "") + escaped).csvQuoted
  }

  /// The text, on one line, as one field of a CSV file.
  fileprivate var csvQuoted: String {
    guard contains(where: { $0 == "," || $0 == "\"" }) else { return self }
    return "\"" + replacing("\"", with: "\"\"") + "\""
  }
}
