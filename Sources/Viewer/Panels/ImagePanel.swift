// The photograph as the focused model sees it, with the query on it and what it is.

import Attention
import AttentionMaps
import TerminalUI
import VisionModels

extension Canvas {
  mutating func drawImage(_ scene: Scene, in rect: Rect, row: PanelRow) {
    let subject = scene.focused ?? scene.loaded.first
    let footer = subject.map { Scene.queryLabel($0, width: rect.width - 4) } ?? ""
    frame.box(
      rect, title: [Span("image", Theme.strong)], footer: footer.isEmpty ? [] : [Span(footer, Theme.faint)],
      border: Theme.border)
    let interior = row.interior(rect)
    guard
      let photograph = subject?.examination?.input.pixels
        ?? scene.findings.images[scene.state.image]?.value?.image
    else {
      frame.centered(scene.imageStatus.flatMap { $0.wrapped(to: interior.width) }, in: interior, Theme.faint)
      return
    }
    var picture = photograph.picture(width: interior.width, height: 2 * interior.height)
    for patch in scene.state.hidden {
      let (rows, columns) = patch.pixels(height: picture.height, width: picture.width)
      picture.hatch(rows: rows, columns: columns)
    }
    if let subject, let position = subject.mark(on: subject.description.geometry.queryGrid) {
      let grid = subject.description.geometry.queryGrid
      let x = position.column * picture.width / grid.columns
      let y = position.row * picture.height / grid.rows
      picture.mark(
        x: x, y: y, width: max(1, (position.column + 1) * picture.width / grid.columns - x),
        height: max(1, (position.row + 1) * picture.height / grid.rows - y))
    }
    let rows = (picture.height + 1) / 2
    let lines = scene.imageLines(width: interior.width)
    if interior.height - rows > lines.count {
      // A small photograph stands at the top, with what the cursor is on below it.
      let top = Rect(x: interior.x, y: interior.y, width: interior.width, height: rows)
      draw(picture, centredIn: top, side: nil)
      listsValues = true
      for (index, line) in lines.enumerated() {
        frame.spans(line, x: interior.x, y: interior.y + rows + 1 + index, width: interior.width)
      }
    } else {
      draw(picture, centredIn: interior, side: nil)
    }
  }
}

extension Scene {
  var imageStatus: [String] {
    if state.imageCount == 0 { return ["no image: give one with --image"] }
    return [findings.images[state.image]?.failure ?? "reading"]
  }

  static func queryLabel(_ subject: Subject, width: Int) -> String {
    let label = subject.state.showsIncoming ? "key \(subject.queryName)" : "query \(subject.queryName)"
    return label.columns <= width ? label : subject.queryName
  }

  /// The value under the cursor in every map on the screen; the lens has them in its footers.
  var valuesHere: [(name: String, value: String)] {
    if state.view == .lens { return [] }
    return loaded.flatMap { subject -> [(String, String)] in
      let kinds = subject.mapKindsOnScreen
      return kinds.compactMap { kind in
        guard let map = subject.map(kind).map, let position = subject.mark(on: map.grid) else { return nil }
        // In the entropy view all numbers are shares of ln n.
        let keys = subject.description.geometry.keysPerWindow
        let value = state.view == .entropy ? map[position] / Float(logOf(max(2, keys))) : map[position]
        let name = kinds.count > 1 ? "\(subject.side.letter) \(kind.shortName)" : subject.side.letter
        return (name, value.isNaN ? "no key" : value.brief)
      }
    }
  }

  /// Short lines under a small photograph: the values at the query.
  fileprivate func imageLines(width: Int) -> [[Span]] {
    let values = valuesHere
    let longest = max(7, values.map(\.name.columns).max() ?? 0)
    return values.map { name, value in
      let isTight = width < 15
      let shown = isTight ? value.withoutLeadingZero : value
      let label =
        isTight ? String(name.split(separator: " ").last ?? "").padded(to: 5) : name.padded(to: longest + 1)
      return [Span(label, Theme.faint), Span(shown, Theme.text)]
    }
  }
}

extension MapKind {
  /// The name where there is little room.
  var shortName: String { self == .opposite ? "opp." : rawValue }
}
