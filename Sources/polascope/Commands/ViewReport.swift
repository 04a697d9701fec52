// `view --session FILE --report PAGE`: the bookmarks of a session as a page.
import ArgumentParser
import Files
import Session
import TerminalUI
import Viewer

extension View {
  /// Draws every bookmark without a terminal, and writes the page.
  ///
  /// - Throws: `ValidationError` where the session has no bookmarks; what drawing the screens throws; `WriteError`.
  func writeReport(_ page: String) throws {
    guard let session, isThere(session) else {
      throw ValidationError("--report is of the bookmarks of a session: name its file by --session")
    }
    // What may not be replaced is refused before the work.
    _ = try AtomicFile(page, replacing: force)
    let options = try viewerOptions(of: session)
    let notes = options.bookmarkNotes
    guard !notes.isEmpty else {
      throw ValidationError(
        "\(session.abridged): has no bookmarks; B in the viewer keeps one, Ctrl-S saves it")
    }
    var report = BookmarkPage(of: try SavedSession.open(session, samples: .bundled), in: session)
    var remarks: [String] = []
    for (index, note) in notes.enumerated() {
      let progress = ProgressLine("bookmark \(index + 1) of \(notes.count)")
      defer { progress.finish() }
      var screen = options
      screen.open(bookmark: index)
      let picture = try ViewerProgram.runHeadless(
        screen, keys: [], size: size ?? Size(columns: 140, rows: 42), format: .svg, file: page)
      remarks += picture.remarks
      report.add(
        BookmarkPage.Entry(
          note: note, picture: picture.bytes,
          command: "polascope view --session \(session.quotedForShell) --bookmark \(index + 1)"))
    }
    var said: Set<String> = []
    for remark in remarks where said.insert(remark).inserted { try StandardStream.error.report(remark) }
    try AtomicFile.write(Array(report.html.utf8), to: page, replacing: force)
    try StandardStream.output.write(page.escaped + "\n")
  }

  /// The number of a bookmark among those of the session.
  ///
  /// - Throws: `ValidationError` where it has no such bookmark.
  func index(ofBookmark number: Int, among count: Int, in file: String) throws -> Int {
    guard (1...max(1, count)).contains(number), count > 0 else {
      throw ValidationError(
        "--bookmark \(number): \(file.abridged) has "
          + (count == 0 ? "no bookmarks" : count == 1 ? "bookmark 1 only" : "bookmarks 1 to \(count)"))
    }
    return number - 1
  }
}
