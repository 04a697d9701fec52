// Pins: panels that stay while the user walks on.

import Attention
import Session
import VisionModels

/// A model at a place, with what was changed in it when it was pinned.
struct Pin: Hashable, Sendable {
  /// The side that it was pinned from.
  let side: Side
  let state: SideState
}

/// A pin as `--pin` asks for it: `A:2.1@8,8`, of a pooling head `A:pool.1`; behind it may be what it does not share with
/// its side: `A:2.1@8,8;off=3.0;hide=3,5@14x14;image=cat.png`.
package struct PinRequest: Hashable, Sendable {
  /// The number of the model among those of the command.
  package let model: Int
  package let head: HeadPlace
  /// A position on the token grid of the head's layer, a prefix token or the mean; nil for the middle of the image.
  package let query: QuerySelection?
  /// A point of the image in place of a position; of the mean query the key that `I` looks at.
  package var point: ImagePoint?
  /// The heads that are off; nil for those of its side.
  package var headsOff: Set<HeadPlace>?
  /// The patches that are hidden; nil for those of its side.
  package var hidden: Set<Footprint>?
  /// The side that its title names; nil for the one that has the model, else A.
  package var side: Side?
  /// The file of its image; nil for that of its side.
  package var image: String?

  /// Of a head of the pooling head, whose probe is the query.
  package init(model: Int, poolHead: Int) {
    self.init(model: model, head: HeadPlace(layer: 0, head: poolHead), query: .prefix(.pool))
  }

  package init(model: Int, head: HeadPlace, query: QuerySelection? = nil, point: ImagePoint? = nil) {
    (self.model, self.head, self.query, self.point) = (model, head, query, point)
  }

  /// As the user writes it.
  package var text: String { ([placeText] + changeTexts).joined(separator: ";") }

  /// What it does not share with its side. The image comes last: its name may hold anything.
  private var changeTexts: [String] {
    let heads = headsOff.map { $0.sorted().map(\.description).joined(separator: ",") }
    let patches = hidden.map { Interventions(occluded: $0).patchTexts }
    let keyPoint = query == .mean ? point : nil
    return [keyPoint.map { "point=\($0.y),\($0.x)" }, heads.map { "off=" + ($0.isEmpty ? Self.none : $0) }]
      .compactMap(\.self)
      + (patches.map { $0.isEmpty ? [Self.none] : $0 } ?? []).map { "hide=" + $0 }
      + [side.map { "side=" + $0.letter.lowercased() }, image.map { "image=" + $0 }].compactMap(\.self)
  }

  /// No heads, or no patches.
  package static let none = "none"

  private var placeText: String {
    let letter = InterventionSelection.letters[model]
    if query == .prefix(.pool) { return "\(letter):\(PrefixToken.pool).\(head.head)" }
    let place =
      switch query {
      case .position(let position): "@\(position)"
      case .prefix(let token): "@\(token)"
      case .mean: "@mean"
      default: point.map { "@\($0.y),\($0.x)" } ?? ""
      }
    return "\(letter):\(head)\(place)"
  }
}
