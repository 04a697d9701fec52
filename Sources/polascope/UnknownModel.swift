// A MODEL argument that can only be a bundled name, and is none.
import Files
import Samples

/// A word without a slash or an extension, of which there is no file and no folder.
struct UnknownModel: Error, CustomStringConvertible {
  let word: String
  /// The bundled models that are there.
  let bundled: [String]

  var description: String {
    let place = "set POLASCOPE_SAMPLES to the folder that holds them, or name a checkpoint file or a folder"
    if Samples.models.contains(word) {
      return "\(word): is a bundled model, and "
        + (bundled.isEmpty ? "the bundled models are" : "it is")
        + " not installed beside the program; \(place)"
    }
    if bundled.isEmpty {
      return
        "\(word.abridged): no such file or folder; the bundled models are not installed beside the program: \(place)"
    }
    let nearest =
      word.utf8.count <= 64 ? bundled.min { edits(from: word, to: $0) < edits(from: word, to: $1) } : nil
    if let nearest, edits(from: word, to: nearest) <= 3 {
      return "\(word.abridged): no such file or folder; did you mean the bundled model '\(nearest)'?"
    }
    return
      "\(word.abridged): no such file or folder; the bundled models are \(bundled.joined(separator: ", "))"
  }

  /// nil for a bundled model, what is there, and what looks like the path of a file.
  init?(_ word: String) {
    guard !word.contains("/"), !word.contains("."), Samples.folder(named: word) == nil, !isThere(word) else {
      return nil
    }
    self.word = word
    bundled = Samples.models.filter { Samples.folder(named: $0) != nil }
  }
}
