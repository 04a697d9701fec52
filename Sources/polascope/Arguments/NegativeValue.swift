// A value that begins with a minus sign: the parser of arguments takes it for an option and says that a value is missing.
import Files

/// A number below zero behind an option that takes none.
struct NegativeValue: Error, CustomStringConvertible {
  /// The option with what it takes, as the parser writes it: `--size <columnsxrows>`.
  private let option: String
  private let value: String

  var description: String { "The value '\(value.escaped(limit: 80))' is invalid for '\(option)'" }

  /// nil where no such value is behind the option that `message` says a value is missing for.
  ///
  /// - Parameter words: of the command line, without the program's name.
  init?(in words: [String], refusedAs message: String) {
    let beginning = "Missing value for '"
    guard message.hasPrefix(beginning) else { return nil }
    let option = message.dropFirst(beginning.count).prefix { $0 != "'" }
    let name = option.prefix { $0 != " " }
    let behind = zip(words, words.dropFirst()).first { $0 == name && Self.isNegative($1) }
    guard let value = behind?.1 else { return nil }
    self.option = String(option)
    self.value = value
  }

  private static func isNegative(_ word: String) -> Bool {
    word.hasPrefix("-") && word.dropFirst().first.map { $0.isNumber || $0 == "." } ?? false
  }
}
