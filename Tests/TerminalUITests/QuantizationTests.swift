// Frames in fewer colors: exactness, order of lightness, glyphs that carry the value.

import Testing

@testable import TerminalUI

@Suite struct QuantizationTests {
  /// Nine steps of viridis (van der Walt and Smith), dark to bright.
  private let viridis: [UInt32] = [
    0x440154, 0x472D7B, 0x3B528B, 0x2C728E, 0x21918C, 0x28AE80, 0x5EC962, 0xADDC30, 0xFDE725,
  ]

  private func strip(_ colors: [UInt32], levels: [Level]? = nil) -> Frame {
    var frame = Frame(size: Size(columns: colors.count, rows: 1))
    for (x, color) in colors.enumerated() {
      let level = levels?[x] ?? .value(Int8(127 * x / max(1, colors.count - 1)))
      frame[x, 0] = Cell("▀", Style(Color(color), on: Color(color)), level: level)
    }
    return frame
  }

  private func lightness(_ cell: Cell) -> Float { OKLab(cell.style.foreground.displayedRGB!).lightness }

  @Test func trueColorIsExact() {
    let frame = strip(viridis)
    #expect(frame.quantized(to: .full) == frame)
  }

  @Test func paletteColorsOfTheCubeMapToThemselves() {
    for number in 16..<256 where Palette.xterm.firstIndex(of: Palette.xterm[number])! >= 16 {
      let shown = strip([Palette.xterm[number]]).quantized(to: Capabilities(depth: .indexed256))[0, 0]
      #expect(shown.style.foreground.displayedRGB == Palette.xterm[number])
    }
  }

  @Test(arguments: [true, false]) func viridisAndGreyKeepTheirOrderIn256Colors(gray: Bool) {
    let colors = gray ? (0..<64).map { UInt32($0 * 4) * 0x01_0101 } : viridis
    let shown = strip(colors).quantized(to: Capabilities(depth: .indexed256))
    let steps = (0..<colors.count).map { lightness(shown[$0, 0]) }
    #expect(zip(steps, steps.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(Set(steps).count >= (gray ? 20 : 8))
  }

  /// Ink grows with the size of a value, and its glyphs say the sign.
  @Test func withoutColorsTheGlyphsDensityIsTheValue() {
    let cases: [(ColorDepth, unicode: Bool, String)] = [
      (.indexed16, true, " ░▒▓█-=≡■/?!\n"), (.indexed16, false, " :+#@caXM/?!\n"),
      (.indexed8, true, " ░▒▓█-=≡■/?!\n"), (.indexed8, false, " :+#@caXM/?!\n"),
      (.mono, true, " :+#@caXM/?!\n"), (.mono, false, " :+#@caXM/?!\n"),
    ]
    for (depth, unicode, glyphs) in cases {
      let levels: [Level] = [
        .value(0), .value(32), .value(64), .value(96), .value(127), .value(-32), .value(-64), .value(-96),
        .value(-127), .missing, .undefined, .notFinite,
      ]
      let shown = strip(Array(repeating: 0x21918C, count: levels.count), levels: levels).quantized(
        to: Capabilities(depth: depth, unicode: unicode))
      #expect(shown.plainText == glyphs)
      #expect(shown.cells.allSatisfy { $0.style.foreground.isStandard && $0.style.background.isStandard })
      #expect((0..<9).allSatisfy { shown[$0, 0].style.attributes == [] })
      let marked = strip([0x21918C], levels: [.value(64)]).mapCells { cell, _ in
        var cell = cell
        cell.style.attributes = .underline
        return cell
      }.quantized(to: Capabilities(depth: depth, unicode: unicode))
      #expect(marked.plainText == "\(Array(glyphs)[2])\n" && marked[0, 0].style.attributes == .underline)
    }
  }

  @Test func asciiTerminalsGetOnlyAscii() {
    var frame = Frame(size: Size(columns: 20, rows: 4))
    frame.box(frame.bounds, title: [Span("ρ · Δ")], footer: [Span("←↓↑→")])
    for depth in ColorDepth.allCases {
      let shown = frame.quantized(to: Capabilities(depth: depth, unicode: false))
      #expect(shown.cells.allSatisfy { $0.glyph.isASCII })
    }
    let pixels = strip(viridis).quantized(to: Capabilities(depth: .indexed256, unicode: false))
    #expect(Set(pixels.cells.map(\.style.background)).count >= 8)
  }

