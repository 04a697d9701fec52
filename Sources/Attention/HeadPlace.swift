// The place of a head in its model.

/// A head of one model: an attention layer and a head of that layer, both counted from 0.
///
/// It means nothing in another model: `ModelPlaces` carries a place over.
package struct HeadPlace: Hashable, Sendable, Comparable, CustomStringConvertible {
  package let layer: Int
  package let head: Int

  package init(layer: Int, head: Int) {
    self.layer = layer
    self.head = head
  }

  /// Reads `2.1`; nil for any other text.
  package init?(_ text: some StringProtocol) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy { ("0"..."9").contains($0) } }),
      let layer = Int(parts[0]), let head = Int(parts[1])
    else { return nil }
    self.init(layer: layer, head: head)
  }

  /// `2.1`
  package var description: String { "\(layer).\(head)" }

  package static func < (one: HeadPlace, other: HeadPlace) -> Bool {
    (one.layer, one.head) < (other.layer, other.head)
  }
}
