// Bookmarks: screens that the user wants to find again, with a note.

import Files

extension ViewerState {
  /// Asks for the note of this screen: that of its bookmark where it has one.
  mutating func bookmark() {
    let number = bookmarks.firstIndex { $0.screen == screen }
    guard number != nil || bookmarks.count < Bookmark.most else {
      return notice = "there are \(bookmarks.count) bookmarks, which is as many as there can be; ' lists them"
    }
    dialog = .prompt(Prompt(purpose: .note(number), typed: number.map { bookmarks[$0].note } ?? ""))
  }

  mutating func keepBookmark(_ note: String, _ number: Int?) {
    if let number, bookmarks.indices.contains(number) {
      bookmarks[number].note = note
      notice = "bookmark \(number + 1) has that note now"
    } else {
      bookmarks.append(Bookmark(note: note, screen: screen))
      notice = "bookmark \(bookmarks.count); ' lists them" + (sessionFile == nil ? ", Ctrl-S saves them" : "")
    }
  }

  mutating func removeBookmark(_ number: Int) {
    guard bookmarks.indices.contains(number) else { return }
    bookmarks.remove(at: number)
  }

  /// Goes to a bookmark. Nothing of it names a model or an image that is not there.
  mutating func goToBookmark(_ number: Int) {
    guard bookmarks.indices.contains(number) else { return }
    show(bookmarks[number].screen)
    notice = bookmarks[number].note.isEmpty ? nil : bookmarks[number].note.escaped
  }

  func bookmarkEntries(_ findings: Findings) -> [PaletteEntry] {
    bookmarks.enumerated().map { index, bookmark in
      let (screen, focused) = (bookmark.screen, bookmark.screen.sides[bookmark.screen.focus.rawValue])
      let model = findings.modelNames[focused.model]
      let place = "\(screen.view) \(focused.spot.anchor.head)"
      let image =
        findings.imageNames.indices.contains(focused.spot.image)
        ? "  " + findings.imageNames[focused.spot.image] : ""
      return PaletteEntry(
        kind: "mark", name: bookmark.note.isEmpty ? "\(place) of \(model)" : bookmark.note.escaped,
        detail: bookmark.note.isEmpty ? image : place + image, choice: .bookmark(index))
    }
  }
}
