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

  /// `2.1`
  package var description: String { "\(layer).\(head)" }

  package static func < (one: HeadPlace, other: HeadPlace) -> Bool {
    (one.layer, one.head) < (other.layer, other.head)
  }
}
