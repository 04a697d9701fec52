// A command of the program as a line for a POSIX shell.

import Session

struct ShellCommand: Equatable {
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

  var line: String { (["polascope"] + words.map(\.quotedForShell)).joined(separator: " ") }
}
