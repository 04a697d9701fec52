// How lines are asked for and typed, and what comes of them.

import Attention
import TerminalUI

extension ViewerState {
  /// The name that a session is given unless the user gives another.
  static let usualSessionFile = "polascope-session.json"

  mutating func saveSession() -> Effect? {
    guard let sessionFile else {
      dialog = .prompt(Prompt(purpose: .sessionFile, typed: Self.usualSessionFile))
      return nil
    }
    return .saveSession(to: sessionFile, isConfirmed: false)
  }

  mutating func edit(_ prompt: Prompt, _ key: Key) -> Effect? {
    switch key {
    case .escape: dialog = nil
    case .enter:
      dialog = nil
      switch prompt.purpose {
      case .sessionFile:
        guard !prompt.typed.isEmpty else {
          dialog = .prompt(Prompt(purpose: .sessionFile, typed: "", remark: "type the name of a file"))
          return nil
        }
        return .saveSession(to: prompt.typed, isConfirmed: prompt.remark != nil)
      case .note(let number): keepBookmark(prompt.typed, number)
      }
    default: dialog = .prompt(prompt.edited(by: key))
    }
    return nil
  }

  /// Digits and one dot: `2` or `2.1`.
  mutating func editGoTo(_ text: String, _ key: Key, _ findings: Findings) -> Effect? {
    switch key {
    case .escape: dialog = nil
    case .character("g") where text.isEmpty:
      dialog = nil
      go(to: HeadPlace(layer: 0, head: 0), findings)
    case .backspace: dialog = .goTo(String(text.dropLast()))
    case .character(let character) where (character.isNumber || character == ".") && text.count < 8:
      dialog = .goTo(text + String(character))
    case .enter:
      let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
      dialog = nil
      guard (1...2).contains(parts.count), let layer = parts[0], parts.count == 1 || parts[1] != nil else {
        notice = "'\(text)' is not a place; write layer.head, such as 2.1, counted from 0"
        return nil
      }
      go(to: HeadPlace(layer: layer, head: parts.count == 2 ? parts[1] ?? 0 : 0), findings)
    default: break
    }
    return nil
  }

  /// Types a pasted text where a line is typed, and nowhere else: a line break would be Enter, and letters keys.
  mutating func paste(_ text: String, _ findings: Findings) {
    switch dialog {
    case .goTo, .palette, .prompt: break
    case .help, .modelCard, .message: return
    case nil: return notice = "pasted text does nothing here; open : or / first"
    }
    for scalar in Self.line(of: text) { _ = handleInDialog(.character(Character(scalar)), findings) }
  }

  /// The most characters of a paste that are typed: no line takes more.
  private static let longestPaste = 1000

  /// A text as one line: a space for a line break or a tab, no other control characters, no spaces at its ends.
  private static func line(of text: String) -> [Unicode.Scalar] {
    let scalars = text.unicodeScalars.map { $0.properties.isWhitespace ? " " : $0 }
      .filter { $0.properties.generalCategory != .control }
    guard let first = scalars.firstIndex(where: { $0 != " " }) else { return [] }
    let last = scalars.lastIndex { $0 != " " } ?? first
    return Array(scalars[first...last].prefix(longestPaste))
  }
}
