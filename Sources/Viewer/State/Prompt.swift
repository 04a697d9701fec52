// A line that the user types: the name of a session's file, the note of a bookmark.

import TerminalUI

struct Prompt: Equatable, Sendable {
  enum Purpose: Equatable, Sendable {
    case sessionFile
    /// Of a new bookmark, or of the one with this number.
    case note(Int?)
  }

  let purpose: Purpose
  var typed: String
  /// What came of the last attempt; the next Enter is the answer to it.
  var remark: String?

  var title: String {
    switch purpose {
    case .sessionFile: "save the session as"
    case .note(nil): "bookmark this screen; a note:"
    case .note: "the note of this bookmark"
    }
  }

  /// The most characters.
  private var longest: Int {
    switch purpose {
    case .sessionFile: 1000
    case .note: Bookmark.longestNote
    }
  }

  /// What Enter and Escape do.
  var advice: String {
    switch purpose {
    case .sessionFile: "Enter writes it, Esc does not"
    case .note: "Enter keeps it, Esc does not; ' lists the bookmarks, Ctrl-S saves them with the session"
    }
  }

  /// The line after a key that edits it.
  func edited(by key: Key) -> Prompt {
    var prompt = self
    switch key {
    case .backspace: prompt.typed = String(typed.dropLast())
    case .control("u"): prompt.typed = ""
    case .character(let character) where (typed + String(character)).unicodeScalars.count <= longest:
      prompt.typed.append(character)
    default: return self
    }
    prompt.remark = nil
    return prompt
  }
}
