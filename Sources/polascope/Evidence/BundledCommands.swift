// The commands that `polascope verify` runs again.
import ArgumentParser
import Files

/// The commands that `verify` runs.
enum BundledCommands {
  static let all: [any BundledCommand.Type] = [Figure.self, Dump.self, Stats.self, Kernels.self]

  static var names: [String] { all.map { $0._commandName } }

  /// The command of a bundle.
  ///
  /// - Throws: what parsing throws; `Unknown` for any other command.
  static func parse(_ words: [String]) throws -> any BundledCommand {
    guard let type = all.first(where: { $0._commandName == words.first }) else {
      throw Unknown(word: words.first ?? "")
    }
    return try parse(type, Array(words.dropFirst()))
  }

  private static func parse<Command: BundledCommand>(
    _ type: Command.Type, _ words: [String]
  ) throws -> any BundledCommand {
    try Command.parse(words)
  }

  struct Unknown: Error, CustomStringConvertible {
    let word: String

    var description: String {
      "its command '\(word.escaped(limit: 80))' is none of those that are repeated: \(names.joined(separator: ", "))"
    }
  }
}
