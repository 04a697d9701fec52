// The file of a figure: in the format that its name says, whole or not at all.
import Files
import Imaging
import Session

/// What a figure is written as, by its file's extension.
package enum FigureFormat: String, CaseIterable, Sendable {
  case svg, png

  /// nil for other extensions.
  package init?(path: String) {
    guard let dot = path.lastIndex(of: ".") else { return nil }
    self.init(rawValue: path[path.index(after: dot)...].lowercased())
  }

  /// A drawing in the format.
  ///
  /// - Parameters:
  ///   - description: what the file says of how it was made.
  ///   - file: its name, for errors.
  /// - Throws: `ImageError`.
  package func bytes(
    of drawing: Drawing, description: String, file: String
  ) throws(ImageError) -> [UInt8] {
    switch self {
    case .svg: Array(try drawing.svg(description: description, file: file).utf8)
    case .png:
      try drawing.png(
        texts: [
          PNGEncoder.Text(keyword: "Title", text: drawing.title),
          PNGEncoder.Text(keyword: "Description", text: description),
        ], file: file)
    }
  }
}

/// A figure's file, which is there at the end alone.
package struct FigureFile: ~Copyable {
  package let path: String
  private let format: FigureFormat
  private let file: AtomicFile

  /// - Parameters:
  ///   - path: ends with `.svg` or `.png`; SVG where it does not.
  ///   - replacing: whether a file may be replaced.
  /// - Throws: `WriteError`, at once where the file is there and may not be replaced.
  package init(_ path: String, replacing: Bool) throws(WriteError) {
    self.path = path
    format = FigureFormat(path: path) ?? .svg
    file = try AtomicFile(path, replacing: replacing)
  }

  /// - Parameter description: what the file says of how it was made.
  /// - Throws: `ImageError`, `WriteError`.
  package func write(_ drawing: Drawing, description: String) throws {
    let bytes = try usingMemory(for: "the pixels of a figure") { () throws(ImageError) in
      try format.bytes(of: drawing, description: description, file: path)
    }
    try bytes.withUnsafeBytes { try file.write($0) }
    try file.commit()
  }
}
