// Images whose files are the same, byte for byte: a copy is no further measurement.
import Files

/// Tells copies of images by the digests of their files.
package struct ImageCopies: Sendable {
  private var seen: Set<String> = []
  private var total = 0
  private var first = ""
  /// Images whose file is that of an image that came before them.
  package private(set) var count = 0

  package init() {}

  /// Counts an image, and says whether it is a copy of one that came before.
  ///
  /// - Parameter digest: of its file; nil where it is not known, and nothing is a copy then.
  @discardableResult
  package mutating func add(_ path: String, digest: String?) -> Bool {
    total += 1
    guard let digest, !seen.insert(digest).inserted else { return false }
    if count == 0 { first = path }
    count += 1
    return true
  }

  /// One line for users; nil where there are no copies.
  ///
  /// - Parameter consequence: what it means for their numbers.
  package func remark(_ consequence: String) -> String? {
    guard count > 0 else { return nil }
    let isOne = count == 1
    return
      "\(count) of the \(total) images \(isOne ? "is a copy of another one" : "are copies of others") (equal files), "
      + "\(isOne ? "" : "such as ")\(first.abridged); \(consequence)"
  }
}
