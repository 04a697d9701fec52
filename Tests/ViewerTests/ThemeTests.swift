// Words are legible on terminals of both kinds.

import Glibc
import TerminalUI
import Testing

@testable import Viewer

@Suite struct ThemeTests {
  /// Relative luminance of sRGB, 0…1 (WCAG 2).
  private func luminance(_ rgb: UInt32) -> Double {
    func linear(_ shift: UInt32) -> Double {
      let x = Double(rgb >> shift & 255) / 255
      return x <= 0.04045 ? x / 12.92 : pow((x + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear(16) + 0.7152 * linear(8) + 0.0722 * linear(0)
  }

  private func contrast(_ one: UInt32, _ other: UInt32) -> Double {
    let values = [luminance(one), luminance(other)].sorted()
    return (values[1] + 0.05) / (values[0] + 0.05)
  }

  @Test func wordsStandOutFromBlackAndFromWhite() throws {
    let words = [Theme.text, Theme.strong, Theme.faint, Theme.accent, Theme.notice, Theme.warning]
    for style in words {
      // Without a color they have the terminal's, on the terminal's background.
      #expect(style.background.isStandard)
      guard let rgb = style.foreground.rgb else { continue }
      for ground: UInt32 in [0x000000, 0xFFFFFF] { #expect(contrast(rgb, ground) >= 3.5, "\(style)") }
    }
    for style in [Theme.keyLine, Theme.keyName] {
      let (word, ground) = (try #require(style.foreground.rgb), try #require(style.background.rgb))
      #expect(contrast(word, ground) >= 5)
    }
  }

  /// Dark blue cannot be read on black: of sixteen colors, what is accented is cyan.
  @Test func accentsOfFewColorsAreNotBlue() {
    var frame = Frame(size: Size(columns: 3, rows: 1))
    for (x, style) in [Theme.accent, Theme.notice, Theme.warning].enumerated() {
      frame[x, 0] = Cell("x", style)
    }
    let shown = frame.quantized(to: Capabilities(depth: .indexed16))
    #expect((0..<3).map { shown[$0, 0].style.foreground.paletteNumber } == [6, 3, 1])
  }

  /// Of eight colors none can be read on every ground: words and data have the terminal's own, in every view.
  @Test(arguments: ViewKind.allCases, [ColorDepth.indexed8, .mono])
  func fewerColorsThanSixteenAreNone(view: ViewKind, depth: ColorDepth) throws {
    let viewer = try Synthetic.viewer(size: "120x36", depth: depth)
    try viewer.type("] . x \(view.number)")
    let shown = viewer.frame().quantized(to: Capabilities(depth: depth))
    #expect(shown.cells.allSatisfy { $0.style.foreground.isStandard && $0.style.background.isStandard })
    #expect(shown.cells.contains { $0.style.attributes.contains(.bold) })
  }
}
