// The parts of a view in turn, where there is no room for all of them at once.

/// What one page of a view shows.
struct Page<Other: Equatable>: Equatable {
  /// Panels by their number, in the order of the screen; empty where the page is another part.
  let panels: [Int]
  /// A part that has no room beside the panels.
  let other: Other?
  /// nil where everything is on the screen.
  let parts: ShownParts?
}

extension Scene {
  /// The page that the user has turned to.
  ///
  /// - Parameters:
  ///   - sides: the side of every panel, nil for what is of both. That comes first, then one panel of each side, that of
  ///     the focused one before the other's.
  ///   - room: how many panels fit, 1 or more.
  ///   - others: the parts that have no room beside the panels: each is a page after those of the panels.
  ///   - turned: how often the user has turned the page; nil for that of the view.
  func page<Other: Equatable>(
    panels sides: [Side?], room: Int, others: [Other], turned: Int? = nil
  ) -> Page<Other> {
    let shown = max(1, min(room, sides.count))
    let panelPages = Scene.panelPages(sides.count, room: room)
    let pages = panelPages + others.count
    guard pages > 1 else { return Page(panels: Array(sides.indices), other: nil, parts: nil) }
    let number = (turned ?? state.page).turned(among: pages)
    let count = sides.count + others.count
    guard number < panelPages else {
      return Page(
        panels: [], other: others[number - panelPages],
        parts: ShownParts(shown: 1, count: count, page: number, pages: pages))
    }
    let first = min(number * shown, sides.count - shown)
    let panels = byImportance(sides)[first..<first + shown].sorted()
    return Page(
      panels: panels, other: nil,
      parts: ShownParts(shown: shown, count: count, page: number, pages: pages))
  }

  /// The pages that so many panels take where `room` of them fit at once.
  static func panelPages(_ count: Int, room: Int) -> Int {
    let shown = max(1, min(room, count))
    return (count + shown - 1) / shown
  }

  private func byImportance(_ sides: [Side?]) -> [Int] {
    var seen: Set<Side?> = []
    let differences = sides.indices.filter { sides[$0] == nil }
    let firsts = sides.indices.filter { seen.insert(sides[$0]).inserted }
    let focused = sides.indices.filter { sides[$0] == state.focus }
    return (differences + firsts.filter { sides[$0] == state.focus } + firsts + focused + sides.indices)
      .uniqued
  }
}

extension Int {
  /// The page of `count` that one comes to after so many turns: after the last comes the first.
  func turned(among count: Int) -> Int { (self % count + count) % count }
}
