// The bookmarks of a session as one HTML page: notes, pictures of the screens, and the commands that open them again.

import Files
import Session

/// A page that needs no other file and no network.
package struct BookmarkPage: Sendable {
  package struct Entry: Sendable {
    let note: String
    /// The screen as SVG.
    let picture: String
    /// What opens it.
    let command: String

    package init(note: String, picture: [UInt8], command: String) {
      (self.note, self.command) = (note, command)
      self.picture = String(decoding: picture, as: UTF8.self)
    }
  }

  /// The session's file.
  let file: String
  let models: [SavedSession.Model]
  var entries: [Entry] = []

  package init(of session: SavedSession, in file: String) {
    (self.file, models) = (file, session.models)
  }

  package mutating func add(_ entry: Entry) { entries.append(entry) }

  package var html: String {
    let name = file.split(separator: "/").last.map(String.init) ?? file
    let title = "Bookmarks of \(name)".asHTML
    let models = models.map { model in
      let shown = model.name ?? stem(of: model.argument)
      return shown.asHTML + (model.digest.map { " (digest \($0.asHTML))" } ?? "")
    }
    let parts = entries.enumerated().map { index, entry in
      """
      <section id="bookmark-\(index + 1)">
      <h2>\(index + 1). \(entry.note.isEmpty ? "no note" : entry.note.asHTML)</h2>
      <figure>\(entry.picture)</figure>
      <pre>\(entry.command.asHTML)</pre>
      </section>

      """
    }
    return """
      <!DOCTYPE html>
      <html lang="en"><head><meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(title)</title>
      <style>
      :root { color-scheme: light dark }
      body { font: 16px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 1300px; padding: 0 1rem }
      figure { margin: 0 }
      figure svg { width: 100%; height: auto; display: block }
      pre { overflow-x: auto; padding: .5rem; border: 1px solid #8884 }
      h2 { overflow-wrap: anywhere }
      @media print { section { break-inside: avoid } }
      </style></head><body>
      <h1>\(title)</h1>
      <p>\(Release.name). \(models.count == 1 ? "Model" : "Models"): \(models.joined(separator: ", ")).</p>
      \(parts.joined())</body></html>

      """
  }
}

extension String {
  /// As text of a page, what acts on terminals or turns the direction of text written out.
  fileprivate var asHTML: String {
    escaped.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }
}