  /// Nor do eight: none of them can be read on every ground.
  @Test(arguments: [ColorDepth.mono, .indexed8]) func noColorMeansNoColor(depth: ColorDepth) {
    var frame = Frame(size: Size(columns: 5, rows: 1))
    frame.text("ab", x: 0, y: 0, Style(Color(0x3FA7D6), on: Color(0x202030), .bold))
    for (x, color) in [0xE04040, 0xF4F4F4, 0x82868F].enumerated() {
      frame.text("x", x: 2 + x, y: 0, Style(Color(UInt32(color))))
    }
    let shown = frame.quantized(to: Capabilities(depth: depth))
    #expect(shown[0, 0].style == Style(.standard, on: .standard, [.bold, .reverse]))
    #expect((2..<5).allSatisfy { shown[$0, 0].style == .plain })
  }

  /// Of the hues, those stay that every theme has in a color that can be read.
  @Test func chromeKeepsRedAndMagentaInSixteenColors() {
    let colors: [UInt32] = [0xE04040, 0xD0A020, 0x30A8A8, 0x3040E0, 0x20A020, 0xC050C0, 0x82868F, 0x202020]
    var frame = Frame(size: Size(columns: colors.count, rows: 1))
    for (x, color) in colors.enumerated() { frame.text("x", x: x, y: 0, Style(Color(color))) }
    let shown = frame.quantized(to: Capabilities(depth: .indexed16))
    #expect(
      shown.cells.map(\.style.foreground.paletteNumber) == [1, nil, nil, nil, nil, 5, nil, nil])
    #expect(shown.cells.filter { $0.style.foreground.isStandard }.count == 6)
  }

  @Test func onlyPhotographsAreDithered() {
    let color: UInt32 = 0x5A6070
    var frame = Frame(size: Size(columns: 8, rows: 1))
    for x in 0..<4 { frame[x, 0] = Cell("▀", Style(Color(color), on: Color(color)), level: .value(9)) }
    for x in 4..<8 { frame[x, 0] = Cell("▀", Style(Color(color), on: Color(color))) }
    let shown = frame.quantized(to: Capabilities(depth: .indexed256))
    #expect(Set((0..<4).map { shown[$0, 0].style.foreground }).count == 1)
    #expect(Set((4..<8).map { shown[$0, 0].style.foreground }).count > 1)
  }

  @Test func depthIsDetectedInTheDocumentedOrder() {
    func depth(_ requested: ColorDepth?, _ environment: [String: String], _ colors: Int, _ rgb: Bool)
      -> ColorDepth
    {
      .detect(requested: requested, environment: environment, colors: colors, hasRGB: rgb)
    }
    #expect(depth(.indexed16, ["NO_COLOR": "1"], 256, true) == .indexed16)
    #expect(depth(nil, ["NO_COLOR": "1"], 256, true) == .mono)
    #expect(depth(nil, ["NO_COLOR": ""], 8, true) == .truecolor)
    #expect(depth(nil, ["COLORTERM": "24bit"], 8, false) == .truecolor)
    #expect(depth(nil, ["COLORTERM": "yes"], 88, false) == .indexed16)
    #expect(depth(nil, [:], 0, false) == .mono)
    // Inherited from a terminal that is not this one.
    let inherited = ["COLORTERM": "truecolor"]
    #expect(depth(nil, inherited, 256, false) == .truecolor)
    #expect(depth(nil, inherited.merging(["STY": "12.tty"]) { $1 }, 256, false) == .indexed256)
    #expect(depth(nil, inherited.merging(["STY": ""]) { $1 }, 256, false) == .truecolor)
    // Through ssh, su and sudo GNU screen's own variable is lost; tmux may have the type of screen.
    for type in ["screen", "screen-256color", "screen.xterm-256color"] {
      let inside = inherited.merging(["TERM": type]) { $1 }
      #expect(depth(nil, inside, 256, false) == .indexed256)
      #expect(
        depth(nil, inside.merging(["TMUX": "/tmp/tmux-0/default,1,0"]) { $1 }, 256, false) == .truecolor)
    }
    #expect(depth(nil, inherited.merging(["TERM": "screenwriter"]) { $1 }, 256, false) == .truecolor)
    #expect(depth(nil, inherited.merging(["TERM": "linux"]) { $1 }, 8, false) == .indexed8)
    #expect(depth(nil, inherited, 0, false) == .mono)
    #expect(depth(.truecolor, inherited.merging(["STY": "12.tty"]) { $1 }, 8, false) == .truecolor)
  }
}
