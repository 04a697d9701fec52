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

  /// Every style of words, lines and borders.
  private static let styles =
    [
      Theme.text, Theme.strong, Theme.faint, Theme.accent, Theme.notice, Theme.warning, Theme.border,
      Theme.focusedBorder, Theme.mark,
    ] + (Theme.lines.joined() + Theme.kernels).map { Style($0) }

  /// The fixed colors of terminals with 256 stand out from both grounds as the exact ones do.
  @Test func wordsAndLinesStandOutIn256Colors() throws {
    for style in Self.styles {
      var frame = Frame(size: Size(columns: 1, rows: 1))
      frame[0, 0] = Cell("x", style)
      let shown = frame.quantized(to: Capabilities(depth: .indexed256))[0, 0].style
      #expect(shown.background.isStandard)
      guard !style.foreground.isStandard else {
        #expect(shown.foreground.isStandard)
        continue
      }
      let rgb = try #require(shown.foreground.displayedRGB)
      // The first 16 belong to the user.
      #expect(try #require(shown.foreground.paletteNumber) >= 16)
      for ground: UInt32 in [0x000000, 0xFFFFFF] {
        #expect(contrast(rgb, ground) >= 3, "\(String(rgb, radix: 16)) on \(String(ground, radix: 16))")
      }
    }
    for style in [Theme.keyLine, Theme.keyName] {
      var frame = Frame(size: Size(columns: 1, rows: 1))
      frame[0, 0] = Cell("x", style)
      let shown = frame.quantized(to: Capabilities(depth: .indexed256))[0, 0].style
      #expect(
        contrast(
          try #require(shown.foreground.displayedRGB), try #require(shown.background.displayedRGB)) >= 5)
    }
  }

  /// Colors 0 to 15 of themes, each with its ground: xterm, Tango, Solarized, VS Code, Campbell, the Linux console.
  private static let themes: [(ground: UInt32, red: UInt32, magenta: UInt32)] = [
    (0xFFFFFF, 0xCD0000, 0xCD00CD), (0x000000, 0xCD0000, 0xCD00CD),
    (0xFFFFFF, 0xCC0000, 0x75507B), (0x000000, 0xCC0000, 0x75507B),
    (0xFDF6E3, 0xDC322F, 0xD33682), (0x002B36, 0xDC322F, 0xD33682),
    (0xFFFFFF, 0xCD3131, 0xBC05BC), (0x1E1E1E, 0xCD3131, 0xBC3FBC),
    (0x0C0C0C, 0xC50F1F, 0x881798), (0x000000, 0xAA0000, 0xAA00AA),
  ]

  /// Of sixteen colors, which are those of the user's theme, words have red and magenta alone.
  @Test func wordsAndLinesOfSixteenColorsCanBeReadInEveryTheme() {
    var used: Set<UInt8> = []
    for style in Self.styles + [Theme.keyLine, Theme.keyName] {
      var frame = Frame(size: Size(columns: 1, rows: 1))
      frame[0, 0] = Cell("x", style)
      let shown = frame.quantized(to: Capabilities(depth: .indexed16))[0, 0].style
      #expect(shown.background.isStandard)
      if let number = shown.foreground.paletteNumber { used.insert(number) }
      #expect(shown.foreground.isStandard || shown.foreground.paletteNumber != nil)
    }
    #expect(used == [1, 5])
    for theme in Self.themes {
      #expect(contrast(theme.red, theme.ground) >= 2, "\(theme)")
      #expect(contrast(theme.magenta, theme.ground) >= 2, "\(theme)")
    }
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
