// The views as tabs, where there is a free line below the header.

import TerminalUI

extension Canvas {
  /// `1 heads  2 compare …`, the current view marked; as many as fit, the current one among them.
  mutating func drawTabs(_ scene: Scene, y: Int) {
    let views = ViewKind.allCases
    let width = frame.size.columns - 2
    func columns(_ views: ArraySlice<ViewKind>) -> Int {
      views.reduce(-2) { $0 + "\($1.number) \($1.rawValue)".columns + 2 }
    }
    var shown = views[...]
    while columns(shown) > width, shown.count > 1 {
      if shown.first == scene.state.view { shown = shown.dropLast() } else { shown = shown.dropFirst() }
    }
    var x = 1
    for view in shown {
      let start = x
      let isCurrent = view == scene.state.view
      x = frame.text("\(view.number) ", x: x, y: y, isCurrent ? Theme.notice : Theme.faint)
      x = frame.text(view.rawValue, x: x, y: y, isCurrent ? Theme.notice : Theme.faint)
      if let key = "\(view.number)".first, view.number < 10 {
        targets.append(.press(Rect(x: start, y: y, width: x - start, height: 1), .character(key)))
      }
      x += 2
    }
  }
}
