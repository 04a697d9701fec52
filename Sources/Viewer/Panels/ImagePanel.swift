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
      rect, title: [subject.flatMap { scene.otherImage($0) } ?? Span("image", Theme.strong)],
      footer: footer.isEmpty ? [] : [Span(footer, Theme.faint)],
      border: Theme.border)
    let interior = row.interior(rect)
    guard
      let photograph = subject?.examination?.seen
        ?? scene.findings[LoadImage(image: scene.state.image)]?.image
    else {
      frame.centered(scene.imageStatus.flatMap { $0.wrapped(to: interior.width) }, in: interior, Theme.faint)
      return
    }
    var picture = photograph.picture(width: interior.width, height: 2 * interior.height)
    for patch in scene.state[subject?.side ?? scene.state.focus].hidden {
      let (rows, columns) = patch.pixels(height: picture.height, width: picture.width)
      picture.hatch(rows: rows, columns: columns)
    }
    let grid = subject?.description.geometry.queryGrid ?? TokenGrid(rows: 1, columns: 1)
    let mark = subject?.mark(on: grid)
    if let mark, capabilities.showsHalfCells { picture.ring(around: mark, of: grid) }
    let probed = probe?.position(on: grid)
    if let probed, probed != mark, capabilities.showsHalfCells { picture.corners(around: probed, of: grid) }
    let rows = (picture.height + 1) / 2
    let lines = scene.imageLines(width: interior.width)
    if interior.height - rows > lines.count {
      // A small photograph is at the top, with the values under the cursor below it.
      let top = Rect(x: interior.x, y: interior.y, width: interior.width, height: rows)
      draw(picture, markedAt: mark, probedAt: probed, of: grid, centeredIn: top)
      listsValues = true
      for (index, line) in lines.enumerated() {
        frame.spans(line, x: interior.x, y: interior.y + rows + 1 + index, width: interior.width)
      }
    } else {
      draw(picture, markedAt: mark, probedAt: probed, of: grid, centeredIn: interior)
    }
  }

  private mutating func draw(
    _ picture: PixelImage, markedAt mark: GridPosition?, probedAt probed: GridPosition?, of grid: TokenGrid,
    centeredIn rect: Rect
  ) {
    draw(picture, centeredIn: rect, side: nil)
    guard !capabilities.showsHalfCells else { return }
    if let mark { drawBrackets(.query, around: mark, of: grid, on: picture, centeredIn: rect) }
    if let probed, probed != mark {
      drawBrackets(.probe, around: probed, of: grid, on: picture, centeredIn: rect)
    }
  }
}

extension Scene {
  /// The name of the image that a subject is about while the one that was chosen is not examined.
  fileprivate func otherImage(_ subject: Subject) -> Span? {
    guard subject.examination != nil, subject.key.image != subject.wanted.image else { return nil }
    return Span(findings.imageNames[subject.key.image], Theme.notice)
  }

  var imageStatus: [String] {
    if state.imageCount == 0 { return ["no image: give one with --image"] }
    return [findings.failure(LoadImage(image: state.image)) ?? "reading"]
  }

  static func queryLabel(_ subject: Subject, width: Int) -> String {
    let label = (subject.showsIncoming ? "key " : "query ") + subject.shownName
    return label.columns <= width ? label : subject.shownName
  }

  /// Short lines under a small photograph: the values at the query.
  fileprivate func imageLines(width: Int) -> [[Span]] {
    let values = state.view.screen.valuesAtCursor(self)
    let longest = max(7, values.map(\.name.columns).max() ?? 0)
    return values.map { value in
      // A long reason in place of a value takes of the room for the name.
      let isTight = width < 15 || longest + 1 + value.text.columns > width
      let shown = isTight ? value.text.withoutLeadingZero : value.text
      let label = isTight ? value.briefName.padded(to: 5) : value.name.padded(to: longest + 1)
      return [Span(label, Theme.faint), Span(shown, Theme.text)]
    }
  }
}
