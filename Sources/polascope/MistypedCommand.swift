// A first argument that is almost a command, and would be taken for a model.
import Files
import Samples

/// A word that names neither a command nor a file, but is near to a command.
struct MistypedCommand: Error, CustomStringConvertible {
  let word: String
  /// What was probably meant.
  let command: String

  var description: String {
    "\(word.abridged): no such file or folder; did you mean the command '\(command)'?"
  }

  /// nil for an option, a command, a bundled model, what is there, and what is far from every command.
  init?(_ word: String, commands: [String]) {
    guard !word.hasPrefix("-"), word.utf8.count <= 32, !commands.contains(word),
      Samples.folder(named: word) == nil, !isThere(word)
    else { return nil }
    let nearest = commands.map { (command: $0, edits: edits(from: word, to: $0)) }.min { $0.edits < $1.edits }
    guard let nearest, nearest.edits <= 2 else { return nil }
    self.word = word
    command = nearest.command
  }
}

/// The fewest insertions, removals and replacements of characters that turn one word into the other (V. Levenshtein
/// 1966).
func edits(from word: String, to other: String) -> Int {
  let other = Array(other)
  var row = Array(0...other.count)
  for (index, character) in word.enumerated() {
    var diagonal = row[0]
    row[0] = index + 1
    for column in other.indices {
      let replaced = diagonal + (character == other[column] ? 0 : 1)
      diagonal = row[column + 1]
      row[column + 1] = min(replaced, diagonal + 1, row[column] + 1)
    }
  }
  return row[other.count]
}
