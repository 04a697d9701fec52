// The values under the cursor, in every map on the screen.

import Attention
import AttentionMaps

extension Scene {
  /// - Parameter reading: the number that is shown for a value of a map.
  func valuesAtCursor(_ reading: (Float, Subject) -> Float) -> [CursorValue] {
    loaded.flatMap { subject -> [CursorValue] in
      let kinds = maps(of: subject)
      return kinds.compactMap { kind in
        guard let map = subject.map(kind).map, let position = subject.mark(on: map.grid) else { return nil }
        let content = map.content(at: position)
        return CursorValue(
          side: subject.side, map: kinds.count > 1 ? kind.shortName : nil,
          text: content == .value ? reading(map[position], subject).brief : content.text)
      }
    }
  }
}

extension PlaceContent {
  /// What takes the place of a value.
  var text: String {
    switch self {
    case .value: "value"
    case .noKey: "no key"
    case .undefined: "undefined"
    case .notFinite: "not finite"
    }
  }
}

extension MapKind {
  /// The name where there is little room.
  var shortName: String {
    switch self {
    case .opposite: "opp."
    case .attention: "att."
    case .queryAgent: "q→a"
    case .agentKey: "a→k"
    case .positive: "pos."
    case .negative: "neg."
    default: rawValue
    }
  }
}
