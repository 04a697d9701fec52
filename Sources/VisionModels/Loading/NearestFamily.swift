// Which family a checkpoint that no family recognizes comes closest to.
import Checkpoints
import Files

/// The family of which a checkpoint has the most landmarks.
package struct NearestFamily: Sendable, Hashable {
  package let name: String
  /// What precedes the family's names in the file.
  package let prefix: String
  /// Landmarks of the family that the file lacks.
  package let missing: [String]

  /// What to change.
  var advice: String {
    let place = prefix.isEmpty ? "" : " under '\(prefix.escaped(limit: 80))'"
    if missing.isEmpty {
      return "nearest is \(name)\(place); save its tensors without that prefix"
    }
    return "nearest is \(name)\(place), which also has \(missing.joined(separator: ", "))"
  }
}

extension NearestFamily {
  /// The family that has the most landmarks in the file, of several the one that lacks fewest, the first of equals; nil
  /// where the file has none of any.
  ///
  /// - Parameter families: each family's name and the tensors that every model of it has.
  init?(to checkpoint: Checkpoint, among families: [(name: String, landmarks: [String])]) {
    let names = checkpoint.names
    /// What precedes `landmark` in a name of the file, "" at best; nil where no name ends with it.
    func prefix(of landmark: String) -> String? {
      if checkpoint.tensors[landmark] != nil { return "" }
      return names.first { $0.hasSuffix(".\(landmark)") }.map { String($0.dropLast(landmark.count)) }
    }
    var nearest: (family: NearestFamily, found: Int)?
    for family in families {
      let found = family.landmarks.compactMap(prefix)
      let missing = family.landmarks.filter { prefix(of: $0) == nil }
      guard let first = found.first else { continue }
      if let nearest, (found.count, -missing.count) <= (nearest.found, -nearest.family.missing.count) {
        continue
      }
      nearest = (NearestFamily(name: family.name, prefix: first, missing: missing), found.count)
    }
    guard let nearest else { return nil }
    self = nearest.family
  }
}
