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
      let fields = csvFields(line.bytes) ?? []
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

/// The fields of one line of comma-separated values (RFC 4180) as they are in its file; nil where quotes do not match. O(n)
func csvFields(_ line: [UInt8]) -> [String]? {
  let (quote, comma) = (UInt8(ascii: "\""), UInt8(ascii: ","))
  guard line.contains(quote) else {
    return line.split(separator: comma, omittingEmptySubsequences: false).map { String(systemPath: $0) }
  }
  enum State { case start, plain, quoted, closed }
  var state = State.start
  var (fields, field): ([String], [UInt8]) = ([], [])
  for byte in line {
    switch state {
    case .quoted:
      if byte == quote { state = .closed } else { field.append(byte) }
    case .closed where byte == quote:
      field.append(byte)
      state = .quoted
    case .start where byte == quote: state = .quoted
    case _ where byte == comma:
      fields.append(String(systemPath: field))
      field.removeAll(keepingCapacity: true)
      state = .start
    case .closed: return nil
    case .start, .plain:
      field.append(byte)
      state = .plain
    }
  }
  return state == .quoted ? nil : fields + [String(systemPath: field)]
}
