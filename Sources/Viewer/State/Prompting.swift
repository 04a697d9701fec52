// How lines are asked for and typed, and what comes of them.

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
        guard !prompt.typed.isEmpty else { return nil }
        return .saveSession(to: prompt.typed, isConfirmed: prompt.remark != nil)
      case .note(let number): keepBookmark(prompt.typed, number)
      }
    default: dialog = .prompt(prompt.edited(by: key))
    }
    return nil
  }
}
