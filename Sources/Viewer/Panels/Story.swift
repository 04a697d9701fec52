// One line that says what the screen shows: what the streams mean, and which model is sharper on this image.

import Attention
import TerminalUI

extension Scene {
  /// From the most to the least detailed; empty while there is nothing to say.
  var story: [[Span]] {
    let splits = loaded.contains { $0.streams.count > 1 }
    var meaning = [
      Span("same", Theme.strong), Span(": signs of q and k agree · ", Theme.faint),
      Span("opposite", Theme.strong), Span(": they differ", Theme.faint),
    ]
    if !splits { meaning = [] }
    let gap = [Span(" · ", Theme.faint)]
    guard let verdict else { return meaning.isEmpty ? [] : [meaning] }
    let label = Span("this image: ", Theme.faint)
    let image = [label, Span(verdict.text, Theme.text)]
    let note = [
      Span(
        verdict.overOtherKeys > 0
          ? "; view 4 pools them to the coarser keys"
          : verdict.count == 0 ? "" : "; sharper: lower H / ln n, mean over heads and queries", Theme.faint)
    ]
    return
      (splits ? [meaning + gap + image + note, meaning + gap + image] : []) + [image + note]
      + verdict.texts.map { [label, Span($0, Theme.text)] } + verdict.texts.map { [Span($0, Theme.text)] }
  }
}

extension Canvas {
  mutating func drawStory(_ scene: Scene, y: Int) {
    let room = frame.size.columns - 2
    guard let line = scene.story.first(where: { $0.columns <= room }) else { return }
    frame.spans(line, x: 1, y: y, width: room)
  }
}
