// Back and forward: where the user was before each jump.

import Attention

/// Where the user was: the view, and what the sides were about. What was changed in forward passes is no place.
struct Visit: Equatable, Sendable {
  let view: ViewKind
  let focus: Side
  let isLinked: Bool
  let models: [Int]
  let spots: [Spot]

  init(_ state: ViewerState) {
    (view, focus, isLinked) = (state.view, state.focus, state.isLinked)
    (models, spots) = (state.shown.map(\.model), state.shown.map(\.spot))
  }
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

extension ViewerState {
  /// Goes back, or forward again, among the places that were left by jumps.
  mutating func walkHistory(isForward: Bool) {
    let here = Visit(self)
    guard let visit = isForward ? history.goForward(from: here) : history.goBack(from: here) else {
      return notice = isForward ? "there is nothing to go forward to" : "there is nothing to go back to"
    }
    (view, difference) = (visit.view, nil)
    for (index, side) in sides.enumerated() where visit.models.indices.contains(index) {
      (self[side].model, self[side].spot) = (visit.models[index], visit.spots[index])
    }
    // A side that was opened since stays, on its own ways.
    let isAlike = Set(shown.map(\.spot)).count == 1
    isLinked = isAlike && visit.isLinked
    if sides.contains(visit.focus) { focus = visit.focus }
  }
}

extension Action {
  /// Whether it goes a step, or is no move: what follows one another without a jump.
  var isStep: Bool {
    switch self {
    case .moveQuery, .moveLayer, .moveHead, .toggleFocus, .nextQueryMode, .goBack, .goForward: true
    default: false
    }
  }
}
