// Back and forward: where the user was before each jump.

import Attention

/// Where the user was: the view, and what the sides were about. What was changed in forward passes is no place.
struct Visit: Equatable, Sendable {
  /// The name of the view.
  let view: String
  let focus: Side
  let isLinked: Bool
  let models: [Int]
  let spots: [Spot]
}

struct History: Equatable, Sendable {
  private static let longest = 100

  private(set) var back: [Visit] = []
  private(set) var forward: [Visit] = []

  /// Notes where the user was before a jump.
  mutating func note(_ visit: Visit) {
    guard back.last != visit else { return }
    back = (back + [visit]).suffix(Self.longest)
    forward = []
  }

  /// The place before the last jump; nil where there is none.
  mutating func goBack(from here: Visit) -> Visit? {
    guard let visit = back.popLast() else { return nil }
    forward.append(here)
    return visit
  }

  /// The place that was left by going back; nil where there is none.
  mutating func goForward(from here: Visit) -> Visit? {
    guard let visit = forward.popLast() else { return nil }
    back.append(here)
    return visit
  }
}
