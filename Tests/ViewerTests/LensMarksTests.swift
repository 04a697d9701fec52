// View 5: one number and one color for a kernel, wherever the screen names it.

import Attention
import TerminalUI
import Testing

@testable import Viewer

@Suite struct LensMarksTests {
  private struct Mark: Hashable {
    let sign: Unicode.Scalar
    let color: Color
  }

  private func mark(_ panel: LensPanel) -> Mark {
    let (sign, color) = LensPanel.mark(of: panel.reading.title, panel.stream)
    return Mark(sign: sign, color: color)
  }

  /// No two kernels share a number, nor a color with another of their page or with one of the chart of exponents.
  @Test func kernelsAreToldApart() {
    let marks = LensPanel.all.map(mark)
    #expect(Set(marks.map(\.sign)).count == LensPanel.all.count)
    let curved = LensPanel.all.filter(\.reading.hasExponent)
    for first in 0...LensPanel.all.count - LensPanel.atOnce {
      let page = LensPanel.all[first..<first + LensPanel.atOnce]
      let shown = page.map(mark) + curved.map(mark)
      #expect(Set(shown.map(\.color)).count == Set(shown).count)
    }
  }

  /// The numbers in the titles of the panels and in both charts are those of the kernels.
  @Test(arguments: ["120x36", "200x60", "240x70"]) func theWholeScreenHasOneNumber(size: String) throws {
    let viewer = try Synthetic.viewer(size: size)
    try viewer.type("5")
    for _ in 0..<4 {
      let scene = Scene(state: viewer.state, findings: viewer.viewer.findings)
      let subject = try #require(scene.focused)
      let layout = LensLayout(scene, ScreenLayout(viewer.state.size), subject)
      let shown = LensPanel.shown(scene, layout)
      let frame = viewer.frame()
      for panel in LensPanel.all {
        let mark = mark(panel)
        let isShown = shown.contains { self.mark($0) == mark }
        let cells = frame.cells.filter { $0.glyph == mark.sign && $0.style.attributes.contains(.bold) }
        let colors = Set(cells.map(\.style.foreground)).intersection(Theme.kernels)
        #expect(colors == (isShown || panel.reading.hasExponent ? [mark.color] : []), "\(mark)")
      }
      try viewer.type(")")
    }
  }

  /// The charts take most of their halves of the screen.
  @Test(arguments: [("120x36", 20), ("200x60", 40), ("240x70", 55)])
  func chartsTakeTheirRoom(size: String, columns: Int) throws {
    let viewer = try Synthetic.viewer(size: size)
    try viewer.type("5")
    let lines = viewer.text.split(separator: "\n").filter { $0.contains("┤") }
    let longest = lines.map { line in
      line.unicodeScalars.count { (0x2800...0x28FF).contains($0.value) }
    }.max()
    #expect(longest ?? 0 >= columns, "\(viewer.text)")
  }

  /// Without colors lines are made of their numbers.
  @Test(arguments: [ColorDepth.indexed8, .mono]) func linesAreToldApartWithoutColors(depth: ColorDepth) throws
  {
    let viewer = try Synthetic.viewer(size: "80x24", depth: depth)
    try viewer.type("] 5")
    let shown = viewer.frame().quantized(to: Capabilities(depth: depth))
    for sign in ["2", "3", "4"] as [Unicode.Scalar] {
      #expect(shown.cells.count { $0.glyph == sign } >= 20, "\(sign)\n\(shown.plainText)")
    }
  }
}
