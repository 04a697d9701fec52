// An option that a command does not have, named whatever else is wrong: the parser of arguments says first what is
// missing, which a misspelled option is the reason of.
import ArgumentParser
import Checkpoints
import Files

/// A word of a command line that begins like an option and is none of its command.
struct UnknownOption: Error, CustomStringConvertible {
  let word: String
  /// What was probably meant.
  let option: String?

  var description: String {
    "Unknown option '\(word.escaped(limit: 80))'" + (option.map { ". Did you mean '\($0)'?" } ?? "")
  }

  /// nil where every option is known.
  ///
  /// - Parameters:
  ///   - words: of the command line, without the program's name.
  ///   - root: the command of the program.
  init?<Root: ParsableCommand>(in words: [String], of root: Root.Type) {
    guard let help = try? JSONValue.parse(Array(root._dumpHelp().utf8), file: "") else { return nil }
    let commands = help["command"]?["subcommands"]?.array ?? []
    let isNamed = commands.contains { $0["commandName"]?.string == words.first }
    let name = isNamed ? words.first : View._commandName
    guard let command = commands.first(where: { $0["commandName"]?.string == name }) else { return nil }
    let known = Self.options(of: command)
    let rest = words.dropFirst(isNamed ? 1 : 0).prefix { $0 != "--" }
    var takesNext = false
    for word in rest {
      let isValue = takesNext
      takesNext = false
      guard !isValue, Self.looksLikeAnOption(word) else { continue }
      let option = String(word.prefix { $0 != "=" })
      if let takesValue = known[option] {
        takesNext = takesValue && option == word
      } else {
        self.word = option
        self.option = Self.nearest(to: option, among: known.keys.sorted())
        return
      }
    }
    return nil
  }

  /// The option of the fewest edits, of equal ones the one whose length is nearest; nil where none is near.
  private static func nearest(to word: String, among options: [String]) -> String? {
    // A single letter is near to any other, and no option has very many.
    guard (4...64).contains(word.utf8.count) else { return nil }
    let all = options.map { option in
      (option: option, edits: edits(from: word, to: option), length: abs(option.count - word.count))
    }
    let nearest = all.min { ($0.edits, $0.length) < ($1.edits, $1.length) }
    return nearest.flatMap { $0.edits <= max(2, word.count / 3) ? $0.option : nil }
  }

  /// `-x` and `--xy`; a number below zero and `-`, the standard input, are values.
  private static func looksLikeAnOption(_ word: String) -> Bool {
    let name = word.drop { $0 == "-" }
    return word.hasPrefix("-") && (name.first?.isLetter ?? false)
  }

  /// The options of a command with their dashes, and whether a value follows.
  private static func options(of command: JSONValue) -> [String: Bool] {
    var options = ["--help": false, "-h": false, "--version": false]
    for argument in command["arguments"]?.array ?? [] {
      for name in argument["names"]?.array ?? [] {
        guard let text = name["name"]?.string else { continue }
        let dashes = name["kind"]?.string == "long" ? "--" : "-"
        options[dashes + text] = argument["kind"]?.string == "option"
      }
    }
    return options
  }
}
