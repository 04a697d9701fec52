// Walking back and forward, and what a jump is.

extension ViewerState {
  /// Where the user is.
  var visit: Visit {
    Visit(
      view: view.rawValue, focus: focus, isLinked: isLinked, models: shown.map(\.model),
      spots: shown.map(\.spot))
  }

  /// Goes back, or forward again, among the places that were left by jumps.
  mutating func walkHistory(isForward: Bool) {
    let here = visit
    guard let visit = isForward ? history.goForward(from: here) : history.goBack(from: here) else {
      return notice = isForward ? "there is nothing to go forward to" : "there is nothing to go back to"
    }
    view = ViewKind(rawValue: visit.view) ?? view
    difference = nil
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
