// A CSV file with a row for each image: its class, or a box.
import Files

/// Why a row cannot be used. The description is one line.
package struct ImageTableError: Error, Equatable, CustomStringConvertible {
  package let file: String
  package let line: Int
  package let reason: String

  package var description: String { "\(file.abridged): line \(line): \(reason)" }
}

/// The value that a CSV file gives each image, by its path as given to the program or by its file name.
package struct ImageTable<Value: Sendable & Equatable>: Sendable {
  package let values: [String: Value]

  /// Reads rows `image,…`; a first row that begins with `image`, `file`, `filename` or `path` is a heading.
  ///
  /// - Parameters:
  ///   - expected: what a row should be, for errors: `IMAGE,CLASS`.
  ///   - value: makes a value of the fields after the first; nil where they are not one.
  /// - Throws: `FileError`, `ImageTableError`.
  package init(csv file: String, expected: String, value: ([String]) -> Value?) throws {
    let reader = try LineReader(file, limit: 1 << 16)
    var values: [String: Value] = [:]
    while let line = try reader.next() {
      func failure(_ reason: String) -> ImageTableError {
        ImageTableError(file: file, line: line.number, reason: reason)
      }
      if line.bytes.isEmpty { continue }
      let fields = csvFields(String(systemPath: line.bytes)) ?? []
      let image = fields.first ?? ""
      if line.number == 1, ["image", "file", "filename", "path"].contains(image.lowercased()) { continue }
      guard !image.isEmpty, let value = value(Array(fields.dropFirst())) else {
        throw failure("expected \(expected)")
      }
      if let known = values.updateValue(value, forKey: image), known != value {
        throw failure("\(image.escaped(limit: 200)) is listed twice, with different values")
      }
    }
    self.values = values
  }

  /// The value of the image at `path`; nil where it has none.
  package subscript(path: String) -> Value? {
    values[path] ?? values[path.split(separator: "/").last.map(String.init) ?? path]
  }
}

/// The fields of one line of comma-separated values (RFC 4180); nil where quotes do not match.
func csvFields(_ line: String) -> [String]? {
  enum State { case start, plain, quoted, closed }
  var state = State.start
  var fields = [""]
  for character in line {
    switch (state, character) {
    case (.start, "\""): state = .quoted
    case (.start, ","), (.plain, ","), (.closed, ","):
      fields.append("")
      state = .start
    case (.start, _), (.plain, _):
      fields[fields.count - 1].append(character)
      state = .plain
    case (.quoted, "\""): state = .closed
    case (.quoted, _): fields[fields.count - 1].append(character)
    case (.closed, "\""):
      fields[fields.count - 1].append("\"")
      state = .quoted
    case (.closed, _): return nil
    }
  }
  return state == .quoted ? nil : fields
}
