// A MODEL argument that can only be a bundled name, and is none.
import Files
import Samples

/// A word without a slash or an extension, of which there is no file and no folder.
struct UnknownModel: Error, CustomStringConvertible {
  let word: String

  var description: String {
    "\(word.abridged): no such file or folder; the bundled models are \(Samples.models.joined(separator: ", "))"
  }

  /// nil for a bundled model, what is there, and what looks like the path of a file.
  init?(_ word: String) {
    guard !word.contains("/"), !word.contains("."), Samples.folder(named: word) == nil, !isThere(word) else {
      return nil
    }
    self.word = word
  }
}
