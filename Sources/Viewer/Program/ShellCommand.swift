// A command of the program as a line for a POSIX shell.

import Session

struct ShellCommand: Hashable, Sendable {
  /// What follows the program's name.
  let words: [String]

  /// - Parameters:
  ///   - command: `dump`.
  ///   - models: the MODEL arguments.
  ///   - options: in the form of `option(_:_:)`.
  init(_ command: String, models: [String], options: [String]) {
    // What begins with a dash is a model after `--` alone.
    words =
      models.contains { $0.hasPrefix("-") }
      ? [command] + options + ["--"] + models : [command] + models + options
  }

  private init(words: [String]) { self.words = words }

  /// The same with more options.
  func adding(_ options: [String]) -> ShellCommand {
    let end = words.firstIndex(of: "--") ?? words.endIndex
    return ShellCommand(words: Array(words[..<end]) + options + words[end...])
  }

  var line: String { (["polascope"] + words.map(\.quotedForShell)).joined(separator: " ") }
}
